// The headers: rows of a name and a value.

import { button, el } from "./dom.js";
import { groupFrame, notes } from "./frame.js";

function drawPart(row, label, name) {
  const id = `${row}-${name}`;
  const input = el("input", {
    id,
    name,
    type: "text",
    dir: "ltr",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
  });
  return { input, box: notes(id), element: el("div", {}, el("label", { for: id }, label), input) };
}

export function headerRows(rule) {
  const list = el("ol", { class: "rows" });
  const add = button("Add a header", () => addRow().focus());
  let drawn = 0;

  /** Adds a row and gives its first input. */
  function addRow() {
    drawn += 1;
    const row = `${rule.name}-${drawn}`;
    const parts = [drawPart(row, "Name", "header_name"), drawPart(row, "Value", "header_value")];
    const remove = button("Remove", () => {
      (element.nextElementSibling?.querySelector("input") ?? add).focus();
      element.remove();
    });
    const element = el(
      "li",
      {},
      ...parts.map(({ element }) => element),
      remove,
      ...parts.map(({ box }) => box),
    );
    list.append(element);
    return parts[0].input;
  }

  addRow();
  return groupFrame(rule, {}, list, add);
}
