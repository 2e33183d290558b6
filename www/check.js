// Checks the raw text of a body: what no form would send, such as a member that stands twice.

import { validateWebhook } from "/pkg/entry/default.js";
import { count, el } from "./dom.js";
import { answer } from "./verdict.js";

const finding = (kind, word, { code, path, message }) =>
  el(
    "li",
    { class: kind },
    el("code", {}, `${code} ${JSON.stringify(path)}`),
    el("p", {}, `${word}: ${message}`),
  );

export function drawCheck() {
  const summary = el("p", { class: "left", role: "status" });
  const result = el("div");

  function check() {
    const verdict = validateWebhook(text.value);
    const { errors, warnings } = verdict;
    const counts = [count(errors.length, "problem"), count(warnings.length, "warning")];
    summary.textContent = counts.join(", ");
    result.replaceChildren(
      answer(verdict),
      el(
        "ul",
        {},
        ...errors.map((issue) => finding("error", "Problem", issue)),
        ...warnings.map((warning) => finding("warning", "Warning", warning)),
      ),
    );
  }

  const text = el("textarea", {
    id: "body",
    rows: 12,
    dir: "ltr",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    "aria-describedby": "body-help",
    input: check,
  });
  return el(
    "section",
    { class: "card check", "aria-labelledby": "check" },
    el("h2", { id: "check" }, "Check a JSON body"),
    el(
      "div",
      { class: "field" },
      el("label", { for: text.id }, "Body"),
      el("p", { class: "help", id: "body-help" }, "The raw text, as it would go over the wire."),
      text,
    ),
    el("div", { class: "result" }, summary, result),
  );
}
