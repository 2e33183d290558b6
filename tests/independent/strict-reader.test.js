// The package and the strict reader of the device simulator agree on random bodies and values.
// `SEED=7 node --test` uses another seed.

import assert from "node:assert/strict";
import { test } from "node:test";
import vm from "node:vm";
import { contractVerdict } from "../../dev/device/contract.js";
import { ISSUE_CODES, WARNING_CODES } from "../../dev/device/rules.js";
import { buildRequest, validateWebhook } from "../../pkg/entry/default.js";
import { bodies } from "./generate/bodies.js";
import { values } from "./generate/values.js";
import { outline } from "./outline.js";

const SEED = Number(process.env.SEED ?? 20240607);
const BODIES = 40_000;
const VALUES = 10_000;

const counts = new Map([...ISSUE_CODES, ...WARNING_CODES].map((code) => [code, 0]));

const context = vm.createContext();
const inOtherRealm = (code) => vm.runInContext(code, context);
const OtherUint8Array = inOtherRealm("Uint8Array");

/** Every form in which bytes may be passed (§1). */
const CONTAINERS = [
  (bytes) => bytes,
  (bytes) => Buffer.from(bytes),
  (bytes) => bytes.slice().buffer,
  (bytes) => new DataView(padded(ArrayBuffer, bytes), 3, bytes.length),
  (bytes) => new Uint8ClampedArray(padded(SharedArrayBuffer, bytes), 3, bytes.length),
  (bytes) => padded(SharedArrayBuffer, bytes).slice(3, 3 + bytes.length),
  (bytes) => new OtherUint8Array(bytes),
  (bytes) => new OtherUint8Array(bytes).buffer,
];

/** A buffer with the bytes at offset 3, between other bytes. */
function padded(BufferType, bytes) {
  const buffer = new BufferType(bytes.length + 6);
  new Uint8Array(buffer).fill(0x7b).set(bytes, 3);
  return buffer;
}

/**
 * Compares the package's results for an input with the expected ones. `make` creates the input anew, since
 * reading one may change it.
 */
function check(make, expected, { extraEventTypes, hidden }) {
  const result = validateWebhook(make(), { extraEventTypes });
  assert.deepEqual(outline(result), outline(expected));
  assert.deepEqual(structuredClone(result), result);

  const shown = [...result.errors, ...result.warnings].map(({ message, params }) => {
    assert.match(message, /\S.*[.?]$/s, "a message is a sentence");
    return { message, params };
  });
  const text = JSON.stringify(shown);
  for (const value of hidden) {
    assert.ok(!text.includes(JSON.stringify(value).slice(1, -1)), `${value} is not shown`);
  }

  const build = (webhook) => buildRequest({ operation: "create", webhook, extraEventTypes });
  if (expected.valid) {
    const { body } = build(make());
    assert.equal(body, expected.canonical);
    assert.equal(build(body).body, body);
  } else {
    assert.throws(() => build(make()), { name: "InvalidWebhookError", error: expected.error });
  }
}

function count({ errors, warnings }) {
  for (const { code } of [...errors, ...warnings]) counts.set(code, counts.get(code) + 1);
}

/** Runs checks; a failure describes the input. */
function attempt(checks, describe) {
  try {
    checks();
  } catch (cause) {
    throw new Error(`SEED=${SEED}, ${describe()}\n${cause.message}`, { cause });
  }
}

/** JavaScript source in ASCII, which survives copying. */
const ascii = (source) =>
  source.replace(/[^ -~\n]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

test("random bodies, as text and as bytes", (t) => {
  let index = -1;
  let valid = 0;
  for (const body of bodies(SEED, BODIES)) {
    index += 1;
    const expected = contractVerdict(body.text ?? body.bytes, body);
    count(expected);
    valid += expected.valid ? 1 : 0;
    const name = `body ${index}, extra event types ${JSON.stringify(body.extraEventTypes)}`;
    if (body.text !== undefined) {
      const describe = () => `${name}\n${ascii(JSON.stringify(body.text))}`;
      attempt(() => check(() => body.text, expected, body), describe);
    }
    // A text with a lone surrogate has no bytes.
    if (body.text?.isWellFormed() ?? true) {
      const bytes = body.bytes ?? new TextEncoder().encode(body.text);
      const contain = CONTAINERS[index % CONTAINERS.length];
      const hex = () => Buffer.from(bytes).toString("hex");
      const describe = () => `${name}\n(${contain})(Buffer.from("${hex()}", "hex"))`;
      attempt(() => check(() => contain(bytes), expected, body), describe);
    }
  }
  t.diagnostic(`seed ${SEED}: ${BODIES} bodies, ${valid} of them valid`);
});

test("random values, of two realms", (t) => {
  let index = -1;
  let valid = 0;
  for (const { source, hidden } of values(SEED, VALUES)) {
    index += 1;
    const isForeign = index % 3 === 2;
    const make = () => (isForeign ? inOtherRealm : vm.runInThisContext)(`(${source})`);
    const expected = contractVerdict(make());
    count(expected);
    valid += expected.valid ? 1 : 0;
    const realm = isForeign ? ", from another realm" : "";
    attempt(
      () => check(make, expected, { hidden }),
      () => `value ${index}${realm}\n(${ascii(source)})`,
    );
  }
  t.diagnostic(`seed ${SEED}: ${VALUES} values, ${valid} of them valid`);
});

test("every code was reported", (t) => {
  t.diagnostic(JSON.stringify(Object.fromEntries(counts)));
  for (const [code, count] of counts) {
    assert.ok(count >= 20, `${code} was reported ${count} times`);
  }
});
