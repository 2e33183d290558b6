// The package against the second implementation (tests/independent/python), on random bodies and on the
// vectors. `npm run differential` tries more. `SEED=7 node --test` tries others.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as guard from "../../pkg/entry/default.js";
import { readVectors } from "../../tools/vectors.js";
import { answer } from "./differential/answer.js";
import { difference } from "./differential/compare.js";
import { compareBodies } from "./differential/differential.js";
import { startSecond } from "./differential/python.js";

const SEED = Number(process.env.SEED ?? 20240607);
const BODIES = 5000;

test("random bodies", async (t) => {
  const { bodies, valid, disagreement } = await compareBodies(SEED, BODIES);
  t.diagnostic(`seed ${SEED}: ${bodies} bodies, ${valid} of them valid`);
  assert.equal(disagreement, undefined);
  assert.equal(bodies, BODIES);
});

test("the vectors", async () => {
  const cases = readVectors()
    .filter(({ kind }) => kind === "validate")
    .flatMap(({ cases }) => cases)
    .filter(({ value }) => value === undefined)
    .map((it) => ({ ...it, bytes: Buffer.from(it.bytes ?? it.body, it.bytes ? "hex" : "utf8") }));
  const second = startSecond();
  const verdicts = await second.verdicts(cases);
  await second.stop();
  const wrong = cases.flatMap((body, at) => {
    const found = difference(answer(guard, body), verdicts[at]);
    return found ? [`${body.name}: ${found}`] : [];
  });
  assert.deepEqual(wrong, []);
});
