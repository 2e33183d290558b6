// Reads the guard's options from environment variables of the same names, in capitals.

const list = (text) => text.split(/[\s,]+/).filter((item) => item !== "");

const READ = {
  upstream: String,
  prefix: String,
  mode: String,
  maxBodyBytes: Number,
  bodyTimeoutMs: Number,
  maxAnswerBytes: Number,
  upstreamTimeoutMs: Number,
  passthrough: list,
  forwardHeaders: list,
  allowOrigins: list,
  extraEventTypes: list,
};

const variable = (option) => option.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/** The guard's options, with one line of JSON in the log for every decision, unless LOG is `off`. */
export function settings(env) {
  const given = Object.entries(READ)
    .map(([option, read]) => [option, read, env[variable(option)]])
    .filter(([, , text]) => text !== undefined)
    .map(([option, read, text]) => [option, read(text)]);
  const log = (decision) => console.log(JSON.stringify(decision));
  return { ...Object.fromEntries(given), onDecision: env.LOG === "off" ? undefined : log };
}
