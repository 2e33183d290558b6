// Adds messages to a form and removes them again, so that unbinding restores the form.

const GROUPS = "fieldset, [role=group], [role=radiogroup], table";

/** The subject of messages that concern no field of the form. */
export const FORM = "form";

/** The text that names a field: its label, its group's legend, or the name that ARIA gives. */
export function labelOf(form, controls) {
  const [control] = controls;
  if (!control) return undefined;
  const group = controls.length > 1 || control.type === "radio" ? groupOf(form, controls) : null;
  const legend = group?.querySelector(":scope > legend, :scope > caption");
  const named = (group ?? control).getAttribute("aria-labelledby");
  const element =
    legend ??
    form.ownerDocument.getElementById(named?.split(" ")[0] ?? "") ??
    (group ? undefined : control.labels?.[0]);
  const text = element?.textContent ?? (group ?? control).getAttribute("aria-label");
  return text?.replace(/\s+/g, " ").trim() || undefined;
}

/** The nearest element around all of `controls` that groups them. */
function groupOf(form, controls) {
  let group = controls[0].closest(GROUPS);
  while (group && !controls.every((control) => group.contains(control))) {
    group = group.parentElement?.closest(GROUPS);
  }
  return group && group !== form && form.contains(group) ? group : undefined;
}

/** Puts a new box where messages about `controls` belong. */
function place(box, form, controls, group) {
  const legend = group?.querySelector(":scope > legend");
  const last = controls.at(-1);
  if (legend) legend.after(box);
  else if (group?.localName === "table") group.before(box);
  else if (group) group.prepend(box);
  // Inside its label it would become part of the control's name.
  else if (last) (last.closest("label") ?? last).after(box);
  else form.append(box);
}

const put = (element, name, value) =>
  value === null ? element.removeAttribute(name) : element.setAttribute(name, value);

/** Sets attributes until the next `show`, which restores those that it does not set. */
function createAttributes() {
  const originals = new Map();
  const original = (element, name) => {
    const saved = originals.get(element);
    return saved?.has(name) ? saved.get(name) : element.getAttribute(name);
  };
  function show(wanted) {
    for (const [element, saved] of originals) {
      for (const [name, value] of saved) {
        if (wanted.get(element)?.has(name)) continue;
        put(element, name, value);
        saved.delete(name);
      }
      if (saved.size === 0) originals.delete(element);
    }
    for (const [element, attributes] of wanted) {
      const saved = originals.get(element) ?? new Map();
      originals.set(element, saved);
      for (const [name, value] of attributes) {
        const now = element.getAttribute(name);
        if (!saved.has(name)) saved.set(name, now);
        if (now !== value) put(element, name, value);
      }
    }
  }
  return { original, show };
}

let boxCount = 0;

/**
 * Returns `show(messages, marks, controlsOf)`: `messages` are `{ severity, text }` by subject, which
 * is a control, a field's name or FORM; `marks` gives for each control whether it is invalid.
 */
export function createDisplay(form) {
  const boxes = new Map();
  const attributes = createAttributes();

  function draw(subject, supplied, controls, group, messages) {
    let box = boxes.get(subject);
    if (!box || !form.contains(box.element)) {
      const own = supplied.get(typeof subject === "string" ? subject : subject.id);
      const element = own ?? form.ownerDocument.createElement("ul");
      boxCount += 1;
      const id = element.id || `webhook-message-${boxCount}`;
      box = { element, id, own: own && [...own.childNodes] };
      boxes.set(subject, box);
      if (!own) {
        element.className = "webhook-messages";
        if (subject === FORM) element.setAttribute("role", "alert");
        place(element, form, controls, group);
      }
    }
    // Unchanged messages are not written again: a screen reader would repeat them.
    const drawn = JSON.stringify(messages);
    if (box.drawn === drawn) return box;
    box.drawn = drawn;
    const tag = box.element.matches("ul, ol") ? "li" : "span";
    const items = messages.map(({ severity, text }) => {
      const item = form.ownerDocument.createElement(tag);
      item.className = severity;
      item.textContent = text;
      return item;
    });
    box.element.replaceChildren(...items);
    return box;
  }

  /** The page's own boxes, by their `data-error-for`. */
  const suppliedBoxes = () => {
    const found = [...form.querySelectorAll("[data-error-for]")].reverse();
    return new Map(found.map((element) => [element.dataset.errorFor, element]));
  };

  function show(messages, marks, controlsOf) {
    const wanted = new Map();
    const want = (element, name, value) =>
      wanted.set(element, (wanted.get(element) ?? new Map()).set(name, value));
    const supplied = messages.size > 0 ? suppliedBoxes() : undefined;
    for (const [subject, list] of messages) {
      const controls = controlsOf(subject);
      const group = controls.length > 1 ? groupOf(form, controls) : undefined;
      const { element, id } = draw(subject, supplied, controls, group, list);
      want(element, "id", id);
      want(element, "hidden", null);
      for (const described of group ? [group] : controls) {
        const name = "aria-describedby";
        const others = wanted.get(described)?.get(name) ?? attributes.original(described, name);
        want(described, name, others ? `${others} ${id}` : id);
      }
    }
    for (const [control, invalid] of marks) {
      // A radio button is never invalid, its group is.
      const marked = control.type === "radio" ? control.closest("[role=radiogroup]") : control;
      if (marked) want(marked, "aria-invalid", String(invalid));
    }
    attributes.show(wanted);
    for (const [subject, { element, own }] of boxes) {
      if (messages.has(subject)) continue;
      if (own) element.replaceChildren(...own);
      else element.remove();
      boxes.delete(subject);
    }
  }

  return { show };
}
