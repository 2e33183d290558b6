// Arguments that cross as JSON arrays: `extraEventTypes` (D8) and the path of `locate` (§7).

import { isWellFormed } from "./instance.js";
import { jsonArray } from "./quote.js";

/** The names as a JSON array, "" if there are none. Throws a TypeError for anything else. */
export function readExtraEventTypes(options, name = "options") {
  if (options === undefined || options === null) return "";
  if (typeof options !== "object") throw new TypeError(`${name} must be an object.`);
  const given = options.extraEventTypes;
  if (given === undefined) return "";
  const names = Array.isArray(given) ? Array.from(given) : [undefined];
  if (!names.every(isName)) {
    throw new TypeError("extraEventTypes must be an array of strings without lone surrogates.");
  }
  return names.length === 0 ? "" : jsonArray(names);
}

/** A path as a JSON array; undefined if it has anything but strings and indices. */
export function readPath(path) {
  const segments = Array.isArray(path) ? Array.from(path) : [undefined];
  return segments.every((it) => isName(it) || isIndex(it)) ? jsonArray(segments) : undefined;
}

const isName = (value) => typeof value === "string" && isWellFormed(value);
const isIndex = (value) => Number.isSafeInteger(value) && value >= 0;
