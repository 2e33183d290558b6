// Reads RFC 8259 JSON as contract §1 defines it. Objects become lists, so that a duplicate name stays
// visible, and numbers stay source text, so that they stay exact.

const MAX_DEPTH = 64;

const TOKEN = {
  whiteSpace: /[ \t\n\r]*/y,
  string: /"(?:[^"\\\u0000-\u001f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/y,
  number: /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y,
  boolean: /true|false/y,
  null: /null/y,
  ...Object.fromEntries([..."{}[],:"].map((sign) => [sign, new RegExp(`\\${sign}`, "y")])),
};

class Malformed extends Error {}

/**
 * The value that a text is, or `undefined` if it is not JSON: `{ type: "object", members }` with
 * `[name, value]` pairs, `{ type: "array", items }`, `{ type: "string", value }`,
 * `{ type: "number", source }`, `{ type: "boolean" }` or `{ type: "null" }`.
 */
export function readJson(text) {
  if (!text.isWellFormed()) return undefined;
  let at = 0;

  /** Reads a token if it comes next. */
  function accept(name) {
    const token = TOKEN[name];
    token.lastIndex = at;
    const source = token.exec(text)?.[0];
    at += source?.length ?? 0;
    return source;
  }

  function expect(name) {
    const source = accept(name);
    if (source === undefined) throw new Malformed();
    return source;
  }

  function readString() {
    const value = JSON.parse(expect("string"));
    if (!value.isWellFormed()) throw new Malformed();
    return value;
  }

  /** The results of `readItem`, separated by commas, up to `close`. */
  function readList(readItem, close) {
    const items = [];
    accept("whiteSpace");
    if (accept(close)) return items;
    for (;;) {
      accept("whiteSpace");
      items.push(readItem());
      accept("whiteSpace");
      if (accept(close)) return items;
      expect(",");
    }
  }

  function readValue(depth) {
    if (depth > MAX_DEPTH && (text[at] === "{" || text[at] === "[")) throw new Malformed();
    if (accept("{")) {
      const readMember = () => {
        const name = readString();
        accept("whiteSpace");
        expect(":");
        accept("whiteSpace");
        return [name, readValue(depth + 1)];
      };
      return { type: "object", members: readList(readMember, "}") };
    }
    if (accept("[")) return { type: "array", items: readList(() => readValue(depth + 1), "]") };
    if (text[at] === '"') return { type: "string", value: readString() };
    if (accept("boolean")) return { type: "boolean" };
    if (accept("null")) return { type: "null" };
    return { type: "number", source: expect("number") };
  }

  try {
    accept("whiteSpace");
    const value = readValue(1);
    accept("whiteSpace");
    return at === text.length ? value : undefined;
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

/**
 * The integer that a number's source text denotes, `undefined` if it has a fraction. An integer of
 * more than ten digits becomes an infinity of its sign: no limit distinguishes them.
 */
export function integerOf(source) {
  const [, sign, integerPart, fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(source);
  const digits = (integerPart + fraction).replace(/^0+/, "");
  if (digits === "") return 0;
  // The number is `significant` times ten to the power of `scale`; a huge exponent is an infinity.
  const significant = digits.replace(/0+$/, "");
  const scale = Number(exponent) - fraction.length + digits.length - significant.length;
  if (scale < 0) return undefined;
  const size = significant.length + scale > 10 ? Infinity : Number(significant + "0".repeat(scale));
  return sign === "-" ? -size : size;
}
