// How the probe determines what a signature covers.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { solveSignature } from "../../cli/src/probe/signature.js";

const SECRET = "00112233445566778899aabbccddeeff";
const TIMESTAMP = "2025-05-05T21:38:44Z";
const BODY =
  '{"data":{"path":"a/b"},"created_at":1,"event_id":45,"event_type":"log.door_was_opened"}';
const SHOWN =
  '{ "data": { "path": "a/b" }, "created_at": 1, "event_id": 45, "event_type": "log.door_was_opened" }';

const hmac = (text, { key = SECRET, encoding = "hex" } = {}) =>
  createHmac("sha256", key).update(text).digest(encoding);
const solve = (signature, payload = BODY, timestamp = TIMESTAMP) =>
  solveSignature({ secret: SECRET, payload, timestamp, signature });

test("the schemes of verifyDelivery are named", () => {
  assert.equal(solve(hmac(BODY)).scheme, "body");
  assert.equal(solve(hmac(`${TIMESTAMP}.${BODY}`)).scheme, "timestamp.body");
  assert.equal(solve(hmac(`${TIMESTAMP}:${BODY}`)).scheme, "timestamp:body");
  assert.equal(solve(hmac(TIMESTAMP + BODY)).scheme, "timestamp+body");
});

test("a body that a report shows with white space is tried as it was sent", () => {
  assert.equal(solve(hmac(BODY), SHOWN).scheme, "body");
  const escaped = BODY.replaceAll("/", "\\/");
  assert.equal(solve(hmac(escaped), SHOWN).scheme, "body");
  assert.equal(solve(hmac(`${TIMESTAMP}:${SHOWN}`), SHOWN).scheme, "timestamp:body");
});

test("other constructions are described, and have no name", () => {
  const seconds = Date.parse(TIMESTAMP) / 1000;
  const others = [
    [
      hmac(BODY + TIMESTAMP),
      /^HMAC-SHA256 of body followed by timestamp, in hexadecimal, keyed by the secret as text$/,
    ],
    [hmac(`${BODY}.${TIMESTAMP}`), /of body "\." timestamp,/],
    [hmac(`${seconds}.${BODY}`), /of timestamp in seconds "\." body,/],
    [hmac(`${seconds * 1000}:${BODY}`), /of timestamp in milliseconds ":" body,/],
    [hmac(`${TIMESTAMP}+${BODY}`), /of timestamp "\+" body,/],
    [hmac(BODY, { key: Buffer.from(SECRET, "hex") }), /of body,.* as hexadecimal$/],
    [hmac(BODY, { key: Buffer.from(SECRET, "base64") }), /of body,.* as Base64$/],
    [hmac(BODY, { encoding: "base64" }), /of body, in Base64,/],
    [hmac(BODY).toUpperCase(), /in hexadecimal in upper case,/],
    [`sha256=${hmac(BODY)}`, /of body, in hexadecimal,/],
  ];
  for (const [signature, description] of others) {
    const result = solve(signature);
    assert.match(result.description ?? "", description);
    assert.equal(result.scheme, undefined);
  }
});

test("a signature that no construction matches is reported with what was tried", () => {
  for (const [signature, timestamp] of [
    [hmac("x"), TIMESTAMP],
    ["", undefined],
    ["zz", "soon"],
  ]) {
    const { tried, ...rest } = solve(signature, "not JSON", timestamp);
    assert.match(tried, /^[1-9]\d* constructions: HMAC-SHA256 of the body as shown and compact, /);
    assert.deepEqual(rest, {});
  }
});
