// Compares the package's result for a body with that of the implementation in Python.

import { isDeepStrictEqual } from "node:util";

/**
 * The first difference between the package's result and Python's, or `undefined`. Messages are not
 * compared. For an `offset`, Python gives the first and the last acceptable position.
 */
export function difference(ours, theirs) {
  for (const key of ["valid", "error", "truncated", "built"]) {
    const [one, other] = [show(ours[key]), show(theirs[key])];
    if (one !== other) return `${key}: ${one}, not ${other}`;
  }
  for (const list of ["errors", "warnings"]) {
    const [found, expected] = [ours[list].map(outline), theirs[list].map(outline)];
    if (!isDeepStrictEqual(found, expected)) {
      return `${list}: ${show(found)}, not ${show(expected)}`;
    }
    for (const [at, { code, params }] of ours[list].entries()) {
      const wrong = wrongParam(params, theirs[list][at].params);
      if (wrong) return `${list}[${at}], ${code}: ${wrong}`;
    }
  }
  return undefined;
}

const show = (value) => JSON.stringify(value);

const outline = ({ code, path, error }) => ({ code, path, error });

function wrongParam(ours, theirs) {
  for (const name of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    // Which names are suggested is not part of the contract (§2).
    if (name === "suggestion") continue;
    const isSame = name === "offset" ? isWithin : isDeepStrictEqual;
    if (!isSame(ours[name], theirs[name])) {
      return `param ${name}: ${show(ours[name])}, not ${show(theirs[name])}`;
    }
  }
  return undefined;
}

/** Inside an ill-formed UTF-8 sequence and at a lone surrogate several positions are acceptable. */
const isWithin = (offset, range) =>
  Array.isArray(range) ? offset >= range[0] && offset <= range[1] : offset === range;
