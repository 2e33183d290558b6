// Random bodies as bytes: the oracle's, and every fourth one about an edge.

import { bodies, Random } from "../generate.js";
import { edge } from "./edges.js";

/** `count` bodies: `{ bytes, extraEventTypes? }`. */
export function* byteBodies(seed, count) {
  const encoder = new TextEncoder();
  const r = new Random(seed);
  let given = 0;
  // Some are texts with a lone surrogate, which no bytes hold.
  for (const { text, bytes, extraEventTypes } of bodies(seed, Number.POSITIVE_INFINITY)) {
    if (given < count && given % 4 === 3) {
      given += 1;
      yield { bytes: encoder.encode(edge(r)) };
    }
    if (given === count) return;
    if (text !== undefined && !text.isWellFormed()) continue;
    given += 1;
    yield { bytes: bytes ?? encoder.encode(text), extraEventTypes };
  }
}

/** The next of an iterator's values, `count` at most. */
export function take(iterator, count) {
  const values = [];
  while (values.length < count) {
    const { value, done } = iterator.next();
    if (done) break;
    values.push(value);
  }
  return values;
}

/** The options of a program that tries bodies: `--bodies N --seed N`. */
export function numberOption(args, name, otherwise) {
  const at = args.indexOf(`--${name}`);
  const value = at < 0 ? otherwise : Number(args[at + 1]);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name} takes a number.`);
  return value;
}
