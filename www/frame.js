// What surrounds the controls of every field: its label, hint, help and messages.

import { el } from "./dom.js";

export const NOTHING = { errors: [], warnings: [] };

/** Where the messages about a control stand. */
export const notes = (id) => el("ul", { class: "notes", id });

/** Shows errors and warnings in `box`, and marks `controls` as invalid or not. */
export function note(box, controls, { errors, warnings }) {
  box.replaceChildren(
    ...errors.map(({ message }) => el("li", { class: "error" }, message)),
    ...warnings.map(({ message }) => el("li", { class: "warning" }, "Warning: ", message)),
  );
  for (const control of controls) control.setAttribute("aria-invalid", errors.length > 0);
}

/** What a label says besides the name: whether the field may stay empty, and its limits. */
function hint({ required, minLength, maxLength, minimum, maximum, unit, minItems }) {
  const range = (least, most) => (least === undefined ? `at most ${most}` : `${least} to ${most}`);
  const parts = required ? [] : ["optional"];
  if (maxLength !== undefined) parts.push(`${range(minLength, maxLength)} characters`);
  if (maximum !== undefined) parts.push(`${range(minimum, maximum)} ${unit ?? ""}`);
  if (minItems !== undefined) parts.push(`at least ${minItems}`);
  return el("span", { class: "hint" }, parts.join(" · "));
}

const helpId = ({ name }) => `${name}-help`;
const help = (rule) => el("p", { class: "help", id: helpId(rule) }, rule.help);

/** The ids of what describes a field's controls. */
export const describedBy = (rule, box) => `${helpId(rule)} ${box.id}`;

/** A field of one control. */
export function frame(rule, box, ...children) {
  const label = el("label", { for: rule.name }, rule.label, " ", hint(rule));
  return el("div", { class: "field" }, label, help(rule), ...children, box);
}

/** A field of several controls; what is said of all of them stands before them. */
export function groupFrame(rule, box, attributes, ...children) {
  return el(
    "fieldset",
    { class: "field", "aria-describedby": describedBy(rule, box), ...attributes },
    el("legend", {}, rule.label, " ", hint(rule)),
    help(rule),
    box,
    ...children,
  );
}
