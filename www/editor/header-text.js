// The text of `headers`, a JSON object of strings, and its entries. A JavaScript object would drop one
// of two equal names and put names like 1 first.

/** The entries of an object's JSON text in their order; undefined for any other text. */
export function entriesOf(text) {
  let object;
  try {
    object = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof object !== "object" || object === null || Array.isArray(object)) return undefined;
  if (!Object.values(object).every((value) => typeof value === "string"))
    return Object.entries(object);
  // Of an object of strings every other string is a name.
  const strings = (text.match(/"(?:[^"\\]|\\.)*"/g) ?? []).map((string) => JSON.parse(string));
  return strings.flatMap((name, at) => (at % 2 ? [] : [[name, strings[at + 1]]]));
}

/** The JSON text of entries. */
export const textOfEntries = (entries) =>
  `{${entries.map((entry) => entry.map((part) => JSON.stringify(part)).join(":")).join(",")}}`;
