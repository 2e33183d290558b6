// Texts of bodies.

import { Buffer } from "node:buffer";
import { FIELDS } from "../../../../dev/device/rules.js";
import { range } from "./cases.js";

/** A valid body without warnings, as raw JSON by member. */
export const base = {
  url: '"https://example.com/hook"',
  secret: '"0123456789abcdef"',
  status: '"active"',
  event_types: '["log.device_booted"]',
  max_retries: "3",
};

export const quote = (value) => JSON.stringify(value);

export const object = (members) =>
  `{${members.map(([name, raw]) => `${quote(name)}:${raw}`).join(",")}}`;

/** The base with members set to raw JSON, or removed where undefined; unknown members come last. */
export const text = (changes = {}) => {
  const members = { ...base, ...changes };
  const unknown = Object.keys(changes).filter((name) => !FIELDS.includes(name));
  const present = [...FIELDS, ...unknown].filter((name) => members[name] !== undefined);
  return object(present.map((name) => [name, members[name]]));
};

export const withHeaders = (inner) => text({ headers: quote(inner) });

export const withEvents = (...names) => text({ event_types: quote(names) });

export const nested = (depth, open = "[", close = "]") => open.repeat(depth) + close.repeat(depth);

/** Marks, in a text, the first byte at which it can no longer become valid JSON. */
export const caret = "‸";

export const offsetOf = (marked) => Buffer.byteLength(marked.slice(0, marked.indexOf(caret)));

export const hex = (string) => Buffer.from(string).toString("hex");

export const emoji = "\u{1f600}";

export const withUrl = (url) => text({ url: quote(url) });

export const withSecret = (secret) => text({ secret: quote(secret) });

export const withDescription = (description) => text({ description: quote(description) });

export const withExtra = (names, extra) => ({ body: withEvents(...names), extraEventTypes: extra });

export const booted = "log.device_booted";

export const calling = "log.incoming_call";

export const stringOf = (raw) => text({ description: `"${raw}"` });

export const rest = text().slice(1);

export const many = (count) => range(0, count - 1).map((index) => [`m${index}`, "0"]);

export const prefix = "https://example.com/";

export const samples = {
  null: "null",
  boolean: "true",
  number: "7.5",
  string: '"text"',
  array: "[]",
  object: "{}",
};

export const full = text({ timeout: "5000", headers: '"{\\"X-A\\":\\"1\\"}"', description: '"d"' });

/** The text of headers, from names and values of any JSON type. */
export const entries = (...list) => object(list.map(([name, value]) => [name, quote(value)]));

export const webhook = {
  url: "https://a",
  status: "active",
  event_types: [booted],
  max_retries: 3,
};
