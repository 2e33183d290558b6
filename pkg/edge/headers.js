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

/** The value of Content-Encoding as it is written; `identity` if there is none. */
export function contentCoding(headers) {
  const coding = headers.get("content-encoding")?.trim();
  return !coding || coding.toLowerCase() === "identity" ? "identity" : coding;
}

/** The code of the error in a body's headers by G3; `undefined` if there is none. */
export function checkContentHeaders(headers) {
  if (contentCoding(headers) !== "identity") return "unsupported_encoding";
  const type = headers.get("content-type");
  if (type !== "application/json" && !JSON_IN_UTF8.test(type)) return "unsupported_type";
  return undefined;
}

/** Names that a Connection header limits to this hop (RFC 9110 §7.6.1). */
function namedByConnection(headers) {
  const value = headers.get("connection");
  if (value === null) return [];
  return value.split(",").map((name) => name.trim().toLowerCase());
}

/** Fresh request headers: those of `names` that the client sent, and `content` (G5). */
export function requestHeaders(headers, names, content) {
  const hop = namedByConnection(headers);
  const sent = {};
  for (const name of names) {
    const value = headers.get(name);
    if (value !== null && !hop.includes(name)) sent[name] = value;
  }
  return Object.assign(sent, content, { "accept-encoding": "identity" });
}

/** The client's content headers as they are, for report mode (G9). */
export const contentHeaders = (headers) =>
  Object.fromEntries(
    [...headers].filter(([name]) => name.startsWith("content-") && name !== "content-length"),
  );

/**
 * The device's response as the client gets it (G6), with a body of this length. In workerd, headers that
 * are appended cost a third of headers given as an array.
 */
export function returnedResponse({ status, headers }, body, length) {
  const hop = namedByConnection(headers);
  const response = new Response(body, { status });
  const returned = response.headers;
  for (const [name, value] of [...headers]) {
    if (!NOT_RETURNED.has(name) && !hop.includes(name)) returned.append(name, value);
  }
  if (length !== undefined) returned.set("content-length", `${length}`);
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
