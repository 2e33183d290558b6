// The side of the boundary that JavaScript does faster: the text of an input goes into the
// module's memory in one copy, and findings come out as numbers that become plain objects here.

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

// Brand checks that no realm, subclass or proxy can mislead, and that run nobody's code (§1).
const getter = (prototype, name) => Object.getOwnPropertyDescriptor(prototype, name).get;
const typedArray = Object.getPrototypeOf(Uint8Array.prototype);
const typedArrayTag = getter(typedArray, Symbol.toStringTag);
const [ofTypedArray, ofDataView] = [typedArray, DataView.prototype].map((prototype) => ({
  buffer: getter(prototype, "buffer"),
  byteOffset: getter(prototype, "byteOffset"),
  byteLength: getter(prototype, "byteLength"),
}));
const lengthOf = (type) => type && getter(type.prototype, "byteLength");
const arrayBufferLength = lengthOf(ArrayBuffer);
const sharedBufferLength = lengthOf(globalThis.SharedArrayBuffer);

function isBrand(byteLength, input) {
  try {
    byteLength.call(input);
    return true;
  } catch {
    return false;
  }
}

const isBuffer = (input) =>
  isBrand(arrayBufferLength, input) ||
  (sharedBufferLength !== undefined && isBrand(sharedBufferLength, input));

/** The bytes of a buffer or a view; none where the buffer is gone. */
function bytesOf(input) {
  try {
    if (!ArrayBuffer.isView(input)) return new Uint8Array(input);
    const tag = typedArrayTag.call(input);
    if (tag === "Uint8Array") return input;
    const get = tag === undefined ? ofDataView : ofTypedArray;
    const length = get.byteLength.call(input);
    return new Uint8Array(get.buffer.call(input), get.byteOffset.call(input), length);
  } catch {
    return new Uint8Array(0);
  }
}

const isObject = (input) => typeof input === "object" && input !== null && !Array.isArray(input);

/**
 * Whether an object is surely no buffer, save one whose prototype was replaced. The one question that
 * `JSON.stringify` does not ask a proxy; a brand check would cost more than the whole verdict.
 */
function isPlain(object) {
  try {
    const prototype = Object.getPrototypeOf(object);
    return prototype === Object.prototype || prototype === null;
  } catch {
    return false;
  }
}

/** Whether the value is a buffer or a view of one. */
const holdsBytes = (input) =>
  ArrayBuffer.isView(input) || (isObject(input) && !isPlain(input) && isBuffer(input));

/** The text a value stands for: a string or bytes; undefined where there is none (§1). */
function textOf(input) {
  if (typeof input === "string") return input;
  try {
    if (holdsBytes(input)) return bytesOf(input);
    const text = JSON.stringify(input);
    // Where a buffer's prototype was replaced it looks like an empty object.
    return text === "{}" && isBuffer(input) ? bytesOf(input) : text;
  } catch (error) {
    if (isStackSpent()) throw error;
    return undefined;
  }
}

/** Whether the caller has left too little stack: then there is no verdict on the input. */
function isStackSpent() {
  try {
    useStack(64);
    return false;
  } catch {
    return true;
  }
}

/** Takes more of the stack than to spell out any body would. */
function useStack(depth) {
  if (depth > 0) JSON.stringify({ toJSON: () => useStack(depth - 1) });
}

let exports;
let kept;
let keptStart;
let shapeStart;

// What the module's memory is written and read through; made anew when memory has grown.
let bytes;
let words;
let whole;
let upper;
let lower;

/** Called by each instance at its start. */
export function bind(instance, ...positions) {
  exports = instance;
  bytes = new Uint8Array(0);
  [keptStart, kept, shapeStart, proseField, short, listField, mostItems] = positions;
}

/** What `tellNames` tells: each is a list with spaces between, save the suggestion's text. */
export function setNames(fieldNames, typeNames, knownNames, suggestionText) {
  const lists = [typeNames, knownNames, fieldNames].map((list) => list.split(" "));
  suggestion = suggestionText.split("{suggestion}");
  shape = new Int32Array(lists[2].length * 2 + mostItems);
  // Last, since who finds them takes the rest for told.
  [types, names, fields] = lists;
}

function look() {
  // Memory that has grown leaves its old views without length.
  if (bytes.length > 0) return;
  const { buffer } = exports.memory;
  bytes = new Uint8Array(buffer);
  words = new Uint32Array(buffer);
  whole = new Uint8Array(buffer, keptStart, kept);
  [upper, lower] = [whole.subarray(0, kept / 2), whole.subarray(kept / 2)];
}

let given;

/** The names that `judgeText` or `judgeMembers` was told of. */
export const extraNames = () => given;

/**
 * Whatever code of the input's own there is runs first, before memory is looked at: it may call into
 * the module and make the memory grow.
 */
export function validateWebhook(input, options) {
  const extra = extraEventTypes(options);
  const text =
    typeof input !== "object" || ArrayBuffer.isView(input) ? textOf(input) : membersOrTextOf(input);
  const verdict = text === members ? judgeMembers(extra) : judgeText(text, extra);
  return verdict === 0 ? { valid: true, errors: [], warnings: [] } : readVerdict(verdict);
}

function judgeText(text, extra) {
  const length = write(text);
  given = extra;
  return exports.judgeText(length, extra.length > 0);
}

const NONE = -1;

/** Writes the text an input stands for; its length in bytes, or NONE where there is no text. */
export function place(input) {
  return write(textOf(input));
}

// A UTF-16 unit takes three bytes at most: a long string is measured, not given three times its room.
const LONG = 2 ** 14;

function write(text) {
  if (text === undefined) return NONE;
  if (typeof text !== "string") return writeBytes(text);
  if (text.length > LONG) return writeBytes(encode(text));
  look();
  const { written } = encoder.encodeInto(text, whole);
  if (!isEncoded(text, 0, written)) breakAtLoneSurrogate(text, whole);
  return written;
}

/** Whether no lone surrogate was mended where the text was written, which has to show (§1). */
const isEncoded = (text, at, written) =>
  written === text.length || !exports.mayBeMended(at, written) || isWellFormed(text);

function writeBytes(text) {
  const needed = ofTypedArray.byteLength.call(text);
  const target = roomFor(needed);
  if (target === undefined) return NONE;
  try {
    // The bytes of a buffer that is gone are none, and cannot be copied either.
    if (needed > 0) target.set(text);
  } catch {
    // Another thread had the buffer grow: its copy is as long as it is.
    return writeBytes(new Uint8Array(text));
  }
  return needed;
}

function roomFor(needed) {
  // A raw export has addresses signed.
  const start = needed > kept ? exports.makeRoom(needed) >>> 0 : keptStart;
  if (start === 0) return undefined;
  look();
  return start === keptStart ? whole : bytes.subarray(start, start + needed);
}

function encode(text) {
  const encoded = encoder.encode(text);
  if (!isWellFormed(text)) breakAtLoneSurrogate(text, encoded);
  return encoded;
}

const isWellFormed = String.prototype.isWellFormed
  ? (text) => text.isWellFormed()
  : (text) => !/\p{Surrogate}/u.test(text);

/** A lone surrogate was mended; the text has none, so that no such byte may stand there (§1). */
function breakAtLoneSurrogate(text, encoded) {
  const lone = text.search(/\p{Surrogate}/u);
  encoded[encoder.encode(text.slice(0, lone)).length] = 0xff;
}

// An object is read step by step as `JSON.stringify` reads it (ECMA-262 §25.5.2): each getter, trap
// and toJSON runs once, in that order. Where it has fields alone, with values of the usual kinds, no
// text is made of it: its strings cross as they are, joined into one.

/** Stands for what was gathered of an object. */
const members = Symbol("members");
let keys;
let strings = "";
let prose = "";

let fields;
let [proseField, short, listField, mostItems] = [];

// What tells the members apart again, in their order: a word of kind, field and length for each, and
// behind it an integer's value, or the length of each of a list's items. Lengths are in units of
// UTF-16. The kinds are those of `members` in wasm.rs.
let shape;
let shapeLength;
const [ABSENT, STRING, PROSE, FITS, INT32, SCALAR, ITEMS] = Array(7).keys();

let gathering = false;

function membersOrTextOf(input) {
  // What an input's own code calls meanwhile is not gathered.
  if (gathering) return textOf(input);
  gathering = true;
  try {
    const apart = isObject(input) && isPlain(input);
    return apart ? gather(input) : textOf(input);
  } catch (error) {
    if (isStackSpent()) throw error;
    return undefined;
  } finally {
    gathering = false;
  }
}

/** Engines remember one name for each place in the code: so each field has one. */
function read(object, key, field) {
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

/** `members`, or the text where there is more to the object; undefined where there is none. */
function gather(input) {
  const toJSON = input.toJSON;
  if (typeof toJSON === "function") return JSON.stringify(answered(toJSON, input, ""));
  keys = Object.keys(input);
  // It may be a boxed primitive or a buffer whose prototype was replaced.
  if (keys.length === 0) return textOf(input);
  if (fields === undefined) exports.tellNames();
  shapeLength = 0;
  strings = "";
  prose = "";
  let next = 0;
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at];
    const field = key === fields[next] ? next : fields.indexOf(key);
    const value = read(input, key, field);
    next = field + 1;
    const left = field < 0 ? value : put(field, key, value);
    if (left !== members) return JSON.stringify(objectFrom(at, [left], input));
  }
  return members;
}

/** Puts a value to what was gathered; gives what is to be spelled out in its place, if anything. */
function put(field, key, value) {
  if (typeof value === "string") {
    const { length } = value;
    if (length > LONG) return value;
    if (field === proseField) {
      const fits = length <= short;
      if (fits && !isWellFormed(value)) return value;
      prose = value;
      return describe(fits ? FITS : PROSE, field, length);
    }
    if (startsLow(value)) return value;
    strings += value;
    return describe(STRING, field, length);
  }
  if (typeof value === "number" && (value | 0) === value) {
    describe(INT32, field, 0);
    shape[shapeLength++] = value;
    return members;
  }
  if (typeof value === "number" || typeof value === "boolean" || value === null) {
    const text = Number.isNaN(value - value) ? "null" : `${value}`;
    strings += text;
    return describe(SCALAR, field, text.length);
  }
  if (value === undefined) return describe(ABSENT, field, 0);
  return field === listField && Array.isArray(value) ? putItems(field, key, value) : value;
}

function putItems(field, key, list) {
  const toJSON = list.toJSON;
  if (typeof toJSON === "function") return answered(toJSON, list, key);
  const { length } = list;
  const start = strings.length;
  const first = shapeLength + 1;
  // Only a proxy has a length that is to be made an integer.
  if (!Number.isInteger(length) || length < 0 || length > mostItems) {
    return listFrom(length, first, start, 0, [], list);
  }
  let joined = strings;
  for (let index = 0; index < length; index++) {
    const item = list[index];
    if (typeof item !== "string" || startsLow(item)) {
      strings = joined;
      return listFrom(length, first, start, index, [item], list);
    }
    joined += item;
    shape[first + index] = item.length;
  }
  strings = joined;
  describe(ITEMS, field, length);
  shapeLength += length;
  return members;
}

/** Whether a low surrogate comes first: to the string before it it would be a pair's second half. */
const startsLow = (text) => (text.charCodeAt(0) & 0xfc00) === 0xdc00;

/** No length is beyond LONG. */
function describe(kind, field, length) {
  shape[shapeLength++] = (length << 16) | (field << 8) | kind;
  return members;
}

/** What stands for a value whose toJSON was found already. */
function answered(toJSON, value, key) {
  const answer = Reflect.apply(toJSON, value, [key]);
  return { __proto__: null, toJSON: () => answer };
}

/**
 * What stands for an object or a list, so that `JSON.stringify` reads nothing a second time. It asks
 * for toJSON, for a list's length, and then for each value in turn: `count` were gathered and are
 * given `again`, those behind them were `read`, and any others come from the `source`.
 */
function standIn(first, count, again, read = [], source = undefined) {
  let asked = 0;
  return new Proxy(first.length === 1 ? {} : [], {
    ownKeys: () => keys,
    getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true }),
    get(_, key) {
      const at = asked - first.length;
      asked += 1;
      if (at < 0) return first[asked - 1];
      if (at < count) return again(at);
      return at - count < read.length ? read[at - count] : source[key];
    },
  });
}

const objectFrom = (count, read, source) => standIn([undefined], count, memberAgain, read, source);

const listFrom = (length, first, start, count, read, source) =>
  standIn([undefined, length], count, (index) => itemAgain(first, start, index), read, source);

/** The value of a member that was gathered. */
function memberAgain(at) {
  let word = 0;
  let start = 0;
  for (let before = 0; ; before++) {
    const kind = shape[word] & 0xff;
    const length = shape[word] >>> 16;
    word += 1;
    if (before === at) return valueAgain(kind, length, word, start);
    if (kind === STRING || kind === SCALAR) start += length;
    if (kind === INT32) word += 1;
    if (kind !== ITEMS) continue;
    for (const end = word + length; word < end; word++) start += shape[word];
  }
}

function valueAgain(kind, length, next, start) {
  switch (kind) {
    case ABSENT:
      return undefined;
    case PROSE:
    case FITS:
      return prose;
    case INT32:
      return shape[next];
    case ITEMS:
      return listFrom(length, next, start, length);
    default: {
      const text = strings.slice(start, start + length);
      return kind === STRING ? text : JSON.parse(text);
    }
  }
}

function itemAgain(first, start, index) {
  let from = start;
  for (let before = 0; before < index; before++) from += shape[first + before];
  return strings.slice(from, from + shape[first + index]);
}

/** Judges what was gathered, or else the text of it. */
function judgeMembers(extra) {
  look();
  if (Math.max(strings.length, prose.length) * 3 <= upper.length) {
    const { written } = encoder.encodeInto(strings, upper);
    const apart = prose.length <= short ? "" : prose;
    const proseWritten = apart === "" ? 0 : encoder.encodeInto(apart, lower).written;
    if (isEncoded(strings, 0, written) && isEncoded(apart, kept / 2, proseWritten)) {
      copyWords(shape, shapeLength, words, shapeStart / 4);
      const isAscii = written === strings.length;
      given = extra;
      return exports.judgeMembers(shapeLength, written, proseWritten, isAscii, extra.length > 0);
    }
  }
  return judgeText(JSON.stringify(objectFrom(keys.length)), extra);
}

function copyWords(from, length, to, start) {
  for (let at = 0; at < length; at++) to[start + at] = from[at];
}

let types;
let names;
let suggestion;
const entries = [];

function entryAt(number) {
  if (entries[number] === undefined) {
    if (names === undefined) exports.tellNames();
    exports.tellEntry(number);
    look();
  }
  return entries[number];
}

export function setEntry(entry, texts) {
  entries[entry] = {
    ...texts,
    field: texts.path[0],
    // At every other place the name of a param.
    message: texts.message.split(/\{(\w+)\}/),
    has: Object.keys(texts.params).join(),
  };
}

// What stands before the findings of a verdict, and what a finding holds: a word each, in the order of
// `hand_out` in wasm.rs.
const HEAD = 6;
const [ISSUES, WARNINGS, DECIDING, TRUNCATED, NAMES_START, NAMES_LENGTH] = Array(HEAD).keys();
const WORDS = 7;
const [ENTRY, PLACE_KIND, PLACE, DETAIL_KIND, DETAIL, UTF16, UTF8] = Array(WORDS).keys();

const [WHOLE, INDEX] = Array(2).keys();
const [NONE_MORE, OFFSET, LENGTH, INTEGER, TYPE, LENGTHS, KNOWN_NAME, OTHER_NAME] = Array(8).keys();

// Up to here a name costs less letter by letter.
const SHORT_NAMES = 24;

/** Names that only this body tells, one after the other. */
function readNames(start, length) {
  let text = "";
  const end = start + length;
  for (let at = start; at < end; at++) {
    if (length > SHORT_NAMES || bytes[at] > 0x7f) return decoder.decode(bytes.subarray(start, end));
    text += String.fromCharCode(bytes[at]);
  }
  return text;
}

/** Makes the verdict of what was handed out. A finding tells the length of its name in UTF-16 units. */
function readVerdict(start) {
  look();
  const head = start >>> 2;
  const issues = words[head + ISSUES];
  const deciding = issues > 0 ? entryAt(words[head + DECIDING]) : undefined;
  const truncated = words[head + TRUNCATED] === 1;
  const count = issues + words[head + WARNINGS];
  const text = readNames(words[head + NAMES_START], words[head + NAMES_LENGTH]);
  let read = 0;
  const nextName = (length) => {
    read += length;
    return text.slice(read - length, read);
  };
  const errors = [];
  const warnings = [];
  for (let finding = 0, at = head + HEAD; finding < count; finding++, at += WORDS) {
    const entry = entryAt(words[at + ENTRY]);
    const { field, code, error } = entry;
    const kind = words[at + PLACE_KIND];
    let path;
    if (kind === WHOLE) path = field === undefined ? [] : [field];
    else {
      const place = kind === INDEX ? words[at + PLACE] : nextName(words[at + PLACE]);
      path = field === undefined ? [place] : [field, place];
    }
    const detail = words[at + DETAIL];
    let params;
    switch (words[at + DETAIL_KIND]) {
      case NONE_MORE:
        params = ruleParams(entry);
        break;
      case OFFSET:
        params = { offset: detail };
        break;
      case LENGTH:
        params = actualParams(entry, detail);
        break;
      case INTEGER:
        params = actualParams(entry, detail | 0);
        break;
      case TYPE:
        params = actualParams(entry, types[detail]);
        break;
      case LENGTHS:
        params = actualParams(entry, detail);
        params.utf16 = words[at + UTF16];
        params.utf8 = words[at + UTF8];
        break;
      case KNOWN_NAME:
        params = suggestionParams(entry, names[detail]);
        break;
      case OTHER_NAME:
        params = suggestionParams(entry, nextName(detail));
        break;
    }
    const message = tell(entry.message, params);
    if (finding < issues) errors.push({ code, path, message, error, params });
    else warnings.push({ code, path, message, params });
  }
  const result =
    issues === 0
      ? { valid: true, errors, warnings }
      : { valid: false, error: deciding.error, errors, warnings };
  if (truncated) result.truncated = true;
  return result;
}

// Engines make a literal at once, and copy other objects member by member: so the params that are
// usual are written out here, and any others copied.

function ruleParams({ has, params }) {
  switch (has) {
    case "":
      return {};
    case "reason":
      return { reason: params.reason };
    default:
      return copy(params);
  }
}

function actualParams({ has, params }, actual) {
  switch (has) {
    case "min,max":
      return { min: params.min, max: params.max, actual };
    case "expected":
      return { expected: params.expected, actual };
    default:
      return { ...copy(params), actual };
  }
}

function suggestionParams({ has, params }, suggestion) {
  switch (has) {
    case "":
      return { suggestion };
    case "expected":
      return { expected: params.expected.slice(), suggestion };
    default:
      return { ...copy(params), suggestion };
  }
}

/** Params of a rule, which lists of allowed values are among. */
const copy = ({ expected, ...params }) => {
  if (expected === undefined) return params;
  return { ...params, expected: Array.isArray(expected) ? expected.slice() : expected };
};

function tell(parts, params) {
  let message = parts[0];
  for (let at = 1; at < parts.length; at += 2) message += params[parts[at]] + parts[at + 1];
  if (params.suggestion === undefined) return message;
  return message + suggestion[0] + params.suggestion + suggestion[1];
}

class InvalidWebhookError extends Error {
  constructor({ error, errors, warnings, truncated }) {
    super(error);
    this.error = error;
    this.errors = errors;
    this.warnings = warnings;
    if (truncated) this.truncated = true;
  }
}
InvalidWebhookError.prototype.name = "InvalidWebhookError";

export const invalidWebhook = (verdict) => new InvalidWebhookError(readVerdict(verdict));

const NO_NAMES = [];

/** The names of `options.extraEventTypes`; throws where they are none. */
export function extraEventTypes(options) {
  if (options === undefined || options === null) return NO_NAMES;
  if (typeof options !== "object") throw new TypeError("options must be an object.");
  const extra = options.extraEventTypes;
  if (extra === undefined) return NO_NAMES;
  const names = Array.isArray(extra) ? Array.from(extra) : [undefined];
  if (!names.every((name) => typeof name === "string" && isWellFormed(name))) {
    throw new TypeError("extraEventTypes must be an array of strings without lone surrogates.");
  }
  return names;
}

/** Whether the value is an object of members, and no list or map. */
export const isRecord = (value) => Object.prototype.toString.call(value) === "[object Object]";

/** What an answer says, for whoever asked: the text itself, or the value its JSON stands for. */
export function answerData(body, asText) {
  const answer = holdsBytes(body) ? decoder.decode(bytesOf(body)) : body;
  if (asText) return typeof answer === "string" ? answer : (JSON.stringify(answer) ?? "");
  return typeof answer === "string" ? JSON.parse(answer.replace(/^\uFEFF/, "")) : answer;
}
