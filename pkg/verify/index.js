// Verifies the signature of a delivery (contract §9), for receivers of webhooks. It needs only WebCrypto:
// this file imports nothing, so that a receiver bundles nothing else of the package.

const SEPARATORS = {
  body: undefined,
  "timestamp.body": ".",
  "timestamp:body": ":",
  "timestamp+body": "",
};
const MEMBERS = ["event_id", "event_type", "created_at", "data"];

// RFC 3339. Without an offset a time would depend on the receiver's time zone.
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Verifies a delivery; types and promises are in index.d.ts. */
export async function verifyDelivery(delivery) {
  const { body, headers, secrets, scheme, maxAgeSeconds, now } = readOptions(delivery);
  const { signature, timestamp, attempt } = headers;

  if (!signature) return invalid("missing_signature");
  if (!/^[0-9a-f]{64}$/.test(signature)) return invalid("malformed_signature");
  if (scheme !== "body" && !timestamp) return invalid("missing_timestamp");
  const signed = scheme === "body" ? body : concat(timestamp + SEPARATORS[scheme], body);
  if (!(await isSigned(signed, bytesOfHex(signature), secrets))) return invalid("wrong_signature");

  const event = readEvent(body);
  if (event === undefined) return invalid("malformed_body");
  if (maxAgeSeconds !== undefined) {
    const time = scheme === "body" ? event.created_at : readTime(timestamp);
    if (!Number.isFinite(time) || now - time > maxAgeSeconds * 1000) return invalid("too_old");
  }
  return { valid: true, event, attempt: readAttempt(attempt), timestamp };
}

const invalid = (reason) => ({ valid: false, reason });

/** Whether one of the secrets signed the bytes. `crypto.subtle.verify` compares in constant time. */
async function isSigned(bytes, signature, secrets) {
  const { subtle } = crypto;
  if (!subtle)
    throw new Error(
      "verifyDelivery needs WebCrypto. Browsers offer it only to pages loaded over https.",
    );
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  for (const secret of secrets) {
    const key = await subtle.importKey("raw", utf8(secret), algorithm, false, ["verify"]);
    if (await subtle.verify("HMAC", key, signature, bytes)) return true;
  }
  return false;
}

/** The payload; undefined if it is not a JSON object with the members of an event. */
function readEvent(body) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
    const event = JSON.parse(text);
    return MEMBERS.every((name) => Object.hasOwn(event, name)) ? event : undefined;
  } catch {
    return undefined;
  }
}

const readTime = (text) => (TIME.test(text) ? Date.parse(text) : undefined);

const readAttempt = (text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined);

const utf8 = (text) => new TextEncoder().encode(text);

const bytesOfHex = (hex) => Uint8Array.from(hex.match(/../g), (pair) => Number.parseInt(pair, 16));

function concat(text, bytes) {
  const start = utf8(text);
  const all = new Uint8Array(start.length + bytes.length);
  all.set(start);
  all.set(bytes, start.length);
  return all;
}

/** The options in one form each. @throws TypeError that names the option (V1, V2). */
function readOptions(options) {
  if (!isObject(options)) throw new TypeError("verifyDelivery needs an object of options.");
  const { scheme = "body", maxAgeSeconds, now = Date.now() } = options;
  if (typeof scheme !== "string" || !Object.hasOwn(SEPARATORS, scheme)) {
    throw new TypeError(`scheme must be one of ${Object.keys(SEPARATORS).join(", ")}.`);
  }
  if (maxAgeSeconds !== undefined && !(typeof maxAgeSeconds === "number" && maxAgeSeconds >= 0)) {
    throw new TypeError("maxAgeSeconds must be a number of seconds from 0.");
  }
  if (!Number.isFinite(now)) throw new TypeError("now must be a time in milliseconds.");
  const secrets = Array.isArray(options.secret) ? [...options.secret] : [options.secret];
  if (secrets.length === 0 || !secrets.every((secret) => typeof secret === "string" && secret)) {
    throw new TypeError("secret must be a non-empty string, or an array of such.");
  }
  const body = readBody(options.body);
  return { body, headers: readHeaders(options.headers), secrets, scheme, maxAgeSeconds, now };
}

const isObject = (value) => typeof value === "object" && value !== null;

/** A copy of the body's bytes, which cannot change between the check and the parsing. */
function readBody(body) {
  if (typeof body === "string") return utf8(body);
  try {
    // A DataView accepts only buffers, including shared ones and those of other realms.
    const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(body) ? body : new DataView(body);
    return new Uint8Array(buffer, byteOffset, byteLength).slice();
  } catch {
    throw new TypeError("body must be the raw body, as text or bytes, before any parsing.");
  }
}

/**
 * The headers of a delivery. The values of a repeated header are joined by commas, as in `Headers`: two
 * signatures are a malformed signature. An empty header is absent.
 */
function readHeaders(headers) {
  if (!isObject(headers) || typeof headers.then === "function") throw wrongHeaders();
  const values = { signature: [], timestamp: [], attempt: [] };
  const isList = typeof headers[Symbol.iterator] === "function";
  for (const entry of isList ? headers : Object.entries(headers)) {
    if (!Array.isArray(entry) || typeof entry[0] !== "string") throw wrongHeaders();
    const [, name] = /^x-webhook-(signature|timestamp|attempt)$/i.exec(entry[0]) ?? [];
    if (!name) continue;
    const key = name.toLowerCase();
    // Unlike `push`, this calls no setter that Array.prototype may have for an index.
    values[key] = [...values[key], ...[entry[1] ?? []].flat()];
  }
  const join = (parts) => {
    if (!parts.every((part) => typeof part === "string")) throw wrongHeaders();
    return parts.join(", ") || undefined;
  };
  return Object.fromEntries(Object.entries(values).map(([name, parts]) => [name, join(parts)]));
}

const wrongHeaders = () =>
  new TypeError("headers must be a Headers, an object, or an array of pairs of strings.");
