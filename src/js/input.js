// What an input is (§1): text, bytes, or a value that stands for the text of `JSON.stringify`.

import { readObject } from "./objects.js";

// Brand checks, which no realm, subclass or proxy can deceive and which run no code of the input.
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

function hasBrand(byteLength, input) {
  try {
    byteLength.call(input);
    return true;
  } catch {
    return false;
  }
}

const isBuffer = (input) =>
  hasBrand(arrayBufferLength, input) ||
  (sharedBufferLength !== undefined && hasBrand(sharedBufferLength, input));

/** The bytes of a buffer or a view; none if the buffer is detached. */
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

/** The bytes of a buffer or a view; undefined for anything else. */
export const bytesIn = (input) =>
  ArrayBuffer.isView(input) || isBuffer(input) ? bytesOf(input) : undefined;

/** Bytes that no other thread can change: those of a shared buffer are copied. */
function unshared(bytes) {
  if (sharedBufferLength === undefined) return bytes;
  return hasBrand(arrayBufferLength, ofTypedArray.buffer.call(bytes))
    ? bytes
    : new Uint8Array(bytes);
}

/**
 * Whether it is an object whose prototype is `Object.prototype`, which no buffer has by default. This
 * runs the one trap that `JSON.stringify` does not: a brand check that fails takes longer than
 * all of the validation.
 */
function isPlain(object) {
  try {
    return Object.getPrototypeOf(object) === Object.prototype;
  } catch {
    return false;
  }
}

/**
 * Reads an input, and runs all of its own code. Returns a string, bytes, members (objects.js), or
 * undefined if there is no text. Throws what the input's code throws.
 */
export function readInput(input) {
  return read(input, readObject);
}

/** The same, but never members, and bytes that no other thread can change. */
export function readTextOrBytes(input) {
  const text = read(input, JSON.stringify);
  return typeof text === "object" ? unshared(text) : text;
}

function read(input, readPlain) {
  if (typeof input === "string") return input;
  if (ArrayBuffer.isView(input)) return bytesOf(input);
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    return JSON.stringify(input);
  }
  if (!isPlain(input)) return isBuffer(input) ? bytesOf(input) : JSON.stringify(input);
  const text = readPlain(input);
  // A buffer with that prototype looks like an empty object. One that has members of its own as well is
  // read as that object.
  return text === "{}" && isBuffer(input) ? bytesOf(input) : text;
}

// Near the end of the stack a call throws, rather than give a wrong verdict. Contract §1 allows that only
// where `validateWebhook("{}")` throws. So only for that text, which is never a valid webhook,
// `validateWebhook` first requires several times the stack that any call uses; other inputs pay nothing.
// Each argument takes eight bytes: 4096 are 32 KiB.
const SHORTEST = "{}";
// `split` creates elements and assigns none, for which a changed Array.prototype could have a setter.
const SPARE = " ".repeat(4095).split(" ");
// Half of that, since some calls of `readSafely` are deeper in the stack.
const NEEDED = SPARE.slice(0, SPARE.length / 2);

const { apply } = Reflect;
const requireStack = (args) => apply(nothing, undefined, args);
const nothing = () => {};

/** Throws a RangeError near the end of the stack, if the input is the shortest body. */
export function requireSpareStack(input) {
  if (input === SHORTEST) requireStack(SPARE);
}

/** Represents an input whose own code threw, a stack overflow included: it has no text (§1). */
export const FAILED = Symbol("failed");

/** What the function reads from an input; `FAILED` if the input's code threw. */
export function readSafely(read, input) {
  try {
    return read(input);
  } catch {
    // Throws if too little of the stack was left to read anything.
    requireStack(NEEDED);
    return FAILED;
  }
}
