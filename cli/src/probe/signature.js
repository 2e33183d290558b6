// Determines what a device's signature covers (contract D9), from one delivery whose secret is known.

import { createHmac } from "node:crypto";
import { readJson } from "../json.js";

/** Names of `verifyDelivery` (contract V2) by what is between timestamp and body. */
const SCHEMES = { ".": "timestamp.body", ":": "timestamp:body", "": "timestamp+body" };

/** The device's secret read in several ways. */
const keysOf = (secret) => [
  { key: "text", bytes: Buffer.from(secret) },
  { key: "hexadecimal", bytes: Buffer.from(secret, "hex") },
  { key: "Base64", bytes: Buffer.from(secret, "base64") },
];

/** The body as received, and as it may have been sent where only a report shows it. */
function bodiesOf(payload) {
  const bodies = [{ body: "body", text: payload }];
  const value = readJson(payload) ?? readJson(payload.replace(/<br *\/?>/gi, "\n"));
  if (value !== undefined) {
    const compact = JSON.stringify(value);
    bodies.push({ body: "compact body", text: compact });
    bodies.push({ body: "compact body with \\/", text: compact.replaceAll("/", "\\/") });
  }
  return bodies;
}

function timestampsOf(timestamp) {
  const times = [{ time: "timestamp", text: timestamp }];
  const ms = Date.parse(timestamp);
  if (!Number.isNaN(ms)) {
    times.push({ time: "timestamp in seconds", text: `${Math.floor(ms / 1000)}` });
    times.push({ time: "timestamp in milliseconds", text: `${ms}` });
  }
  return times;
}

/** Every construction to try: what is signed, in words and as text. */
function messagesOf({ payload, timestamp }) {
  const messages = [];
  for (const { body, text } of bodiesOf(payload)) {
    messages.push({ covers: body, text, scheme: "body" });
    for (const { time, text: at } of timestamp ? timestampsOf(timestamp) : []) {
      for (const between of [".", ":", "", "+"]) {
        const name = between === "" ? " followed by " : ` "${between}" `;
        const scheme = time === "timestamp" ? SCHEMES[between] : undefined;
        messages.push({ covers: `${time}${name}${body}`, text: at + between + text, scheme });
        messages.push({ covers: `${body}${name}${time}`, text: text + between + at });
      }
    }
  }
  return messages;
}

/** How a signature may be written, and its bytes by that reading. */
function readingsOf(signature) {
  const [, prefix, value] = /^(sha256=|)(.*)$/is.exec(signature.trim());
  const readings = [];
  if (/^[0-9a-f]{64}$/i.test(value)) {
    const isLower = value === value.toLowerCase();
    const encoding = isLower ? "hexadecimal" : "hexadecimal in upper case";
    readings.push({ encoding, bytes: Buffer.from(value, "hex"), isPlain: isLower && !prefix });
  }
  readings.push({ encoding: "Base64", bytes: Buffer.from(value, "base64"), isPlain: false });
  return readings;
}

/** What `solveSignature` tries, in words. */
const CONSTRUCTIONS = [
  "HMAC-SHA256 of the body as shown and compact, alone or with the timestamp (as sent, in seconds or in milliseconds)",
  'before or after it and ".", ":", "+" or nothing between; in hexadecimal or Base64; keyed by the secret as text,',
  "hexadecimal or Base64",
].join(" ");

/**
 * Tries every construction. `delivery` is `{ secret, payload, timestamp, signature }`; the result is
 * `{ scheme, description }`, in which `scheme` is the name for `verifyDelivery`, undefined if it has none. If
 * no construction matches it is `{ tried }`, which describes them.
 */
export function solveSignature(delivery) {
  const readings = readingsOf(delivery.signature);
  const keys = keysOf(delivery.secret);
  const messages = messagesOf(delivery);
  for (const { covers, text, scheme } of messages) {
    for (const { key, bytes } of keys) {
      const digest = createHmac("sha256", bytes).update(text).digest();
      const reading = readings.find((each) => each.bytes.equals(digest));
      if (!reading) continue;
      const isNamed = scheme !== undefined && key === "text" && reading.isPlain;
      return {
        scheme: isNamed ? scheme : undefined,
        description: `HMAC-SHA256 of ${covers}, in ${reading.encoding}, keyed by the secret as ${key}`,
      };
    }
  }
  const number = messages.length * keys.length * readings.length;
  return { tried: `${number} constructions: ${CONSTRUCTIONS}` };
}
