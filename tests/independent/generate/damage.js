// Damage to the text or the bytes of a body, most often so that it is not JSON any more.

const STRUCTURE = [...'{}[]:,"\\/ \n\t0-.eE+u', "\ufeff", "\u0000", "\ud800", "null", '"url":1,'];

/** One stroke on a text: cut off, taken out, put in, put in place of, or put behind. */
export function damageText(r, text) {
  const from = r.int(0, text.length);
  const to = Math.min(text.length, from + r.int(0, 3));
  const strokes = [
    () => text.slice(0, from),
    () => text.slice(0, from) + text.slice(to),
    () => text.slice(0, from) + r.pick(STRUCTURE) + text.slice(from),
    () => text.slice(0, from) + r.pick(STRUCTURE) + text.slice(to),
    () => text + r.pick(STRUCTURE),
    () => r.pick(STRUCTURE) + text,
  ];
  return r.pick(strokes)();
}

// Overlong, surrogates, beyond the last code point, cut short, alone; and a byte-order mark.
const BYTES = [
  ...["c080", "c1bf", "e080af", "f08080af", "eda080", "edbfbf", "f4908080", "f5808080"],
  ...["f888808080", "c3", "e282", "f09f94", "80", "bf", "ff", "fe", "fffe", "efbbbf"],
  ...["c3a9", "ed9fbf", "ee8080", "f48fbfbf", "00", "7f", "0c", "22", "5c", "7b", "7d", "2c", "20"],
].map((hex) => hex.match(/../g).map((byte) => Number.parseInt(byte, 16)));

/** Bytes of a text, with one to three strokes on them. */
export function damageBytes(r, text, hidden) {
  let bytes = [...new TextEncoder().encode(text)];
  let moved = false;
  for (const stroke of r.times(r.pick([1, 1, 2, 3]), () => r.pick(STROKES))) {
    bytes = stroke(r, bytes);
    moved ||= stroke === splice;
  }
  // A splice may move a secret into a name, and names may be told.
  return { bytes: Uint8Array.from(bytes), hidden: moved ? [] : hidden };
}

const place = (r, bytes) => r.int(0, Math.max(0, bytes.length - 1));

/** A stretch of the bytes put over another place of them. */
function splice(r, bytes) {
  const from = place(r, bytes);
  return bytes.toSpliced(place(r, bytes), r.int(0, 20), ...bytes.slice(from, from + r.int(1, 20)));
}

const STROKES = [
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
