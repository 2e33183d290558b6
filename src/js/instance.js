// The module's instance, and reading and writing its memory.
//
//   compiled module ──▶ instance ──▶ views of its memory, made again when it has grown
//
// A call sets `busy` before it writes and resets it after it has read the result. A call that ends
// early, by a stack overflow or a trap, leaves it set: the memory of that instance is then in an unknown
// state, and the next call creates another instance. No code of a caller runs while `busy` is set.

import { LONG_TEXT, SCRATCH } from "./abi.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

let module;
let provideModule = () => {
  throw new Error("webhook-guard is not loaded yet: `await init()` before the first call.");
};
let instance;

/** Sets the compiled module, and makes its first instance, which a policy may block (in WebKit). */
export function setModule(compiled) {
  instance = start(compiled);
  module = compiled;
}

/** Sets the function that calls `setModule` when the module is needed first. */
export function setModuleProvider(provide) {
  provideModule = provide;
}

export const hasModule = () => module !== undefined;

/** Throws if there is no module. Called before any code of the input runs. */
export function requireModule() {
  if (module === undefined) provideModule();
}

/** Calls no import: the module's functions call nothing in JavaScript. */
function start(module) {
  const imports = { __proto__: null };
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= { __proto__: null };
    imports[from][name] = () => {};
  }
  const { exports } = new WebAssembly.Instance(module, imports);
  const [scratchStart, shapeStart] = [exports.scratchStart(), exports.shapeStart()];
  return { exports, scratchStart, shapeStart, busy: false, views: viewsOf(exports, scratchStart) };
}

function viewsOf({ memory: { buffer } }, scratchStart) {
  const scratch = new Uint8Array(buffer, scratchStart, SCRATCH);
  return {
    bytes: new Uint8Array(buffer),
    words: new Uint32Array(buffer),
    scratch,
    firstHalf: scratch.subarray(0, SCRATCH / 2),
    secondHalf: scratch.subarray(SCRATCH / 2),
  };
}

/** The instance, or a new one if the last call ended early; `busy` from now on. */
export function enter() {
  if (instance.busy) instance = start(module);
  instance.busy = true;
  return instance;
}

/** The instance can be used again. */
export function leave(used) {
  used.busy = false;
}

/** The views of the instance's memory. */
export function viewsNow(used) {
  // When memory grows, the views of it lose their length.
  if (used.views.bytes.length === 0) used.views = viewsOf(used.exports, used.scratchStart);
  return used.views;
}

/** Writes a text or bytes, and a text after it. Returns the lengths in bytes; undefined if memory is short. */
export function writeInput(used, input, after = "") {
  if (typeof input !== "string" || input.length > LONG_TEXT || after.length > LONG_TEXT / 4) {
    return writeBytes(used, typeof input === "string" ? encode(input) : input, after);
  }
  const { scratch } = viewsNow(used);
  const { written } = encoder.encodeInto(input, scratch);
  if (!isEncoded(used, input, 0, written)) markLoneSurrogate(input, scratch);
  const more = after === "" ? 0 : encoder.encodeInto(after, scratch.subarray(written)).written;
  return { first: written, second: more };
}

function writeBytes(used, bytes, after) {
  const more = after === "" ? undefined : encoder.encode(after);
  const [first, second] = [byteLength.call(bytes), more === undefined ? 0 : more.length];
  const total = first + second;
  if (total > MAX_BYTES) return undefined;
  // The address of a large buffer, which is signed.
  const start = total > SCRATCH ? used.exports.reserve(total) >>> 0 : used.scratchStart;
  if (start === 0) return undefined;
  const { bytes: memory, scratch } = viewsNow(used);
  try {
    if (start === used.scratchStart) scratch.set(bytes);
    else memory.set(bytes, start);
  } catch {
    // The buffer is detached, and its bytes are none, or another thread has made it longer.
    return writeBytes(used, first === 0 ? NO_BYTES : new Uint8Array(bytes), after);
  }
  if (more !== undefined) memory.set(more, start + first);
  return { first, second };
}

const NO_BYTES = new Uint8Array(0);
/** The largest buffer that the module can have. */
const MAX_BYTES = 2 ** 31 - 1;

const byteLength = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  "byteLength",
).get;

/** Whether a string was written as it is, without a lone surrogate, which becomes U+FFFD. */
export const isEncoded = (used, text, start, written) =>
  written === text.length || !used.exports.mayHoldReplacement(start, written) || isWellFormed(text);

export const isWellFormed = String.prototype.isWellFormed
  ? (text) => text.isWellFormed()
  : (text) => !/\p{Surrogate}/u.test(text);

function encode(text) {
  const encoded = encoder.encode(text);
  if (!isWellFormed(text)) markLoneSurrogate(text, encoded);
  return encoded;
}

/** Writes a byte that UTF-8 does not have where a lone surrogate was: the text is malformed (§1). */
function markLoneSurrogate(text, encoded) {
  const before = text.slice(0, text.search(/\p{Surrogate}/u));
  encoded[encoder.encode(before).length] = 0xff;
}

/** Writes strings that fit into a part of the scratch buffer; the number of bytes. */
export const encodeInto = (text, target) => encoder.encodeInto(text, target).written;

// Up to this length, decoding four characters at once is faster than a call of the decoder.
const SHORT_TEXT = 32;

/** A text in the instance's memory. */
export function readText(used, start, length) {
  const { bytes } = viewsNow(used);
  const end = start + length;
  const decoded = () => decoder.decode(bytes.subarray(start, end));
  if (length > SHORT_TEXT) return decoded();
  let text = "";
  let all = 0;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    all |= bytes[at] | bytes[at + 1] | bytes[at + 2] | bytes[at + 3];
    text += String.fromCharCode(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
  }
  for (; at < end; at++) {
    all |= bytes[at];
    text += String.fromCharCode(bytes[at]);
  }
  return all > 0x7f ? decoded() : text;
}

/** The value of a JSON text that a function of the module returned. */
export function readJson(used, result) {
  const { words } = viewsNow(used);
  const at = result >>> 2;
  const value = JSON.parse(readText(used, words[at], words[at + 1]));
  if (words[at + 1] > SCRATCH) used.exports.release();
  return value;
}

/** The text of bytes, which may not be UTF-8. */
export const decode = (bytes) => decoder.decode(bytes);
