// Draws each field as webhookRules() describes it. A field is
// { rule, element, json(), target(path), show(findings, all) }: `json()` is the JSON text of what
// stands in it, undefined where nothing does; `target(path)` is what a link to an error leads to.

import { button, changed, el, toggle } from "./dom.js";
import { eventTypes } from "./events.js";
import { describedBy, frame, groupFrame, note, notes } from "./frame.js";
import { headerRows } from "./headers.js";

export function drawField(rule, rules) {
  if (rule.type === "array") return eventTypes(rule, rules);
  if (rule.format === "json-headers") return headerRows(rule);
  if (rule.format === "password") return textField(rule, generate);
  return rule.enum ? choice(rule) : textField(rule);
}

// A JSON number is passed on as it was typed, however long, so that the rules judge it.
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

function textJson(type, typed) {
  if (typed === "") return undefined;
  return type === "integer" && NUMBER.test(typed.trim()) ? typed.trim() : JSON.stringify(typed);
}

/** A field to type in; `tool` makes one more button for it. */
export function textField(rule, tool) {
  const { name, type, format, label, required, unit } = rule;
  const box = notes(`${name}-notes`);
  const long = type === "string" && format === undefined;
  const secret = format === "password";
  // Not type="url": a browser would trim it, and the rules would judge another text.
  const control = el(long ? "textarea" : "input", {
    id: name,
    type: !long && (secret ? "password" : "text"),
    rows: long && 3,
    dir: long ? "auto" : "ltr",
    inputmode: format === "http-url" ? "url" : type === "integer" && "numeric",
    // A saved log-in is never filled into a new password.
    autocomplete: secret ? "new-password" : "off",
    autocapitalize: "off",
    spellcheck: String(long),
    "aria-required": String(required),
    "aria-describedby": describedBy(rule, box),
  });
  const line = el("div", { class: `line ${type}` }, control);
  if (unit) line.append(el("span", { class: "unit" }, unit));
  if (secret) {
    const reveal = (shown) => control.setAttribute("type", shown ? "text" : "password");
    line.append(toggle("Show", reveal, { "aria-label": `Show ${label}` }));
  }
  if (tool) line.append(tool(control));
  return {
    rule,
    element: frame(rule, box, line),
    json: () => textJson(type, control.value),
    target: () => control,
    show: (findings) => note(box, [control], findings),
  };
}

const generate = (control) =>
  button("Generate", () => {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    control.value = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    changed(control);
  });

/** One of a few allowed values; the first stands chosen. */
export function choice(rule) {
  const box = notes(`${rule.name}-notes`);
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
  const element = groupFrame(rule, box, attributes, el("div", { class: "choices" }, ...labels));
  return {
    rule,
    element,
    json: () => JSON.stringify(radios.find((radio) => radio.checked).value),
    target: () => radios[0],
    show: (findings) => note(box, [element], findings),
  };
}
