// Signed deliveries: contract §9. The signatures are made by Node's createHmac, which the code under
// test does not use; tests/independent/signatures.test.js has Python and OpenSSL make the same ones.

import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";

const secret = "0123456789abcdef";
const timestamp = "2025-04-29T17:31:14Z";
const created_at = 1745947873611;
const event = {
  data: { test: "success" },
  created_at,
  event_id: 45,
  event_type: "log.access_granted_by_api_call",
};
const json = JSON.stringify(event);

const SEPARATORS = { "timestamp.body": ".", "timestamp:body": ":", "timestamp+body": "" };
const SCHEMES = Object.keys(SEPARATORS);

const hmac = (key, ...parts) => {
  const mac = createHmac("sha256", key);
  for (const part of parts) mac.update(part);
  return mac.digest("hex");
};

/** A case whose signature is right, unless `headers` replaces it. */
function signed(name, { key = secret, body = json, bytes, time, headers, ...options }, result) {
  const covered = [bytes === undefined ? body : Buffer.from(bytes, "hex")];
  if (options.scheme in SEPARATORS) covered.unshift(time + SEPARATORS[options.scheme]);
  const signature = { "X-Webhook-Signature": hmac(key, ...covered) };
  const sent = { ...signature, ...(time && { "X-Webhook-Timestamp": time }), ...headers };
  const content = bytes === undefined ? { body } : { bytes };
  return { name, delivery: { ...content, headers: sent, secret, ...options }, ...result };
}

/** The same, and valid. */
const valid = (name, delivery, { event: of = event, ...result } = {}) =>
  signed(name, delivery, {
    result: { valid: true, event: of, timestamp: delivery.time, ...result },
  });

const invalid = (name, delivery, reason) =>
  signed(name, delivery, { result: { valid: false, reason } });

const misuse = (name, changes, argument) => ({
  name,
  delivery: { body: json, headers: {}, secret, ...changes },
  throws: { name: "TypeError", argument },
});

/** A valid delivery of another payload. */
const carries = (name, of) => valid(name, { body: JSON.stringify(of) }, { event: of });

const without = (name) =>
  JSON.stringify(Object.fromEntries(Object.entries(event).filter(([member]) => member !== name)));

const hex = (text) => Buffer.from(text).toString("hex");
const signature = hmac(secret, json);
const seconds = (count) => created_at + count * 1000;
const stamped = (time, now) => ({ scheme: "timestamp.body", time, maxAgeSeconds: 60, now });
const at = Date.parse(timestamp);

const accepted = [
  valid("the reference's example", {}),
  valid("scheme body", { scheme: "body" }),
  ...SCHEMES.map((scheme) => valid(`scheme ${scheme}`, { scheme, time: timestamp })),
  ...SCHEMES.map((scheme) =>
    valid(`scheme ${scheme}, a timestamp that is not RFC 3339`, { scheme, time: "1745947874" }),
  ),
  valid("with scheme body the timestamp is not signed", { time: "any text" }),
  valid("an attempt", { headers: { "X-Webhook-Attempt": "6" } }, { attempt: 6 }),
  valid("an attempt that is no number", { headers: { "X-Webhook-Attempt": "6th" } }),
  valid("header names in lower case", {
    headers: { "X-Webhook-Signature": undefined, "x-webhook-signature": signature },
  }),
  valid("header names in upper case", {
    headers: { "X-Webhook-Signature": undefined, "X-WEBHOOK-SIGNATURE": signature },
  }),
  valid("a header's value in an array", { headers: { "X-Webhook-Signature": [signature] } }),
  valid("other headers of any number", { headers: { "Set-Cookie": ["a=1", "b=2"], Via: [] } }),
  valid("two secrets, the first one", { secret: [secret, "fedcba9876543210"] }),
  valid("two secrets, the second one", { secret: ["fedcba9876543210", secret] }),
  valid("a secret of more than a block of SHA-256", {
    key: "s".repeat(128),
    secret: "s".repeat(128),
  }),
  valid("a secret in UTF-8", {
    key: "\u00e9\u{1f511}".repeat(8),
    secret: "\u00e9\u{1f511}".repeat(8),
  }),
  valid(
    "solidi escaped, as Android writes them",
    {
      body: json.replace("success", "https:\\/\\/example.com\\/"),
    },
    { event: { ...event, data: { test: "https://example.com/" } } },
  ),
  valid("white space in the body", { body: `${JSON.stringify(event, null, 2)}\r\n` }),
  carries("text in UTF-8", {
    ...event,
    data: { door: "\u0434\u0432\u0435\u0440\u044c \u{1f6aa}" },
  }),
  carries("more members", { ...event, firmware: "3.25.8" }),
  carries("an event type of newer firmware", { ...event, event_type: "log.of_newer_firmware" }),
  carries("an event_id that is a text", { ...event, event_id: "wh_5" }),
  carries("data that is null", { ...event, data: null }),
  valid("any age without a limit", { now: seconds(1e9) }),
  valid("as old as the limit", { maxAgeSeconds: 300, now: seconds(300) }),
  valid("made in the future, by a device whose clock is ahead", {
    maxAgeSeconds: 300,
    now: seconds(-3600),
  }),
  valid("a limit of zero", { maxAgeSeconds: 0, now: created_at }),
  valid("the age of a signed timestamp", stamped(timestamp, at + 60_000)),
  valid("a signed timestamp with an offset", stamped("2025-04-29T20:31:14+03:00", at + 60_000)),
  valid("a signed timestamp with a fraction", stamped("2025-04-29T17:31:14.250Z", at + 60_250)),
];

const SIGNATURES = {
  "in upper case": signature.toUpperCase(),
  "with a prefix": `sha256=${signature}`,
  "a digit short": signature.slice(1),
  "a digit long": `${signature}0`,
  "not hexadecimal": `g${signature.slice(1)}`,
  "in base64": Buffer.from(signature, "hex").toString("base64"),
  "twice in one value": `${signature}, ${signature}`,
  "twice in an array": [signature, signature],
};

const unsigned = [
  { name: "no header", delivery: { body: json, headers: {}, secret } },
  {
    name: "other headers alone",
    delivery: { body: json, headers: { "X-Webhook-Attempt": "1" }, secret },
  },
].map((each) => ({ ...each, result: { valid: false, reason: "missing_signature" } }));

const rejected = [
  ...unsigned,
  invalid("an empty signature", { headers: { "X-Webhook-Signature": "" } }, "missing_signature"),
  ...Object.entries(SIGNATURES).map(([form, value]) =>
    invalid(
      `a signature ${form}`,
      { headers: { "X-Webhook-Signature": value } },
      "malformed_signature",
    ),
  ),
  invalid(
    "two header names that differ in case",
    { headers: { "x-webhook-signature": signature } },
    "malformed_signature",
  ),
  ...SCHEMES.flatMap((scheme) => [
    invalid(
      `scheme ${scheme} without a timestamp`,
      { scheme, time: "", headers: {} },
      "missing_timestamp",
    ),
    invalid(
      `scheme ${scheme}, another timestamp`,
      {
        scheme,
        time: timestamp,
        headers: { "X-Webhook-Timestamp": "2025-04-29T17:31:15Z" },
      },
      "wrong_signature",
    ),
    invalid(
      `scheme ${scheme}, signed by scheme body`,
      { scheme, time: timestamp, headers: { "X-Webhook-Signature": signature } },
      "wrong_signature",
    ),
  ]),
  invalid("forged: another secret", { key: "fedcba9876543210" }, "wrong_signature"),
  invalid("forged: the SHA-256 of no key", { key: "" }, "wrong_signature"),
  invalid(
    "two secrets, neither",
    { secret: ["fedcba9876543210", "0123456789abcdeF"] },
    "wrong_signature",
  ),
  ...Object.entries({
    "changed by one character": json.replace("45", "46"),
    truncated: json.slice(0, -1),
    "sent twice in one": json + json,
    "with a line break appended": `${json}\n`,
    "encoded again with indentation": JSON.stringify(event, null, 2),
    "encoded again in another order": JSON.stringify({ event_id: 45, ...event }),
    "that is no JSON": "{",
    empty: "",
  }).map(([form, body]) =>
    invalid(
      `a body ${form}`,
      { body, headers: { "X-Webhook-Signature": signature } },
      "wrong_signature",
    ),
  ),
  ...Object.entries({
    "no JSON": "success",
    empty: "",
    truncated: json.slice(0, -1),
    "two JSON texts": json + json,
    "an array": `[${json}]`,
    null: "null",
    "a text": '"event_id"',
    ...Object.fromEntries(Object.keys(event).map((name) => [`without ${name}`, without(name)])),
  }).map(([form, body]) => invalid(`signed, ${form}`, { body }, "malformed_body")),
  invalid("signed, a byte-order mark", { bytes: `efbbbf${hex(json)}` }, "malformed_body"),
  invalid(
    "signed, not UTF-8",
    { bytes: hex(json).replace(hex("success"), "ff") },
    "malformed_body",
  ),
  invalid("older than the limit", { maxAgeSeconds: 300, now: seconds(300) + 1 }, "too_old"),
  ...Object.entries({
    "a text": '"2025-04-29T17:31:13Z"',
    null: "null",
    "no finite number": "1e999",
  }).map(([form, value]) =>
    invalid(
      `created_at is ${form}`,
      { body: json.replace(created_at, value), maxAgeSeconds: 300, now: created_at },
      "too_old",
    ),
  ),
  invalid(
    "with scheme body the age is that of created_at",
    { time: timestamp, maxAgeSeconds: 60, now: seconds(61) },
    "too_old",
  ),
  invalid("a signed timestamp that is old", stamped(timestamp, at + 60_001), "too_old"),
  ...Object.entries({
    "in seconds": "1745947874",
    "without an offset": "2025-04-29T17:31:14",
    "of a month that does not exist": "2025-13-29T17:31:14Z",
    "in words": "Tue, 29 Apr 2025 17:31:14 GMT",
  }).map(([form, time]) => invalid(`a signed timestamp ${form}`, stamped(time, at), "too_old")),
];

const misused = [
  misuse("a parsed body", { body: event }, "body"),
  misuse("a body that is null", { body: null }, "body"),
  misuse("a body that is a number", { body: 5 }, "body"),
  misuse("headers as one text", { headers: "X-Webhook-Signature: 0" }, "headers"),
  misuse("headers that are null", { headers: null }, "headers"),
  misuse("headers as a flat array", { headers: ["X-Webhook-Signature", "0"] }, "headers"),
  misuse("a signature that is a number", { headers: { "X-Webhook-Signature": 5 } }, "headers"),
  misuse("an empty secret", { secret: "" }, "secret"),
  misuse("a secret that is null", { secret: null }, "secret"),
  misuse("a secret that is a number", { secret: 5 }, "secret"),
  misuse("no secrets", { secret: [] }, "secret"),
  misuse("an empty secret among secrets", { secret: [secret, ""] }, "secret"),
  misuse("an unknown scheme", { scheme: "body.timestamp" }, "scheme"),
  misuse("a scheme that every object has", { scheme: "toString" }, "scheme"),
  misuse("a scheme that is null", { scheme: null }, "scheme"),
  misuse("a negative age", { maxAgeSeconds: -1 }, "maxAgeSeconds"),
  misuse("an age that is a text", { maxAgeSeconds: "300" }, "maxAgeSeconds"),
  misuse("an age that is null", { maxAgeSeconds: null }, "maxAgeSeconds"),
  misuse("a time that is a text", { now: timestamp }, "now"),
  misuse("a time that is null", { now: null }, "now"),
];

export default {
  kind: "verify",
  about: "Deliveries and their signatures: contract \u00a79.",
  cases: [...accepted, ...rejected, ...misused],
};
