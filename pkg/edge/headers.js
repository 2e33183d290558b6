// The header fields that the guard reads and writes (contract §8, G3 to G6).

const TOKEN_TEXT = "[\\w!#$%&'*+.^`|~-]+";
const TOKEN = new RegExp(`^${TOKEN_TEXT}$`);

/** Whether a text is a header's name (RFC 9110 §5.6.2). */
export const isToken = (text) => TOKEN.test(text);

// RFC 9110 §7.6.1, and fields that older software treats the same.
const HOP_BY_HOP = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** What `forwardHeaders` must not contain: it belongs to one connection, or to what the guard sends. */
export const NOT_FORWARDABLE = new Set([
  ...HOP_BY_HOP,
  "accept-encoding",
  "content-encoding",
  "content-length",
  "expect",
  "host",
]);

// G6. `allowOrigins` decides which pages may read a response, not the device.
const NOT_RETURNED = new Set([
  ...HOP_BY_HOP,
  "content-encoding",
  "content-length",
  "access-control-allow-credentials",
  "access-control-allow-headers",
  "access-control-allow-methods",
  "access-control-allow-origin",
  "access-control-allow-private-network",
  "access-control-expose-headers",
  "access-control-max-age",
]);

// A type is followed by parameters (RFC 9110 §8.3.1 and §5.6.6). A list of two types has a comma outside
// quotes, which matches nothing here.
const JSON_IN_UTF8 = new RegExp(
  [
    "^[ \\t]*application/json(?:[ \\t]*;(?:[ \\t]*(?:",
    'charset=(?:utf-8|"utf-8")',
    `|(?!charset=)${TOKEN_TEXT}=(?:${TOKEN_TEXT}|"(?:[^"\\\\]|\\\\.)*")`,
    "))?)*[ \\t]*$",
  ].join(""),
  "i",
);

/**
 * The value of Content-Encoding; `identity` if there is none. It is not trimmed: workerd shows white space
 * after a device's value, and does not decode such a response.
 */
export const contentCoding = (headers) => readCoding(headers.get("content-encoding"));

const readCoding = (value) =>
  value === null || ["", "identity"].includes(value.trim().toLowerCase()) ? "identity" : value;

/**
 * The length of a body by its Content-Length; `undefined` if it gives none. It is ignored with
 * Transfer-Encoding (RFC 9112 §6.3): workerd accepts both and reads the chunks.
 */
export const declaredLength = (headers) =>
  headers.has("transfer-encoding") ? undefined : readLength(headers.get("content-length"));

const readLength = (value) => (value !== null && /^\d+$/.test(value) ? Number(value) : undefined);

/** The code of the error in a body's headers by G3; `undefined` if there is none. */
export function checkContentHeaders(headers) {
  if (contentCoding(headers) !== "identity") return "unsupported_encoding";
  const type = headers.get("content-type");
  if (type !== "application/json" && !JSON_IN_UTF8.test(type)) return "unsupported_type";
  return undefined;
}

/** Names that a Connection header limits to this hop (RFC 9110 §7.6.1). */
const readConnection = (value) =>
  value === null || value === "keep-alive"
    ? []
    : value.split(",").map((name) => name.trim().toLowerCase());

/** Fresh request headers: those of `names` that the client sent, and `content` (G5). */
export function requestHeaders(headers, names, content) {
  const hop = readConnection(headers.get("connection"));
  const sent = { "accept-encoding": "identity" };
  for (const name of names) {
    const value = headers.get(name);
    if (value !== null && !hop.includes(name)) sent[name] = value;
  }
  return Object.assign(sent, content);
}

/** The client's content headers as they are, for report mode (G9). */
export const contentHeaders = (headers) =>
  Object.fromEntries(
    [...headers].filter(([name]) => name.startsWith("content-") && name !== "content-length"),
  );

/**
 * The head of the device's response, read in one pass, which costs less than a call for each field:
 * `coding` and `length` as above, `hop`, the names that Connection gives, and `fields`, the names and
 * values that are otherwise returned (G6), alternately.
 */
export function readHead({ status, headers }) {
  const fields = [];
  let connection = null;
  let coding = null;
  let length = null;
  let isChunked = false;
  headers.forEach((value, name) => {
    if (!NOT_RETURNED.has(name)) fields.push(name, value);
    else if (name === "connection") connection = value;
    else if (name === "content-encoding") coding = value;
    else if (name === "content-length") length = value;
    else if (name === "transfer-encoding") isChunked = true;
  });
  return {
    status,
    coding: readCoding(coding),
    length: isChunked ? undefined : readLength(length),
    hop: readConnection(connection),
    fields,
  };
}

/** The device's response as the client gets it (G6), with a body of this length. */
export function returnedResponse({ status, hop, fields }, body, length) {
  const response = new Response(body, { status });
  const { headers } = response;
  // In workerd, headers that are appended cost a third of headers given as an array.
  for (let at = 0; at < fields.length; at += 2) {
    if (!hop.includes(fields[at])) headers.append(fields[at], fields[at + 1]);
  }
  if (length !== undefined) headers.set("content-length", `${length}`);
  return response;
}

export function corsPreflight({ allowOrigins, forwardHeaders }, { headers }, allow) {
  const fields = { allow, "cache-control": "no-store" };
  if (allowOrigins.includes(headers.get("origin"))) {
    fields["access-control-allow-methods"] = allow;
    fields["access-control-allow-headers"] = ["content-type", ...forwardHeaders].join(", ");
    fields["access-control-max-age"] = "600";
  }
  return new Response(null, { status: 204, headers: fields });
}

/** Lets the pages of an allowed origin read a response (CORS). */
export function allowOrigin({ allowOrigins }, request, headers) {
  if (allowOrigins.length === 0) return;
  headers.append("vary", "Origin");
  const origin = request.headers.get("origin");
  if (!allowOrigins.includes(origin)) return;
  headers.set("access-control-allow-origin", origin);
  headers.set("access-control-expose-headers", "x-webhook-guard");
}
