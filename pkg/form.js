// Binds a native <form> to the rules. It imports nothing: the guard is handed in, so that a page
// loads one module, by whichever entry it chose.

/** The API's members by the JSON type of what is sent; what they may hold is the guard's matter. */
const TYPES = {
  url: "string",
  secret: "string",
  status: "string",
  timeout: "integer",
  headers: "string",
  description: "string",
  event_types: "array",
  max_retries: "integer",
};
const HEADER_PARTS = ["header_name", "header_value"];
/** What a form counts among its elements and nobody types into. */
const NO_FIELDS = new Set(["button", "fieldset", "image", "object", "output", "reset", "submit"]);

/** The subject of what is said of no field that the form has. */
const FORM = "form";
const GROUPS = "fieldset, [role=group], [role=radiogroup], table";
const ENGLISH = { warning: "Warning: {message}" };

// RFC 8259: a number is passed on as it was typed, however long, so that the guard judges it.
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

const json = (text) => JSON.stringify(text);
// By hand: an object would keep one of two same names, and put a name like 1 first.
const objectText = (members) => `{${members.map((member) => member.join(":")).join(",")}}`;
const headersText = (entries) => objectText(entries.map((entry) => entry.map(json)));

/** What a control holds: nothing, a text, or the chosen options of a list. */
function texts(control) {
  if (control.matches(":disabled")) return [];
  if (control.type === "checkbox" || control.type === "radio") {
    return control.checked ? [control.value] : [];
  }
  if (control.type === "select-multiple") {
    return Array.from(control.selectedOptions, ({ value }) => value);
  }
  // A number field hides what is no number; to send nothing for it would hide it twice.
  if (control.validity?.badInput) return ["?"];
  return control.value ? [control.value] : [];
}

/** What stands in a form: controls by field, header rows, chosen event types, and the body's text. */
function read(form) {
  const named = Object.fromEntries([...Object.keys(TYPES), ...HEADER_PARTS].map((it) => [it, []]));
  for (const control of form.elements) {
    const name = control.getAttribute("name");
    if (Object.hasOwn(named, name) && !NO_FIELDS.has(control.type)) named[name].push(control);
  }
  const first = (name) => named[name].flatMap(texts)[0];

  const [names, values] = HEADER_PARTS.map((part) => named[part]);
  const rows = Array.from({ length: Math.max(names.length, values.length) }, (_, index) => {
    const controls = [names[index], values[index]];
    return { controls, entry: controls.map((control) => (control && texts(control)[0]) ?? "") };
  });
  const filled = rows.filter(({ entry }) => entry.some((part) => part !== ""));
  const events = named.event_types.flatMap((control) => {
    return texts(control).map((text) => ({ control, text }));
  });

  function memberJson(name, type) {
    if (type === "array") {
      return named[name].length > 0 ? JSON.stringify(events.map(({ text }) => text)) : undefined;
    }
    if (name === "headers" && filled.length > 0) {
      return json(headersText(filled.map(({ entry }) => entry)));
    }
    const text = first(name);
    return type === "integer" && NUMBER.test(text?.trim()) ? text.trim() : json(text);
  }
  const members = Object.fromEntries(
    Object.entries(TYPES)
      .map(([name, type]) => [name, memberJson(name, type)])
      .filter(([, value]) => value !== undefined),
  );
  const text = objectText(Object.entries(members).map(([name, value]) => [json(name), value]));

  const fields = Object.fromEntries(Object.keys(TYPES).map((name) => [name, named[name]]));
  fields.headers = [...named.headers, ...names, ...values];
  return { fields, rows, filled, events, members, text };
}

/** The first of `keys` that the catalogue has, with `values` put in; undefined where it has none. */
function translate(catalogue, keys, values) {
  const entry = keys.map((key) => catalogue[key]).find((entry) => entry !== undefined);
  if (typeof entry === "function") return entry(values);
  return entry?.replace(/\{(\w+)\}/g, (_, name) => {
    return catalogue[`${name}.${values[name]}`] ?? String(values[name]);
  });
}

function findingText(catalogue, { code, path, params, message }) {
  const values = { field: path[0], ...params };
  const text = translate(catalogue, [`${code}.${params.reason ?? path[0]}`, code], values);
  if (text === undefined) return message;
  if (params.suggestion === undefined) return text;
  return [text, translate(catalogue, ["suggestion"], values)].filter(Boolean).join(" ");
}

const answerText = (catalogue, { kind, error }) =>
  translate(catalogue, [`answer.${kind}`], { error }) ?? error;

/** The nearest element around all of `controls` that groups them. */
function groupOf(form, controls) {
  let group = controls[0].closest(GROUPS);
  while (group && !controls.every((control) => group.contains(control))) {
    group = group.parentElement?.closest(GROUPS);
  }
  return group && group !== form && form.contains(group) ? group : undefined;
}

/** Puts a new box where what is said of `controls` belongs. */
function place(box, form, controls, group) {
  const legend = group?.querySelector(":scope > legend");
  const last = controls.at(-1);
  if (legend) legend.after(box);
  else if (group?.localName === "table") group.before(box);
  else if (group) group.prepend(box);
  // Within its label it would become part of the control's name.
  else if (last) (last.closest("label") ?? last).after(box);
  else form.append(box);
}

const put = (element, name, value) =>
  value === null ? element.removeAttribute(name) : element.setAttribute(name, value);

/** Attributes set for a while: what `show` is not given anew stands again as the page had it. */
function attributeKeeper() {
  const originals = new Map();
  const original = (element, name) => {
    const kept = originals.get(element);
    return kept?.has(name) ? kept.get(name) : element.getAttribute(name);
  };
  function show(wanted) {
    for (const [element, kept] of originals) {
      for (const [name, value] of kept) {
        if (wanted.get(element)?.has(name)) continue;
        put(element, name, value);
        kept.delete(name);
      }
      if (kept.size === 0) originals.delete(element);
    }
    for (const [element, attributes] of wanted) {
      const kept = originals.get(element) ?? new Map();
      originals.set(element, kept);
      for (const [name, value] of attributes) {
        const now = element.getAttribute(name);
        if (!kept.has(name)) kept.set(name, now);
        if (now !== value) put(element, name, value);
      }
    }
  }
  return { original, show };
}

const forms = new WeakSet();
let boxCount = 0;

export function bindWebhookForm(form, guard, { messages, extraEventTypes } = {}) {
  if (form?.localName !== "form") throw new TypeError("form must be a <form> element.");
  if (typeof guard?.validateWebhook !== "function") {
    throw new TypeError('guard must be the package: import * as guard from "webhook-guard".');
  }
  if (forms.has(form)) throw new TypeError("form is bound already: unbind it first.");
  forms.add(form);

  let catalogue = { ...ENGLISH, ...messages };
  let current = read(form);
  let loading = true;
  let loaded = false;
  let verdict;
  let placed = [];
  let answer;
  let all = false;
  let touched = new WeakSet();
  const boxes = new Map();
  const refused = new Set();
  const attributes = attributeKeeper();
  const unbinding = new AbortController();
  const { signal } = unbinding;

  const supplied = (key) => key && form.querySelector(`[data-error-for="${CSS.escape(key)}"]`);

  /** The controls that a field or a control, as the subject of a message, stands for. */
  const controlsOf = (subject) =>
    typeof subject === "string" ? (current.fields[subject] ?? []) : [subject];

  /** What a path speaks of: a control, a field's name, or the form. */
  function subjectOf([name, inside], nextHeaderControl) {
    const controls = current.fields[name] ?? [];
    if (controls.length === 0) return supplied(name) ? name : FORM;
    if (inside === undefined || controls.length === 1) return name;
    if (name === "headers") return nextHeaderControl() ?? name;
    return current.events[inside]?.control ?? name;
  }

  /** The controls of the header rows that errors and warnings speak of, in their order. */
  function headerControls() {
    const ofEntry = ({ path }) => path[0] === "headers" && path.length > 1;
    const count = (entries) => {
      const text = objectText([[json("headers"), json(headersText(entries))]]);
      const { errors, warnings } = guard.validateWebhook(text);
      return { errors: errors.filter(ofEntry).length, warnings: warnings.filter(ofEntry).length };
    };
    const controls = { errors: [], warnings: [] };
    let before = { errors: 0, warnings: 0 };
    // A path names a header, not a row. But findings stand in the order of the text (contract §2),
    // so what a name or a value adds to those of the text before it is its own.
    current.filled.forEach((row, index) => {
      const rest = current.filled.slice(0, index).map(({ entry }) => entry);
      for (const [part, entry] of [[row.entry[0], ""], row.entry].entries()) {
        const after = count([...rest, entry]);
        const control = row.controls[part] ?? row.controls[1 - part];
        for (const [kind, list] of Object.entries(controls)) {
          for (let found = before[kind]; found < after[kind]; found += 1) list.push(control);
        }
        before = after;
      }
    });
    return controls;
  }

  function judge() {
    verdict = guard.validateWebhook(current.text, { extraEventTypes });
    const headers = headerControls();
    placed = [
      ...verdict.errors.map((issue) => [issue, "error", headers.errors]),
      ...verdict.warnings.map((warning) => [warning, "warning", headers.warnings]),
    ].map(([finding, severity, controls]) => {
      const subject = subjectOf(finding.path, () => controls.shift());
      const text = findingText(catalogue, finding);
      return { subject, finding: { ...finding, severity, text, control: controlsOf(subject)[0] } };
    });
  }

  /** Whether a subject was touched, with its row or its field. */
  function seen(subject) {
    if (all) return true;
    const row = current.rows.find(({ controls }) => controls.includes(subject));
    const field = Object.values(current.fields).find((controls) => controls.includes(subject));
    return (row?.controls ?? field ?? controlsOf(subject)).some((it) => touched.has(it));
  }

  function draw(subject, group, said) {
    const key = typeof subject === "string" ? subject : subject.id;
    let box = boxes.get(subject);
    if (!box || !form.contains(box.element)) {
      const own = supplied(key);
      const element = own || form.ownerDocument.createElement("ul");
      box = { element, own: own && [...own.childNodes] };
      boxes.set(subject, box);
      boxCount += 1;
      box.id = element.id || `webhook-message-${boxCount}`;
      if (!own) {
        element.className = "webhook-messages";
        if (subject === FORM) element.setAttribute("role", "alert");
        place(element, form, controlsOf(subject), group);
      }
    }
    // What stands there already is left alone: a screen reader would say it again.
    const drawn = JSON.stringify(said);
    if (box.drawn === drawn) return box;
    box.drawn = drawn;
    const tag = box.element.matches("ul, ol") ? "li" : "span";
    const items = said.map(({ severity, text }) => {
      const item = form.ownerDocument.createElement(tag);
      item.className = severity;
      item.textContent = text;
      return item;
    });
    box.element.replaceChildren(...items);
    return box;
  }

  function render() {
    const said = new Map();
    const invalid = new Set();
    const say = (subject, severity, text) => {
      said.set(subject, [...(said.get(subject) ?? []), { severity, text }]);
      if (severity === "error") for (const control of controlsOf(subject)) invalid.add(control);
    };
    for (const control of refused) control.setCustomValidity("");
    refused.clear();
    for (const { subject, finding } of placed) {
      const { severity, text, control } = finding;
      const warning = severity === "warning";
      if (!warning && control?.setCustomValidity && !refused.has(control)) {
        control.setCustomValidity(text);
        refused.add(control);
      }
      if (!seen(subject)) continue;
      say(subject, severity, warning ? translate(catalogue, ["warning"], { message: text }) : text);
    }
    // The device may change its mind: its answer marks a field and keeps nobody from submitting.
    if (answer) say(subjectOf(answer.path), "error", answerText(catalogue, answer));

    const wanted = new Map();
    const want = (element, name, value) =>
      wanted.set(element, (wanted.get(element) ?? new Map()).set(name, value));
    for (const [subject, messages] of said) {
      const controls = controlsOf(subject);
      const group = controls.length > 1 ? groupOf(form, controls) : undefined;
      const { element, id } = draw(subject, group, messages);
      want(element, "id", id);
      want(element, "hidden", null);
      for (const described of group ? [group] : controls) {
        const name = "aria-describedby";
        const others = wanted.get(described)?.get(name) ?? attributes.original(described, name);
        want(described, name, others ? `${others} ${id}` : id);
      }
    }
    for (const control of Object.values(current.fields).flat()) {
      // A radio button is never invalid, its group is.
      const marked = control.type === "radio" ? control.closest("[role=radiogroup]") : control;
      if (marked && (invalid.has(control) || seen(control))) {
        want(marked, "aria-invalid", String(invalid.has(control)));
      }
    }
    attributes.show(wanted);
    for (const [subject, { element, own }] of boxes) {
      if (said.has(subject)) continue;
      if (own) element.replaceChildren(...own);
      else element.remove();
      boxes.delete(subject);
    }
  }

  function update() {
    if (signal.aborted) return undefined;
    current = read(form);
    if (answer && answer.about(current) !== answer.text) answer = undefined;
    if (loaded) judge();
    render();
    if (loaded) {
      form.dispatchEvent(new CustomEvent("webhookverdict", { bubbles: true, detail: { verdict } }));
    }
    return verdict;
  }

  const observer = new MutationObserver(() => {
    const { fields, text } = read(form);
    const before = Object.values(current.fields).flat();
    const now = Object.values(fields).flat();
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
    update();
  };
  // A control may belong to a form that it does not stand in.
  listen(form.getRootNode(), "input", changed);
  listen(form.getRootNode(), "change", changed);

  // The browser's own check before a submit, or checkValidity().
  const refuse = () => {
    if (all) return;
    all = true;
    update();
  };
  listen(form, "invalid", refuse, true);

  let held = false;
  const submit = (event) => {
    const { submitter } = event;
    if (loading && !form.noValidate && !submitter?.formNoValidate) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (held) return;
      held = true;
      const release = () => signal.aborted || form.requestSubmit(submitter);
      ready.then(release, release);
      return;
    }
    all = true;
    answer = undefined;
    update();
  };
  // Before the page's own listeners, which may send the webhook.
  listen(form, "submit", submit, true);

  listen(form, "reset", (event) => {
    // The controls have their first values again only after the event.
    setTimeout(() => {
      if (signal.aborted || event.defaultPrevented) return;
      all = false;
      answer = undefined;
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
    value: () => read(form).text,
    check: update,
    report() {
      all = true;
      update();
      const controls = placed.filter(({ finding }) => finding.severity === "error");
      Array.from(form.elements)
        .find((control) => controls.some(({ finding }) => finding.control === control))
        ?.focus();
      return verdict;
    },
    showAnswer(parsed) {
      if (signal.aborted) return;
      current = read(form);
      const [name] = parsed.path ?? [];
      const about = ({ members, text }) => (name === undefined ? text : members[name]);
      answer = parsed.ok ? undefined : { ...parsed, about, text: about(current) };
      update();
      if (answer) controlsOf(subjectOf(answer.path))[0]?.focus();
    },
    setMessages(messages) {
      catalogue = { ...ENGLISH, ...messages };
      update();
    },
    unbind() {
      unbinding.abort();
      observer.disconnect();
      forms.delete(form);
      loaded = false;
      verdict = undefined;
      placed = [];
      answer = undefined;
      all = false;
      touched = new WeakSet();
      render();
    },
  };
}
