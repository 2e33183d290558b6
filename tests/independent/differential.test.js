// The package and the independent implementation in Python agree on random bodies and on the vectors.
// `npm run differential` compares more. `SEED=7 node --test` uses another seed.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as guard from "../../pkg/entry/default.js";
import { readVectors } from "../../tools/vectors.js";
import { difference } from "./differential/compare.js";
import { compareBodies } from "./differential/differential.js";
import { packageResult } from "./differential/package-result.js";
import { startPython } from "./differential/python.js";

const SEED = Number(process.env.SEED ?? 20240607);
const BODIES = 5000;

test("random bodies", async (t) => {
  const { bodies, valid, disagreement } = await compareBodies(SEED, BODIES);
  t.diagnostic(`seed ${SEED}: ${bodies} bodies, ${valid} of them valid`);
  assert.equal(disagreement, undefined);
  assert.equal(bodies, BODIES);
});

test("the vectors", async () => {
  const bodies = readVectors()
    .filter(({ kind }) => kind === "validate")
    .flatMap(({ cases }) => cases)
    .filter(({ value }) => value === undefined)
    .map((it) => ({ ...it, bytes: Buffer.from(it.bytes ?? it.body, it.bytes ? "hex" : "utf8") }));
  const python = startPython();
  const results = await python.results(bodies);
  await python.stop();
  const wrong = bodies.flatMap((body, at) => {
    const found = difference(packageResult(guard, body), results[at]);
    return found ? [`${body.name}: ${found}`] : [];
  });
  assert.deepEqual(wrong, []);
});
