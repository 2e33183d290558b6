// The side of the boundary that JavaScript does faster: body text goes into the module's memory
// in one copy, and findings come out as numbers that become plain objects here.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

// Brand checks that no realm, subclass or proxy can mislead, and that run nobody's code (§1).
const getter = (prototype, name) => Object.getOwnPropertyDescriptor(prototype, name).get;
const typedArray = Object.getPrototypeOf(Uint8Array.prototype);
const typedArrayTag = getter(typedArray, Symbol.toStringTag);
const viewGetters = [typedArray, DataView.prototype].map((prototype) => ({
  buffer: getter(prototype, "buffer"),
  byteOffset: getter(prototype, "byteOffset"),
  byteLength: getter(prototype, "byteLength"),
}));
const bufferLengths = [ArrayBuffer, globalThis.SharedArrayBuffer]
  .filter((type) => type !== undefined)
  .map((type) => getter(type.prototype, "byteLength"));

/** The bytes of a buffer or of any view of one; undefined for anything else. */
function bytesOf(input) {
  if (typeof input !== "object" || input === null) return undefined;
  if (ArrayBuffer.isView(input)) {
    if (typedArrayTag.call(input) === "Uint8Array") return input;
    const get = viewGetters[typedArrayTag.call(input) === undefined ? 1 : 0];
    try {
      const length = get.byteLength.call(input);
      return new Uint8Array(get.buffer.call(input), get.byteOffset.call(input), length);
    } catch {
      // A DataView whose buffer is gone holds no text.
      return new Uint8Array(0);
    }
  }
  for (const byteLength of bufferLengths) {
    try {
      byteLength.call(input);
    } catch {
      continue;
    }
    try {
      return new Uint8Array(input);
    } catch {
      return new Uint8Array(0);
    }
  }
  return undefined;
}

/** The text a value stands for: a string or bytes; undefined where there is none (§1). */
function textOf(input) {
  if (typeof input === "string") return input;
  const bytes = bytesOf(input);
  if (bytes !== undefined) return bytes;
  try {
    return JSON.stringify(input);
  } catch {
    return undefined;
  }
}

let memory;
let view = new Uint8Array(0);
let target = view;
let waiting;

export function bind(instanceMemory) {
  memory = instanceMemory;
}

/**
 * Writes the text an input stands for at `start`, where there is room for `room` bytes.
 * Returns its length in bytes; -1 where there is no text; below that, -2 less the room it needs,
 * which `resume` then fills.
 */
export function take(input, start, room) {
  // Whatever code of the input's own there is runs here, before memory is looked at: it may call
  // into the module and make the memory grow.
  const text = textOf(input);
  return text === undefined ? -1 : write(text, start, room);
}

export function resume(start, room) {
  const text = waiting;
  waiting = undefined;
  return write(text, start, room);
}

function write(text, start, room) {
  const isString = typeof text === "string";
  // A UTF-16 unit takes three bytes at most.
  const needed = isString ? text.length * 3 : viewGetters[0].byteLength.call(text);
  if (needed > room) {
    waiting = text;
    return -2 - needed;
  }
  if (view.buffer !== memory.buffer) view = target = new Uint8Array(memory.buffer);
  if (!isString) {
    // The bytes of a buffer that is gone are none, and cannot be copied either.
    if (needed > 0) view.set(text, start);
    return needed;
  }
  if (target.byteOffset !== start || target.length !== room) {
    target = view.subarray(start, start + room);
  }
  const { written } = encoder.encodeInto(text, target);
  const lone = text.search(/\p{Surrogate}/u);
  // encodeInto mends a lone surrogate; the text has none, so that no byte may stand there (§1).
  if (lone !== -1) target[encoder.encode(text.slice(0, lone)).length] = 0xff;
  return written;
}

let catalogue;

export function setCatalogue(value) {
  catalogue = value;
  for (const entry of value.entries) {
    if (entry) entry.message = entry.message.split(/\{(\w+)\}/);
  }
}

export function valid() {
  return { valid: true, errors: [], warnings: [] };
}

const WORDS = 7;

/**
 * Makes the verdict of findings, each WORDS numbers: entry, kind of place, place, kind of detail,
 * and the detail. Names stand one after the other in `names`, by their length in UTF-16 units.
 */
export function verdict(words, names, issues, answered) {
  const errors = [];
  const warnings = [];
  let name = 0;
  const nextName = (length) => {
    name += length;
    return names.slice(name - length, name);
  };
  for (let at = 0; at < words.length; at += WORDS) {
    const entry = catalogue.entries[words[at]];
    const path = [...entry.path];
    if (words[at + 1] === 1) path.push(words[at + 2]);
    else if (words[at + 1] === 2) path.push(nextName(words[at + 2]));
    const params = { ...entry.params };
    if (params.expected instanceof Array) params.expected = [...params.expected];
    let message = entry.message;
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
    message = message[0] + fill(message, params);
    if (params.suggestion !== undefined) {
      message += catalogue.suggestion.replace("{suggestion}", () => params.suggestion);
    }
    if (at < issues * WORDS) {
      errors.push({ code: entry.code, path, message, error: entry.error, params });
    } else {
      warnings.push({ code: entry.code, path, message, params });
    }
  }
  if (issues === 0) return { valid: true, errors, warnings };
  return { valid: false, error: errors[answered].error, errors, warnings };
}

function fill(parts, params) {
  let text = "";
  for (let at = 1; at < parts.length; at += 2) text += params[parts[at]] + parts[at + 1];
  return text;
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

export function invalidWebhook(verdict) {
  return new InvalidWebhookError(verdict);
}

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
  const text = bytesOf(body) ? decoder.decode(bytesOf(body)) : body;
  if (asText) return typeof text === "string" ? text : JSON.stringify(text);
  return typeof text === "string" ? JSON.parse(text.replace(/^\uFEFF/, "")) : text;
}
