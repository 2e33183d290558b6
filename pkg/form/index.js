// Binds a native <form> to the rules. It imports no guard: that is an argument, so that a page loads
// one module, from the entry of its choice.
//
//   input, submit, reset, changes of the DOM
//        │
//     readForm ──> validateWebhook ──> findings, each with its control ──> display
//        (read.js)      (the guard)        (headers.js, messages.js)        (display.js)

import { createDisplay, FORM, labelOf } from "./display.js";
import { createHeaderLocator } from "./headers.js";
import { ENGLISH, findingText, responseText, translate } from "./messages.js";
import { readForm } from "./read.js";

const forms = new WeakSet();

export function bindWebhookForm(form, guard, { messages, extraEventTypes } = {}) {
  if (form?.localName !== "form") throw new TypeError("form must be a <form> element.");
  if (typeof guard?.validateWebhook !== "function") {
    throw new TypeError('guard must be the package: import * as guard from "webhook-guard".');
  }
  if (forms.has(form)) throw new TypeError("form is already bound. Call its unbind() first.");
  forms.add(form);

  let catalogue = { ...ENGLISH, ...messages };
  let current = readForm(form);
  let loading = true;
  let loaded = false;
  let verdict;
  let placed = [];
  let response;
  let all = false;
  let touched = new WeakSet();
  const rejected = new Set();
  const display = createDisplay(form);
  const headerControls = createHeaderLocator(guard);
  const unbinding = new AbortController();
  const { signal } = unbinding;
  // The browser would cover our message with its own bubble, so this binding stops a submit
  // itself. A form that has novalidate is never stopped.
  const { noValidate } = form;
  form.noValidate = true;

  /** The controls of a subject: a field's name, a control, or the form. */
  const controlsOf = (subject) =>
    typeof subject === "string" ? (current.fields[subject] ?? []) : [subject];

  /** What a path concerns: a control, a field's name, or the form. */
  function subjectOf([name, inside], nextHeaderControl) {
    const controls = current.fields[name] ?? [];
    if (controls.length === 0) {
      const supplied = name && form.querySelector(`[data-error-for="${CSS.escape(name)}"]`);
      return supplied ? name : FORM;
    }
    if (inside === undefined || controls.length === 1) return name;
    if (name === "headers") return nextHeaderControl() ?? name;
    return current.events[inside]?.control ?? name;
  }

  function check() {
    verdict = guard.validateWebhook(current.text, { extraEventTypes });
    const headers = headerControls(current, verdict);
    const labels = new Map();
    const label = (name) => {
      if (!labels.has(name)) labels.set(name, labelOf(form, current.fields[name] ?? []));
      return labels.get(name);
    };
    placed = [
      ...verdict.errors.map((issue) => [issue, "error", headers.errors]),
      ...verdict.warnings.map((warning) => [warning, "warning", headers.warnings]),
    ].map(([finding, severity, controls]) => {
      const subject = subjectOf(finding.path, () => controls.shift());
      const text = findingText(catalogue, finding, label(finding.path[0]));
      return { subject, finding: { ...finding, severity, text, control: controlsOf(subject)[0] } };
    });
  }

  /** Whether a control was touched, with its row or its field. */
  const isTouched = (control) =>
    (
      current.rowOf.get(control)?.controls ??
      current.fields[current.fieldOf.get(control)] ??
      []
    ).some((it) => touched.has(it));
  const isShown = (subject) => all || controlsOf(subject).some(isTouched);

  function render() {
    const shown = new Map();
    const invalid = new Set();
    const add = (subject, severity, text) => {
      if (!shown.has(subject)) shown.set(subject, []);
      shown.get(subject).push({ severity, text });
      if (severity === "error") for (const control of controlsOf(subject)) invalid.add(control);
    };
    for (const control of rejected) control.setCustomValidity("");
    rejected.clear();
    for (const { subject, finding } of placed) {
      const { severity, text, control } = finding;
      const warning = severity === "warning";
      // The user cannot act on a warning about a field that the form does not have.
      if (warning && subject === FORM) continue;
      if (!warning && control?.setCustomValidity && !rejected.has(control)) {
        control.setCustomValidity(text);
        rejected.add(control);
      }
      if (!isShown(subject)) continue;
      add(subject, severity, warning ? translate(catalogue, ["warning"], { message: text }) : text);
    }
    // The device may decide otherwise next time: its response marks a field and stops no submit.
    if (response) add(subjectOf(response.path), "error", responseText(catalogue, response));

    const touchedFields = new Map();
    const isMarked = (control, name) => {
      if (all || invalid.has(control)) return true;
      if (current.rowOf.has(control)) return isTouched(control);
      if (!touchedFields.has(name)) touchedFields.set(name, isShown(name));
      return touchedFields.get(name);
    };
    const marks = [...current.fieldOf]
      .filter(([control, name]) => isMarked(control, name))
      .map(([control]) => [control, invalid.has(control)]);
    display.show(shown, marks, controlsOf);
  }

  function update() {
    if (signal.aborted) return undefined;
    current = readForm(form);
    if (response && response.about(current) !== response.text) response = undefined;
    if (loaded) check();
    render();
    if (loaded) {
      form.dispatchEvent(new CustomEvent("webhookverdict", { bubbles: true, detail: { verdict } }));
    }
    return verdict;
  }

  /** The first control in the form's order that an error concerns. */
  function firstInvalid() {
    const errors = placed.filter(({ finding }) => finding.severity === "error");
    const controls = new Set(errors.map(({ finding }) => finding.control));
    return Array.from(form.elements).find((control) => controls.has(control));
  }

  const observer = new MutationObserver(() => {
    const { fieldOf, text } = readForm(form);
    const [before, now] = [[...current.fieldOf.keys()], [...fieldOf.keys()]];
    const same = now.length === before.length && now.every((control, at) => control === before[at]);
    if (!same || text !== current.text) update();
  });
  observer.observe(form, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["name", "disabled"],
  });

  const listen = (target, type, listener, capture = false) =>
    target.addEventListener(type, listener, { capture, signal });

  const changed = ({ target }) => {
    if (!form.contains(target) && target.form !== form) return;
    touched.add(target);
    // An event on a row or a group, after code has filled it in, touches the controls inside.
    if (target !== form)
      for (const inside of target.querySelectorAll("[name]")) touched.add(inside);
    update();
  };
  // A control may belong to a form that it is not inside of.
  listen(form.getRootNode(), "input", changed);
  listen(form.getRootNode(), "change", changed);

  // Fired by checkValidity() and reportValidity().
  const onInvalid = (event) => {
    if (rejected.has(event.target)) event.preventDefault();
    if (all) return;
    all = true;
    update();
  };
  listen(form, "invalid", onInvalid, true);

  let waiting = false;
  const onSubmit = (event) => {
    const { submitter } = event;
    const stops = !noValidate && !submitter?.formNoValidate;
    const stop = () => {
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    if (loading && stops) {
      stop();
      if (waiting) return;
      waiting = true;
      const release = () => {
        waiting = false;
        if (!signal.aborted) form.requestSubmit(submitter);
      };
      ready.then(release, release);
      return;
    }
    all = true;
    response = undefined;
    update();
    if (!stops || form.reportValidity()) return;
    stop();
    // The browser focuses the first control that it finds invalid itself; ours may come before it.
    const ours = firstInvalid();
    if (form.querySelector(":invalid:not(fieldset)") === ours || !form.contains(ours))
      ours?.focus();
  };
  // Before the page's own listeners, which may send the webhook.
  listen(form, "submit", onSubmit, true);

  listen(form, "reset", (event) => {
    // The controls have their first values again only after the event.
    setTimeout(() => {
      if (signal.aborted || event.defaultPrevented) return;
      all = false;
      response = undefined;
      touched = new WeakSet();
      update();
    });
  });

  async function load() {
    try {
      await guard.init?.();
      loaded = !signal.aborted;
    } finally {
      loading = false;
    }
    if (loaded) update();
  }
  const ready = load();

  return {
    ready,
    get verdict() {
      return verdict;
    },
    get findings() {
      return placed.map(({ finding }) => finding);
    },
    value: () => readForm(form).text,
    check: update,
    report() {
      all = true;
      update();
      firstInvalid()?.focus();
      return verdict;
    },
    showResponse(parsed) {
      if (signal.aborted) return;
      current = readForm(form);
      const [name] = parsed.path ?? [];
      const about = ({ members, text }) => (name === undefined ? text : members[name]);
      response = parsed.ok ? undefined : { ...parsed, about, text: about(current) };
      update();
      if (response) controlsOf(subjectOf(response.path))[0]?.focus();
    },
    setMessages(messages) {
      catalogue = { ...ENGLISH, ...messages };
      update();
    },
    unbind() {
      unbinding.abort();
      observer.disconnect();
      forms.delete(form);
      form.noValidate = noValidate;
      loaded = false;
      verdict = undefined;
      placed = [];
      response = undefined;
      all = false;
      touched = new WeakSet();
      render();
    },
  };
}
