// Verdicts leave nothing behind in the module. `npm run bench:memory` says so of ten million.

import assert from "node:assert/strict";
import { test } from "node:test";
import { measureMemory } from "../benches/memory.js";

test("a hundred thousand verdicts leave the memory at its size, and no object handle", async () => {
  const { early, late } = await measureMemory(100_000);
  assert.ok(early.memory > 0);
  assert.deepEqual(late, early);
});
