// The rules that no schema library can express, as an expert writes them in JavaScript. Every peer
// uses these, so that the comparison is fair.

import { EVENT_TYPES, RESERVED_HEADERS } from "bench:names";

export { EVENT_TYPES };

export const ERRORS = {
  body: "Wrong JSON body",
  url: "Invalid URL format. Must be HTTP URL",
  secret: "Secret must be between 16 and 128 characters",
  status: "Status must be 'active' or 'disabled'",
  timeout: "Timeout must be between 1000 and 30000",
  headers: "Invalid headers. Must be a JSON object of strings",
  headerName: "Invalid header name",
  headerValue: "Invalid header value",
  description: "Description must be at most 1000 characters",
  noEventTypes: "event_types must contain at least one item",
  eventTypes: "Invalid event types",
  maxRetries: "Max retries must be between 1 and 5",
};

function codePoints(text) {
  let count = text.length;
  for (let at = 0; at < text.length - 1; at++) {
    if ((text.charCodeAt(at) & 0xfc00) === 0xd800) {
      at += 1;
      count -= 1;
    }
  }
  return count;
}

/** Lengths in code points; a string has between half as many as UTF-16 units and as many. */
export const atLeast = (text, min) =>
  text.length >= min * 2 || (text.length >= min && codePoints(text) >= min);
export const atMost = (text, max) =>
  text.length <= max || (text.length <= max * 2 && codePoints(text) <= max);

// D1: what a URL parser would repair is rejected.
const HTTP = /^https?:\/\/[^/?#\\\s\x00-\x1f\x7f][^\\\s\x00-\x1f\x7f]*$/i;
export const isHttpUrl = (text) => HTTP.test(text) && URL.canParse(text);

const TOKEN = /^[a-zA-Z0-9!#$%&'*+\-.^_`|~]+$/;
const VALUE = /^[\t\x20-\x7e]*$/;
const RESERVED = new Set(RESERVED_HEADERS);
const NONE = [];

/** The issues of the headers text; JSON.parse hides exact duplicates of a name. */
export function headerIssues(text) {
  let headers;
  try {
    headers = JSON.parse(text);
  } catch {}
  if (typeof headers !== "object" || headers === null || Array.isArray(headers)) {
    return [{ code: "invalid_headers", path: ["headers"], message: ERRORS.headers }];
  }
  let issues = NONE;
  const add = (code, name, message) => {
    if (issues === NONE) issues = [];
    issues.push({ code, path: ["headers", name], message });
  };
  const seen = new Set();
  for (const name of Object.keys(headers)) {
    const lower = name.toLowerCase();
    if (!TOKEN.test(name)) add("invalid_header_name", name, ERRORS.headerName);
    else if (RESERVED.has(lower)) add("reserved_header", name, ERRORS.headerName);
    else if (seen.has(lower)) add("duplicate_header", name, ERRORS.headerName);
    seen.add(lower);
    const value = headers[name];
    if (typeof value !== "string" || !VALUE.test(value)) {
      add("invalid_header_value", name, ERRORS.headerValue);
    }
  }
  return issues;
}

/** For libraries that cannot add several issues to one value: appends those of the headers text. */
export function withHeaderIssues(issues, value) {
  if (typeof value?.headers !== "string") return issues;
  const headers = headerIssues(value.headers);
  return headers.length > 0 ? issues.concat(headers) : issues;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** For libraries that accept an array as an object. */
export const arrayIssues = () => [{ code: "not_an_object", path: [], message: ERRORS.body }];

/** A contestant from a function that returns a value's issues; text that is not JSON is an issue too. */
export function overValues(issuesOf) {
  const malformed = () => [{ code: "malformed_json", path: [], message: ERRORS.body }];
  return {
    bytes(bytes) {
      let value;
      try {
        value = JSON.parse(decoder.decode(bytes));
      } catch {
        return malformed();
      }
      return issuesOf(value);
    },
    text(text) {
      let value;
      try {
        value = JSON.parse(text);
      } catch {
        return malformed();
      }
      return issuesOf(value);
    },
    object: issuesOf,
  };
}
