// The event types: checkboxes in groups, with a filter.

import { button, changed, el } from "./dom.js";
import { groupFrame } from "./frame.js";
import { say, sayOf, tell } from "./words.js";

function drawItem(field, { name, label }) {
  const input = el("input", { type: "checkbox", name: field, id: name, value: name });
  const title = say(name, {}, label);
  // It may break after any of its parts, rather than anywhere.
  const parts = name.split(/(?<=_)/).flatMap((part) => [el("wbr"), part]);
  const raw = el("code", { class: "raw", dir: "ltr" }, ...parts);
  return { input, element: el("label", {}, input, el("span", {}, title, raw)) };
}

export function eventTypes(rule, rules) {
  const columns = el("div", { class: "groups" });
  const none = el("p", { class: "none", role: "status" });
  const total = el("p", { class: "total", role: "status" });
  const groups = [];

  function addGroup(group, types) {
    const items = types.map((type) => drawItem(rule.name, type));
    const tally = el("span", { class: "hint" });
    // It has no name: the form does not send it. The input event counts anew once it has chosen.
    const every = el("input", { type: "checkbox", input: () => choose(items, every.checked) });
    const title = el("span", {}, sayOf("group", { name: group.id }, group.label), " ", tally);
    const legend = el("legend", {}, el("label", {}, every, title));
    const element = el("fieldset", {}, legend, ...items.map(({ element }) => element));
    groups.push({ element, items, tally, every });
    columns.append(element);
  }
  for (const group of rules.eventTypeGroups) {
    const own = rules.eventTypes.filter((type) => type.group === group.id);
    addGroup(group, own);
  }
  const all = () => groups.flatMap(({ items }) => items);

  function tallyUp() {
    const count = (items) => items.filter(({ input }) => input.checked).length;
    for (const { items, tally, every } of groups) {
      tell(tally, "events.tally", { count: count(items), total: items.length });
      every.checked = count(items) === items.length;
      every.indeterminate = !every.checked && count(items) > 0;
    }
    tell(total, "events.chosen", { count: count(all()), total: all().length });
  }

  const filter = el("input", {
    id: `${rule.name}-filter`,
    type: "search",
    autocomplete: "off",
    spellcheck: "false",
    input: () => {
      const words = filter.value.toLowerCase().split(/\s+/);
      for (const { element, items } of groups) {
        const group = element.firstChild.textContent;
        for (const { element } of items) {
          const own = `${group} ${element.textContent}`.toLowerCase();
          element.hidden = !words.every((word) => own.includes(word));
        }
        element.hidden = items.every(({ element }) => element.hidden);
      }
      tell(none, groups.every(({ element }) => element.hidden) ? "events.nothing" : undefined);
    },
    // Enter looks for a name; it does not save the webhook.
    keydown: (event) => {
      if (event.key === "Enter") event.preventDefault();
    },
  });

  /** Chooses those of `items` that the filter shows, or none of them. */
  function choose(items, checked) {
    const shown = items.filter(({ element }) => !element.hidden);
    for (const { input } of shown) input.checked = checked;
    if (shown.length > 0) changed(shown[0].input);
  }

  const toolbar = el(
    "div",
    { class: "toolbar" },
    el("label", { for: filter.id }, say("events.filter")),
    filter,
    button(say("events.choose"), () => choose(all(), true)),
    button(say("events.clear"), () => choose(all(), false)),
    total,
  );
  tallyUp();
  return {
    element: groupFrame(rule, { input: tallyUp }, toolbar, columns, none),
    set: (value) => {
      const names = Array.isArray(value) ? value.map(String) : [];
      const known = new Set(all().map(({ input }) => input.value));
      const others = [...new Set(names)].filter((name) => !known.has(name));
      // Newer firmware knows more names than the rules (D8): what it has chosen is kept.
      if (others.length) {
        const types = others.map((name) => ({ name, label: name }));
        addGroup({ id: "other", label: "Other" }, types);
      }
      for (const { input } of all()) input.checked = names.includes(input.value);
      tallyUp();
    },
  };
}
