// Verdicts leave nothing behind in the module. `npm run bench:memory` says so of ten million.

import assert from "node:assert/strict";
import { test } from "node:test";
import { measureMemory } from "../../benches/memory.js";
import { validateWebhook } from "../../pkg/entry/default.js";

test("a hundred thousand verdicts leave the memory at its size, and no object handle", async () => {
  const { early, late } = await measureMemory(100_000);
  assert.ok(early.memory > 0);
  assert.deepEqual(late, early);
});

test("bytes that no memory can hold are refused, and the next body is judged", () => {
  const { valid, errors } = validateWebhook(new Uint8Array(2 ** 32));
  assert.equal(valid, false);
  assert.deepEqual(
    errors.map(({ code }) => code),
    ["malformed_json"],
  );
  assert.equal(validateWebhook("{}").errors[0].code, "missing");
});
