// Compares the package with the implementation in Python on random bodies:
// `npm run differential -- --bodies 100000 --seed 1`.

import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import * as guard from "../../../pkg/entry/default.js";
import { main } from "../../../tools/run.js";
import { setup } from "../../../tools/setup.js";
import { byteBodies, numberOption, take } from "../generate/byte-bodies.js";
import { difference } from "./compare.js";
import { packageResult } from "./package-result.js";
import { startPython } from "./python.js";

const BATCH_SIZE = 200;
const MAX_REDUCTIONS = 2000;

/**
 * Compares both on `count` bodies. Resolves to how many agree and are valid, how often each code was
 * reported, and the first disagreement, with a body reduced to what shows it.
 */
export async function compareBodies(seed, count) {
  const pythons = Array.from({ length: Math.min(2, availableParallelism()) }, startPython);
  const source = byteBodies(seed, count);
  const result = { bodies: 0, valid: 0, codes: {}, disagreement: undefined };

  async function work(python) {
    while (!result.disagreement) {
      const bodies = take(source, BATCH_SIZE);
      if (bodies.length === 0) return;
      const theirs = await python.results(bodies);
      for (const [at, body] of bodies.entries()) {
        const ours = packageResult(guard, body);
        if (difference(ours, theirs[at])) {
          result.disagreement ??= await describe(python, body);
          return;
        }
        result.bodies += 1;
        result.valid += ours.valid ? 1 : 0;
        for (const { code } of [...ours.errors, ...ours.warnings]) {
          result.codes[code] = (result.codes[code] ?? 0) + 1;
        }
      }
    }
  }

  try {
    await Promise.all(pythons.map(work));
  } finally {
    await Promise.all(pythons.map((python) => python.stop()));
  }
  return result;
}

async function differenceOn(python, body) {
  const [theirs] = await python.results([body]);
  return difference(packageResult(guard, body), theirs);
}

async function describe(python, body) {
  const bytes = await reduce(python, body);
  return [
    await differenceOn(python, { ...body, bytes }),
    `body ${JSON.stringify(new TextDecoder().decode(bytes))}`,
    `in hexadecimal ${Buffer.from(bytes).toString("hex")}`,
    `extra event types ${JSON.stringify(body.extraEventTypes ?? [])}`,
  ].join("\n");
}

/** The bytes of a body without the parts that the disagreement does not need. */
async function reduce(python, body) {
  let { bytes } = body;
  let reductions = 0;
  for (let length = bytes.length >> 1; length >= 1; length >>= 1) {
    for (let from = 0; from < bytes.length && reductions < MAX_REDUCTIONS; reductions += 1) {
      const shorter = Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + length)]);
      if (await differenceOn(python, { ...body, bytes: shorter })) bytes = shorter;
      else from += length;
    }
  }
  return bytes;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main(async () => {
    const seed = numberOption(process.argv, "seed", 1);
    const count = numberOption(process.argv, "bodies", 100_000);
    setup("python");
    const start = performance.now();
    const { bodies, valid, codes, disagreement } = await compareBodies(seed, count);
    const seconds = Math.round((performance.now() - start) / 1000);
    console.log(`Seed ${seed}: ${bodies} bodies agree, ${valid} of them valid (${seconds} s).`);
    console.log(JSON.stringify(codes));
    if (disagreement) throw new Error(`The two implementations disagree.\n${disagreement}`);
  });
}
