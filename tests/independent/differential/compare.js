// Where two readings of the contract differ on a body.

import { isDeepStrictEqual } from "node:util";

/**
 * What differs between the package's answer and the second implementation's, or nothing. Messages
 * are the crate's own. Of an `offset` the second tells the first and the last place it may name.
 */
export function difference(crate, second) {
  for (const key of ["valid", "error", "built"]) {
    const [one, other] = [show(crate[key]), show(second[key])];
    if (one !== other) return `${key}: ${one}, not ${other}`;
  }
  for (const list of ["errors", "warnings"]) {
    const [ours, theirs] = [crate[list].map(outline), second[list].map(outline)];
    if (!isDeepStrictEqual(ours, theirs)) return `${list}: ${show(ours)}, not ${show(theirs)}`;
    for (const [at, { code, params }] of crate[list].entries()) {
      const wrong = wrongParam(params, second[list][at].params);
      if (wrong) return `${list}[${at}], ${code}: ${wrong}`;
    }
  }
  return undefined;
}

const show = (value) => JSON.stringify(value);

const outline = ({ code, path, error }) => ({ code, path, error });

function wrongParam(ours, theirs) {
  for (const name of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const same = name === "offset" ? within : isDeepStrictEqual;
    if (!same(ours[name], theirs[name])) {
      return `param ${name}: ${show(ours[name])}, not ${show(theirs[name])}`;
    }
  }
  return undefined;
}

/** Within a UTF-8 sequence and at a lone surrogate: anywhere in it. Else there is one place. */
const within = (ours, theirs) =>
  Array.isArray(theirs) ? ours >= theirs[0] && ours <= theirs[1] : ours === theirs;
