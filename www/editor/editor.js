// Creates or edits a webhook. The form is the state of this view: webhook-guard/form reads it and
// checks it after every change, and `render` shows what follows from that.

import { rules } from "/pkg/dist/rules.js";
import { bindWebhookForm } from "/pkg/form/index.js";
import { guard } from "../device/guard.js";
import { failureText } from "../device/requests.js";
import { extraEventTypes as extraOf } from "../device/webhook.js";
import { backLink } from "../header.js";
import { confirmed } from "../lib/dialog.js";
import { el } from "../lib/dom.js";
import { messages, t } from "../lib/language.js";
import { drawAdvanced } from "./advanced.js";
import { drawBar, errorState } from "./bar.js";
import { drawDestination } from "./destination.js";
import { drawEvents } from "./events.js";
import { errorsInOrder, fieldsOf } from "./findings.js";
import { drawHead } from "./head.js";
import { drawNotice } from "./notice.js";
import { parseWebhook } from "./paste.js";
import { createSaver } from "./save.js";
import { drawSecret } from "./secret.js";

const RULE = Object.fromEntries(rules.fields.map((rule) => [rule.name, rule]));

/**
 * Draws the editor of `webhook`, which the device has if there is a `uid`. `notice` and `ignored`
 * describe its origin; `invalid` shows its errors immediately. `done(uid, webhook, created)` is called once
 * it is saved, `leave()` to go back, `openWebhook(uid)` to go to another one.
 */
export function createEditor(
  { uid, webhook = {}, imported, ignored, notice, invalid },
  { done, leave, openWebhook },
) {
  // The device knows the event types of its own webhooks (D8).
  const extraEventTypes = uid ? extraOf(webhook) : [];
  const save = createSaver(extraEventTypes);
  let base = webhook;
  let tried = false;
  let saving = false;
  let failure;

  const destination = drawDestination(RULE, paste);
  const events = drawEvents(extraEventTypes);
  const secret = drawSecret();
  const advanced = drawAdvanced(RULE);
  const bar = drawBar({ cancel: leave, focusField });
  const note = drawNotice();
  const head = drawHead(Boolean(uid));
  const form = el(
    "form",
    {
      method: "post",
      novalidate: true,
      autocomplete: "off",
      webhookverdict: render,
      submit,
      input: () => {
        failure = undefined;
      },
      keydown: (event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        form.requestSubmit();
      },
    },
    note.element,
    el(
      "div",
      { class: "card" },
      destination.element,
      events.element,
      secret.element,
      advanced.element,
    ),
    el("p", { class: "message error", role: "alert", "data-error-for": "form" }),
    bar.element,
  );

  function fill(values, isStored) {
    destination.set(values);
    events.set(values);
    secret.set(values, isStored);
    advanced.set(values);
  }

  /** Fills in a pasted webhook or command; returns whether it was one. */
  function paste(text) {
    const parsed = parseWebhook(text);
    if (!parsed) return false;
    fill({ ...JSON.parse(bound.value()), ...parsed.webhook });
    note.show({ text: t("paste.done"), ignored: parsed.ignored });
    form.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  }

  const findings = () => errorsInOrder(bound.findings);
  const request = (text) => ({
    ...(uid ? { operation: "update", uid } : { operation: "create" }),
    webhook: text,
    extraEventTypes,
  });
  const isDirty = (text = bound.value()) => text !== saved;

  /** Shows a control that may be hidden, and moves the focus to it. */
  function focusControl(control, name) {
    advanced.reveal(control);
    events.reveal(control);
    const row = control?.closest(".unknown li");
    const target = name === "event_types" && !row ? events.target : (row ?? control);
    (target?.type === "hidden" ? document.getElementById(name) : target)?.focus();
  }
  function focusField(name) {
    const finding = findings().find(({ path }) => path[0] === name);
    focusControl(finding?.control ?? form.querySelector(`[name="${name}"]`), name);
  }

  function barState(text) {
    if (saving) return { tone: "neutral", phrase: t("edit.saving"), saving };
    if (failure) return failure;
    const errors = findings();
    if (tried && errors.length) return errorState(errors);
    if (!bound.verdict) return { tone: "neutral", phrase: t("edit.loading") };
    const stored = isDirty(text) ? "edit.unsaved" : "edit.unchanged";
    return { tone: "neutral", phrase: t(uid ? stored : "edit.notsaved") };
  }

  function render() {
    // Read once: a form may have a thousand rows of headers.
    const text = bound.value();
    bar.show(barState(text));
    if (!bound.verdict) return;
    const values = JSON.parse(text);
    const wrong = new Set(fieldsOf(findings()));
    const validUrl = (url) =>
      !guard.validateWebhook({ url }).errors.some(({ path }) => path[0] === "url");
    destination.showFix(
      findings().find(({ path }) => path[0] === "url"),
      validUrl,
    );
    events.showSuggestions(bound.findings);
    const right = Object.fromEntries(Object.entries(values).filter(([name]) => !wrong.has(name)));
    advanced.show(right, wrong, bound.verdict.valid ? request(text) : undefined);
    head.showStatus(values.status);
  }

  function fail({ tone = "error", ...rest }) {
    failure = { tone, ...rest };
  }

  async function submit(event) {
    event.preventDefault();
    if (saving) return;
    saving = true;
    failure = undefined;
    bar.show(barState());
    await bound.ready;
    if (!form.isConnected) return;
    destination.trim();
    bound.check();
    tried = true;
    if (!bound.verdict.valid) return showErrors(bound.check);
    try {
      await settle(await save(bound.value(), { uid, base }));
    } finally {
      saving = false;
      if (form.isConnected) render();
    }
  }

  /** Handles the result of a save. */
  async function settle({ saved: savedUid, failed, existing, own, gone, theirs, ...result }) {
    if (savedUid !== undefined) {
      markSaved();
      done(savedUid ?? uid, result.webhook, !uid);
    } else if (theirs) {
      base = theirs;
      fill(theirs, true);
      bound.check();
      markSaved();
      if (result.invalid) {
        fill(result.invalid);
        showErrors();
      }
    } else if (gone) {
      fail({ phrase: t("edit.gone"), action: { label: t("edit.saveasnew"), run: saveAsNew } });
    } else if (failed) {
      const action = existing && { label: t("edit.openexisting"), run: () => goTo(existing, own) };
      if (failed.kind === "conflict" && own && existing)
        fail({ phrase: t("edit.savedbefore"), action });
      else if (failed.path.length) {
        fail({ phrase: t("edit.attention", { count: 1 }), fields: [failed.path[0]], action });
        saving = false;
        bound.showResponse(failed);
        focusField(failed.path[0]);
      } else fail({ phrase: failureText(failed) });
    }
  }

  /** Shows all errors, and moves to the first. */
  function showErrors(check = bound.report) {
    tried = true;
    saving = false;
    check();
    render();
    const [first] = findings();
    if (first) focusControl(first.control, first.path[0]);
  }

  function saveAsNew() {
    uid = undefined;
    head.showNew();
    form.requestSubmit();
  }

  function goTo(other, own) {
    if (own) markSaved();
    openWebhook(other);
  }

  function markSaved() {
    saved = bound.value();
    tried = false;
  }

  fill(webhook, Boolean(uid));
  const bound = bindWebhookForm(form, guard, { messages: messages(), extraEventTypes });
  // A copy or an imported webhook is lost if it is not saved.
  let saved = imported || notice ? undefined : bound.value();
  note.show({ text: notice?.text, ignored });
  bar.show(barState());
  bound.ready.then(() => {
    if (notice?.response) settle({ failed: notice.response });
    if (invalid || (imported && !bound.verdict?.valid)) showErrors();
    else render();
  });

  return {
    element: el(
      "section",
      { class: "editor", "aria-labelledby": head.title.id },
      backLink(leave),
      head.element,
      form,
    ),
    /** Where the focus goes: a new webhook starts with its URL, any other with its title. */
    start: uid || notice ? head.title : destination.start,
    mayLeave: () => !isDirty() || confirmed("discard", {}, "discard.keep"),
    isDirty,
    translate() {
      events.translate();
      bound.setMessages(messages());
    },
    close: () => bound.unbind(),
  };
}
