// What surrounds the controls of the editor: sections, labels, help and the place for messages.

import { el } from "../lib/dom.js";
import { t } from "../lib/language.js";

/** Where the form binding puts messages about a field, or about the control of that id. */
export const notes = (about) =>
  el("ul", { class: "notes", id: `${about}-notes`, "data-error-for": about });

/** The mark of what must be filled in; the controls have `aria-required`. */
export const requiredMark = () =>
  el("span", { class: "required", "aria-hidden": "true" }, "\u00a0*");

/** A section: its title and help beside its fields. */
export const section = (name, fields, { required = false } = {}) =>
  el(
    "section",
    { class: "part", "aria-labelledby": `part-${name}` },
    el(
      "div",
      { class: "intro" },
      el(
        "h2",
        { id: `part-${name}` },
        t(`part.${name}`),
        required && requiredMark(),
        required && el("span", { class: "hidden" }, t("edit.required")),
      ),
      el("p", {}, t(`part.${name}.help`)),
    ),
    el("div", { class: "fields" }, ...fields),
  );

/** A field of one control in its box, with a hint at the end of its label, messages and help. */
export const field = (name, { hint, required = false }, box, ...help) =>
  el(
    "div",
    { class: "field" },
    el(
      "div",
      { class: "labels" },
      el("label", { for: name }, t(`label.${name}`), required && requiredMark()),
      hint && el("span", { class: "soft" }, t(hint)),
    ),
    box,
    notes(name),
    ...help,
  );
