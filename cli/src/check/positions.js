// Lines and columns of byte offsets.

const LF = 0x0a;
const CR = 0x0d;

/**
 * Turns ascending byte offsets of a UTF-8 text into lines and columns, reading each byte once. Both
 * start at 1; a line ends with LF, CRLF or CR (contract §7); columns count UTF-16 code units, as
 * editors and SARIF do.
 */
export function createPositions(bytes) {
  let at = 0;
  let line = 1;
  let column = 1;
  return (offset) => {
    for (; at < offset; at += 1) {
      const byte = bytes[at];
      if (byte === LF || (byte === CR && bytes[at + 1] !== LF)) {
        line += 1;
        column = 1;
      } else if (byte >= 0xf0) column += 2;
      // Continuation bytes belong to the character before them.
      else if (byte < 0x80 || byte >= 0xc0) column += 1;
    }
    return { offset, line, column };
  };
}
