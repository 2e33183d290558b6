// Draws the page and keeps it true: every change is judged, then shown everywhere it matters.

import { init, validateWebhook, webhookRules } from "/pkg/entry/default.js";
import { drawCheck } from "./check.js";
import { count, el } from "./dom.js";
import { drawField } from "./fields.js";
import { NOTHING } from "./frame.js";
import { drawPreview } from "./preview.js";
import { answer } from "./verdict.js";

await init();
const rules = webhookRules();
const fields = rules.fields.map((rule) => drawField(rule, rules));
const preview = drawPreview(rules);

const touched = new Set();
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

/** Written by hand, so that numbers and headers reach the rules as they were typed. */
function bodyText() {
  const members = fields
    .map(({ rule, json }) => [JSON.stringify(rule.name), json()])
    .filter(([, json]) => json !== undefined);
  return `{${members.map((member) => member.join(":")).join(",")}}`;
}

function problem({ path, message }) {
  const field = fields.find(({ rule }) => rule.name === path[0]);
  if (!field) return el("li", {}, message);
  const place = [field.rule.label, ...path.slice(1)].join(", ");
  const link = { href: `#${field.target(path).id}` };
  return el("li", {}, el("a", link, `${place}: ${message}`));
}

function judge() {
  const text = bodyText();
  const verdict = validateWebhook(text);
  const { errors, warnings } = verdict;
  for (const field of fields) {
    const own = ({ path }) => path[0] === field.rule.name;
    const seen = tried || touched.has(field);
    const findings = { errors: errors.filter(own), warnings: warnings.filter(own) };
    field.show(seen ? findings : NOTHING, tried);
  }
  problems.replaceChildren(...errors.map(problem));
  summary.hidden = !tried || verdict.valid;
  answered.replaceChildren(answer(verdict));
  preview.show(text);

  const said = verdict.valid
    ? `No problems left, ${count(warnings.length, "warning")}`
    : `${count(errors.length, "problem")} left`;
  if (left.textContent !== said) left.textContent = said;
  return verdict;
}

const form = el(
  "form",
  {
    novalidate: true,
    autocomplete: "off",
    input: ({ target }) => {
      touched.add(fields.find(({ element }) => element.contains(target)));
      judge();
    },
    submit: (event) => {
      event.preventDefault();
      tried = true;
      (judge().valid ? preview.title : summary).focus();
    },
  },
  summary,
  ...fields.map(({ element }) => element),
  el("div", { class: "submit" }, el("button", { class: "primary" }, "Check the webhook"), left),
);

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
judge();
