// Draws the page and keeps it true: every verdict on the form is shown everywhere it matters.

import * as guard from "/pkg/entry/default.js";
import { bindWebhookForm } from "/pkg/form.js";
import { drawCheck } from "./check.js";
import { count, el } from "./dom.js";
import { drawField } from "./fields.js";
import { drawPreview } from "./preview.js";
import { answer } from "./verdict.js";

await guard.init();
const rules = guard.webhookRules();
const labels = Object.fromEntries(rules.fields.map(({ name, label }) => [name, label]));
const preview = drawPreview(rules);

let tried = false;

const left = el("p", { class: "left", role: "status" });
const answered = el("div");
const problems = el("ul");
const summary = el(
  "div",
  { class: "summary", role: "group", "aria-labelledby": "summary", tabindex: -1, hidden: true },
  el("h3", { id: "summary" }, "What the device would refuse"),
  problems,
);

function problem({ path: [name, ...inside], text, control }) {
  if (!control) return el("li", {}, text);
  const place = [labels[name], ...inside].join(", ");
  return el("li", {}, el("a", { href: `#${control.id}` }, `${place}: ${text}`));
}

function show() {
  const { verdict } = bound;
  const errors = bound.findings.filter(({ severity }) => severity === "error");
  problems.replaceChildren(...errors.map(problem));
  summary.hidden = !tried || verdict.valid;
  answered.replaceChildren(answer(verdict));
  preview.show(bound.value());

  const said = verdict.valid
    ? `No problems left, ${count(verdict.warnings.length, "warning")}`
    : `${count(errors.length, "problem")} left`;
  if (left.textContent !== said) left.textContent = said;
}

const form = el(
  "form",
  {
    novalidate: true,
    autocomplete: "off",
    webhookverdict: show,
    submit: (event) => {
      event.preventDefault();
      tried = true;
      show();
      (bound.verdict.valid ? preview.title : summary).focus();
    },
  },
  summary,
  ...rules.fields.map((rule) => drawField(rule, rules)),
  el("div", { class: "submit" }, el("button", { class: "primary" }, "Check the webhook"), left),
);
const bound = bindWebhookForm(form, guard);

const work = el(
  "div",
  { class: "work" },
  el(
    "section",
    { class: "card", "aria-labelledby": "webhook" },
    el("h2", { id: "webhook" }, "The webhook"),
    form,
  ),
  el(
    "div",
    { class: "aside" },
    el(
      "section",
      { class: "card", "aria-labelledby": "answer" },
      el("h2", { id: "answer" }, "The device's answer"),
      answered,
    ),
    preview.element,
  ),
);
document.querySelector("main").replaceChildren(work, drawCheck());
await bound.ready;
