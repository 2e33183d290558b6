// The package's answers on random bodies, as hashes, so that runtimes can be held against each
// other. Nothing here but the language and what every runtime has: each makes the bodies itself.

import { byteBodies, take } from "../generate/byte-bodies.js";
import { answer } from "./answer.js";

const IN_BLOCK = 500;

/** Hashes of `texts(bodies)`, the JSON texts of the answers, in blocks of bodies. */
export async function hashBlocks(texts, seed, count) {
  const source = byteBodies(seed, count);
  const hashes = [];
  for (;;) {
    const bodies = take(source, IN_BLOCK);
    if (bodies.length === 0) return hashes;
    const text = (await texts(bodies)).join("\n");
    const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    hashes.push([...new Uint8Array(hash)].map((it) => it.toString(16).padStart(2, "0")).join(""));
  }
}

/** The hashes of a runtime's package; with `block` the texts of that block. */
export function run(guard, { seed, count, block }) {
  const texts = (bodies) => bodies.map((body) => JSON.stringify(answer(guard, body)));
  return block === undefined ? hashBlocks(texts, seed, count) : texts(blockBodies(seed, block));
}

/** The bodies of one block. */
export function blockBodies(seed, block) {
  const source = byteBodies(seed, (block + 1) * IN_BLOCK);
  take(source, block * IN_BLOCK);
  return take(source, IN_BLOCK);
}
