// `npm run size:crates`: the size of each part of the module, by the names of its functions, which the
// published module does not have; and its largest functions.

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { bindStripped, build, optimise } from "../tools/build.js";
import { main, root } from "../tools/run.js";
import { setup } from "../tools/setup.js";
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

const LARGEST = 40;

/** What a function is for, by its name; one that is inlined counts for its caller. */
const PURPOSES = [
  [
    /url::unusual_authority|^url::/,
    "the host of an unusual URL: percent-decoding, IDNA, IPv4 and IPv6 (D1)",
  ],
  [/idna|FnOnce::call_once/, "IDNA"],
  [/^responseText|delivery|str::lossy/, "`parseResponse` and its delivery report (§6)"],
  [/^requestHead|requests::Arguments|form_urlencoded/, "`buildRequest` without the body (§5)"],
  [/^canonicalize|Text::write|write_string/, "the canonical body (§5)"],
  [/talc|realloc|^reserve/, "memory"],
  [/locate/i, "`locate` (§7)"],
  [/output::|^notSerializable/, "the report for JavaScript"],
  [/suggest/, "suggestions"],
  [/names::|BTreeMap/, "repeated names"],
  [/json::|str::converts::from_utf8/, "reading JSON"],
  [/webhook::|headers::|url::http_url|event_type|^validate|members::|abi::|Field::/, "the rules"],
];

const purposeOf = (name) => PURPOSES.find(([pattern]) => pattern.test(name))?.[1] ?? "";

function readModule(bytes) {
  const all = sections(bytes);
  const section = (id) => all.find((section) => section.id === id);
  const named = all.find(({ name }) => name === "name");
  if (!named) throw new Error("The module has no names.");
  const names = functionNames(bytes, named);
  const imported = importedFunctions(bytes, section(SECTION.import));

  const functions = bodies(bytes, section(SECTION.code)).map(({ start, end }, at) => ({
    name: names.get(imported + at) ?? "",
    size: end - start,
  }));
  const crates = new Map();
  for (const { name, size } of functions) {
    crates.set(crateOf(name), (crates.get(crateOf(name)) ?? 0) + size);
  }
  const data = section(SECTION.data);
  return { functions, crates, data: data.end - data.start };
}

/** Without hashes, and without the path of what is generic. */
const shortName = (name) =>
  name.replace(/::h[0-9a-f]{16}$|\[[0-9a-f]{16}\]/g, "").replaceAll("|", "\\|");

const count = (value) => value.toLocaleString("en");

/** The published module, but with names. */
function namedModule() {
  const folder = resolve(root, process.env.CARGO_TARGET_DIR ?? "target", "size");
  const module = bindStripped(folder);
  optimise(module, "--debuginfo");
  return readFileSync(module);
}

main(() => {
  setup();
  build();
  const { functions, crates, data } = readModule(namedModule());
  const largest = functions.sort((a, b) => b.size - a.size).slice(0, LARGEST);
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
    markdown(
      [`the largest ${LARGEST} functions`, "bytes", "what for"],
      largest.map(({ name, size }) => [`\`${shortName(name)}\``, count(size), purposeOf(name)]),
    ),
  ].join("\n\n");
  console.log(`\n${text}`);
  writeSection("sizes", text);
});
