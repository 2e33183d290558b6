// Creates or edits a webhook.

import { bindWebhookForm } from "/pkg/form.js";
import { ask } from "./api.js";
import { agreed } from "./dialog.js";
import { button, el } from "./dom.js";
import { drawField } from "./fields.js";
import { labelOf } from "./frame.js";
import { guard } from "./guard.js";
import { drawPreview } from "./preview.js";
import { currentCatalogue, say, tell } from "./words.js";

/**
 * Draws the editor of `webhook`: with a uid of one that the device has, else of a new one.
 * `done(key)` is called once it is saved, or without a key where it is left.
 */
export function drawEditor(rules, { uid, webhook = {}, imported = false }, done) {
  const known = new Set(rules.eventTypes.map(({ name }) => name));
  // What the device itself gave, it knows (D8).
  const extraEventTypes = uid
    ? [webhook.event_types].flat().filter((name) => typeof name === "string" && !known.has(name))
    : [];
  const fields = rules.fields.map((rule) => ({ rule, ...drawField(rule, rules) }));
  const preview = drawPreview(rules);

  let tried = false;
  let saving = false;

  const problems = el("ul");
  const summary = el(
    "div",
    { class: "summary", role: "group", "aria-labelledby": "summary", tabindex: -1, hidden: true },
    el("h3", { id: "summary" }, say("edit.summary")),
    problems,
  );
  const left = el("p", { class: "left", role: "status" });
  tell(left, "edit.loading");
  const unsaved = el("p", { class: "left" });
  const waiting = el("p", { class: "help", role: "status" });

  function problem({ path: [name, ...inside], text, control }) {
    if (!control) return el("li", {}, text);
    const { rule } = fields.find(({ rule }) => rule.name === name);
    const place = [labelOf(rule), ...inside].join(", ");
    return el("li", {}, el("a", { href: `#${control.id}` }, `${place}: ${text}`));
  }

  const request = (webhook) => ({
    ...(uid ? { operation: "update", uid } : { operation: "create" }),
    webhook,
    extraEventTypes,
  });

  function show() {
    const { verdict, findings } = bound;
    if (!verdict) return;
    const errors = findings.filter(({ severity }) => severity === "error");
    problems.replaceChildren(...errors.map(problem));
    summary.hidden = !tried || verdict.valid;
    preview.show(verdict.valid ? request(bound.value()) : undefined);
    if (verdict.valid) tell(left, "edit.none", { warnings: verdict.warnings.length });
    else tell(left, "edit.left", { count: errors.length });
    tell(unsaved, dirty() ? "edit.unsaved" : undefined);

    const wrong = new Set(errors.map(({ path: [name] }) => name));
    const { max_retries: retries, timeout } = JSON.parse(bound.value());
    const attempts = wrong.has("max_retries") ? undefined : 1 + retries;
    // A connection, a write and a read may each take the whole time.
    const seconds = wrong.has("timeout") || !timeout ? undefined : (attempts * 3 * timeout) / 1000;
    const key = seconds ? "retries.worst" : "retries.attempts";
    tell(waiting, attempts ? key : undefined, { attempts, seconds });
  }

  async function save(event) {
    event.preventDefault();
    if (saving) return;
    saving = true;
    tell(left, "edit.saving");
    try {
      await bound.ready;
      tried = true;
      show();
      if (!bound.verdict?.valid) {
        summary.focus();
        return;
      }
      tell(left, "edit.saving");
      const text = bound.value();
      const read = await ask(request(text));
      if (read.ok) {
        saved = text;
        done(uid ? "done.saved" : "done.created");
      } else bound.showAnswer(read);
    } finally {
      saving = false;
    }
  }

  const form = el(
    "form",
    { novalidate: true, autocomplete: "off", webhookverdict: show, submit: save },
    summary,
    ...fields.map(({ element }) => element),
    el("div", { class: "notes", "data-error-for": "form", role: "alert" }),
    el(
      "div",
      { class: "submit" },
      el("button", { class: "primary" }, say("edit.save")),
      button(say("edit.cancel"), async () => {
        if (!dirty() || (await agreed("discard", {}, "discard.keep"))) done();
      }),
      left,
      unsaved,
    ),
  );
  for (const { rule, element, set } of fields) {
    set(webhook[rule.name]);
    if (rule.name === "max_retries") element.append(waiting);
  }
  const options = { messages: currentCatalogue(), extraEventTypes };
  const bound = bindWebhookForm(form, guard, options);
  let saved = imported ? undefined : bound.value();
  const dirty = () => bound.value() !== saved;

  const title = uid ? say("edit.title", { uid }) : say("edit.new");
  return {
    element: el(
      "div",
      { class: "work" },
      el(
        "section",
        { class: "card", "aria-labelledby": "webhook" },
        el("h2", { id: "webhook", tabindex: -1 }, title),
        form,
      ),
      el("div", { class: "aside" }, preview.element),
    ),
    dirty,
    report: () => bound.report(),
    setMessages: (messages) => bound.setMessages(messages),
    close: () => bound.unbind(),
  };
}
