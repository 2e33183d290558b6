// Status, timeout and retries.

import { changed, el } from "../lib/dom.js";
import { t, write } from "../lib/language.js";
import { field, notes, requiredMark, section } from "./frame.js";

/** Retries that a new webhook starts with. */
const START = 3;

function drawStatus(rule) {
  const [on, off] = rule.status.enum;
  const value = el("input", { type: "hidden", name: "status", value: on });
  const box = el("input", {
    type: "checkbox",
    role: "switch",
    id: "status",
    "aria-describedby": "status-help",
  });
  box.addEventListener("change", () => {
    value.value = box.checked ? on : off;
    changed(value);
  });
  return {
    element: el(
      "div",
      { class: "switch" },
      value,
      box,
      el(
        "div",
        {},
        el("label", { for: "status" }, t("label.active")),
        el("p", { class: "help", id: "status-help" }, t("help.status")),
      ),
      notes("status"),
    ),
    set(status) {
      value.value = status ?? on;
      box.checked = value.value === on;
    },
  };
}

function drawRetries({ minimum, maximum }) {
  const choices = el("div", { class: "segments" });
  const add = (value) =>
    choices.append(
      el(
        "label",
        {},
        el("input", { type: "radio", name: "max_retries", value }),
        el("span", {}, String(value)),
      ),
    );
  for (let value = minimum; value <= maximum; value += 1) add(value);
  const radios = () => [...choices.querySelectorAll("input")];
  radios()[0].id = "max_retries";
  return {
    element: el(
      "div",
      {
        class: "field",
        role: "radiogroup",
        "aria-labelledby": "max_retries-label",
        "aria-required": "true",
      },
      el(
        "div",
        { class: "labels" },
        el(
          "span",
          { class: "label", id: "max_retries-label" },
          t("label.max_retries"),
          requiredMark(),
        ),
      ),
      choices,
      notes("max_retries"),
    ),
    set(value = START) {
      // A device or a file may have a number that the rules do not allow.
      if (!radios().some((radio) => radio.value === String(value))) add(value);
      for (const radio of radios()) radio.checked = radio.value === String(value);
    },
  };
}

export function drawDelivery(rule) {
  const status = drawStatus(rule);
  const retries = drawRetries(rule.max_retries);
  const timeout = el("input", {
    id: "timeout",
    name: "timeout",
    type: "text",
    dir: "ltr",
    inputmode: "numeric",
    autocomplete: "off",
    "aria-describedby": "timeout-help",
  });
  const { minimum: min, maximum: max } = rule.timeout;
  const waiting = el("p", { class: "well", role: "status" });
  return {
    element: section("delivery", [
      status.element,
      el(
        "div",
        { class: "columns" },
        field(
          "timeout",
          { hint: "hint.optional" },
          el("div", { class: "box" }, timeout, el("span", { class: "unit" }, t("unit.ms"))),
          el("p", { class: "help", id: "timeout-help" }, t("help.timeout", { min, max })),
        ),
        retries.element,
      ),
      waiting,
    ]),
    set(webhook) {
      status.set(webhook.status);
      timeout.value = webhook.timeout ?? "";
      retries.set(webhook.max_retries);
    },
    /** Shows how long all attempts may take, of the members that are valid. */
    show({ max_retries: count, timeout: ms }) {
      const attempts = count === undefined ? undefined : 1 + count;
      const key = ms ? "delivery.seconds" : "delivery.attempts";
      // Contract: the timeout holds for connecting, for writing and for reading.
      write(
        waiting,
        attempts && t(key, { count: attempts, seconds: ms && (attempts * 3 * ms) / 1000 }),
      );
      waiting.hidden = !attempts;
    },
  };
}
