// Draws each field as webhookRules() describes it, its controls named as the API names the field.

import { button, changed, el, toggle } from "./dom.js";
import { eventTypes } from "./events.js";
import { frame, groupFrame, helpId } from "./frame.js";
import { headerRows } from "./headers.js";

export function drawField(rule, rules) {
  if (rule.type === "array") return eventTypes(rule, rules);
  if (rule.format === "json-headers") return headerRows(rule);
  if (rule.format === "password") return textField(rule, generate);
  return rule.enum ? choice(rule) : textField(rule);
}

/** A field to type in; `tool` makes one more button for it. */
export function textField(rule, tool) {
  const { name, type, format, label, required, unit } = rule;
  const long = type === "string" && format === undefined;
  const secret = format === "password";
  // Not type="url": a browser would trim it, and the rules would judge another text.
  const control = el(long ? "textarea" : "input", {
    id: name,
    name,
    type: !long && (secret ? "password" : "text"),
    rows: long && 3,
    dir: long ? "auto" : "ltr",
    inputmode: format === "http-url" ? "url" : type === "integer" && "numeric",
    // A saved log-in is never filled into a new password.
    autocomplete: secret ? "new-password" : "off",
    autocapitalize: "off",
    spellcheck: String(long),
    "aria-required": String(required),
    "aria-describedby": helpId(rule),
  });
  const line = el("div", { class: `line ${type}` }, control);
  if (unit) line.append(el("span", { class: "unit" }, unit));
  if (secret) {
    const reveal = (shown) => control.setAttribute("type", shown ? "text" : "password");
    line.append(toggle("Show", reveal, { "aria-label": `Show ${label}` }));
  }
  if (tool) line.append(tool(control));
  return frame(rule, line);
}

const generate = (control) =>
  button("Generate", () => {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    control.value = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    changed(control);
  });

/** One of a few allowed values; the first stands chosen. */
export function choice(rule) {
  const radios = rule.enum.map((value, index) =>
    el("input", {
      type: "radio",
      id: `${rule.name}-${value}`,
      name: rule.name,
      value,
      checked: index === 0,
    }),
  );
  const labels = radios.map((radio) => el("label", {}, radio, radio.value));
  const attributes = { role: "radiogroup", "aria-required": String(rule.required) };
  return groupFrame(rule, attributes, el("div", { class: "choices" }, ...labels));
}
