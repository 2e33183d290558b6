// The JSON text of primitives and of lists of them, without a toJSON that a changed prototype may have.

/** As `JSON.stringify`, which in some engines needs more of the stack than a validation does. */
export function quote(value) {
  try {
    return JSON.stringify(value);
  } catch {
    return quoteByHand(value);
  }
}

/** The JSON text of an array of primitives; null for undefined. */
export function jsonArray(values) {
  let text = "";
  for (let at = 0; at < values.length; at++) {
    if (at > 0) text += ",";
    text += quote(values[at]) ?? "null";
  }
  return `[${text}]`;
}

const ESCAPES = { __proto__: null, 8: "b", 9: "t", 10: "n", 12: "f", 13: "r", 34: '"', 92: "\\" };

function quoteByHand(value) {
  if (value === undefined) return undefined;
  if (typeof value !== "string")
    return value - value === 0 || typeof value !== "number" ? `${value}` : "null";
  let text = '"';
  for (let at = 0; at < value.length; at++) {
    const unit = value.charCodeAt(at);
    if (ESCAPES[unit] !== undefined) text += `\\${ESCAPES[unit]}`;
    else if (unit < 0x20 || isLone(value, at)) text += `\\u${unit.toString(16).padStart(4, "0")}`;
    else text += value[at];
  }
  return `${text}"`;
}

const isHigh = (unit) => (unit & 0xfc00) === 0xd800;
const isLow = (unit) => (unit & 0xfc00) === 0xdc00;

/** Whether the text contains a lone surrogate. */
function isLone(text, at) {
  const unit = text.charCodeAt(at);
  if (isHigh(unit)) return !isLow(text.charCodeAt(at + 1));
  return isLow(unit) && !isHigh(text.charCodeAt(at - 1));
}
