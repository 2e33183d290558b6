// Reads JSON as Android's org.json does, which accepts much that RFC 8259 does not. Integers are BigInt,
// as Java's long is 64 bits wide; other numbers are doubles.

export class MalformedJson extends Error {}

/** The first value of a text; what follows it is ignored. */
export function readLenient(text) {
  let at = text.startsWith("\uFEFF") ? 1 : 0;

  function skipBlank() {
    const blank = /(?:[\t\n\r ]|\/\*[\s\S]*?\*\/|(?:\/\/|#)[^\r\n]*)*/y;
    blank.lastIndex = at;
    at += blank.exec(text)[0].length;
  }

  function next() {
    skipBlank();
    at += 1;
    return text[at - 1];
  }

  function readValue() {
    const first = next();
    if (first === "{") return readObject();
    if (first === "[") return readArray();
    if (first === '"' || first === "'") return readString(first);
    at -= 1;
    return readLiteral();
  }

  function readObject() {
    const members = new Map();
    if (next() === "}") return members;
    at -= 1;
    for (;;) {
      const name = readValue();
      if (typeof name !== "string") throw new MalformedJson();
      if (!":=".includes(next() ?? "?")) throw new MalformedJson();
      if (text[at] === ">") at += 1;
      // Of two equal names the last one wins.
      members.set(name, readValue());
      const end = next();
      if (end === "}") return members;
      if (end !== "," && end !== ";") throw new MalformedJson();
    }
  }

  function readArray() {
    const items = [];
    for (let separated = false; ; separated = true) {
      const first = next();
      if (first === "]") return separated ? [...items, null] : items;
      at -= 1;
      items.push(first === "," || first === ";" ? null : readValue());
      const end = next();
      if (end === "]") return items;
      if (end !== "," && end !== ";") throw new MalformedJson();
    }
  }

  function readString(quote) {
    const escapes = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
    let string = "";
    while (at < text.length) {
      const char = text[at];
      at += 1;
      if (char === quote) return string;
      if (char !== "\\") {
        string += char;
        continue;
      }
      const escaped = text[at];
      at += 1;
      if (escaped === "u") {
        const hex = text.slice(at, at + 4);
        if (!/^[0-9a-f]{4}$/i.test(hex)) throw new MalformedJson();
        string += String.fromCharCode(Number.parseInt(hex, 16));
        at += 4;
      } else string += escapes[escaped] ?? escaped;
    }
    throw new MalformedJson();
  }

  function readLiteral() {
    const literal = /[^\r\n{}[\]/\\:,=;#\t\f ]*/y;
    literal.lastIndex = at;
    const [word] = literal.exec(text);
    if (word === "") throw new MalformedJson();
    at += word.length;
    const constant = { null: null, true: true, false: false };
    const lower = word.toLowerCase();
    if (Object.hasOwn(constant, lower)) return constant[lower];
    return readLong(word) ?? readDouble(word) ?? word;
  }

  return readValue();
}

/** `Long.parseLong`, with `0x` for base 16 and a leading `0` for base 8. */
function readLong(word) {
  const forms = [
    [/^([+-]?)0x([0-9a-f]+)$/i, "0x"],
    [/^([+-]?)0([0-7]+)$/, "0o"],
    [/^([+-]?)(\d+)$/, ""],
  ];
  for (const [form, base] of forms) {
    const [, sign, digits] = form.exec(word) ?? [];
    if (digits === undefined) continue;
    const long = BigInt(base + digits) * (sign === "-" ? -1n : 1n);
    return BigInt.asIntN(64, long) === long ? long : undefined;
  }
  return undefined;
}

/** `Double.parseDouble`. */
function readDouble(word) {
  const double = /^([+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?))[df]?$/i;
  const [, number] = double.exec(word) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** `getInt`: longs wrap, doubles lose their fraction, strings are parsed; otherwise `undefined`. */
export function toInt(value) {
  if (typeof value === "bigint") return Number(BigInt.asIntN(32, value));
  const double = typeof value === "string" ? readDouble(value.trim()) : value;
  if (typeof double !== "number") return undefined;
  if (Number.isNaN(double)) return 0;
  return Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.trunc(double)));
}

/** `getString`: every value can be written as text. */
export const toText = (value) => (typeof value === "string" ? value : toJson(value));

function toJson(value) {
  if (value instanceof Map) {
    const members = [...value].map(([name, member]) => `${JSON.stringify(name)}:${toJson(member)}`);
    return `{${members.join(",")}}`;
  }
  if (Array.isArray(value)) return `[${value.map(toJson).join(",")}]`;
  return typeof value === "bigint" ? `${value}` : JSON.stringify(value);
}
