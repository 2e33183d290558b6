// Builds what the npm packages contain besides their sources: pkg/wasm/, pkg/dist/, the cases of the
// probe, and in both the files they share with the repository.

import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { buildCommonJs } from "./commonjs.js";
import { writeProbeCases } from "./probe-cases.js";
import { main, output, root, run } from "./run.js";
import { setup } from "./setup.js";
import { writeSharedFiles } from "./shared-files.js";
import { stripPanics } from "./strip-panics.js";

const MODULE = "webhook_guard.wasm";
const OUT = "pkg/wasm";
const WASM = `${OUT}/webhook_guard_bg.wasm`;
const JS = `${OUT}/webhook_guard.js`;
const INLINE = `${OUT}/inline.js`;
const STAMP = `${OUT}/.inputs`;

const INPUTS = [
  "Cargo.toml",
  "Cargo.lock",
  "rust-toolchain.toml",
  ".cargo/config.toml",
  "package-lock.json",
  "tools/build.js",
  "tools/setup.js",
  "tools/strip-panics.js",
  "tools/wasm-linking.js",
  "tools/wasm.js",
  "idna/Cargo.toml",
  "idna/src",
  "src",
];

// Those the module names, one by one: `--all-features` makes a file that runtimes reject.
const FEATURES = [
  "bulk-memory",
  "bulk-memory-opt",
  "call-indirect-overlong",
  "multivalue",
  "mutable-globals",
  "nontrapping-float-to-int",
  "reference-types",
  "sign-ext",
  "simd",
];

// Functions of the module that return data which never changes, as text. The build calls them and inserts
// the texts into the JavaScript (src/js/data.js); the module is shipped without them.
export const DATA = ["eventTypesByLength", "findingTexts", "rulesText", "schemaText"];

// The parser of unusual hosts (src/url.rs). Inlined, it would be compiled for the first usual URL.
const NOT_INLINED = "unusual_authority";

const at = (path) => join(root, path);

/** Builds where an input changed since the last build. */
export function build() {
  if (!isBuilt()) {
    buildWasm();
    buildScripts();
    writeFileSync(at(STAMP), digest(INPUTS));
  }
  buildCommonJs();
  writeProbeCases();
  writeSharedFiles();
}

/** Whether the module and its scripts were built from the present sources. */
export const isBuilt = () =>
  existsSync(at(STAMP)) && readFileSync(at(STAMP), "utf8") === digest(INPUTS);

function buildWasm() {
  rmSync(at(OUT), { recursive: true, force: true });
  const pack = [
    "wasm-pack",
    "build",
    "--target",
    "web",
    "--out-dir",
    OUT,
    "--no-pack",
    "--no-typescript",
  ];
  run([...pack, "--", "--locked", "--features=talc", "--config", rustFlags()]);
  bindStripped(OUT);
  optimise(WASM, "--strip-debug", "--strip-producers", "--strip-target-features");
  // The package makes its own instances of the module (src/js/instance.js), without wasm-bindgen's
  // JavaScript, which is for those who run only wasm-pack.
  rmSync(at(`${OUT}/snippets`), { recursive: true });
  // It holds `*`, for which npm would leave the folder out of the package.
  rmSync(at(`${OUT}/.gitignore`));
}

/** Writes what the entries share, instead of the JavaScript of wasm-bindgen, and the inlined module. */
function buildScripts() {
  const texts = dataTexts(readFileSync(linkedModule()));
  // Not imported, since this file is loaded before the set-up installs it.
  const { buildSync } = createRequire(import.meta.url)("esbuild");
  buildSync({
    absWorkingDir: root,
    entryPoints: ["src/js/package.js"],
    outfile: JS,
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    lineLimit: 100,
    logLevel: "warning",
    define: Object.fromEntries(
      texts.map(([name, text]) => [`import.meta.${name}`, JSON.stringify(text)]),
    ),
  });
  writeFileSync(at(INLINE), inline(readFileSync(at(WASM))));
}

/** The texts that the functions in DATA return. */
function dataTexts(linked) {
  const module = new WebAssembly.Module(linked);
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] = () => {};
  }
  const { exports } = new WebAssembly.Instance(module, imports);
  return DATA.map((name) => {
    const found = Object.keys(exports).filter((other) => isLinked(name, other));
    if (found.length !== 1) throw new Error(`The module exports no single function ${name}.`);
    const place = exports[found[0]]() >>> 0;
    const [start, length] = new Uint32Array(exports.memory.buffer, place, 2);
    return [name, Buffer.from(exports.memory.buffer, start, length).toString()];
  });
}

// Panics contain the paths of their source files. With remapped paths the module is the same on every
// machine (SECURITY.md). Relocations are for tools/strip-panics.js.
function rustFlags() {
  run(["cargo", "fetch", "--locked"]);
  const crates = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "registry", "src");
  const [, commit] = output(["rustc", "-vV"]).match(/^commit-hash: (.*)$/m);
  const library = join(output(["rustc", "--print", "sysroot"]), "lib", "rustlib", "src", "rust");
  const paths = [
    ...readdirSync(crates).map((registry) => [join(crates, registry), "/crates"]),
    [library, `/rustc/${commit}`],
  ];
  const flags = paths.map(([from, to]) => `--remap-path-prefix=${from}=${to}`);
  flags.push("-Clink-arg=--emit-relocs");
  return `target.wasm32-unknown-unknown.rustflags=${JSON.stringify(flags)}`;
}

function digest(paths) {
  const files = (path) =>
    statSync(at(path)).isFile()
      ? [path]
      : readdirSync(at(path))
          .sort()
          .flatMap((name) => files(`${path}/${name}`));
  const hash = createHash("sha256");
  for (const file of paths.flatMap(files)) {
    const bytes = readFileSync(at(file));
    hash.update(`${file} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}

const target = () => resolve(root, process.env.CARGO_TARGET_DIR ?? "target");

/** The file of the module that was linked last, with the linker's notes. */
export const linkedModule = () => join(target(), "wasm32-unknown-unknown", "release", MODULE);

/** Has wasm-bindgen write the module without what only panics and the functions in DATA use. */
export const bindStripped = (folder) =>
  bind(stripPanics(readFileSync(linkedModule()), isData), folder);

const isData = (linkedName) => DATA.some((name) => isLinked(name, linkedName));

/** Whether the linker exports the function by this name: with a hash at its end. */
const isLinked = (name, linkedName) =>
  linkedName.startsWith(name) && /^_[0-9a-f]{16}$/.test(linkedName.slice(name.length));

/** Has wasm-bindgen write a module and its glue into the folder. Returns the module's file. */
export function bind(bytes, folder, ...options) {
  const input = join(target(), "bind", MODULE);
  mkdirSync(dirname(input), { recursive: true });
  writeFileSync(input, bytes);
  run([
    ...["wasm-bindgen", "--target", "web", "--no-typescript", ...options],
    ...["--out-dir", folder, input],
  ]);
  return join(folder, MODULE.replace(".wasm", "_bg.wasm"));
}

/** Optimises a module that wasm-bindgen wrote, in place, as the shipped one is. */
export function optimise(module, ...options) {
  if (!readFileSync(module).includes(NOT_INLINED))
    throw new Error(`No function of the module is named ${NOT_INLINED}.`);
  const features = FEATURES.map((feature) => `--enable-${feature}`);
  const removed = DATA.map((name) => `--remove-exports=${name}`);
  const passes = [...removed, `--no-inline=*${NOT_INLINED}*`, "-O3", "--converge"];
  run(["wasm-opt", ...passes, ...features, ...options, module, "-o", module]);
}

// Base64, since no tool's charset handling touches it. Engines decode it in half a millisecond where
// they can; the loop, which they have not compiled yet, takes ten. A constant would be written by
// Bun's minifier wherever it is used.
const inline = (wasm) => `import { source } from "./webhook_guard.js";

let base64 =
  "${wasm.toString("base64")}";

/** Provides the module to the functions of all entries, and returns the value. */
export function inlined(value) {
  source.local = bytes;
  return value;
}

function bytes() {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  if (globalThis.Buffer) return globalThis.Buffer.from(base64, "base64");
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main(() => {
    setup();
    build();
  });
}
