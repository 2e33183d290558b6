// The text of a finding or a response, from a catalogue of messages.

/** English for what must name a field as the form labels it, not as the API names it. */
export const ENGLISH = {
  warning: "Warning: {message}",
  missing: "Enter a value for {field}.",
  wrong_type: "Enter a whole number for {field}.",
  length_ambiguous:
    "The value of {field} has {actual} characters, but {utf16} UTF-16 code units and {utf8} UTF-8 bytes. " +
    "A device that counts those may reject it: they are limited to {max}.",
};

/** The first of `keys` that the catalogue has, with `values` filled in; undefined if it has none. */
export function translate(catalogue, keys, values) {
  const entry = keys.map((key) => catalogue[key]).find((entry) => entry !== undefined);
  if (typeof entry === "function") return entry(values);
  return entry?.replace(/\{(\w+)\}/g, (_, name) => {
    return catalogue[`${name}.${values[name]}`] ?? String(values[name]);
  });
}

/** The text of a finding; `label` is that of its field. */
export function findingText(catalogue, { code, path, params, message }, label) {
  const [name] = path;
  const field = catalogue[`field.${name}`] ?? label ?? name;
  const values = { ...params, field };
  const text = translate(catalogue, [`${code}.${params.reason ?? name}`, code], values);
  if (text === undefined) return message;
  if (params.suggestion === undefined) return text;
  return [text, translate(catalogue, ["suggestion"], values)].filter(Boolean).join(" ");
}

export const responseText = (catalogue, { kind, error }) =>
  translate(catalogue, [`response.${kind}`], { error }) ?? error;
