// How the device reads the body of a webhook: by the contract, by the API reference taken literally, or
// as leniently as the software it probably runs on.

import { ApiError } from "./api-error.js";
import { contractVerdict } from "./contract.js";
import { MalformedJson, readLenient, toInt, toText } from "./lenient.js";
import { EVENT_TYPES, FIELDS, REQUIRED, RESERVED_HEADERS } from "./rules.js";

/** What distinguishes the two readers that follow the reference's limits, texts and patterns. */
const LENIENT = {
  read(text) {
    try {
      return readLenient(text);
    } catch (error) {
      if (error instanceof MalformedJson) return undefined;
      throw error;
    }
  },
  string: toText,
  integer: toInt,
  list: (value) => (Array.isArray(value) ? value.map(toText) : undefined),
  length: (text) => text.length,
  noEventTypes: "event_types must contain at least one item",
};

const DOCUMENTED = {
  read(text) {
    try {
      const value = JSON.parse(text);
      const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
      return isObject ? new Map(Object.entries(value)) : value;
    } catch {
      return undefined;
    }
  },
  string: (value) => (typeof value === "string" ? value : undefined),
  integer: (value) => (Number.isInteger(value) && value === (value | 0) ? value : undefined),
  list: (value) =>
    Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined,
  length: (text) => [...text].length,
  // The text of another entity, as the reference prints it (D4).
  noEventTypes: "auth_factors must contain at least one item",
};

/**
 * Each reads the bytes of a body, and their text as the device decodes it, into a webhook, or throws an
 * `ApiError`.
 */
export const READERS = {
  strict(bytes) {
    const { error, canonical } = contractVerdict(bytes);
    if (error !== undefined) throw new ApiError(400, error);
    return JSON.parse(canonical);
  },
  documented: (_, text) => readByReference(text, DOCUMENTED),
  lenient: (_, text) => readByReference(text, LENIENT),
};

function readByReference(text, reader) {
  const members = readObject(text, reader, "Wrong JSON body");
  const webhook = {};
  for (const field of FIELDS) {
    if (!members.has(field)) {
      check(!REQUIRED.includes(field), `Wrong JSON body: no value for ${field}`);
      continue;
    }
    webhook[field] = reader[TYPES[field] ?? "string"](members.get(field));
    check(webhook[field] !== undefined, `Wrong JSON body: value ${field} was of the wrong type`);
  }
  checkValues(webhook, reader);
  return webhook;
}

const TYPES = { timeout: "integer", event_types: "list", max_retries: "integer" };

function check(condition, error) {
  if (!condition) throw new ApiError(400, error);
}

function readObject(text, reader, error) {
  const value = reader.read(text);
  check(value instanceof Map, error);
  return value;
}

function checkValues(webhook, reader) {
  const { url, secret, status, timeout, headers, description, event_types, max_retries } = webhook;
  const isWithin = (value, min, max) => value === undefined || (value >= min && value <= max);
  const hasLength = (text, min, max) =>
    text === undefined || isWithin(reader.length(text), min, max);
  check(/^https?:/i.test(url) && hasLength(url, 4, 2000), "Invalid URL format. Must be HTTP URL");
  check(hasLength(secret, 16, 128), "Secret must be between 16 and 128 characters");
  check(["active", "disabled"].includes(status), "Status must be 'active' or 'disabled'");
  check(isWithin(timeout, 1000, 30_000), "Timeout must be between 1000 and 30000");
  if (headers !== undefined) checkHeaders(headers, reader);
  check(hasLength(description, 0, 1000), "Description must be at most 1000 characters");
  check(event_types.length > 0, reader.noEventTypes);
  check(
    event_types.every((name) => EVENT_TYPES.includes(name)),
    "Invalid event types",
  );
  check(isWithin(max_retries, 1, 5), "Max retries must be between 1 and 5");
}

function checkHeaders(text, reader) {
  const entries = readObject(text, reader, "Invalid headers. Must be a JSON object of strings");
  for (const [name, value] of entries) {
    // The pattern as the reference prints it (D2).
    const isName = /^[a-zA-Z0-9!#$%&'+-.^_`|~]+$/.test(name);
    check(isName && !RESERVED_HEADERS.includes(name.toLowerCase()), "Invalid header name");
    const content = reader.string(value);
    check(content !== undefined && /^[\x09\x20-\x7E]*$/.test(content), "Invalid header value");
  }
}

/** The headers of a stored webhook, as the device would send them. */
export const headersOf = ({ headers = "{}" }) =>
  [...readLenient(headers)].map(([name, value]) => [name, toText(value)]);
