// Text from files, devices and clients, made safe to print.

// Control, format (bidirectional ones among them), line and paragraph separators, lone surrogates.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

// What a CI service would read as a command: `::` at the start of a line, `##word[` anywhere.
const COLONS = /^(\s*):(?=:)/;
const HASHES = /#(?=#\w*\[)/g;

/** Text for a terminal or a log, on one line. */
export const printable = (text) =>
  text
    .replace(UNSAFE, (char) => `\\u{${char.codePointAt(0).toString(16)}}`)
    .replace(COLONS, "$1\\u{3a}")
    .replace(HASHES, "\\u{23}");

/**
 * A value as JSON, in ASCII escapes where `printable` would escape; on one line without `indent`.
 * No line of JSON starts with a colon.
 */
export const printableJson = (value, indent) =>
  JSON.stringify(value, undefined, indent)
    .replace(UNSAFE, (char) => {
      // Only the indentation has one: in strings JSON escapes it.
      if (char === "\n") return char;
      return Array.from({ length: char.length }, (_, i) => {
        const unit = char.charCodeAt(i).toString(16);
        return `\\u${unit.padStart(4, "0")}`;
      }).join("");
    })
    .replace(HASHES, "\\u0023");

/** Text of at most `length` characters, the last one an ellipsis if it was longer. */
export function clip(text, length) {
  if (text.length <= length) return text;
  const chars = [...text.slice(0, length * 2)];
  return chars.length > length ? `${chars.slice(0, length - 1).join("")}…` : text;
}
