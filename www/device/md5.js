// MD5 (RFC 1321) of a text's UTF-8 bytes, in hex: the device expects passwords in this form, and
// WebCrypto has no MD5.

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const SINES = Array.from({ length: 64 }, (_, at) =>
  Math.floor(Math.abs(Math.sin(at + 1)) * 2 ** 32),
);

const MIX = [
  (b, c, d, at) => [(b & c) | (~b & d), at],
  (b, c, d, at) => [(b & d) | (c & ~d), (5 * at + 1) % 16],
  (b, c, d, at) => [b ^ c ^ d, (3 * at + 5) % 16],
  (b, c, d, at) => [c ^ (b | ~d), (7 * at) % 16],
];

export function md5(text) {
  const bytes = new TextEncoder().encode(text);
  const view = new DataView(new ArrayBuffer((((bytes.length + 8) >> 6) + 1) * 64));
  new Uint8Array(view.buffer).set([...bytes, 0x80]);
  view.setUint32(view.byteLength - 8, bytes.length * 8, true);

  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let block = 0; block < view.byteLength; block += 64) {
    let [a, b, c, d] = state;
    for (let at = 0; at < 64; at += 1) {
      const round = at >> 4;
      const [mixed, word] = MIX[round](b, c, d, at);
      const sum = (a + mixed + SINES[at] + view.getUint32(block + word * 4, true)) | 0;
      const shift = SHIFTS[round * 4 + (at % 4)];
      [a, b, c, d] = [d, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0, b, c];
    }
    for (const [at, word] of [a, b, c, d].entries()) state[at] = (state[at] + word) | 0;
  }
  const digest = new DataView(new ArrayBuffer(16));
  for (const [at, word] of state.entries()) digest.setInt32(at * 4, word, true);
  return Array.from(new Uint8Array(digest.buffer), hexOf).join("");
}

/** A byte as two hex digits. */
export const hexOf = (byte) => byte.toString(16).padStart(2, "0");
