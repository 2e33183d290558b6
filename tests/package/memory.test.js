// The module's memory does not grow with the number of verdicts; `npm run bench:memory` runs ten million.

import assert from "node:assert/strict";
import { test } from "node:test";
import { measureMemory } from "../../benches/memory.js";
import { validateWebhook } from "../../pkg/entry/default.js";

test("a hundred thousand verdicts leave the memory unchanged, and no object handle", async () => {
  const { early, late } = await measureMemory(100_000);
  assert.ok(early.memory > 0);
  assert.deepEqual(late, early);
});

test("bytes beyond the module's memory are malformed, and the next call works", () => {
  const { valid, errors } = validateWebhook(new Uint8Array(2 ** 32));
  assert.equal(valid, false);
  assert.deepEqual(
    errors.map(({ code }) => code),
    ["malformed_json"],
  );
  assert.equal(validateWebhook("{}").errors[0].code, "missing");
});
