// The edge guard as a Cloudflare Worker. A setting that is wrong stops the worker from starting.

import { env } from "cloudflare:workers";
import { createGuard } from "webhook-guard/edge";

const list = (text) => text.split(/[\s,]+/).filter((item) => item !== "");

/** The options of the guard, and how each is read from the variable of its name. */
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

const settings = Object.entries(READ).flatMap(([option, read]) => {
  const text = env[variable(option)];
  return text === undefined ? [] : [[option, read(text)]];
});

const guard = createGuard({
  ...Object.fromEntries(settings),
  onDecision: (decision) => console.log(JSON.stringify(decision)),
});

export default { fetch: (request) => guard(request) };
