// The event types: checkboxes in groups, with a filter.

import { button, changed, el } from "./dom.js";
import { groupFrame, note, notes } from "./frame.js";

function drawGroup({ id, label }, types) {
  const tally = el("span", { class: "hint" });
  const items = types
    .filter(({ group }) => group === id)
    .map((type) => {
      const input = el("input", { type: "checkbox", id: type.name, value: type.name });
      const element = el("label", { title: type.name }, input, type.label);
      const words = `${label} ${type.label} ${type.name}`.toLowerCase();
      return { input, element, words };
    });
  const labels = items.map(({ element }) => element);
  const element = el("fieldset", {}, el("legend", {}, label, " ", tally), ...labels);
  return { element, items, tally };
}

export function eventTypes(rule, rules) {
  const box = notes(`${rule.name}-notes`);
  const groups = rules.eventTypeGroups.map((group) => drawGroup(group, rules.eventTypes));
  const items = groups.flatMap(({ items }) => items);
  const inputs = items.map(({ input }) => input);
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
    input: (event) => {
      // To look for a name is not yet to choose one.
      event.stopPropagation();
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
    for (const { input, element } of items) if (!element.hidden) input.checked = checked;
    changed(element);
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
  const element = groupFrame(rule, box, { input: tallyUp }, toolbar, columns);
  tallyUp();

  return {
    rule,
    element,
    json: () => JSON.stringify(inputs.filter((input) => input.checked).map(({ value }) => value)),
    target: () => inputs[0],
    show: (findings) => note(box, inputs, findings),
  };
}
