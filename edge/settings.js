// Reads the guard's options from environment variables of the same names, in capitals.

const list = (text) => text.split(/[\s,]+/).filter((item) => item !== "");

/** How the text of each option is read; `onDecision` and `fetch` are for code. */
export const READERS = {
  upstream: String,
  prefix: String,
  mode: String,
  maxBodyBytes: Number,
  bodyTimeoutMs: Number,
  maxResponseBytes: Number,
  upstreamTimeoutMs: Number,
  passthrough: list,
  passthroughMaxBodyBytes: Number,
  passthroughBodyTimeoutMs: Number,
  forwardHeaders: list,
  allowOrigins: list,
  extraEventTypes: list,
};

const variable = (option) => option.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/** The guard's options from `env`; each decision is a line of the log, unless LOG is `off`. */
export function settings(env, formatDecision) {
  const given = Object.entries(READERS)
    .map(([option, read]) => [option, read, env[variable(option)]])
    .filter(([, , text]) => text !== undefined)
    .map(([option, read, text]) => [option, read(text)]);
  const log = (decision) => console.log(formatDecision(decision));
  return { ...Object.fromEntries(given), onDecision: env.LOG === "off" ? undefined : log };
}
