// Splits a file into the texts to validate: one webhook per file, per line (JSON Lines) or per item
// of a top-level array.

const [LF, QUOTE, COMMA, OPEN_ARRAY, BACKSLASH] = Buffer.from('\n",[\\');
const [CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from("]{}");

/** Whether a byte is white space between JSON tokens (RFC 8259 §2). */
const isBlank = (byte) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** The offset of the first byte from `at` on that is not white space; `end` if there is none. */
export function skipBlank(bytes, at, end) {
  let next = at;
  while (next < end && isBlank(bytes[next])) next += 1;
  return next;
}

/**
 * Yields `{ start, end }` in bytes for each webhook of a file, in order. A top-level array that is
 * not closed, or is followed by something, ends with `{ start, end, problem }`.
 */
export function* splitTexts(bytes, { jsonLines }) {
  if (jsonLines) return yield* splitLines(bytes);
  const first = skipBlank(bytes, 0, bytes.length);
  if (bytes[first] === OPEN_ARRAY) return yield* splitArray(bytes, first);
  yield { start: 0, end: bytes.length };
}

function* splitLines(bytes) {
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(LF, start);
    const end = found === -1 ? bytes.length : found;
    if (skipBlank(bytes, start, end) < end) yield { start, end };
    start = end + 1;
  }
}

function* splitArray(bytes, open) {
  const { length } = bytes;
  let at = skipBlank(bytes, open + 1, length);
  if (bytes[at] !== CLOSE_ARRAY) {
    for (;;) {
      const start = skipBlank(bytes, at, length);
      const end = valueEnd(bytes, start, length);
      yield { start, end };
      at = end;
      if (bytes[at] !== COMMA) break;
      at += 1;
    }
  }
  if (bytes[at] !== CLOSE_ARRAY) {
    yield { start: length, end: length, problem: "The list of webhooks is not closed. Add ]." };
    return;
  }
  const rest = skipBlank(bytes, at + 1, length);
  if (rest < length) {
    const problem = "There is text after the list of webhooks. Remove it.";
    yield { start: rest, end: length, problem };
  }
}

/** The offset of the comma or closing bracket after the JSON value at `start`, or `end`. */
function valueEnd(bytes, start, end) {
  let depth = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at += 1;
      while (at < end && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth += 1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      if (depth === 0) return at;
      depth -= 1;
    } else if (byte === COMMA && depth === 0) return at;
  }
  return end;
}

/**
 * Yields the members of a well-formed JSON object as `{ name, start, end }`: the offsets are those
 * of the value.
 */
export function* members(bytes, { start: from, end: to }) {
  let at = skipBlank(bytes, from, to) + 1;
  for (;;) {
    const nameStart = skipBlank(bytes, at, to);
    if (bytes[nameStart] !== QUOTE) return;
    let nameEnd = nameStart + 1;
    while (bytes[nameEnd] !== QUOTE) nameEnd += bytes[nameEnd] === BACKSLASH ? 2 : 1;
    // Past the colon.
    const start = skipBlank(bytes, skipBlank(bytes, nameEnd + 1, to) + 1, to);
    let end = valueEnd(bytes, start, to);
    at = end + 1;
    while (isBlank(bytes[end - 1])) end -= 1;
    yield { name: bytes.subarray(nameStart, nameEnd + 1), start, end };
  }
}
