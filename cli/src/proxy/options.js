// Every option of the proxy in one table. A row is named as the guard names it (contract §8); its
// flag, environment variable and line of the documentation follow from the name.

import { InvalidArgumentError, Option } from "commander";
import { integerFrom, MAX_TIMER_MS } from "../integer.js";

function address(value) {
  // Node would listen at every address.
  if (value === "") throw new InvalidArgumentError("Give an address, or leave the option out.");
  return value;
}

/** A list from text with commas or spaces; a flag that is repeated adds to it. */
const list = (text, before = []) => [...before, ...text.split(/[\s,]+/).filter(Boolean)];

const TYPES = {
  address: { placeholder: "<address>", parse: address },
  url: { placeholder: "<url>" },
  path: { placeholder: "<path>" },
  bytes: { placeholder: "<bytes>", parse: integerFrom(1) },
  ms: { placeholder: "<ms>", parse: integerFrom(1, MAX_TIMER_MS) },
  number: { placeholder: "<n>", parse: integerFrom(1) },
  port: { placeholder: "<port>", parse: integerFrom(0, 65_535) },
  list: { placeholder: "<list>", parse: list },
};

/** The options that `createGuard` gets. */
export const GUARD_OPTIONS = [
  ["upstream", "url", undefined, "the device: an http or https origin (required)"],
  ["prefix", "path", "/api/v1", "the path of the device's API"],
  ["mode", ["enforce", "report"], "enforce", "reject invalid webhooks, or forward and log them"],
  ["maxBodyBytes", "bytes", 65_536, "the largest body of a webhook"],
  ["bodyTimeoutMs", "ms", 10_000, "how long a client may take to send a webhook"],
  ["maxResponseBytes", "bytes", 1_048_576, "the largest response of the device"],
  ["upstreamTimeoutMs", "ms", 30_000, "how long an exchange with the device may take"],
  ["passthrough", "list", undefined, "paths to forward unread; a prefix ends in /"],
  ["passthroughMaxBodyBytes", "bytes", 16_777_216, "the largest body forwarded unread"],
  ["passthroughBodyTimeoutMs", "ms", 60_000, "how long a client may take to send such a body"],
  ["forwardHeaders", "list", undefined, "further request headers to forward"],
  ["allowOrigins", "list", undefined, "origins whose pages may call across origins (CORS)"],
  ["extraEventTypes", "list", undefined, "event types of newer firmware"],
];

/** The options of the server around it. */
export const SERVER_OPTIONS = [
  ["host", "address", "127.0.0.1", "the address to listen at; 0.0.0.0 for all"],
  ["port", "port", 8080, "the port to listen at; 0 for any that is free"],
  ["maxConnections", "number", 2048, "connections of clients at one time"],
  ["maxHeaderBytes", "bytes", 16_384, "the largest head of a request"],
  ["headersTimeoutMs", "ms", 10_000, "how long a client may take to send the head"],
  ["shutdownTimeoutMs", "ms", 60_000, "how long requests may take to finish on shutdown"],
  ["log", ["json", "off"], "json", "one line of JSON on standard output per decision"],
];

const words = (name, separator) => name.replace(/[A-Z]/g, (capital) => separator + capital);

export const flagOf = (name) => `--${words(name, "-").toLowerCase()}`;
const variableOf = (name) => words(name, "_").toUpperCase();

/** Every row as an option of the argument parser. */
export function createOptions() {
  return [...GUARD_OPTIONS, ...SERVER_OPTIONS].map(([name, type, absent, description]) => {
    const choices = Array.isArray(type) ? type : undefined;
    const { placeholder, parse } = choices ? { placeholder: `<${type.join("|")}>` } : TYPES[type];
    const option = new Option(`${flagOf(name)} ${placeholder}`, description).env(variableOf(name));
    if (choices) option.choices(choices);
    if (parse) option.argParser(parse);
    return absent === undefined ? option : option.default(absent);
  });
}

/** The table of the documentation, in Markdown. */
export function optionsTable() {
  const rows = [...GUARD_OPTIONS, ...SERVER_OPTIONS].map(([name, type, absent, description]) => {
    const shown = Array.isArray(type) ? type.join(" or ") : type;
    const cells = [
      `\`${flagOf(name)}\``,
      `\`${variableOf(name)}\``,
      shown,
      absent ?? "",
      description,
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return ["| flag | variable | type | default | |", "|---|---|---|---|---|", ...rows].join("\n");
}
