// Objects, read as `JSON.stringify` reads them (ECMA-262 §25.5.2): each getter, trap and toJSON runs as
// often and in the same order.
//
//   1. read      toJSON of the object, its keys, then the value of each. Strings, numbers, booleans,
//                null and lists of strings stay as they are; any other value becomes its
//                JSON text immediately. All code of the input has run now.
//   2. write     a webhook's own members of those kinds cross one by one (members.js), which is faster
//                than text;
//      or text: if there is anything else, its JSON text is composed from what was read.

import { FIELDS, LIST_FIELD, MAX_ITEMS } from "./abi.js";
import { jsonArray, quote } from "./quote.js";

const { apply } = Reflect;

/** The JSON text of an unusual value; undefined if `JSON.stringify` leaves it out. */
class JsonText {
  // Declared, so that to set it calls no setter of a prototype.
  text;

  constructor(text) {
    this.text = text;
  }
}

// `JSON.stringify` calls toJSON once, and writes what it returns without calling another.
let returned;
const WRAPPER = { __proto__: null, toJSON: () => returned };
const NO_KEYS = [];

// Node, Bun and Deno have a function for boxed primitives. Elsewhere only `JSON.stringify` recognises them
// without reading a member, which takes about as long as the validation of a short body.
const isBoxed = findIsBoxed();
const { isRawJSON } = JSON;

function findIsBoxed() {
  try {
    return globalThis.process?.getBuiltinModule?.("util")?.types?.isBoxedPrimitive;
  } catch {
    // The Edge Runtime of Next.js has a function that throws.
    return undefined;
  }
}

/** The text of a boxed primitive or of raw JSON; "{}" for any other object, of which nothing is read. */
function stringifyPrimitive(object) {
  if (isBoxed && !isBoxed(object) && !isRawJSON?.(object)) return "{}";
  try {
    return stringifyReturned(object);
  } catch (error) {
    // If too little of the stack is left for `JSON.stringify`, the object is read as an ordinary one,
    // which needs less.
    if (isTooDeep()) return "{}";
    throw error;
  }
}

function stringifyReturned(object) {
  returned = object;
  return JSON.stringify(WRAPPER, NO_KEYS);
}

function isTooDeep() {
  try {
    stringifyReturned(NO_KEYS);
    return false;
  } catch {
    return true;
  }
}

/** `{ keys, values }` of an object that is not an array, or its text, or undefined if it has none. */
export function readObject(object) {
  const toJSON = object.toJSON;
  if (typeof toJSON === "function") return stringifyResult(apply(toJSON, object, [""]));
  const primitive = stringifyPrimitive(object);
  if (primitive !== "{}") return primitive;
  const keys = Object.keys(object);
  if (keys.length === 0) return "{}";
  // A copy has own elements, so that setting one calls no setter of a prototype.
  const values = keys.slice();
  let isUsual = true;
  for (let at = 0, next = 0; at < keys.length; at++) {
    const key = keys[at];
    const field = fieldOf(key, next);
    const value = get(object, key, field);
    next = field + 1;
    if (isPrimitive(value)) values[at] = value;
    else if (field === LIST_FIELD && Array.isArray(value))
      values[at] = readList(value, key, object);
    else values[at] = new JsonText(stringify(value, key, object));
    isUsual &&= field >= 0 && !(values[at] instanceof JsonText);
  }
  return isUsual ? { keys, values } : stringifyMembers(keys, values);
}

/** The position of a key among the fields, most likely the `next` one; -1 for any other key. */
export const fieldOf = (key, next) =>
  next < FIELDS.length && key === FIELDS[next] ? next : FIELDS.indexOf(key);

/** Engines remember one name for each place in the code: so each field has one. */
function get(object, key, field) {
  switch (field) {
    case 0:
      return object[key];
    case 1:
      return object[key];
    case 2:
      return object[key];
    case 3:
      return object[key];
    case 4:
      return object[key];
    case 5:
      return object[key];
    case 6:
      return object[key];
    case 7:
      return object[key];
    default:
      return object[key];
  }
}

function isPrimitive(value) {
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
    case "undefined":
      return true;
    default:
      return value === null;
  }
}

const BLANKS = Array.from({ length: MAX_ITEMS }, () => "");

/** The items of a list of strings, or its text. */
function readList(list, key, object) {
  const toJSON = list.toJSON;
  if (typeof toJSON === "function") {
    return new JsonText(stringifyResult(apply(toJSON, list, [key]), object));
  }
  const length = toLength(list.length);
  const items = BLANKS.slice(0, length);
  let text = length > MAX_ITEMS ? "[" : undefined;
  for (let index = 0; index < length; index++) {
    const item = list[index];
    if (text === undefined && typeof item === "string") {
      items[index] = item;
      continue;
    }
    text ??= jsonArray(items.slice(0, index)).slice(0, -1);
    if (index > 0) text += ",";
    text += stringify(item, `${index}`, object, list) ?? "null";
  }
  return text === undefined ? items : new JsonText(`${text}]`);
}

/** ECMA-262's LengthOfArrayLike, of a length that only a proxy can have other than an integer. */
function toLength(length) {
  if (typeof length === "number" && length >= 0 && Number.isInteger(length)) return length;
  const number = Math.trunc(+length);
  return number > 0 ? Math.min(number, Number.MAX_SAFE_INTEGER) : 0;
}

/** The text of a value, within an object and maybe a list that it must not contain again. */
function stringify(value, key, object, list) {
  if (isPrimitive(value)) return quote(value);
  if (typeof value === "symbol") return undefined;
  const toJSON = value.toJSON;
  return stringifyResult(
    typeof toJSON === "function" ? apply(toJSON, value, [key]) : value,
    object,
    list,
  );
}

/** The text of a value that was asked for toJSON, or that toJSON returned. */
function stringifyResult(value, object, list) {
  if (object === undefined) return JSON.stringify({ __proto__: null, toJSON: () => value });
  let isFirst = true;
  // For null, no toJSON is called. What the replacer returns in its place is written as it is. With a
  // replacer, `JSON.stringify` overflows the stack at some thousand levels that would fit without one. Both
  // are malformed (§1), but the issue then has no offset.
  return JSON.stringify(null, (_, inner) => {
    const written = isFirst ? value : inner;
    isFirst = false;
    if (
      written !== null &&
      typeof written === "object" &&
      (written === object || written === list)
    ) {
      throw new TypeError("The value contains itself.");
    }
    return written;
  });
}

/** The text of an object of which everything was read. */
export function stringifyMembers(keys, values) {
  let text = "";
  for (let at = 0; at < keys.length; at++) {
    const value = stringifyRead(values[at]);
    if (value === undefined) continue;
    text += `${text === "" ? "{" : ","}${quote(keys[at])}:${value}`;
  }
  return text === "" ? "{}" : `${text}}`;
}

function stringifyRead(value) {
  if (value instanceof JsonText) return value.text;
  if (typeof value === "object" && value !== null) return jsonArray(value);
  return quote(value);
}
