// Reads parts of a WebAssembly module, for the build and the tables of sizes.

export const SECTION = { custom: 0, import: 2, export: 7, code: 10, data: 11 };
/** Kinds of imports and exports. */
const FUNCTION = 0;
const TABLE = 1;
const MEMORY = 2;
const GLOBAL = 3;

/** Reads a module's bytes from `at` on. */
export function reader(bytes, at = 0) {
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
    /** A vector: a count, then as many items. */
    list: (item) => Array.from({ length: read.number() }, (_, index) => item(index)),
  };
  return read;
}

/** Each section: its id, a custom one's name, and where it and its content begin and end. */
export function sections(bytes) {
  const read = reader(bytes, 8);
  const found = [];
  while (read.at < bytes.length) {
    const from = read.at;
    const id = read.byte();
    const size = read.number();
    const start = read.at;
    read.skip(size);
    const name = id === SECTION.custom ? reader(bytes, start).text() : undefined;
    found.push({ id, name, from, start, end: start + size });
  }
  return found;
}

/** The number of imported functions. Function indices begin with them. */
export function importedFunctions(bytes, { start }) {
  const read = reader(bytes, start);
  const limits = () => {
    const flags = read.byte();
    read.number();
    if (flags & 1) read.number();
  };
  const kinds = read.list(() => {
    read.text();
    read.text();
    const kind = read.byte();
    if (kind === FUNCTION) read.number();
    else if (kind === TABLE) {
      read.byte();
      limits();
    } else if (kind === MEMORY) limits();
    else if (kind === GLOBAL) read.skip(2);
    else throw new Error(`Unknown kind of import: ${kind}`);
    return kind;
  });
  return kinds.filter((kind) => kind === FUNCTION).length;
}

/** The name and index of each exported function. */
export function exportedFunctions(bytes, { start }) {
  const read = reader(bytes, start);
  const all = read.list(() => ({ name: read.text(), kind: read.byte(), index: read.number() }));
  return all.filter(({ kind }) => kind === FUNCTION);
}

/** Where the body of each function begins and ends, in order. */
export function bodies(bytes, { start }) {
  const read = reader(bytes, start);
  return read.list(() => {
    const size = read.number();
    read.skip(size);
    return { start: read.at - size, end: read.at };
  });
}

/** Where the content of each data segment begins. */
export function dataSegments(bytes, { start }) {
  const read = reader(bytes, start);
  return read.list(() => {
    // An active segment: flags, its address as `i32.const` and `end`, the content.
    read.number();
    read.byte();
    read.number();
    read.byte();
    const size = read.number();
    read.skip(size);
    return read.at - size;
  });
}

/** The names of functions by index. */
export function functionNames(bytes, { start, end }) {
  const read = reader(bytes, start);
  read.text();
  const names = new Map();
  while (read.at < end) {
    const id = read.byte();
    const size = read.number();
    if (id === 1) read.list(() => names.set(read.number(), read.text()));
    else read.skip(size);
  }
  return names;
}

/** A number in LEB128. */
export function writeNumber(value) {
  const bytes = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value % 0x80) | 0x80);
  return [...bytes, value];
}
