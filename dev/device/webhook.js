// What the device makes of a body, by the API document alone: its limits, its texts, its patterns
// as they are printed.

import { readLenient, toInt, toText, WrongJson } from "./lenient.js";
import { EVENT_TYPES, expected, RESERVED_HEADERS } from "./oracle.js";

/** A body the device refuses; the message is its answer. */
export class WrongWebhook extends Error {}

const FIELDS = [
  ["url", toText, true],
  ["secret", toText, false],
  ["status", toText, true],
  ["timeout", toInt, false],
  ["headers", toText, false],
  ["description", toText, false],
  ["event_types", (value) => (Array.isArray(value) ? value.map(toText) : undefined), true],
  ["max_retries", toInt, true],
];

/** The webhook that stands in a body, as the device keeps it. */
export function readWebhook(text) {
  const members = read(text, "Wrong JSON body");
  const webhook = {};
  for (const [name, convert, required] of FIELDS) {
    if (!members.has(name)) {
      if (required) throw new WrongWebhook(`Wrong JSON body: no value for ${name}`);
      continue;
    }
    const value = convert(members.get(name));
    if (value === undefined) {
      throw new WrongWebhook(`Wrong JSON body: value ${name} was of the wrong type`);
    }
    webhook[name] = value;
  }
  check(webhook);
  return webhook;
}

/** The same where the device reads by the contract. */
export function readWebhookStrictly(bytes) {
  const { error, canonical } = expected(bytes);
  if (error !== undefined) throw new WrongWebhook(error);
  return JSON.parse(canonical);
}

function read(text, error) {
  let value;
  try {
    value = readLenient(text);
  } catch (cause) {
    if (!(cause instanceof WrongJson)) throw cause;
  }
  if (!(value instanceof Map)) throw new WrongWebhook(error);
  return value;
}

function check({ url, secret, status, timeout, headers, description, event_types, max_retries }) {
  const must = (holds, error) => {
    if (!holds) throw new WrongWebhook(error);
  };
  const within = (value, least, most) => value === undefined || (value >= least && value <= most);
  must(
    /^https?:/i.test(url) && within(url.length, 4, 2000),
    "Invalid URL format. Must be HTTP URL",
  );
  must(within(secret?.length, 16, 128), "Secret must be between 16 and 128 characters");
  must(["active", "disabled"].includes(status), "Status must be 'active' or 'disabled'");
  must(within(timeout, 1000, 30_000), "Timeout must be between 1000 and 30000");
  if (headers !== undefined) {
    for (const [name, value] of read(
      headers,
      "Invalid headers. Must be a JSON object of strings",
    )) {
      const named = /^[a-zA-Z0-9!#$%&'+-.^_`|~]+$/.test(name);
      must(named && !RESERVED_HEADERS.includes(name.toLowerCase()), "Invalid header name");
      must(/^[\x09\x20-\x7E]*$/.test(toText(value)), "Invalid header value");
    }
  }
  must(within(description?.length, 0, 1000), "Description must be at most 1000 characters");
  must(event_types.length > 0, "event_types must contain at least one item");
  must(
    event_types.every((name) => EVENT_TYPES.includes(name)),
    "Invalid event types",
  );
  must(within(max_retries, 1, 5), "Max retries must be between 1 and 5");
}
