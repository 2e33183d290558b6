// The options of `createGuard`, checked once (contract §8).

import { isToken, NOT_FORWARDABLE } from "./headers.js";

const isString = (value) => typeof value === "string";
const isFunction = (value) => typeof value === "function";
const isListOf = (check) => (value) => Array.isArray(value) && value.every(check);
const isEventType = (value) => isString(value) && !/\p{Surrogate}/u.test(value);

/** An http(s) origin as it is written at the beginning of a URL. */
const isOrigin = (value) =>
  isString(value) && /^https?:\/\/[^\s/?#@\\]+$/i.test(value) && URL.canParse(value);

/** A path that `Request.url` would show unchanged. */
const isPath = (value) =>
  isString(value) &&
  /^\/(?!\/)/.test(value) &&
  URL.canParse(`http://guard${value}`) &&
  new URL(`http://guard${value}`).pathname === value;

const isCount = (value) => Number.isSafeInteger(value) && value >= 1;
// A timer's time has 31 bits; a longer one would end immediately.
const MAX_TIMER_MS = 2 ** 31 - 1;
const isTime = (value) => isCount(value) && value <= MAX_TIMER_MS;

const isForwardable = (name) =>
  isString(name) && isToken(name) && !NOT_FORWARDABLE.has(name.toLowerCase());

const COUNT = [isCount, "an integer from 1"];
const TIME = [isTime, `an integer of milliseconds from 1 to ${MAX_TIMER_MS}`];

/** What each option must be, and its default. */
const OPTIONS = {
  upstream: [
    isOrigin,
    "an http or https origin with nothing after it, such as http://192.168.1.90",
  ],
  prefix: [isPath, "a path that begins with one /", "/api/v1"],
  mode: [(value) => ["enforce", "report"].includes(value), '"enforce" or "report"', "enforce"],
  maxBodyBytes: [...COUNT, 65_536],
  bodyTimeoutMs: [...TIME, 10_000],
  maxResponseBytes: [...COUNT, 1_048_576],
  upstreamTimeoutMs: [...TIME, 30_000],
  passthrough: [isListOf(isPath), "an array of paths that begin with one /", []],
  passthroughMaxBodyBytes: [...COUNT, 16_777_216],
  passthroughBodyTimeoutMs: [...TIME, 60_000],
  forwardHeaders: [isListOf(isForwardable), "an array of names of end-to-end headers", []],
  allowOrigins: [isListOf(isOrigin), "an array of http or https origins", []],
  extraEventTypes: [isListOf(isEventType), "an array of strings without lone surrogates", []],
  onDecision: [isFunction, "a function", undefined],
  fetch: [isFunction, "a function", undefined],
};

export function readOptions(options) {
  if (typeof options !== "object" || options === null) {
    throw new TypeError("options must be an object.");
  }
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(OPTIONS, name)) throw new TypeError(`There is no option ${name}.`);
  }
  const settings = {};
  for (const [name, [isValid, expected, fallback]] of Object.entries(OPTIONS)) {
    const value = options[name];
    if (value === undefined && name !== "upstream") settings[name] = fallback;
    else if (isValid(value)) settings[name] = value;
    else throw new TypeError(`${name} must be ${expected}.`);
  }
  return {
    ...settings,
    passthrough: [...settings.passthrough],
    forwardHeaders: ["authorization", "accept", "accept-language"].concat(
      settings.forwardHeaders.map((name) => name.toLowerCase()),
    ),
    allowOrigins: settings.allowOrigins.map((origin) => new URL(origin).origin),
    extraEventTypes: [...settings.extraEventTypes],
  };
}
