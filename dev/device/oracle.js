// The contract a second time, in the plainest JavaScript, to hold the package against. Slow is
// fine here; obviously right is what matters. It shares nothing with the crate.

export const FIELDS = [
  "url",
  "secret",
  "status",
  "timeout",
  "headers",
  "description",
  "event_types",
  "max_retries",
];

const REQUIRED = ["url", "status", "event_types", "max_retries"];

export const EVENT_TYPES = [
  "log.access_denied_by_not_valid_identifier",
  "log.access_denied_by_not_valid_face_identifier",
  "log.access_denied_by_not_valid_input_code",
  "log.access_denied_by_remote_server_api_call",
  "log.access_denied_by_unknown_card",
  "log.access_granted_by_api_call",
  "log.access_granted_by_call_host",
  "log.access_granted_by_master_code",
  "log.access_granted_by_remote_server_api_call",
  "log.access_granted_by_valid_identifier",
  "log.door_was_closed",
  "log.door_sensor_was_closed",
  "log.door_was_opened",
  "log.door_sensor_was_opened",
  "log.emergency_lock_is_opened",
  "log.lock_is_opened_to_long",
  "log.lock_was_opened_by_exit_btn",
  "log.lock_was_opened_by_free_access_button",
  "log.incoming_call",
  "log.outgoing_call",
  "log.outgoing_call_missed",
  "log.device_booted",
  "log.sip_registration_lost",
  "log.outgoing_call_web",
  "log.incorrect_login_api_call",
  "log.incorrect_login_gui_settings",
  "log.successful_login_api_call",
  "log.successful_login_gui_settings",
  "log.door_was_not_closed_too_long",
  "log.tamper_event",
  "log.multi_access_granted",
  "log.identifiers_without_linkage_to_user_access_denied",
  "log.multi_access_denied",
  "log.access_denied_by_unknown_qr",
  "log.access_denied_unknown_identifier",
  "log.lift_call_success",
  "log.lift_call_error",
  "log.lift_module_access_error",
  "log.access_granted_by_shared_identifier",
  "log.access_denied_by_not_valid_shared_identifier",
  "log.bond_lift_request",
];

export const RESERVED_HEADERS = [
  "host",
  "connection",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
  "via",
  "te",
  "trailer",
  "content-length",
  "content-type",
  "authorization",
  "origin",
  "permissions-policy",
  "user-agent",
  "accept",
  "accept-encoding",
  "accept-language",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-real-ip",
  "forwarded",
  "date",
  "expires",
  "last-modified",
  "cache-control",
  "etag",
  "if-match",
  "if-none-match",
  "access-control-allow-origin",
  "access-control-allow-methods",
  "access-control-allow-headers",
  "access-control-expose-headers",
];

export const SENSITIVE_HEADERS = [
  "cookie",
  "set-cookie",
  "proxy-authorization",
  "proxy-connection",
  "expect",
  "content-encoding",
  "x-webhook-signature",
  "x-webhook-timestamp",
  "x-webhook-attempt",
];

export const ISSUE_CODES = [
  "malformed_json",
  "not_an_object",
  "duplicate_key",
  "missing",
  "wrong_type",
  "too_short",
  "too_long",
  "invalid_url",
  "invalid_status",
  "out_of_range",
  "invalid_headers",
  "invalid_header_name",
  "reserved_header",
  "duplicate_header",
  "invalid_header_value",
  "no_event_types",
  "unknown_event_type",
];

export const WARNING_CODES = [
  "insecure_url",
  "credentials_in_url",
  "fragment_in_url",
  "loopback_url",
  "no_secret",
  "header_whitespace",
  "sensitive_header",
  "duplicate_event_type",
  "length_ambiguous",
  "unknown_field",
];

const INVALID_URL = "Invalid URL format. Must be HTTP URL";
const INVALID_SECRET = "Secret must be between 16 and 128 characters";
const INVALID_HEADER_NAME = "Invalid header name";

/**
 * What the package has to say of a body: a string, bytes, or a value that stands for its
 * `JSON.stringify`. `canonical` is the body to send, where valid.
 */
export function expected(input, { extraEventTypes = [] } = {}) {
  const text = textOf(input);
  const body = text === undefined ? undefined : readJson(text);
  if (body === undefined) {
    return refusal("malformed_json", []);
  }
  if (body.type !== "object") {
    return refusal("not_an_object", []);
  }
  const names = body.members.map(([name]) => name);
  const second = names.find((name, i) => names.indexOf(name) < i);
  if (second !== undefined) {
    return refusal("duplicate_key", [second]);
  }

  const members = new Map(body.members);
  const eventTypes = new Set([...EVENT_TYPES, ...extraEventTypes]);
  const errors = [];
  const warnings = [];
  const issue = (code, path, error) => errors.push({ code, path, error });
  const warn = (code, path) => warnings.push({ code, path });
  const wrongType = (path) =>
    issue("wrong_type", path, `Wrong JSON body: value ${path[0]} was of the wrong type`);

  // The member, where it is there and of its type; else the issue is told.
  function read(field, isOfType) {
    const node = members.get(field);
    if (node === undefined) {
      if (REQUIRED.includes(field)) {
        issue("missing", [field], `Wrong JSON body: no value for ${field}`);
      }
      return undefined;
    }
    if (!isOfType(node)) {
      wrongType([field]);
      return undefined;
    }
    return node;
  }

  // Whether a text keeps its length in code points; else the issue is told.
  function keepsLength(field, text, min, max, error) {
    const length = [...text].length;
    if (length < min || length > max) {
      issue(length < min ? "too_short" : "too_long", [field], error);
      return false;
    }
    return true;
  }

  // For a text that keeps its length in code points.
  function warnOfLength(field, text, max) {
    if (text.length > max || new TextEncoder().encode(text).length > max) {
      warn("length_ambiguous", [field]);
    }
  }

  function checkInteger(field, min, max, error) {
    const node = read(field, (found) => isNumber(found) && integerOf(found.source) !== undefined);
    if (node !== undefined) {
      const integer = integerOf(node.source);
      if (integer < min || integer > max) {
        issue("out_of_range", [field], error);
      }
    }
  }

  const url = read("url", isString)?.value;
  if (url !== undefined && keepsLength("url", url, 4, 2000, INVALID_URL)) {
    const parsed = httpUrl(url);
    if (parsed !== undefined) {
      if (parsed.protocol === "http:") {
        warn("insecure_url", ["url"]);
      }
      if (parsed.username !== "" || parsed.password !== "") {
        warn("credentials_in_url", ["url"]);
      }
      if (url.includes("#")) {
        warn("fragment_in_url", ["url"]);
      }
      if (isLoopback(parsed.hostname)) {
        warn("loopback_url", ["url"]);
      }
      warnOfLength("url", url, 2000);
    } else {
      issue("invalid_url", ["url"], INVALID_URL);
    }
  }

  const secret = read("secret", isString)?.value;
  if (!members.has("secret")) {
    warn("no_secret", ["secret"]);
  }
  if (secret !== undefined && keepsLength("secret", secret, 16, 128, INVALID_SECRET)) {
    warnOfLength("secret", secret, 128);
  }

  const status = read("status", isString)?.value;
  if (status !== undefined && status !== "active" && status !== "disabled") {
    issue("invalid_status", ["status"], "Status must be 'active' or 'disabled'");
  }

  checkInteger("timeout", 1000, 30000, "Timeout must be between 1000 and 30000");

  const headersText = read("headers", isString)?.value;
  const headers = headersText === undefined ? undefined : readJson(headersText);
  if (headersText !== undefined && headers?.type !== "object") {
    issue("invalid_headers", ["headers"], "Invalid headers. Must be a JSON object of strings");
  }
  const entries = headers?.type === "object" ? headers.members : [];
  const seenHeaders = new Set();
  for (const [name, value] of entries) {
    const path = ["headers", name];
    const lower = name.toLowerCase();
    // D2: a token of RFC 7230.
    if (!/^[a-zA-Z0-9!#$%&'*+\-.^_`|~]+$/.test(name)) {
      issue("invalid_header_name", path, INVALID_HEADER_NAME);
    } else if (RESERVED_HEADERS.includes(lower)) {
      issue("reserved_header", path, INVALID_HEADER_NAME);
    } else if (seenHeaders.has(lower)) {
      issue("duplicate_header", path, INVALID_HEADER_NAME);
    } else if (SENSITIVE_HEADERS.includes(lower)) {
      warn("sensitive_header", path);
    }
    seenHeaders.add(lower);
    if (!isString(value) || !/^[\t\x20-\x7e]*$/.test(value.value)) {
      issue("invalid_header_value", path, "Invalid header value");
    } else if (/^[ \t]|[ \t]$/.test(value.value)) {
      warn("header_whitespace", path);
    }
  }

  const description = read("description", isString)?.value;
  const tooLong = "Description must be at most 1000 characters";
  if (description !== undefined && keepsLength("description", description, 0, 1000, tooLong)) {
    warnOfLength("description", description, 1000);
  }

  const items = read("event_types", (node) => node.type === "array")?.items;
  if (items?.length === 0) {
    issue("no_event_types", ["event_types"], "event_types must contain at least one item");
  }
  const seenTypes = new Set();
  for (const [i, item] of (items ?? []).entries()) {
    if (!isString(item)) {
      wrongType(["event_types", i]);
    } else if (!eventTypes.has(item.value)) {
      issue("unknown_event_type", ["event_types", i], "Invalid event types");
    } else if (seenTypes.has(item.value)) {
      warn("duplicate_event_type", ["event_types", i]);
    } else {
      seenTypes.add(item.value);
    }
  }

  checkInteger("max_retries", 1, 5, "Max retries must be between 1 and 5");

  for (const name of names.filter((name) => !FIELDS.includes(name))) {
    warn("unknown_field", [name]);
  }

  if (errors.length > 0) {
    const unread = errors.find(({ code }) => code === "missing" || code === "wrong_type");
    return { valid: false, error: (unread ?? errors[0]).error, errors, warnings };
  }

  // Contract §5: known members in the table's order. Written by hand, since an object would put
  // a header named "1" first.
  const sent = {
    url: JSON.stringify(url),
    secret: JSON.stringify(secret),
    status: JSON.stringify(status),
    timeout: members.has("timeout") ? `${integerOf(members.get("timeout").source)}` : undefined,
    headers: headers === undefined ? undefined : JSON.stringify(writeHeaders(entries)),
    description: JSON.stringify(description),
    event_types: JSON.stringify([...seenTypes]),
    max_retries: `${integerOf(members.get("max_retries").source)}`,
  };
  const canonical = FIELDS.filter((field) => sent[field] !== undefined)
    .map((field) => `"${field}":${sent[field]}`)
    .join(",");
  return { valid: true, errors, warnings, canonical: `{${canonical}}` };
}

const isString = (node) => node.type === "string";
const isNumber = (node) => node.type === "number";

/** Contract §2: these issues stand alone. */
function refusal(code, path) {
  const error = "Wrong JSON body";
  return { valid: false, error, errors: [{ code, path, error }], warnings: [] };
}

/** Contract §1: the text of the body, or `undefined` where there is none. */
function textOf(input) {
  try {
    if (typeof input === "string") {
      return input;
    }
    if (ArrayBuffer.isView(input)) {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(input);
    }
    return JSON.stringify(input);
  } catch {
    return undefined;
  }
}

function writeHeaders(entries) {
  const pairs = entries.map(
    ([name, node]) => `${JSON.stringify(name)}:${JSON.stringify(node.value)}`,
  );
  return `{${pairs.join(",")}}`;
}

/** D1; undefined where it is none. */
function httpUrl(url) {
  if (!/^https?:\/\/[^/?#]/i.test(url) || /[\x00-\x20\x7f\\]/.test(url)) return undefined;
  // Not `URL.canParse`: Node 20's optimised one refuses Latin-1 beyond ASCII.
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

/** Contract §3, of a host as the URL standard writes it. */
function isLoopback(hostname) {
  const host = hostname.replace(/\.$/, "");
  if (host === "localhost" || host.endsWith(".localhost")) {
    return true;
  }
  if (/^127\.\d+\.\d+\.\d+$/.test(host) || host === "0.0.0.0") {
    return true;
  }
  if (host === "[::1]" || host === "[::]") {
    return true;
  }
  // ::ffff:127.0.0.0/8 and ::ffff:0.0.0.0, in the groups of four digits a URL shows.
  return /^\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\]$/.test(host) || host === "[::ffff:0:0]";
}

/**
 * The integer that a number's source text denotes, `undefined` where it denotes none. One of more
 * than ten digits is told as an infinity of its sign: beyond int32 all are alike.
 */
function integerOf(source) {
  const [, sign, whole, fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(source);
  let digits = (whole + fraction).replace(/^0+/, "");
  if (digits === "") {
    return 0;
  }
  // The number is `digits` times ten to the `scale`. A huge exponent becomes an infinity.
  let scale = Number(exponent) - fraction.length;
  const length = digits.length;
  while (digits.endsWith("0")) {
    digits = digits.slice(0, -1);
  }
  scale += length - digits.length;
  if (scale < 0) {
    return undefined;
  }
  const size = digits.length + scale > 10 ? Infinity : Number(digits + "0".repeat(scale));
  return sign === "-" ? -size : size;
}

/**
 * Contract §1: a JSON text as nodes, `undefined` where it is none. An object is a list of
 * `[name, node]`, so that a name may stand twice; a number is its source text, so that it stays
 * exact.
 */
function readJson(text) {
  const malformed = new Error("malformed");
  let at = 0;

  // What the pattern matches here, read; `undefined` where it does not.
  function take(pattern) {
    const sticky = new RegExp(pattern, "y");
    sticky.lastIndex = at;
    const found = sticky.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  }

  function need(pattern) {
    const found = take(pattern);
    if (found === undefined) {
      throw malformed;
    }
    return found;
  }

  const space = () => take(/[ \t\n\r]*/);

  function string() {
    const source = need(/"(?:[^"\\\u0000-\u001f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/);
    const value = JSON.parse(source);
    if (!value.isWellFormed()) {
      throw malformed;
    }
    return value;
  }

  // Items by `item`, with commas between them, up to `close`.
  function list(item, close) {
    const items = [];
    space();
    if (take(close) !== undefined) {
      return items;
    }
    for (;;) {
      space();
      items.push(item());
      space();
      if (take(close) !== undefined) {
        return items;
      }
      need(/,/);
    }
  }

  function value(depth) {
    if (/[{[]/.test(text.charAt(at)) && depth > 64) {
      throw malformed;
    }
    if (take(/\{/) !== undefined) {
      const member = () => {
        const name = string();
        space();
        need(/:/);
        space();
        return [name, value(depth + 1)];
      };
      return { type: "object", members: list(member, /\}/) };
    }
    if (take(/\[/) !== undefined) {
      return { type: "array", items: list(() => value(depth + 1), /\]/) };
    }
    if (text.charAt(at) === '"') {
      return { type: "string", value: string() };
    }
    if (take(/true|false/) !== undefined) {
      return { type: "boolean" };
    }
    if (take(/null/) !== undefined) {
      return { type: "null" };
    }
    return {
      type: "number",
      source: need(/-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/),
    };
  }

  if (!text.isWellFormed()) {
    return undefined;
  }
  try {
    space();
    const node = value(1);
    space();
    return at === text.length ? node : undefined;
  } catch (error) {
    if (error === malformed) {
      return undefined;
    }
    throw error;
  }
}
