// `node scripts/silence.js MODULE`: takes from a module the last words of its panics. A panic traps,
// with or without them, and a module in a page has nobody to tell: what is written of it, and the
// code that writes values for it, is a twentieth of what a browser would download.

import { readFileSync, writeFileSync } from "node:fs";
import binaryen from "binaryen";

// What does not come back, and `Debug`, which nothing else asks for.
const LAST_WORDS = [
  /^core::panicking::/,
  /^core::(option|result)::\w+_failed\b/,
  /^core::(slice::index|str)::slice_\w+_fail/,
  /^alloc::(alloc::handle_alloc_error|raw_vec::(capacity_overflow|handle_error))\b/,
  /\bstd::panicking::panic_(handler|with_hook)\b/,
  /\brust_begin_unwind\b/,
  / as core::fmt::Debug>::fmt\b/,
];

const [path] = process.argv.slice(2);
const module = binaryen.readBinary(readFileSync(path));
const functions = Array.from({ length: module.getNumFunctions() }, (_, index) =>
  binaryen.getFunctionInfo(module.getFunctionByIndex(index)),
);
const last = functions.filter(({ name, module: from }) => {
  const plain = name.replace(/\[\w+\]/g, "");
  return from === "" && LAST_WORDS.some((pattern) => pattern.test(plain));
});
if (last.length === 0) throw new Error(`${path} has no panics, or no names of functions.`);
for (const { name, params, results } of last) {
  module.removeFunction(name);
  module.addFunction(name, params, results, [], module.unreachable());
}
// What is measured by crate needs the names; wasm-opt strips them from what is shipped.
binaryen.setDebugInfo(true);
writeFileSync(path, module.emitBinary());
