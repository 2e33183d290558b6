// What surrounds the controls of every field: its label, hint, help and messages.

import { el } from "./dom.js";
import { say, sayOf, words } from "./words.js";

/** Where the messages about a field, or about the control of that id, stand. */
export const notes = (about) =>
  el("ul", { class: "notes", id: `${about}-notes`, "data-error-for": about });

/** What a label says besides the name: whether the field may stay empty, and its limits. */
function hints({ required, minLength, maxLength, minimum, maximum, unit, minItems }) {
  const parts = required ? [] : [say("hint.optional")];
  if (minLength) parts.push(say("hint.characters", { min: minLength, max: maxLength }));
  else if (maxLength) parts.push(say("hint.most", { max: maxLength }));
  if (maximum) parts.push(say("hint.range", { min: minimum, max: maximum, unit: unit ?? "" }));
  if (minItems) parts.push(say("hint.items", { min: minItems }));
  return el("span", { class: "hint" }, ...parts.flatMap((part) => [" · ", part]).slice(1));
}

export const helpId = ({ name }) => `${name}-help`;
const help = (rule) => el("p", { class: "help", id: helpId(rule) }, sayOf("help", rule, rule.help));
const label = (rule) => [sayOf("label", rule, rule.label), " ", hints(rule)];

export const labelOf = ({ name, label }) => words(`label.${name}`, {}, label);

/** A field of one control. */
export const frame = (rule, ...children) =>
  el(
    "div",
    { class: "field" },
    el("label", { for: rule.name }, ...label(rule)),
    help(rule),
    ...children,
    notes(rule.name),
  );

/** A field of several controls; what is said of all of them stands before them. */
export const groupFrame = (rule, attributes, ...children) =>
  el(
    "fieldset",
    { class: "field", "aria-describedby": helpId(rule), ...attributes },
    el("legend", {}, ...label(rule)),
    help(rule),
    notes(rule.name),
    ...children,
  );
