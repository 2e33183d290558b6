// The package's results for random bodies as hashes, by which runtimes are compared. It uses nothing but
// what every runtime has: each runtime generates the bodies itself.

import { byteBodies, take } from "../generate/byte-bodies.js";
import { packageResult } from "./package-result.js";

const BLOCK_SIZE = 500;

/** A hash for each block of bodies, of `texts(bodies)`: their results as JSON texts. */
export async function hashBlocks(texts, seed, count) {
  const source = byteBodies(seed, count);
  const hashes = [];
  for (;;) {
    const bodies = take(source, BLOCK_SIZE);
    if (bodies.length === 0) return hashes;
    const text = (await texts(bodies)).join("\n");
    const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    hashes.push(
      [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join(""),
    );
  }
}

/** The hashes of a runtime's package; with `block`, the texts of that block instead. */
export function run(guard, { seed, count, block }) {
  const texts = (bodies) => bodies.map((body) => JSON.stringify(packageResult(guard, body)));
  return block === undefined ? hashBlocks(texts, seed, count) : texts(blockBodies(seed, block));
}

/** The bodies of one block. */
export function blockBodies(seed, block) {
  const source = byteBodies(seed, (block + 1) * BLOCK_SIZE);
  take(source, block * BLOCK_SIZE);
  return take(source, BLOCK_SIZE);
}
