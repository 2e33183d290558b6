// The event types: checkboxes in groups, with a filter.

import { button, changed, el } from "./dom.js";
import { groupFrame } from "./frame.js";

function drawGroup(name, { id, label }, types) {
  const tally = el("span", { class: "hint" });
  const items = types
    .filter(({ group }) => group === id)
    .map((type) => {
      const { name: value } = type;
      const input = el("input", { type: "checkbox", name, id: value, value });
      const element = el("label", { title: type.name }, input, type.label);
      const words = `${label} ${type.label} ${type.name}`.toLowerCase();
      return { input, element, words };
    });
  const labels = items.map(({ element }) => element);
  const element = el("fieldset", {}, el("legend", {}, label, " ", tally), ...labels);
  return { element, items, tally };
}

export function eventTypes(rule, rules) {
  const groups = rules.eventTypeGroups.map((group) => {
    return drawGroup(rule.name, group, rules.eventTypes);
  });
  const items = groups.flatMap(({ items }) => items);
  const total = el("p", { class: "total", role: "status" });

  function tallyUp() {
    const among = (items) => {
      const chosen = items.filter(({ input }) => input.checked);
      return `${chosen.length} of ${items.length}`;
    };
    for (const { items, tally } of groups) tally.textContent = among(items);
    total.textContent = `${among(items)} chosen`;
  }

  const filter = el("input", {
    id: `${rule.name}-filter`,
    type: "search",
    autocomplete: "off",
    spellcheck: "false",
    input: () => {
      const words = filter.value.toLowerCase().split(/\s+/);
      for (const { element, words: own } of items) {
        element.hidden = !words.every((word) => own.includes(word));
      }
      for (const { element, items } of groups) {
        element.hidden = items.every(({ element }) => element.hidden);
      }
    },
  });

  const choose = (checked) => () => {
    const shown = items.filter(({ element }) => !element.hidden);
    for (const { input } of shown) input.checked = checked;
    if (shown.length > 0) changed(shown[0].input);
  };

  const toolbar = el(
    "div",
    { class: "toolbar" },
    el("label", { for: filter.id }, "Filter"),
    filter,
    button("Choose shown", choose(true)),
    button("Clear shown", choose(false)),
    total,
  );
  const columns = el("div", { class: "groups" }, ...groups.map(({ element }) => element));
  tallyUp();
  return groupFrame(rule, { input: tallyUp }, toolbar, columns);
}
