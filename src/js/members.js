// Members that cross one by one: their strings joined, and words that describe them (abi.rs).

import {
  ABSENT,
  DESCRIPTION,
  DESCRIPTION_FIELD,
  DOCUMENTED,
  FITS,
  INTEGER,
  LIST,
  LONG_TEXT,
  SCALAR,
  SHORT_DESCRIPTION,
  STRING,
} from "./abi.js";
import { eventTypesByLength } from "./data.js";
import { encodeInto, isEncoded, isWellFormed, viewsNow } from "./instance.js";
import { fieldOf } from "./objects.js";
import { quote } from "./quote.js";

/**
 * Writes members and the text of options into the instance's memory. Returns the arguments of
 * `validateMembers`, or undefined if the object has to cross as text.
 */
export function writeMembers(used, { keys, values }, extra) {
  eventTypes ??= eventTypesByLength(used);
  const { words, firstHalf, secondHalf } = viewsNow(used);
  const shape = used.shapeStart >>> 2;
  let at = shape;
  let strings = "";
  let description = "";
  for (let member = 0, next = 0; member < keys.length; member++) {
    const key = keys[member];
    const field = fieldOf(key, next);
    next = field + 1;
    const value = values[member];
    if (typeof value === "string") {
      const { length } = value;
      if (length > LONG_TEXT) return undefined;
      if (field !== DESCRIPTION_FIELD) {
        if (startsLow(value)) return undefined;
        strings += value;
        words[at++] = describe(STRING, field, length);
      } else if (length > SHORT_DESCRIPTION) {
        description = value;
        words[at++] = describe(DESCRIPTION, field, 0);
      } else {
        if (!isWellFormed(value)) return undefined;
        words[at++] = describe(FITS, field, 0);
      }
    } else if (typeof value === "number" && (value | 0) === value) {
      words[at++] = describe(INTEGER, field, 0);
      words[at++] = value;
    } else if (value === undefined) {
      words[at++] = describe(ABSENT, field, 0);
    } else if (typeof value === "object" && value !== null) {
      const { length } = value;
      words[at++] = describe(LIST, field, length);
      for (let index = 0; index < length; index++) {
        const item = value[index];
        const position = positionOf(item);
        if (position >= 0) {
          words[at++] = DOCUMENTED + position;
          continue;
        }
        if (startsLow(item)) return undefined;
        strings += item;
        words[at++] = item.length;
      }
    } else {
      const text = quote(value);
      strings += text;
      words[at++] = describe(SCALAR, field, text.length);
    }
  }
  const most = firstHalf.length / 3;
  if (strings.length > most || description.length + extra.length > most) return undefined;
  const written = encodeInto(strings, firstHalf);
  if (!isEncoded(used, strings, 0, written)) return undefined;
  const descriptionWritten = description === "" ? 0 : encodeInto(description, secondHalf);
  if (!isEncoded(used, description, firstHalf.length, descriptionWritten)) return undefined;
  const more = extra === "" ? 0 : encodeInto(extra, secondHalf.subarray(descriptionWritten));
  return {
    words: at - shape,
    strings: written,
    description: descriptionWritten,
    extra: more,
    isAscii: written === strings.length,
  };
}

// The documented event types, by length; read with the first members. A `Map` would compute the hash of
// each string, which takes longer than to send the string.
let eventTypes;

/** The position of a documented event type; -1 for any other name. */
function positionOf(name) {
  if (name.length >= eventTypes.length) return -1;
  const known = eventTypes[name.length];
  for (let at = 0; at < known.length; at++) {
    if (known[at].name === name) return known[at].position;
  }
  return -1;
}

/** Whether a low surrogate comes first: with the string before it, it could make a pair. */
const startsLow = (text) => (text.charCodeAt(0) & 0xfc00) === 0xdc00;

const describe = (kind, field, length) => (length << 16) | (field << 8) | kind;
