// verifyDelivery besides its vectors: the forms of input that no JSON holds.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { verifyDelivery } from "../../pkg/verify/index.js";
import { readVectors } from "../../tools/vectors.js";

const { cases } = readVectors().find(({ kind }) => kind === "verify");

const secret = "0123456789abcdef";
const event = { data: {}, created_at: 1, event_id: 1, event_type: "log.device_booted" };
const body = JSON.stringify(event);
const signature = createHmac("sha256", secret).update(body).digest("hex");
const headers = { "x-webhook-signature": signature };

const isValid = async (delivery) => (await verifyDelivery(delivery)).valid;

test("bytes in every kind of buffer, of any realm", async () => {
  const bytes = Buffer.from(body);
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  const padded = new Uint8Array(bytes.length + 2);
  padded.set(bytes, 1);
  const foreign = runInNewContext("new Uint8Array(list)", { list: [...bytes] });
  const bodies = {
    bytes,
    shared,
    "shared buffer": shared.buffer,
    subarray: padded.subarray(1, -1),
    DataView: new DataView(padded.buffer, 1, bytes.length),
    "another realm's": foreign,
    "another realm's buffer": foreign.buffer,
  };
  for (const [name, each] of Object.entries(bodies)) {
    assert.ok(await isValid({ body: each, headers, secret }), name);
  }
});

test("headers of Node, and any iterable of pairs", async () => {
  const rows = {
    headers: { ...headers, host: undefined, "set-cookie": ["a", "b"] },
    "without a prototype": Object.assign(Object.create(null), headers),
    headersDistinct: { "x-webhook-signature": [signature] },
    Map: new Map([["X-Webhook-Signature", signature]]),
    generator: (function* () {
      yield ["X-Webhook-Signature", signature];
    })(),
  };
  for (const [name, each] of Object.entries(rows)) {
    assert.ok(await isValid({ body, headers: each, secret }), name);
  }
});

test("a body that changes during the check does not change the event", async () => {
  const bytes = Buffer.from(body);
  const result = verifyDelivery({ body: bytes, headers, secret });
  bytes.fill(0x20);
  assert.deepEqual((await result).event, event);
});

test("a promise instead of the body or the headers is misuse", async () => {
  const promise = Promise.resolve();
  await assert.rejects(verifyDelivery({ body: promise, headers, secret }), /^TypeError: body/);
  await assert.rejects(verifyDelivery({ body, headers: promise, secret }), /^TypeError: headers/);
});

test("an object that imitates a buffer, and a detached buffer, are misuse", async () => {
  const detached = new Uint8Array(8);
  structuredClone(detached, { transfer: [detached.buffer] });
  const bodies = {
    tagged: { [Symbol.toStringTag]: "ArrayBuffer" },
    "tagged, with a length": { [Symbol.toStringTag]: "SharedArrayBuffer", length: 2, 0: 1, 1: 2 },
    array: [...Buffer.from(body)],
    "parsed body": event,
    Blob: new Blob([body]),
    proxy: new Proxy(new ArrayBuffer(8), {}),
    "detached buffer": detached.buffer,
    "detached view": detached,
  };
  for (const [name, each] of Object.entries(bodies)) {
    const misuse = { name: "TypeError", message: /^body must be the raw body, as text or bytes/ };
    await assert.rejects(verifyDelivery({ body: each, headers, secret }), misuse, name);
  }
});

// Only while the headers are read: Node's own WebCrypto does not work with such an accessor.
test("an accessor on Array.prototype does not change the headers", async () => {
  function* pairs() {
    Object.defineProperty(Array.prototype, 0, { get: () => "x", set() {}, configurable: true });
    try {
      yield ["X-Webhook-Signature", signature];
      yield ["X-Webhook-Attempt", "2"];
    } finally {
      delete Array.prototype[0];
    }
  }
  const result = await verifyDelivery({ body, headers: pairs(), secret });
  assert.deepEqual(result, { valid: true, event, attempt: 2, timestamp: undefined });
});

test("misuse rejects and does not throw, also without an argument", async () => {
  for (const wrong of [undefined, null, "", 5]) {
    await assert.rejects(verifyDelivery(wrong), TypeError);
  }
});

test("neither a result nor an error contains the secret or the expected signature", async () => {
  for (const { delivery, result } of cases) {
    if (typeof delivery.body !== "string") continue;
    const expected = [delivery.secret]
      .flat()
      .filter((key) => typeof key === "string" && key !== "")
      .flatMap((key) => [key, createHmac("sha256", key).update(delivery.body).digest("hex")]);
    const got = await verifyDelivery(delivery).catch((error) => `${error.stack}`);
    const text = JSON.stringify(result ? { ...got, event: undefined } : got);
    for (const secretText of expected) assert.ok(!text.includes(secretText), text);
  }
});

test("it imports nothing", () => {
  const text = readFileSync(new URL("../../pkg/verify/index.js", import.meta.url), "utf8");
  assert.doesNotMatch(text, /\bimport\b/);
});
