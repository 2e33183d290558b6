// Takes from a module that was linked with `--emit-relocs` the last words of its panics, and then
// what nothing else asks for. A panic traps, with or without them, and a module in a page has nobody
// to tell: the texts, the places in source files, the code that writes values for them and the tables
// of Unicode that it looks up are a tenth of what a browser would download. A linker could drop them,
// but by then the compiler has made one file of all; wasm-opt drops functions, but no data.

import {
  bodies,
  exportedFunctions,
  functionNames,
  importedFunctions,
  reader,
  SECTION,
  sections,
} from "./wasm.js";

// What does not come back, and `Debug`, which nothing else asks for: as paths are written in both of
// the compiler's manglings.
const LAST_WORDS = [
  /^_(ZN|RI?N\w*_)4core9panicking\d/,
  /^_(ZN|RI?N\w*_)4core6(option|result)\d+\w+_failed/,
  /^_(ZN|RI?N\w*_)4core(5slice5index|3str)\d+slice_\w+_fail/,
  /^_(ZN|RI?N\w*_)5alloc(5alloc18handle_alloc_error|7raw_vec(17capacity_overflow|12handle_error))/,
  /^_R\w*3std9panicking(13panic_handler|15panic_with_hook)/,
  /core\.\.fmt\.\.Debug\$GT\$3fmt17h|^_RNvX\w*5Debug3fmt(B\w*_)?$/,
];

/** What wasm-bindgen takes out where, as here, no call suspends. */
const UNUSED = /^__wbg_jspi_/;

/** A function without locals that does nothing but trap. */
const TRAP = [3, 0, 0x00, 0x0b];

// The linker's own sections, by tool-conventions/Linking.md.
const SYMBOLS = 8;
const SYMBOL = { function: 0, data: 1, section: 3 };
const UNDEFINED = 0x10;
const EXPLICIT_NAME = 0x40;
const TYPE_INDEX = 6;
const WITH_ADDEND = new Set([3, 4, 5, 8, 9, 11, 14, 15, 16, 17, 21, 22, 23, 25]);

function symbolsOf(bytes, { start, end }) {
  const read = reader(bytes, start);
  read.text();
  read.number();
  while (read.at < end) {
    const type = read.byte();
    const size = read.number();
    if (type === SYMBOLS) return read.list(() => symbol(read));
    read.skip(size);
  }
  throw new Error("The module has no symbols.");
}

function symbol(read) {
  const kind = read.byte();
  const flags = read.number();
  if (kind === SYMBOL.data) {
    read.text();
    if (flags & UNDEFINED) return { kind };
    return { kind, segment: read.number(), offset: read.number(), size: read.number() };
  }
  const index = read.number();
  const named = !(flags & UNDEFINED) || flags & EXPLICIT_NAME;
  if (kind !== SYMBOL.section && named) read.text();
  return { kind, index };
}

/** Where in the section which symbol is meant. */
function relocations(bytes, { start }) {
  const read = reader(bytes, start);
  read.text();
  read.number();
  const all = read.list(() => {
    const type = read.number();
    const found = { type, at: read.number(), symbol: read.number() };
    if (WITH_ADDEND.has(type)) read.number();
    return found;
  });
  return all.filter(({ type }) => type !== TYPE_INDEX).sort((a, b) => a.at - b.at);
}

/** Where the content of each data segment begins. */
function segments(bytes, { start }) {
  const read = reader(bytes, start);
  return read.list(() => {
    // An active segment: `i32.const` with its address, `end`.
    read.number();
    read.byte();
    read.number();
    read.byte();
    const size = read.number();
    read.skip(size);
    return read.at - size;
  });
}

/** The module without what only its panics ask for, and without what the linker noted in it. */
export function silence(bytes) {
  const all = sections(bytes);
  const section = (id) => all.find((section) => section.id === id);
  const custom = (name) => all.find((section) => section.name === name);
  const [code, data] = [section(SECTION.code), section(SECTION.data)];
  const imported = importedFunctions(bytes, section(SECTION.import));
  const names = functionNames(bytes, custom("name"));

  const functions = bodies(bytes, code).map((body, at) => {
    const name = names.get(imported + at) ?? "";
    return { ...body, last: LAST_WORDS.some((pattern) => pattern.test(name)), asks: [] };
  });
  if (!functions.some(({ last }) => last)) throw new Error("No panics were found by their names.");

  const starts = segments(bytes, data);
  const parts = symbolsOf(bytes, custom("linking")).map(
    ({ kind, index, segment, offset, size }) => {
      if (kind === SYMBOL.function) return functions[index - imported];
      const start = starts[segment] + offset;
      // The zeros that memory begins with are in no segment.
      return kind === SYMBOL.data && start + size <= data.end
        ? { start, end: start + size, asks: [] }
        : undefined;
    },
  );
  const texts = parts.filter((part) => part && part.start >= data.start);
  texts.sort((a, b) => a.start - b.start);

  for (const [name, within, places] of [
    ["reloc.CODE", code, functions],
    ["reloc.DATA", data, texts],
  ]) {
    const place = places.values();
    let { value } = place.next();
    for (const { at, symbol } of relocations(bytes, custom(name))) {
      while (value.end <= within.start + at) ({ value } = place.next());
      if (parts[symbol]) value.asks.push(parts[symbol]);
    }
  }

  // A `Location` is what points to the name of a source file, and only panics read it.
  const isSource = ({ start, end }) => bytes.toString("latin1", start, end).endsWith(".rs\0");
  const isLocation = (part) => part.start >= data.start && part.asks.some(isSource);
  const needed = new Set();
  const waiting = exportedFunctions(bytes, section(SECTION.export))
    .filter(({ name }) => !UNUSED.test(name))
    .map(({ index }) => functions[index - imported]);
  for (const part of waiting) {
    if (needed.has(part)) continue;
    needed.add(part);
    if (!part.last) waiting.push(...part.asks.filter((asked) => !isLocation(asked)));
  }

  const silent = Buffer.from(bytes);
  for (const part of texts) if (!needed.has(part)) silent.fill(0, part.start, part.end);
  for (const part of texts) {
    // Symbols may share their bytes.
    if (needed.has(part)) bytes.copy(silent, part.start, part.start, part.end);
  }
  const kept = functions.map((part) =>
    needed.has(part) && !part.last
      ? [...number(part.end - part.start), ...bytes.subarray(part.start, part.end)]
      : TRAP,
  );
  const content = Buffer.from([...number(functions.length), ...kept.flat()]);
  const newCode = [Buffer.from([SECTION.code, ...number(content.length)]), content];
  return Buffer.concat([
    bytes.subarray(0, 8),
    ...all
      .filter(({ name }) => name !== "linking" && !name?.startsWith("reloc."))
      .flatMap((it) => (it === code ? newCode : [silent.subarray(it.from, it.end)])),
  ]);
}

/** As LEB128. */
function number(value) {
  const bytes = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value % 0x80) | 0x80);
  return [...bytes, value];
}
