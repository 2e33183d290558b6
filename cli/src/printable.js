// Text from files, devices and clients, made safe to print.

// Control, format (bidirectional ones among them), line and paragraph separators, lone surrogates.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

// Text that a CI service would read as a command: GitHub at the start of a line, others anywhere.
const COMMAND = /^(\s*):(?=:)|#(?=#\w*\[)/g;

const hex = (char) => char.codePointAt(0).toString(16);

/** Text for a terminal or a log, on one line. */
export const printable = (text) =>
  text
    .replace(UNSAFE, (char) => `\\u{${hex(char)}}`)
    .replace(COMMAND, (found, blank = "") => `${blank}\\u{${hex(found.at(-1))}}`);

/** A value as JSON, in ASCII escapes where `printable` would escape; on one line without `indent`. */
export const printableJson = (value, indent) =>
  JSON.stringify(value, undefined, indent).replace(UNSAFE, (char) => {
    // Only the indentation has one: in strings JSON escapes it.
    if (char === "\n") return char;
    return Array.from({ length: char.length }, (_, i) => {
      const unit = char.charCodeAt(i).toString(16);
      return `\\u${unit.padStart(4, "0")}`;
    }).join("");
  });

/** Text of at most `length` characters, the last one an ellipsis if it was longer. */
export function clip(text, length) {
  if (text.length <= length) return text;
  const chars = [...text.slice(0, length * 2)];
  return chars.length > length ? `${chars.slice(0, length - 1).join("")}…` : text;
}
