// The contract's verdict on a body (§1 to §3) and the body to send (§5), in plain JavaScript: slow and
// obviously correct. The simulator's strict reader, and what the package is tested against.

import { Findings } from "./findings.js";
import { httpUrl, isLoopback } from "./http-url.js";
import { EVENT_TYPES, FIELDS, REQUIRED, RESERVED_HEADERS, SENSITIVE_HEADERS } from "./rules.js";
import { integerOf, readJson } from "./strict-json.js";

const INVALID_HEADER_NAME = "Invalid header name";

const isString = (node) => node.type === "string";
const isArray = (node) => node.type === "array";
const isInteger = (node) => node.type === "number" && integerOf(node.source) !== undefined;

/**
 * The verdict on a string, on bytes, or on a value that stands for its `JSON.stringify` text:
 * `{ valid, error, errors, warnings, truncated, canonical }`, findings without messages and params.
 * `canonical` is the body to send, if it is valid.
 */
export function contractVerdict(input, { extraEventTypes = [] } = {}) {
  const text = textOf(input);
  const body = text === undefined ? undefined : readJson(text);
  if (body === undefined) return rejectBody("malformed_json", []);
  if (body.type !== "object") return rejectBody("not_an_object", []);
  const duplicate = firstDuplicate(body.members.map(([name]) => name));
  if (duplicate !== undefined) return rejectBody("duplicate_key", [duplicate]);

  const webhook = new Webhook(body.members);
  webhook.checkUrl();
  webhook.checkSecret();
  webhook.checkStatus();
  webhook.checkInteger("timeout", 1000, 30_000, "Timeout must be between 1000 and 30000");
  webhook.checkHeaders();
  webhook.checkDescription();
  webhook.checkEventTypes(new Set([...EVENT_TYPES, ...extraEventTypes]));
  webhook.checkInteger("max_retries", 1, 5, "Max retries must be between 1 and 5");
  webhook.checkUnknownMembers();
  const result = webhook.findings.result();
  return result.valid ? { ...result, canonical: webhook.canonical() } : result;
}

/** §2: these issues are reported without any others. */
function rejectBody(code, path) {
  const error = "Wrong JSON body";
  return { valid: false, error, errors: [{ code, path, error }], warnings: [] };
}

/** §1: the text of the body, or `undefined` if there is none. */
function textOf(input) {
  try {
    if (typeof input === "string") return input;
    if (ArrayBuffer.isView(input)) {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(input);
    }
    return JSON.stringify(input);
  } catch {
    return undefined;
  }
}

function firstDuplicate(names) {
  const seen = new Set();
  for (const name of names) {
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}

class Webhook {
  findings = new Findings();
  #members;
  /** §5: the JSON source text of each member to send, by name. */
  #sources = {};

  constructor(members) {
    this.#members = new Map(members);
  }

  /** A member, if it is present and of its type; otherwise the issue is reported. */
  #read(field, isOfType) {
    const node = this.#members.get(field);
    if (node === undefined) {
      if (REQUIRED.includes(field)) {
        this.findings.issue("missing", [field], `Wrong JSON body: no value for ${field}`);
      }
      return undefined;
    }
    if (isOfType(node)) return node;
    this.findings.wrongType([field]);
    return undefined;
  }

  #readString(field) {
    const value = this.#read(field, isString)?.value;
    this.#sources[field] = JSON.stringify(value);
    return value;
  }

  /** Whether a text is within its limits in code points (§1); otherwise the issue is reported. */
  #hasLength(field, text, min, max, error) {
    const length = [...text].length;
    if (length >= min && length <= max) return true;
    this.findings.issue(length < min ? "too_short" : "too_long", [field], error);
    return false;
  }

  /** §3, for a text within its limit in code points. */
  #warnOfLength(field, text, max) {
    if (text.length > max || Buffer.byteLength(text) > max) {
      this.findings.warn("length_ambiguous", [field]);
    }
  }

  checkUrl() {
    const error = "Invalid URL format. Must be HTTP URL";
    const url = this.#readString("url");
    if (url === undefined || !this.#hasLength("url", url, 4, 2000, error)) return;
    const parsed = httpUrl(url);
    if (parsed === undefined) {
      this.findings.issue("invalid_url", ["url"], error);
      return;
    }
    if (parsed.protocol === "http:") this.findings.warn("insecure_url", ["url"]);
    if (parsed.username !== "" || parsed.password !== "")
      this.findings.warn("credentials_in_url", ["url"]);
    if (url.includes("#")) this.findings.warn("fragment_in_url", ["url"]);
    if (isLoopback(parsed.hostname)) this.findings.warn("loopback_url", ["url"]);
    this.#warnOfLength("url", url, 2000);
  }

  checkSecret() {
    if (!this.#members.has("secret")) this.findings.warn("no_secret", ["secret"]);
    const secret = this.#readString("secret");
    const error = "Secret must be between 16 and 128 characters";
    if (secret !== undefined && this.#hasLength("secret", secret, 16, 128, error)) {
      this.#warnOfLength("secret", secret, 128);
    }
  }

  checkStatus() {
    const status = this.#readString("status");
    if (status !== undefined && status !== "active" && status !== "disabled") {
      this.findings.issue("invalid_status", ["status"], "Status must be 'active' or 'disabled'");
    }
  }

  checkInteger(field, min, max, error) {
    const node = this.#read(field, isInteger);
    if (node === undefined) return;
    const integer = integerOf(node.source);
    if (integer < min || integer > max) this.findings.issue("out_of_range", [field], error);
    this.#sources[field] = `${integer}`;
  }

  checkHeaders() {
    const text = this.#read("headers", isString)?.value;
    if (text === undefined) return;
    const headers = readJson(text);
    if (headers?.type !== "object") {
      this.findings.issue(
        "invalid_headers",
        ["headers"],
        "Invalid headers. Must be a JSON object of strings",
      );
      return;
    }
    const seen = new Set();
    for (const [name, value] of headers.members) {
      this.#checkHeaderName(name, seen);
      this.#checkHeaderValue(name, value);
    }
    // Joined as text, since an object would reorder a name like "1".
    const entries = headers.members.map(
      ([name, { value }]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
    );
    this.#sources.headers = JSON.stringify(`{${entries.join(",")}}`);
  }

  #checkHeaderName(name, seen) {
    const path = ["headers", name];
    const lower = name.toLowerCase();
    // D2: an RFC 7230 token.
    if (!/^[a-zA-Z0-9!#$%&'*+\-.^_`|~]+$/.test(name)) {
      this.findings.issue("invalid_header_name", path, INVALID_HEADER_NAME);
    } else if (RESERVED_HEADERS.includes(lower)) {
      this.findings.issue("reserved_header", path, INVALID_HEADER_NAME);
    } else if (seen.has(lower)) {
      this.findings.issue("duplicate_header", path, INVALID_HEADER_NAME);
    } else if (SENSITIVE_HEADERS.includes(lower)) {
      this.findings.warn("sensitive_header", path);
    }
    seen.add(lower);
  }

  #checkHeaderValue(name, node) {
    const path = ["headers", name];
    if (!isString(node) || !/^[\t\x20-\x7e]*$/.test(node.value)) {
      this.findings.issue("invalid_header_value", path, "Invalid header value");
    } else if (/^[ \t]|[ \t]$/.test(node.value)) {
      this.findings.warn("header_whitespace", path);
    }
  }

  checkDescription() {
    const description = this.#readString("description");
    const error = "Description must be at most 1000 characters";
    if (description !== undefined && this.#hasLength("description", description, 0, 1000, error)) {
      this.#warnOfLength("description", description, 1000);
    }
  }

  checkEventTypes(known) {
    const items = this.#read("event_types", isArray)?.items;
    if (items?.length === 0) {
      const error = "event_types must contain at least one item";
      this.findings.issue("no_event_types", ["event_types"], error);
    }
    const seen = new Set();
    for (const [index, item] of (items ?? []).entries()) {
      const path = ["event_types", index];
      if (!isString(item)) this.findings.wrongType(path);
      else if (!known.has(item.value)) {
        this.findings.issue("unknown_event_type", path, "Invalid event types");
      } else if (seen.has(item.value)) this.findings.warn("duplicate_event_type", path);
      else seen.add(item.value);
    }
    this.#sources.event_types = JSON.stringify([...seen]);
  }

  checkUnknownMembers() {
    for (const name of this.#members.keys()) {
      if (!FIELDS.includes(name)) this.findings.warn("unknown_field", [name]);
    }
  }

  /** §5: the members to send, in the order of the table. */
  canonical() {
    const members = FIELDS.filter((field) => this.#sources[field] !== undefined);
    return `{${members.map((field) => `"${field}":${this.#sources[field]}`).join(",")}}`;
  }
}
