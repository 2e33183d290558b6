// Removes from the WebAssembly module what only its panics use: a tenth of the download.
//
// Why. A panic in this module ends in a trap: the JavaScript side replaces the instance and reports its
// own error, and never reads the message. Yet the module carries every message, the source
// location of every place that can panic, the code that formats values into messages, and the Unicode
// tables which that code looks up. No setting removes them. `panic = "abort"` and `-Zlocation-detail`
// shorten them at best, on nightly toolchains; the linker could drop unused functions and texts one by
// one, but the compiler has merged the crates into one object file by then; and wasm-opt drops functions
// that are not called, but knows nothing of data, so that an unused text stays.
//
// How. We need to know what refers to what. In a linked module that cannot be seen: in
//
//     i32.const 1048576
//
// the number may be the address of a text or just a number. But the linker knew. The compiler leaves a
// gap wherever a number depends on the layout of the module, and notes for each gap which symbol's number
// belongs there: a relocation. The linker chooses the layout and fills the gaps. With `--emit-relocs` it
// leaves the notes in the module, in custom sections:
//
//     "linking"        the symbol table: the index of each function, the place of each piece of data
//     "reloc.CODE"     for each gap in the code section: its position, and the symbol it refers to
//     "reloc.DATA"     the same for the data section
//
//     code section                                      data section
//     ┌─ parse ───────────────────────┐                 ┌─ "src/json.rs\0" ──────────────┐
//     │ …                             │             ┌──▶│ 73 72 63 2f 6a 73 6f 6e …      │
//     │ i32.const ▒▒▒▒▒ ──reloc.CODE──────────┐     │   └────────────────────────────────┘
//     │ call      ▒▒▒▒▒ ──reloc.CODE──┼──┐    │     │   ┌─ Location ─────────────────────┐
//     └───────────────────────────────┘  │    └─────│──▶│ ▒▒▒▒ ──reloc.DATA──┐           │
//     ┌─ core::panicking::panic ──────┐  │          │   │ length, line, column           │
//     │ …                             │◀─┘          │   └────────────────────│───────────┘
//     └───────────────────────────────┘             └────────────────────────┘
//
// So the module is a graph: its nodes are functions and pieces of data, its edges are the relocations.
//
//  1. Mark, as a garbage collector does, all that can be reached from the exports; but do not follow what
//     a panic function refers to (PANIC_FUNCTIONS), nor references to a `Location`.
//  2. Replace the body of every panic function, and of every function that is not marked, by a trap.
//     Wherever the module would have panicked, it still ends there, in a trap.
//  3. Overwrite data that is not marked with zeros. It cannot be cut out, since the addresses of all that
//     follows are in the code already; but zeros compress to nothing, and wasm-opt drops long runs.
//  4. Drop the linker's notes. wasm-opt then removes the functions that are no longer called.
//
// tests/tools/strip-panics.test.js measures what that saves and fails if it is less than it is worth.

import {
  bodies,
  dataSegments,
  exportedFunctions,
  functionNames,
  importedFunctions,
  SECTION,
  sections,
  writeNumber,
} from "./wasm.js";
import { relocations, SYMBOL, symbols } from "./wasm-linking.js";

// In a mangled path the crate follows `_ZN` (legacy) or letters and a hash (v0), and each identifier
// follows its length.
const mangled = (path) => new RegExp(`^_(ZN|RI?N\\w*_)${path}`);

/** Functions that never return, and `Debug`, which only their messages use. Each pattern is needed. */
export const PANIC_FUNCTIONS = [
  mangled(String.raw`4core9panicking\d`),
  mangled(String.raw`4core6option\d+\w+_failed`),
  mangled(String.raw`4core5slice5index\d+slice_\w+_fail`),
  mangled(String.raw`4core3str\d+slice_\w+_fail`),
  mangled("5alloc5alloc18handle_alloc_error"),
  mangled("5alloc7raw_vec17capacity_overflow"),
  mangled("5alloc7raw_vec12handle_error"),
  /^_R\w*3std9panicking13panic_handler/,
  /^_R\w*3std9panicking15panic_with_hook/,
  /^_RNvX\w*5Debug3fmt(B\w*_)?$/,
];

/** A function body: its length, no locals, `unreachable`, `end`. */
const TRAP = [3, 0, 0x00, 0x0b];

/**
 * The module without what only its panics use, and without the linker's notes. What only the exports use
 * that `isUnused` names is removed too.
 */
export function stripPanics(bytes, isUnused = () => false) {
  const layout = readLayout(bytes);
  const graph = readGraph(bytes, layout);
  const reachable = mark(bytes, layout, graph, isUnused);
  return write(bytes, layout, graph, reachable);
}

function readLayout(bytes) {
  const all = sections(bytes);
  const standard = (id) => all.find((section) => section.id === id);
  const custom = (name) => all.find((section) => section.name === name);
  return {
    all,
    custom,
    code: standard(SECTION.code),
    data: standard(SECTION.data),
    exports: standard(SECTION.export),
    imported: importedFunctions(bytes, standard(SECTION.import)),
  };
}

/**
 * The functions, and the pieces of data in order, as nodes: where each begins and ends, and which nodes it
 * refers to.
 */
function readGraph(bytes, { code, data, custom, imported }) {
  const names = functionNames(bytes, custom("name"));
  const functions = bodies(bytes, code).map((body, at) => {
    const name = names.get(imported + at) ?? "";
    const isPanic = PANIC_FUNCTIONS.some((pattern) => pattern.test(name));
    return { ...body, isPanic, references: [] };
  });

  const segments = dataSegments(bytes, data);
  const nodes = symbols(bytes, custom("linking")).map((symbol) => {
    if (symbol.kind === SYMBOL.function) return functions[symbol.index - imported];
    if (symbol.kind !== SYMBOL.data) return undefined;
    const start = segments[symbol.segment] + symbol.offset;
    const end = start + symbol.size;
    // Zero-initialised variables are in no segment.
    return end <= data.end ? { start, end, references: [] } : undefined;
  });
  const texts = nodes.filter((node) => node?.start >= data.start);
  texts.sort((a, b) => a.start - b.start);

  connect(functions, nodes, code, relocations(bytes, custom("reloc.CODE")));
  connect(texts, nodes, data, relocations(bytes, custom("reloc.DATA")));
  return { functions, texts };
}

/** Adds to each node in the section what its relocations refer to. Both lists are by position. */
function connect(nodesInSection, nodes, section, relocations) {
  let index = 0;
  for (const { at, symbol } of relocations) {
    while (nodesInSection[index].end <= section.start + at) index += 1;
    if (nodes[symbol]) nodesInSection[index].references.push(nodes[symbol]);
  }
}

/** The nodes that the exports reach. */
function mark(bytes, { data, exports, imported }, { functions }, isUnused) {
  const isSourcePath = ({ start, end }) => bytes.toString("latin1", start, end).endsWith(".rs\0");
  // Only a `Location` refers to the path of a source file.
  const isLocation = ({ start, references }) =>
    start >= data.start && references.some(isSourcePath);

  const reachable = new Set();
  const used = exportedFunctions(bytes, exports).filter(({ name }) => !isUnused(name));
  const queue = used.map(({ index }) => functions[index - imported]);
  for (const node of queue) {
    if (reachable.has(node)) continue;
    reachable.add(node);
    if (!node.isPanic) queue.push(...node.references.filter((other) => !isLocation(other)));
  }
  return reachable;
}

function write(bytes, { all, code }, { functions, texts }, reachable) {
  const result = Buffer.from(bytes);
  for (const text of texts) if (!reachable.has(text)) result.fill(0, text.start, text.end);
  // Symbols can share bytes: a reachable one restores its own.
  for (const { start, end } of texts.filter((text) => reachable.has(text))) {
    bytes.copy(result, start, start, end);
  }

  const writtenBodies = functions.map((node) =>
    reachable.has(node) && !node.isPanic
      ? [...writeNumber(node.end - node.start), ...bytes.subarray(node.start, node.end)]
      : TRAP,
  );
  const content = Buffer.from([...writeNumber(functions.length), ...writtenBodies.flat()]);
  const newCode = [Buffer.from([SECTION.code, ...writeNumber(content.length)]), content];

  const isNote = ({ name }) => name === "linking" || name?.startsWith("reloc.");
  const remaining = all.filter((section) => !isNote(section));
  return Buffer.concat([
    bytes.subarray(0, 8),
    ...remaining.flatMap((section) =>
      section === code ? newCode : [result.subarray(section.from, section.end)],
    ),
  ]);
}
