// The vectors through the npm entry.

import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { buildRequest, parseResponse, validateWebhook } from "../pkg/entry/default.js";
import { readVectors } from "./vectors/read.js";
import { values } from "./vectors/values.js";

const bytes = (hex) => new Uint8Array(Buffer.from(hex, "hex"));

/** Every form in which JavaScript can hand over the input of a case, as factories. */
function inputs({ body, bytes: hex, value }) {
  if (value !== undefined) return [values[value]];
  if (hex !== undefined) return [() => bytes(hex)];
  return [() => body, () => new TextEncoder().encode(body)];
}

const pick = (object, like) =>
  Object.fromEntries(Object.keys(like ?? {}).map((key) => [key, object[key]]));

function checkVerdict(verdict, { valid, error, errors = [], warnings = [] }) {
  assert.deepEqual(
    {
      valid: verdict.valid,
      error: verdict.error,
      errors: verdict.errors.map(({ code, path, error, params }, at) => ({
        code,
        path,
        error,
        params: pick(params, errors[at]?.params),
      })),
      warnings: verdict.warnings.map(({ code, path, params }, at) => ({
        code,
        path,
        params: pick(params, warnings[at]?.params),
      })),
    },
    {
      valid,
      error,
      errors: errors.map(({ code, path, error, params = {} }) => ({ code, path, error, params })),
      warnings: warnings.map(({ code, path, params = {} }) => ({ code, path, params })),
    },
  );
}

const run = {
  validate(vector) {
    const { extraEventTypes, canonical } = vector;
    for (const input of inputs(vector)) {
      checkVerdict(validateWebhook(input(), { extraEventTypes }), vector);
      if (canonical === undefined) continue;
      const build = (webhook) => buildRequest({ operation: "create", webhook, extraEventTypes });
      assert.equal(build(input()).body, canonical);
      assert.equal(build(canonical).body, canonical);
    }
  },
  request({ request, throws, name: _, ...want }) {
    if (throws === undefined) {
      assert.deepEqual(buildRequest(request), want);
      return;
    }
    assert.throws(
      () => buildRequest(request),
      (error) => {
        assert.ok(error instanceof Error);
        assert.equal(error.name, throws.name);
        if (throws.argument) assert.ok(error.message.includes(throws.argument), error.message);
        if (throws.error) assert.equal(error.error, throws.error);
        return true;
      },
    );
  },
  response({ response: { bytes: hex, ...response }, result }) {
    const read = parseResponse(hex === undefined ? response : { ...response, body: bytes(hex) });
    if (result.error === null) {
      assert.match(read.error, /\w/);
      read.error = null;
    }
    assert.deepEqual(read, result);
  },
};

for (const { file, kind, cases } of readVectors()) {
  test(file, async (t) => {
    for (const vector of cases) await t.test(vector.name, () => run[kind](vector));
  });
}
