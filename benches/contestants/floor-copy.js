// What every WebAssembly module does first: the text is copied into its memory, and an empty function
// called.

// (module (memory (export "memory") 1) (func (export "call") (param i32) (result i32) local.get 0))
const MODULE = new Uint8Array([
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...[1, 6, 1, 96, 1, 127, 1, 127, 3, 2, 1, 0, 5, 3, 1, 0, 1],
  ...[7, 17, 2, 6, 109, 101, 109, 111, 114, 121, 2, 0, 4, 99, 97, 108, 108, 0, 0],
  ...[10, 6, 1, 4, 0, 32, 0, 11],
]);
const { memory, call } = new WebAssembly.Instance(new WebAssembly.Module(MODULE)).exports;
const view = new Uint8Array(memory.buffer);
const encoder = new TextEncoder();
const NONE = [];

const text = (text) => (call(encoder.encodeInto(text, view).written) > 0 ? NONE : undefined);

export default {
  bytes(bytes) {
    view.set(bytes);
    return call(bytes.length) > 0 ? NONE : undefined;
  },
  text,
  object: (object) => text(JSON.stringify(object)),
};
