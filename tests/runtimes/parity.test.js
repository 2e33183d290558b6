// One verdict everywhere. `npm run parity` tries more bodies.

import assert from "node:assert/strict";
import { test } from "node:test";
import { compareRuntimes } from "./parity.js";

const SEED = Number(process.env.SEED ?? 20240607);
const BODIES = 3000;

test("native code, Node, workerd and the engines give the same verdicts", async () => {
  for (const [runtime, difference] of Object.entries(await compareRuntimes(SEED, BODIES))) {
    assert.equal(difference, undefined, runtime);
  }
});
