// What surrounds the controls of every field: its label, hint, help and messages.

import { el } from "./dom.js";

/** Where the messages about a field, or about the control of that id, stand. */
export const notes = (about) =>
  el("ul", { class: "notes", id: `${about}-notes`, "data-error-for": about });

/** What a label says besides the name: whether the field may stay empty, and its limits. */
function hint({ required, minLength, maxLength, minimum, maximum, unit, minItems }) {
  const range = (least, most) => (least === undefined ? `at most ${most}` : `${least} to ${most}`);
  const parts = required ? [] : ["optional"];
  if (maxLength !== undefined) parts.push(`${range(minLength, maxLength)} characters`);
  if (maximum !== undefined) parts.push(`${range(minimum, maximum)} ${unit ?? ""}`);
  if (minItems !== undefined) parts.push(`at least ${minItems}`);
  return el("span", { class: "hint" }, parts.join(" · "));
}

export const helpId = ({ name }) => `${name}-help`;
const help = (rule) => el("p", { class: "help", id: helpId(rule) }, rule.help);

/** A field of one control. */
export function frame(rule, ...children) {
  const label = el("label", { for: rule.name }, rule.label, " ", hint(rule));
  return el("div", { class: "field" }, label, help(rule), ...children, notes(rule.name));
}

/** A field of several controls; what is said of all of them stands before them. */
export function groupFrame(rule, attributes, ...children) {
  return el(
    "fieldset",
    { class: "field", "aria-describedby": helpId(rule), ...attributes },
    el("legend", {}, rule.label, " ", hint(rule)),
    help(rule),
    notes(rule.name),
    ...children,
  );
}
