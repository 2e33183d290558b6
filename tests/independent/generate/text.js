// Random text, and JSON source texts of strings, arrays and objects in many styles.

// From every plane, and at the boundaries that JSON, UTF-8 and UTF-16 have.
export const CHARACTERS = [
  ...'"\\/\b\f\n\r\t\u0000\u0001\u001f\u007f\u0080\u0085\u00a0\u00ad\u00e9\u00df\u0130\u0131',
  ..."\u017f\u0301\u043f\u07ff\u0800\u200b\u200d\u2028\u2029\u202e\u20ac\u212a\u3000\u4f8b\ud7ff",
  ..."\ue000\ufdd0\ufeff\ufffd\ufffe\uffff\u{10000}\u{1f511}\u{1fffe}\u{2f800}\u{30000}\u{4fffe}",
  ..."\u{5abcd}\u{6abcd}\u{7abcd}\u{8abcd}\u{9abcd}\u{aabcd}\u{babcd}\u{cabcd}\u{dabcd}\u{e0001}",
  ..."\u{f0000}\u{10ffff}",
];

const WORD = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

export const word = (r, length) => r.times(length, () => r.pick(WORD)).join("");

export const printable = (r) => String.fromCharCode(r.int(0x20, 0x7e));

/** Text of `length` code points of every kind. */
export function prose(r, length) {
  const wild = r.pick([0, 0, 0.1, 0.5]);
  const character = () => (r.chance(wild) ? r.pick(CHARACTERS) : printable(r));
  return r.times(length, character).join("");
}

/** Text of `length` code points, of one, two, three or four bytes each in UTF-8, or mixed. */
export function sized(r, length) {
  const fill = r.pick(["x", "x", "é", "€", "🔑", "aé", "x€🔑"]);
  return r.times(length, () => r.pick([...fill])).join("");
}

/** A JSON string of a text, with only the escapes that it needs, with more, or only escapes. */
export function quote(r, text) {
  const share = r.pick([0, 0, 0, 0.1, 1]);
  if (share === 0) {
    return JSON.stringify(text);
  }
  const units = [...text].map((character) => {
    if (!r.chance(share)) {
      return JSON.stringify(character).slice(1, -1);
    }
    if (character === "/" && r.chance(0.5)) {
      return "\\/";
    }
    const escapes = character.split("").map((unit) => escapeUnit(r, unit));
    return escapes.join("");
  });
  return `"${units.join("")}"`;
}

function escapeUnit(r, unit) {
  const hex = unit.charCodeAt(0).toString(16).padStart(4, "0");
  return `\\u${r.chance(0.5) ? hex.toUpperCase() : hex}`;
}

const SPACES = ["", "", " ", "\n", "\r\n", "\t", "  "];

const list = (r, open, items, close) => {
  const space = r.chance(0.7) ? () => "" : () => r.pick(SPACES);
  return `${open}${items.map((item) => `${space()}${item}${space()}`).join(",")}${close}`;
};

export const array = (r, items) => list(r, "[", items, "]");

/** An object of `[name, source]` members. */
export function object(r, members) {
  const space = r.chance(0.7) ? () => "" : () => r.pick(SPACES);
  const items = members.map(([name, source]) => `${quote(r, name)}${space()}:${space()}${source}`);
  return list(r, "{", items, "}");
}

/** The body's text, most often in the table's order. */
export function write(r, members) {
  const ordered = r.chance(0.4) ? r.shuffle([...members]) : members;
  const space = r.chance(0.8) ? () => "" : () => r.pick(SPACES);
  return `${space()}${object(r, ordered)}${space()}`;
}

/** Nesting of `depth` levels: of arrays for `[`, of objects for `{"a":`. */
export function nest(open, depth) {
  return open === "["
    ? "[".repeat(depth) + "]".repeat(depth)
    : `${'{"a":'.repeat(depth - 1)}{}${"}".repeat(depth - 1)}`;
}
