// Damages the text or the bytes of a body: most results are not JSON.

const STRUCTURE = [...'{}[]:,"\\/ \n\t0-.eE+u', "\ufeff", "\u0000", "\ud800", "null", '"url":1,'];

/** A text with one edit: truncated, or with a part removed, inserted, replaced or appended. */
export function damageText(r, text) {
  const from = r.int(0, text.length);
  const to = Math.min(text.length, from + r.int(0, 3));
  const edits = [
    () => text.slice(0, from),
    () => text.slice(0, from) + text.slice(to),
    () => text.slice(0, from) + r.pick(STRUCTURE) + text.slice(from),
    () => text.slice(0, from) + r.pick(STRUCTURE) + text.slice(to),
    () => text + r.pick(STRUCTURE),
    () => r.pick(STRUCTURE) + text,
  ];
  return r.pick(edits)();
}

// Overlong sequences, surrogates, beyond the last code point, truncated, stray bytes, a byte-order mark.
const BYTES = [
  ...["c080", "c1bf", "e080af", "f08080af", "eda080", "edbfbf", "f4908080", "f5808080"],
  ...["f888808080", "c3", "e282", "f09f94", "80", "bf", "ff", "fe", "fffe", "efbbbf"],
  ...["c3a9", "ed9fbf", "ee8080", "f48fbfbf", "00", "7f", "0c", "22", "5c", "7b", "7d", "2c", "20"],
].map((hex) => hex.match(/../g).map((byte) => Number.parseInt(byte, 16)));

/** The bytes of a text with one to three edits. */
export function damageBytes(r, text, hidden) {
  let bytes = [...new TextEncoder().encode(text)];
  let moved = false;
  for (const edit of r.times(r.pick([1, 1, 2, 3]), () => r.pick(EDITS))) {
    bytes = edit(r, bytes);
    moved ||= edit === splice;
  }
  // A splice may move a secret into a name, and names may be shown.
  return { bytes: Uint8Array.from(bytes), hidden: moved ? [] : hidden };
}

const place = (r, bytes) => r.int(0, Math.max(0, bytes.length - 1));

/** The bytes with a part of them copied over another part. */
function splice(r, bytes) {
  const from = place(r, bytes);
  return bytes.toSpliced(place(r, bytes), r.int(0, 20), ...bytes.slice(from, from + r.int(1, 20)));
}

const EDITS = [
  splice,
  (r, bytes) => bytes.slice(0, place(r, bytes)),
  (r, bytes) => {
    const at = place(r, bytes);
    return bytes.toSpliced(at, 1, bytes[at] ^ (1 << r.int(0, 7)));
  },
  (r, bytes) => bytes.toSpliced(place(r, bytes), 1, r.int(0, 255)),
  (r, bytes) => bytes.toSpliced(place(r, bytes), r.int(1, 4)),
  (r, bytes) => bytes.toSpliced(place(r, bytes), 0, r.int(0, 255)),
  (r, bytes) => bytes.toSpliced(place(r, bytes), r.int(0, 1), ...r.pick(BYTES)),
  (_r, bytes) => [0xef, 0xbb, 0xbf, ...bytes],
  (r, bytes) => [...bytes, ...r.pick(BYTES)],
  (r, bytes) => [...r.pick(BYTES), ...bytes],
];
