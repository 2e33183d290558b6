// Random bodies as bytes. Every fourth one is around an edge of the rules.

import { bodies } from "./bodies.js";
import { edge } from "./edges.js";
import { Random } from "./random.js";

/** `count` bodies: `{ bytes, extraEventTypes? }`. */
export function* byteBodies(seed, count) {
  const encoder = new TextEncoder();
  const r = new Random(seed);
  let produced = 0;
  // A text with a lone surrogate has no bytes.
  for (const { text, bytes, extraEventTypes } of bodies(seed, Number.POSITIVE_INFINITY)) {
    if (produced < count && produced % 4 === 3) {
      produced += 1;
      yield { bytes: encoder.encode(edge(r)) };
    }
    if (produced === count) return;
    if (text !== undefined && !text.isWellFormed()) continue;
    produced += 1;
    yield { bytes: bytes ?? encoder.encode(text), extraEventTypes };
  }
}

/** The next values of an iterator, at most `count`. */
export function take(iterator, count) {
  const values = [];
  while (values.length < count) {
    const { value, done } = iterator.next();
    if (done) break;
    values.push(value);
  }
  return values;
}

/** The number after an option such as `--bodies` or `--seed`. */
export function numberOption(args, name, otherwise) {
  const at = args.indexOf(`--${name}`);
  const value = at < 0 ? otherwise : Number(args[at + 1]);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name} takes a number.`);
  return value;
}
