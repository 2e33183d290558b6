// `npm run size:crates`: what each kilobyte of the module is for, by the names of its functions, which
// the published module does not have.

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { bind, build, linkedModule, optimise } from "../tools/build.js";
import { main, root } from "../tools/run.js";
import { setup } from "../tools/setup.js";
import { stripPanics } from "../tools/strip-panics.js";
import { bodies, functionNames, importedFunctions, SECTION, sections } from "../tools/wasm.js";
import { markdown, writeSection } from "./markdown.js";

/** The crate a name belongs to: of `<T as Trait>::method` that of the type. */
function crateOf(name) {
  const path = /([A-Za-z_]\w*)(?:\[[0-9a-f]+\])?::/.exec(name);
  if (path) return path[1];
  if (/^mem\w+$|^__\w+3$/.test(name)) return "compiler_builtins";
  if (/Externref|^__(wbindgen|externref)/.test(name)) return "wasm_bindgen";
  // Exported functions have the code of a verdict inlined.
  return / shim$|^[a-z]\w+$/.test(name) ? "webhook_guard" : "other";
}

function codeByCrate(bytes) {
  const all = sections(bytes);
  const section = (id) => all.find((section) => section.id === id);
  const named = all.find(({ name }) => name === "name");
  if (!named) throw new Error("The module has no names.");
  const names = functionNames(bytes, named);
  const imported = importedFunctions(bytes, section(SECTION.import));

  const crates = new Map();
  for (const [at, { start, end }] of bodies(bytes, section(SECTION.code)).entries()) {
    const crate = crateOf(names.get(imported + at) ?? "");
    crates.set(crate, (crates.get(crate) ?? 0) + end - start);
  }
  const data = section(SECTION.data);
  return { crates, data: data.end - data.start };
}

const count = (value) => value.toLocaleString("en");

/** The published module, but with names. */
function namedModule() {
  const folder = resolve(root, process.env.CARGO_TARGET_DIR ?? "target", "size");
  const module = bind(stripPanics(readFileSync(linkedModule())), folder);
  optimise(module, "--debuginfo");
  return readFileSync(module);
}

main(() => {
  setup();
  build();
  const { crates, data } = codeByCrate(namedModule());
  const parts = [...crates, ["data segments", data]].sort((a, b) => b[1] - a[1]);
  const total = parts.reduce((sum, [, size]) => sum + size, 0);
  const shipped = ["webhook_guard_bg.wasm", "webhook_guard.js"].map((name) => {
    const bytes = readFileSync(join(root, "pkg", "wasm", name));
    return [name, bytes.length, brotliCompressSync(bytes).length];
  });
  const sum = (column) => shipped.reduce((sum, row) => sum + row[column], 0);
  const text = [
    markdown(
      ["code by crate, and data", "bytes", "of module"],
      parts.map(([name, size]) => [name, count(size), `${((size / total) * 100).toFixed(1)} %`]),
    ),
    markdown(
      ["what a browser downloads", "bytes", "brotli"],
      [...shipped, ["together", sum(1), sum(2)]].map(([name, raw, brotli]) => [
        name,
        count(raw),
        count(brotli),
      ]),
    ),
  ].join("\n\n");
  console.log(`\n${text}`);
  writeSection("sizes", text);
});
