// The package against the oracle, on random bodies and values. `SEED=7 node --test` tries others.

import assert from "node:assert/strict";
import { test } from "node:test";
import vm from "node:vm";
import { contractVerdict } from "../../dev/device/contract.js";
import { ISSUE_CODES, WARNING_CODES } from "../../dev/device/rules.js";
import { buildRequest, validateWebhook } from "../../pkg/entry/default.js";
import { bodies } from "./generate/bodies.js";
import { values } from "./generate/values.js";

const SEED = Number(process.env.SEED ?? 20240607);
const BODIES = 40_000;
const VALUES = 10_000;

const seen = new Map([...ISSUE_CODES, ...WARNING_CODES].map((code) => [code, 0]));

const context = vm.createContext();
const inOtherRealm = (code) => vm.runInContext(code, context);
const OtherUint8Array = inOtherRealm("Uint8Array");

// Every shape bytes come in; contract §1.
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

/** A buffer that holds the bytes from 3 on, and others before and behind. */
function padded(Buffer, bytes) {
  const buffer = new Buffer(bytes.length + 6);
  new Uint8Array(buffer).fill(0x7b).set(bytes, 3);
  return buffer;
}

/** What two verdicts must share, as text. */
function outline({ valid, error, errors, warnings }) {
  return JSON.stringify({
    valid,
    error,
    errors: errors.map(({ code, path, error }) => ({ code, path, error })),
    warnings: warnings.map(({ code, path }) => ({ code, path })),
  });
}

/**
 * Holds the package's answers on an input against the oracle's. `make` gives the input afresh,
 * since to read one may change it.
 */
function check(make, want, { extraEventTypes, hidden }) {
  const verdict = validateWebhook(make(), { extraEventTypes });
  assert.equal(outline(verdict), outline(want));
  assert.deepEqual(structuredClone(verdict), verdict);

  const told = [...verdict.errors, ...verdict.warnings].map(({ message, params }) => {
    assert.match(message, /\S.*\.$/s, "a message is a sentence");
    return { message, params };
  });
  const text = JSON.stringify(told);
  for (const value of hidden) {
    assert.ok(!text.includes(JSON.stringify(value).slice(1, -1)), `${value} is told`);
  }

  const build = (webhook) => buildRequest({ operation: "create", webhook, extraEventTypes });
  if (want.valid) {
    const { body } = build(make());
    assert.equal(body, want.canonical);
    assert.equal(build(body).body, body);
  } else {
    assert.throws(() => build(make()), { name: "InvalidWebhookError", error: want.error });
  }
}

function count({ errors, warnings }) {
  for (const { code } of [...errors, ...warnings]) {
    seen.set(code, seen.get(code) + 1);
  }
}

/** Runs checks; a failure says what the input was. */
function attempt(checks, where) {
  try {
    checks();
  } catch (cause) {
    throw new Error(`SEED=${SEED}, ${where()}\n${cause.message}`, { cause });
  }
}

/** Source text with nothing in it that is lost when pasted. */
const ascii = (source) =>
  source.replace(/[^ -~\n]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

test("random bodies, as text and as bytes", (t) => {
  const start = performance.now();
  let index = -1;
  let valid = 0;
  for (const body of bodies(SEED, BODIES)) {
    index += 1;
    const want = contractVerdict(body.text ?? body.bytes, body);
    count(want);
    valid += want.valid ? 1 : 0;
    const name = `body ${index}, extra event types ${JSON.stringify(body.extraEventTypes)}`;
    if (body.text !== undefined) {
      const where = () => `${name}\n${ascii(JSON.stringify(body.text))}`;
      attempt(() => check(() => body.text, want, body), where);
    }
    // A text with a lone surrogate has no bytes.
    if (body.text?.isWellFormed() ?? true) {
      const bytes = body.bytes ?? new TextEncoder().encode(body.text);
      const contain = CONTAINERS[index % CONTAINERS.length];
      const hex = () => Buffer.from(bytes).toString("hex");
      const where = () => `${name}\n(${contain})(Buffer.from("${hex()}", "hex"))`;
      attempt(() => check(() => contain(bytes), want, body), where);
    }
  }
  t.diagnostic(`seed ${SEED}: ${BODIES} bodies, ${valid} of them valid`);
  t.diagnostic(`${Math.round(performance.now() - start)} ms`);
});

test("random values, of two realms", (t) => {
  const start = performance.now();
  let index = -1;
  let valid = 0;
  for (const { source, hidden } of values(SEED, VALUES)) {
    index += 1;
    const foreign = index % 3 === 2;
    const make = () => (foreign ? inOtherRealm : vm.runInThisContext)(`(${source})`);
    const want = contractVerdict(make());
    count(want);
    valid += want.valid ? 1 : 0;
    const where = () => `value ${index}${foreign ? ", of another realm" : ""}\n(${ascii(source)})`;
    attempt(() => check(make, want, { hidden }), where);
  }
  t.diagnostic(`seed ${SEED}: ${VALUES} values, ${valid} of them valid`);
  t.diagnostic(`${Math.round(performance.now() - start)} ms`);
});

test("every code came up", (t) => {
  t.diagnostic(JSON.stringify(Object.fromEntries(seen)));
  for (const [code, count] of seen) {
    assert.ok(count >= 20, `${code} came up ${count} times`);
  }
});
