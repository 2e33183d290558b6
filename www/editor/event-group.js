// A group of events: a row that opens to its checkboxes.

import { changed, el } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { t, textOf, write } from "../lib/language.js";

const CHIPS = 2;

/** The parts of a text that match a word are marked. */
function marked(text, words) {
  const found = words.filter(Boolean).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (found.length === 0) return [text];
  const parts = text.split(new RegExp(`(${found.join("|")})`, "i"));
  return parts
    .map((part, at) => (at % 2 ? el("mark", {}, part) : part))
    .filter((part) => part !== "");
}

function drawItem({ name, label }) {
  const text = t(name, {}, label);
  const input = el("input", { type: "checkbox", name: "event_types", id: name, value: name });
  const title = el("span", { class: "title" });
  const code = el("code", { dir: "ltr" });
  const element = el("label", {}, input, title, code);
  const item = {
    input,
    element,
    text,
    /** Shows or hides the item by the words searched for; group names do not count. */
    search(words) {
      const shown = textOf(text);
      const all = `${shown} ${name}`.toLowerCase();
      element.hidden = !words.every((word) => all.includes(word));
      title.replaceChildren(...marked(shown, words));
      // It may break after each of its parts.
      const parts = name.split(/(?<=[._])/).flatMap((part) => [...marked(part, words), el("wbr")]);
      code.replaceChildren(...parts);
      return !element.hidden;
    },
  };
  item.search([]);
  return item;
}

/** `group` is `{ id, label }`, `types` its event types. */
export function drawGroup(group, types) {
  const items = types.map(drawItem);
  const id = `events-${group.id}`;
  const chips = el("span", { class: "chips" });
  const tally = el("span", { class: "tally" });
  const head = el(
    "button",
    {
      type: "button",
      class: "group-head",
      "aria-expanded": "false",
      "aria-controls": id,
      click: () => toggle(!open),
    },
    icon("forward"),
    el("span", { class: "name" }, t(`group.${group.id}`, {}, group.label)),
    chips,
    tally,
  );
  // It has no name, so the form does not send it.
  const every = el("input", { type: "checkbox", id: `${id}-all` });
  const everyText = el("span", { class: "title" });
  const list = el(
    "div",
    {
      id,
      class: "items",
      role: "group",
      hidden: true,
      "aria-label": t(`group.${group.id}`, {}, group.label),
    },
    el("label", { class: "every" }, every, everyText),
    ...items.map(({ element }) => element),
  );
  const element = el("div", { class: "group" }, head, list);
  let open = false;
  let searching = false;

  const shown = () => items.filter(({ element }) => !element.hidden);
  // Before the event bubbles and the counts are shown again.
  every.addEventListener("input", () => {
    for (const { input } of shown()) input.checked = every.checked;
    changed(list);
  });

  function display(opened) {
    head.setAttribute("aria-expanded", String(opened));
    list.hidden = !opened;
    chips.hidden = opened;
  }
  function toggle(value) {
    open = value;
    display(value);
  }

  return {
    element,
    items,
    open: () => toggle(true),
    search(words) {
      searching = words.length > 0;
      const matches = items.filter((item) => item.search(words)).length;
      element.hidden = matches === 0;
      display(searching || open);
      return matches;
    },
    update() {
      const selected = items.filter(({ input }) => input.checked);
      write(tally, t("events.tally", { count: selected.length, total: items.length }));
      tally.classList.toggle("some", selected.length > 0);
      const named = selected.slice(0, CHIPS).map(({ text }) => el("span", { class: "chip" }, text));
      const rest = selected.length - CHIPS;
      chips.replaceChildren(
        ...named,
        ...(rest > 0 ? [el("span", { class: "chip" }, `+${rest}`)] : []),
      );
      const inSight = shown();
      const checked = inSight.filter(({ input }) => input.checked).length;
      every.checked = checked === inSight.length;
      every.indeterminate = checked > 0 && checked < inSight.length;
      write(everyText, t(searching ? "events.found" : "events.every", { count: inSight.length }));
    },
  };
}
