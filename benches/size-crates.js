// `npm run size:crates`: what each kilobyte of the module is for, by the names of its functions,
// which the shipped one lacks.

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build, optimise } from "../scripts/build.js";
import { main, root, run } from "../scripts/run.js";
import { setup } from "../scripts/setup.js";
import { markdown, writeSection } from "./report.js";

const MOST = 72 * 1024;

const CODE = 10;
const DATA = 11;
const IMPORT = 2;

/** Reads a module's bytes from `at` on. */
function reader(bytes, at = 0) {
  const read = {
    get at() {
      return at;
    },
    byte: () => bytes[at++],
    number() {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[at++];
        value += (byte & 0x7f) * 2 ** shift;
        if (byte < 0x80) return value;
      }
    },
    skip(length) {
      at += length;
    },
    text() {
      const length = read.number();
      at += length;
      return bytes.toString("utf8", at - length, at);
    },
  };
  return read;
}

function* sections(bytes) {
  const read = reader(bytes, 8);
  while (read.at < bytes.length) {
    const id = read.byte();
    const size = read.number();
    const start = read.at;
    read.skip(size);
    yield { id, size, read: reader(bytes, start), end: start + size };
  }
}

/** Functions that are imported come first in the count of functions. */
function importedFunctions(read) {
  let functions = 0;
  for (let count = read.number(); count > 0; count--) {
    read.text();
    read.text();
    const kind = read.byte();
    const limits = () => {
      const flags = read.byte();
      read.number();
      if (flags & 1) read.number();
    };
    if (kind === 0) {
      functions += 1;
      read.number();
    } else if (kind === 1) {
      read.byte();
      limits();
    } else if (kind === 2) limits();
    else if (kind === 3) read.skip(2);
    else throw new Error(`An import of a kind unknown here: ${kind}`);
  }
  return functions;
}

function functionNames(read, end) {
  const names = new Map();
  while (read.at < end) {
    const id = read.byte();
    const size = read.number();
    if (id !== 1) {
      read.skip(size);
      continue;
    }
    for (let count = read.number(); count > 0; count--) names.set(read.number(), read.text());
  }
  return names;
}

/** The crate a name belongs to: of `<T as Trait>::method` that of the type. */
function crateOf(name) {
  const path = /([A-Za-z_]\w*)(?:\[[0-9a-f]+\])?::/.exec(name);
  if (path) return path[1];
  if (/^mem\w+$|^__\w+3$/.test(name)) return "compiler_builtins";
  if (/Externref|^__(wbindgen|externref)/.test(name)) return "wasm_bindgen";
  // What is exported has the whole of a verdict inlined.
  return name.includes("externref shim") || name.includes("multivalue shim")
    ? "webhook_guard"
    : "other";
}

function codeByCrate(bytes) {
  const all = [...sections(bytes)];
  const named = all.find(({ id, read }) => id === 0 && read.text() === "name");
  if (!named) throw new Error("The module has no names.");
  const names = functionNames(named.read, named.end);
  let index = importedFunctions(all.find(({ id }) => id === IMPORT).read);

  const crates = new Map();
  const { read } = all.find(({ id }) => id === CODE);
  for (let count = read.number(); count > 0; count--) {
    const size = read.number();
    read.skip(size);
    const crate = crateOf(names.get(index++) ?? "");
    crates.set(crate, (crates.get(crate) ?? 0) + size);
  }
  return { crates, data: all.find(({ id }) => id === DATA)?.size ?? 0 };
}

const count = (value) => value.toLocaleString("en");

/** The module as it is shipped, but with its names. */
function namedModule() {
  const target = process.env.CARGO_TARGET_DIR ?? "target";
  const built = `${target}/wasm32-unknown-unknown/release/webhook_guard.wasm`;
  const folder = `${target}/size`;
  const bound = `${folder}/webhook_guard_bg.wasm`;
  run(["wasm-bindgen", "--target", "web", "--no-typescript", "--out-dir", folder, built]);
  optimise(bound, "--debuginfo");
  return readFileSync(resolve(root, bound));
}

main(() => {
  setup();
  build();
  const { crates, data } = codeByCrate(namedModule());
  const parts = [...crates, ["data segments", data]].sort((a, b) => b[1] - a[1]);
  const whole = parts.reduce((sum, [, size]) => sum + size, 0);
  const shipped = ["webhook_guard_bg.wasm", "webhook_guard.js"].map((name) => {
    const bytes = readFileSync(join(root, "pkg", "wasm", name));
    return [name, bytes.length, brotliCompressSync(bytes).length];
  });
  const sum = (column) => shipped.reduce((sum, row) => sum + row[column], 0);
  const text = [
    markdown(
      ["code by crate, and data", "bytes", "of the whole"],
      parts.map(([name, size]) => [name, count(size), `${((size / whole) * 100).toFixed(1)} %`]),
    ),
    markdown(
      ["what a browser downloads", "bytes", "brotli"],
      [...shipped, ["together", sum(1), sum(2)]].map(([name, raw, brotli]) => [
        name,
        count(raw),
        count(brotli),
      ]),
    ),
    `At most ${count(MOST)} bytes of brotli.`,
  ].join("\n\n");
  console.log(`\n${text}`);
  writeSection("sizes", text);
});
