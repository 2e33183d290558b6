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
const bufferLengths = [ArrayBuffer, globalThis.SharedArrayBuffer]
  .filter((type) => type !== undefined)
  .map((type) => getter(type.prototype, "byteLength"));

const isBuffer = (input) =>
  bufferLengths.some((byteLength) => {
    try {
      byteLength.call(input);
      return true;
    } catch {
      return false;
    }
  });

/** The bytes of a view; none where its buffer is gone. */
function viewed(view) {
  const tag = typedArrayTag.call(view);
  if (tag === "Uint8Array") return view;
  const get = tag === undefined ? ofDataView : ofTypedArray;
  try {
    const length = get.byteLength.call(view);
    return new Uint8Array(get.buffer.call(view), get.byteOffset.call(view), length);
  } catch {
    return new Uint8Array(0);
  }
}

/** The bytes of a buffer or of any view of one; undefined for anything else. */
function bytesOf(input) {
  if (ArrayBuffer.isView(input)) return viewed(input);
  if (typeof input !== "object" || input === null || !isBuffer(input)) return undefined;
  try {
    return new Uint8Array(input);
  } catch {
    return new Uint8Array(0);
  }
}

// What the module's memory is written and read through; made anew when memory has grown.
let memory;
let exchange;
let bytes = new Uint8Array(0);
let words;
let target = bytes;

/** Called once by each instance: its memory, and where the words of `gather` go. */
export function bind(instanceMemory, exchangeAddress) {
  memory = instanceMemory;
  exchange = exchangeAddress / 4;
}

function look() {
  if (bytes.buffer === memory.buffer) return;
  bytes = new Uint8Array(memory.buffer);
  target = bytes;
  words = new Uint32Array(memory.buffer);
}

const NONE = -1;
const GATHERED = 2 ** 32;

let waiting;

/**
 * Writes the text an input stands for at `start`, where there is room for `room` bytes, and
 * returns its length in bytes; GATHERED more where it is what `gather` made. NONE where there is
 * no text. Below that, -2 less the room that is needed, which `resume` then fills.
 */
export function take(input, mayGather, start, room) {
  // Whatever code of the input's own there is runs here, before memory is looked at: it may call
  // into the module and make the memory grow.
  const text = typeof input === "string" ? input : textOf(input, mayGather);
  return text === undefined ? NONE : write(text, start, room);
}

export function resume(start, room) {
  const text = waiting;
  waiting = undefined;
  return write(text, start, room);
}

/** Writes as one text what was gathered last: a member's text held what cannot be gathered. */
export function respell(start, room) {
  return write(JSON.stringify(gathered.webhook), start, room);
}

function write(source, start, room) {
  const text = source === gathered ? source.text : source;
  const isString = typeof text === "string";
  // A UTF-16 unit takes three bytes at most.
  const needed = isString ? text.length * 3 : ofTypedArray.byteLength.call(text);
  if (needed > room) {
    waiting = source;
    return -2 - needed;
  }
  look();
  if (!isString) {
    // The bytes of a buffer that is gone are none, and cannot be copied either.
    if (needed > 0) bytes.set(text, start);
    return needed;
  }
  if (target.byteOffset !== start || target.length !== room) {
    target = bytes.subarray(start, start + room);
  }
  const { written } = encoder.encodeInto(text, target);
  if (written !== text.length && !isWellFormed(text)) {
    if (source === gathered) return respell(start, room);
    // encodeInto mends a lone surrogate; the text has none, so that no byte may stand there (§1).
    const lone = text.search(/\p{Surrogate}/u);
    target[encoder.encode(text.slice(0, lone)).length] = 0xff;
  }
  if (source !== gathered) return written;
  words.set(gathered.words, exchange);
  return GATHERED + written;
}

const isWellFormed = String.prototype.isWellFormed
  ? (text) => text.isWellFormed()
  : (text) => !/\p{Surrogate}/u.test(text);

/** The text a value stands for: a string, bytes or what was gathered; undefined for none (§1). */
function textOf(input, mayGather) {
  const bytes = isPlain(input) ? undefined : bytesOf(input);
  if (bytes !== undefined) return bytes;
  try {
    return mayGather && isPlain(input) ? gather(input) : JSON.stringify(input);
  } catch {
    return undefined;
  }
}

function isPlain(input) {
  try {
    return (
      typeof input === "object" &&
      input !== null &&
      !ArrayBuffer.isView(input) &&
      Object.getPrototypeOf(input) === Object.prototype
    );
  } catch {
    return false;
  }
}

// Bits of the first word that `gather` makes: one for each field that is there, by its place in
// the contract's table, and what the number of an integer field is.
const FIELDS = {
  url: 1,
  secret: 2,
  status: 4,
  timeout: 8,
  headers: 16,
  description: 32,
  event_types: 64,
  max_retries: 128,
};
const BEYOND = { timeout: 256, max_retries: 512 };
const FRACTION = { timeout: 1024, max_retries: 2048 };
const SEPARATOR = "\0";
const MANY_ITEMS = 1000;

/**
 * What was gathered last: the members' texts, each with a separator behind it, the words that tell
 * which they are, and the webhook they make up.
 */
const gathered = { text: "", words: new Uint32Array(4), webhook: undefined };

/**
 * Reads an object's members as JSON.stringify would: each once, in its order. A webhook whose
 * members are of their types is not spelled out; anything else becomes its JSON text.
 */
function gather(input) {
  const toJSON = input.toJSON;
  if (typeof toJSON === "function") {
    const value = toJSON.call(input, "");
    return JSON.stringify({ toJSON: () => value });
  }
  const keys = Object.keys(input);
  const webhook = {};
  let present = 0;
  let timeout = 0;
  let retries = 0;
  let items = 0;
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at];
    const value = input[key];
    if (value === undefined) continue;
    let plain = false;
    switch (key) {
      case "url":
      case "secret":
      case "status":
      case "headers":
      case "description":
        plain = typeof value === "string";
        webhook[key] = value;
        break;
      case "timeout":
      case "max_retries":
        plain = Number.isFinite(value);
        if (!plain) break;
        if (value !== (value | 0)) {
          present |= Number.isInteger(value) ? BEYOND[key] : FRACTION[key];
        } else if (key === "timeout") {
          timeout = value;
        } else {
          retries = value;
        }
        webhook[key] = value;
        break;
      case "event_types": {
        if (!isPlainArray(value)) break;
        const names = [];
        while (names.length < value.length) {
          const name = value[names.length];
          if (typeof name !== "string") {
            const rest = spellItems(names, name, value);
            return spell(input, keys, at, webhook, `"event_types":[${rest}]`);
          }
          names.push(name);
        }
        plain = true;
        items = names.length;
        webhook.event_types = names;
      }
    }
    if (!plain) return spell(input, keys, at, webhook, member(key, value));
    present |= FIELDS[key];
  }
  gathered.text = join(webhook);
  gathered.webhook = webhook;
  gathered.words[0] = present;
  gathered.words[1] = timeout;
  gathered.words[2] = retries;
  gathered.words[3] = items;
  return gathered;
}

function join({ url, secret, status, headers, description, event_types: names }) {
  let text = "";
  if (url !== undefined) text += url + SEPARATOR;
  if (secret !== undefined) text += secret + SEPARATOR;
  if (status !== undefined) text += status + SEPARATOR;
  if (headers !== undefined) text += headers + SEPARATOR;
  if (description !== undefined) text += description + SEPARATOR;
  if (names !== undefined && names.length > 0) text += names.join(SEPARATOR) + SEPARATOR;
  return text;
}

const isPlainArray = (value) =>
  Array.isArray(value) &&
  Object.getPrototypeOf(value) === Array.prototype &&
  value.toJSON === undefined &&
  value.length <= MANY_ITEMS;

/** One member as JSON.stringify writes it; undefined where it leaves it out. */
function member(key, value) {
  const text = JSON.stringify({ [key]: value });
  return text === "{}" ? undefined : text.slice(1, -1);
}

/** The items of an array of which some names and the next item were read. */
function spellItems(names, next, array) {
  const items = names.map((name) => JSON.stringify(name));
  for (let at = names.length; at < array.length; at++) {
    const text = member(at, at === names.length ? next : array[at]);
    items.push(text === undefined ? "null" : text.slice(text.indexOf(":") + 1));
  }
  return items;
}

/** The text of an object of which the members before `at` were read, and that one was spelled. */
function spell(input, keys, at, webhook, spelled) {
  const before = keys.slice(0, at).filter((key) => Object.hasOwn(webhook, key));
  const members = before.map((key) => member(key, webhook[key]));
  members.push(spelled);
  for (const key of keys.slice(at + 1)) members.push(member(key, input[key]));
  return `{${members.filter((text) => text !== undefined).join(",")}}`;
}

let catalogue;

export function setCatalogue(value) {
  catalogue = value;
  for (const entry of value.entries) {
    if (entry) entry.message = entry.message.split(/\{(\w+)\}/);
  }
}

export const valid = () => ({ valid: true, errors: [], warnings: [] });

const WORDS = 7;

/**
 * Makes the verdict of findings, each WORDS words from `start` on: entry, kind of place, place,
 * kind of detail, and the detail. Names stand one after the other as UTF-8 from `names` on; a
 * finding tells the length of its own in UTF-16 units.
 */
export function verdict(start, count, names, namesLength, issues, answered) {
  look();
  const text = namesLength === 0 ? "" : decoder.decode(bytes.subarray(names, names + namesLength));
  let read = 0;
  const nextName = (length) => {
    read += length;
    return text.slice(read - length, read);
  };
  const errors = [];
  const warnings = [];
  for (let finding = 0; finding < count; finding++) {
    const at = start / 4 + finding * WORDS;
    const entry = catalogue.entries[words[at]];
    const path = entry.path.slice();
    const place = words[at + 2];
    if (words[at + 1] === 1) path.push(place);
    else if (words[at + 1] === 2) path.push(nextName(place));
    const params = { ...entry.params };
    const detail = words[at + 4];
    switch (words[at + 3]) {
      case 1:
        params.offset = detail;
        break;
      case 2:
        params.actual = detail;
        break;
      case 3:
        params.actual = detail | 0;
        break;
      case 4:
        params.actual = catalogue.types[detail];
        break;
      case 5:
        params.suggestion = nextName(detail);
        break;
      case 6:
        params.actual = detail;
        params.utf16 = words[at + 5];
        params.utf8 = words[at + 6];
        break;
    }
    if (Array.isArray(params.expected)) params.expected = params.expected.slice();
    const { code, error } = entry;
    const message = tell(entry.message, params);
    if (finding < issues) errors.push({ code, path, message, error, params });
    else warnings.push({ code, path, message, params });
  }
  if (issues === 0) return { valid: true, errors, warnings };
  return { valid: false, error: errors[answered].error, errors, warnings };
}

function tell(parts, params) {
  let message = parts[0];
  for (let at = 1; at < parts.length; at += 2) message += params[parts[at]] + parts[at + 1];
  if (params.suggestion === undefined) return message;
  return message + catalogue.suggestion.replace("{suggestion}", () => params.suggestion);
}

class InvalidWebhookError extends Error {
  constructor({ error, errors, warnings }) {
    super(error);
    this.error = error;
    this.errors = errors;
    this.warnings = warnings;
  }
}
InvalidWebhookError.prototype.name = "InvalidWebhookError";

export const invalidWebhook = (verdict) => new InvalidWebhookError(verdict);

/** The names of `options.extraEventTypes`; throws where they are none. */
export function extraEventTypes(options) {
  if (options === undefined || options === null) return [];
  if (typeof options !== "object") throw new TypeError("options must be an object.");
  const extra = options.extraEventTypes;
  if (extra === undefined) return [];
  if (!Array.isArray(extra) || !extra.every((name) => typeof name === "string")) {
    throw new TypeError("extraEventTypes must be an array of strings.");
  }
  return extra;
}

/** What an answer says, for whoever asked: the text itself, or the value its JSON stands for. */
export function answerData(body, asText) {
  const bytes = bytesOf(body);
  const text = bytes ? decoder.decode(bytes) : body;
  if (asText) return typeof text === "string" ? text : JSON.stringify(text);
  return typeof text === "string" ? JSON.parse(text.replace(/^\uFEFF/, "")) : text;
}
