// Reads a form: its controls by field, and the webhook's JSON text.

/** The API's members by the JSON type to send. The guard checks the values. */
export const TYPES = {
  url: "string",
  secret: "string",
  status: "string",
  timeout: "integer",
  headers: "string",
  description: "string",
  event_types: "array",
  max_retries: "integer",
};
const HEADER_PARTS = ["header_name", "header_value"];
/** Elements of a form that hold no value a person enters. */
const NOT_FIELDS = new Set(["button", "fieldset", "image", "object", "output", "reset", "submit"]);

// RFC 8259: a number is passed on as typed, however long, so that the guard checks what was typed.
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

const json = (text) => JSON.stringify(text);
// Not by JSON.stringify of an object, which would drop one of two equal names and reorder names like 1.
const objectText = (members) => `{${members.map((member) => member.join(":")).join(",")}}`;

/** The text of the `headers` member for entries of a name and a value. */
export const headersText = (entries) => objectText(entries.map((entry) => entry.map(json)));

/** The values of a control: none, its text, or the selected options of a list. */
function valuesOf(control) {
  if (control.matches(":disabled")) return [];
  if (control.type === "checkbox" || control.type === "radio") {
    return control.checked ? [control.value] : [];
  }
  if (control.type === "select-multiple") {
    return Array.from(control.selectedOptions, ({ value }) => value);
  }
  if (control.value) return [control.value];
  // A number field hides text that is not a number; sending nothing would hide the mistake.
  return control.validity?.badInput ? ["?"] : [];
}

/**
 * Reads a form:
 * - `fields`: the controls of each field; `fieldOf`: the field of each control
 * - `rows`: header rows, each `{ controls: [name, value], entry: [name, value] }`; `rowOf` by control
 * - `events`: the selected event types, each `{ control, text }`
 * - `members`: the JSON text of each member that is sent; `text`: that of the webhook
 */
export function readForm(form) {
  const named = Object.fromEntries([...Object.keys(TYPES), ...HEADER_PARTS].map((it) => [it, []]));
  for (const control of form.elements) {
    const name = control.getAttribute("name");
    if (Object.hasOwn(named, name) && !NOT_FIELDS.has(control.type)) named[name].push(control);
  }

  const [names, values] = HEADER_PARTS.map((part) => named[part]);
  const rows = Array.from({ length: Math.max(names.length, values.length) }, (_, index) => {
    const controls = [names[index], values[index]];
    return { controls, entry: controls.map((control) => (control && valuesOf(control)[0]) ?? "") };
  });
  const filled = rows.filter(({ entry }) => entry.some((part) => part !== ""));
  const events = named.event_types.flatMap((control) =>
    valuesOf(control).map((text) => ({ control, text })),
  );

  function memberJson(name, type) {
    if (type === "array") {
      return named[name].length > 0 ? json(events.map(({ text }) => text)) : undefined;
    }
    if (name === "headers" && filled.length > 0) {
      return json(headersText(filled.map(({ entry }) => entry)));
    }
    const text = named[name].flatMap(valuesOf)[0];
    return type === "integer" && NUMBER.test(text?.trim()) ? text.trim() : json(text);
  }
  const members = Object.fromEntries(
    Object.entries(TYPES)
      .map(([name, type]) => [name, memberJson(name, type)])
      .filter(([, value]) => value !== undefined),
  );
  const text = objectText(Object.entries(members).map(([name, value]) => [json(name), value]));

  const fields = Object.fromEntries(Object.keys(TYPES).map((name) => [name, named[name]]));
  fields.headers = [...named.headers, ...names, ...values];
  const fieldOf = new Map();
  for (const [name, controls] of Object.entries(fields)) {
    for (const control of controls) fieldOf.set(control, name);
  }
  const rowOf = new Map();
  for (const row of rows) for (const control of row.controls) rowOf.set(control, row);
  return { fields, fieldOf, rowOf, rows, filled, events, members, text };
}
