// Reads what a linker that was called with `--emit-relocs` writes beside the code: the symbol table and
// the relocations, by https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md.

import { reader } from "./wasm.js";

/** The subsection of "linking" that holds the symbol table. */
const SYMBOL_TABLE = 8;

/** Kinds of symbols. */
export const SYMBOL = { function: 0, data: 1, section: 3 };
const UNDEFINED = 0x10;
const EXPLICIT_NAME = 0x40;

/** The relocation type whose index is that of a type, not of a symbol. */
const TYPE_INDEX = 6;
/** Those that have an addend after the index. */
const WITH_ADDEND = new Set([3, 4, 5, 8, 9, 11, 14, 15, 16, 17, 21, 22, 23, 25]);

/**
 * The symbols in the section "linking": of a function its `index`, of data its `segment`, and `offset`
 * and `size` in it.
 */
export function symbols(bytes, { start, end }) {
  const read = reader(bytes, start);
  read.text();
  read.number();
  while (read.at < end) {
    const type = read.byte();
    const size = read.number();
    if (type === SYMBOL_TABLE) return read.list(() => symbol(read));
    read.skip(size);
  }
  throw new Error("The module has no symbol table. Link it with --emit-relocs.");
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
  const isNamed = !(flags & UNDEFINED) || flags & EXPLICIT_NAME;
  if (kind !== SYMBOL.section && isNamed) read.text();
  return { kind, index };
}

/**
 * The relocations in a section "reloc.…", by position: `at` counts from the start of the content of the
 * section they are for, and `symbol` is the index of the symbol that is referred to.
 */
export function relocations(bytes, { start }) {
  const read = reader(bytes, start);
  read.text();
  read.number();
  const all = read.list(() => {
    const type = read.number();
    const relocation = { type, at: read.number(), symbol: read.number() };
    if (WITH_ADDEND.has(type)) read.number();
    return relocation;
  });
  return all.filter(({ type }) => type !== TYPE_INDEX).sort((a, b) => a.at - b.at);
}
