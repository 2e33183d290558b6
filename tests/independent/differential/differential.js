// The package against the second implementation on random bodies:
// `npm run differential -- --bodies 100000 --seed 1`.

import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import * as guard from "../../../pkg/entry/default.js";
import { main } from "../../../tools/run.js";
import { setup } from "../../../tools/setup.js";
import { byteBodies, numberOption, take } from "../generate/byte-bodies.js";
import { answer } from "./answer.js";
import { difference } from "./compare.js";
import { startSecond } from "./python.js";

const AT_ONCE = 200;

const ours = (body) => answer(guard, body);

/**
 * Has both read `count` bodies. Gives how many of them are valid, how often each code came up, and
 * the first disagreement with a body that shows it, cut down to little.
 */
export async function compareBodies(seed, count) {
  const seconds = Array.from({ length: Math.min(2, availableParallelism()) }, startSecond);
  const source = byteBodies(seed, count);
  const result = { bodies: 0, valid: 0, codes: {}, disagreement: undefined };

  async function work(second) {
    while (!result.disagreement) {
      const cases = take(source, AT_ONCE);
      if (cases.length === 0) return;
      const theirs = await second.verdicts(cases);
      for (const [at, body] of cases.entries()) {
        const verdict = ours(body);
        if (difference(verdict, theirs[at])) {
          result.disagreement ??= await explain(second, body);
          return;
        }
        result.bodies += 1;
        result.valid += verdict.valid ? 1 : 0;
        for (const { code } of [...verdict.errors, ...verdict.warnings]) {
          result.codes[code] = (result.codes[code] ?? 0) + 1;
        }
      }
    }
  }

  try {
    await Promise.all(seconds.map(work));
  } finally {
    await Promise.all(seconds.map((second) => second.stop()));
  }
  return result;
}

async function explain(second, body) {
  const bytes = await smallest(second, body);
  const [theirs] = await second.verdicts([{ ...body, bytes }]);
  return [
    difference(ours({ ...body, bytes }), theirs),
    `body ${JSON.stringify(new TextDecoder().decode(bytes))}`,
    `in hexadecimal ${Buffer.from(bytes).toString("hex")}`,
    `extra event types ${JSON.stringify(body.extraEventTypes ?? [])}`,
  ].join("\n");
}

/** The body less what can be left out with the two still at odds, by so many tries. */
async function smallest(second, body) {
  let { bytes } = body;
  let tries = 2000;
  for (let length = bytes.length >> 1; length >= 1; length >>= 1) {
    for (let from = 0; from < bytes.length && tries > 0; tries -= 1) {
      const shorter = Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + length)]);
      const candidate = { ...body, bytes: shorter };
      const [theirs] = await second.verdicts([candidate]);
      if (difference(ours(candidate), theirs)) bytes = shorter;
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
    console.log(
      `seed ${seed}: ${bodies} bodies read alike, ${valid} of them valid, in ${seconds} s`,
    );
    console.log(JSON.stringify(codes));
    if (disagreement) throw new Error(`The second implementation disagrees.\n${disagreement}`);
  });
}
