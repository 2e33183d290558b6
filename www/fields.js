// Draws each field as webhookRules() describes it, its controls named as the API names the field.
// A field is { element, set(value) }.

import { button, changed, el, toggle } from "./dom.js";
import { eventTypes } from "./events.js";
import { frame, groupFrame, helpId } from "./frame.js";
import { headerRows } from "./headers.js";
import { hexOf } from "./md5.js";
import { say, tell } from "./words.js";

export function drawField(rule, rules) {
  if (rule.type === "array") return eventTypes(rule, rules);
  if (rule.format === "json-headers") return headerRows(rule, rules);
  return rule.enum ? choice(rule) : textField(rule);
}

function textField(rule) {
  const { name, type, format, required, unit } = rule;
  const long = type === "string" && format === undefined;
  const secret = format === "password";
  const control = el(long ? "textarea" : "input", {
    id: name,
    name,
    // Not type="url": a browser would trim it, and the rules would judge another text.
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
  const line = el("div", { class: `line ${type} ${format ?? ""}` }, control);
  if (unit) line.append(el("span", { class: "unit" }, say(`unit.${unit}`, {}, unit)));
  const extra = secret ? secretTools(control, line) : [];
  const counter = el("p", { class: "hint" });
  const counted = () => {
    const count = [...control.value].length;
    const near = rule.maxLength && count > rule.maxLength * 0.8;
    tell(counter, near ? "counter" : undefined, { count, max: rule.maxLength });
  };
  control.addEventListener("input", counted);
  return {
    element: frame(rule, line, counter, ...extra),
    set: (value) => {
      control.value = value === undefined || value === null ? "" : String(value);
      counted();
    },
  };
}

/** Puts the buttons of a secret into its line; gives what is said under it. */
function secretTools(control, line) {
  const said = el("p", { class: "help", role: "status" });
  const reveal = toggle(
    say("secret.show"),
    (shown) => control.setAttribute("type", shown ? "text" : "password"),
    {},
  );
  const generate = button(say("secret.generate"), () => {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    control.value = Array.from(bytes, hexOf).join("");
    tell(said, "secret.note");
    changed(control);
  });
  const copy = button(say("secret.copy"), async () => {
    try {
      await navigator.clipboard.writeText(control.value);
      tell(said, "done.copied");
    } catch {
      // Only pages from https or localhost have a clipboard, and no password is copied by hand.
      if (reveal.getAttribute("aria-pressed") === "false") reveal.click();
      control.select();
      tell(said, "failed.clipboard");
    }
  });
  control.addEventListener("input", () => tell(said, control.value && "secret.note"));
  line.append(reveal, generate, copy);
  return [said];
}

/** One of a few allowed values; the first stands chosen. */
function choice(rule) {
  const radios = rule.enum.map((value, index) =>
    el("input", {
      type: "radio",
      id: `${rule.name}-${value}`,
      name: rule.name,
      value,
      checked: index === 0,
    }),
  );
  const labels = radios.map((radio) => {
    return el("label", {}, radio, say(`${rule.name}.${radio.value}`, {}, radio.value));
  });
  const attributes = { role: "radiogroup", "aria-required": String(rule.required) };
  return {
    element: groupFrame(rule, attributes, el("div", { class: "choices" }, ...labels)),
    set: (value = rule.enum[0]) => {
      for (const radio of radios) radio.checked = radio.value === value;
    },
  };
}
