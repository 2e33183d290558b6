// The headers: rows of a name and a value, told apart even where two names are the same.

import { validateWebhook } from "/pkg/entry/default.js";
import { button, changed, el } from "./dom.js";
import { groupFrame, NOTHING, note, notes } from "./frame.js";

// Written by hand: an object would keep one of two same names, and put a name like 1 first.
function headersText(entries) {
  const members = entries.map((entry) => entry.map((part) => JSON.stringify(part)).join(":"));
  return `{${members.join(",")}}`;
}

function drawPart(row, label) {
  const id = `${row}-${label}`;
  const box = notes(`${id}-notes`);
  const input = el("input", {
    id,
    type: "text",
    dir: "ltr",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    "aria-describedby": box.id,
    "aria-invalid": "false",
  });
  return { input, box, element: el("div", {}, el("label", { for: id }, label), input) };
}

export function headerRows(rule) {
  const box = notes(`${rule.name}-notes`);
  const list = el("ol", { class: "rows" });
  const add = button("Add a header", () => addRow().parts[0].input.focus(), {
    id: `${rule.name}-add`,
  });
  const element = groupFrame(rule, box, {}, list, add);
  let rows = [];
  let drawn = 0;

  function addRow() {
    drawn += 1;
    const parts = ["Name", "Value"].map((label) => drawPart(`${rule.name}-${drawn}`, label));
    const row = { parts, touched: false };
    const touch = () => (row.touched = true);
    const remove = button("Remove", () => removeRow(row));
    row.element = el(
      "li",
      { input: touch },
      ...parts.map(({ element }) => element),
      remove,
      ...parts.map(({ box }) => box),
    );
    rows.push(row);
    list.append(row.element);
    return row;
  }

  function removeRow(row) {
    const next = rows[rows.indexOf(row) + 1];
    rows = rows.filter((other) => other !== row);
    row.element.remove();
    (next?.parts[0].input ?? add).focus();
    changed(element);
  }

  const entryOf = ({ parts }) => parts.map(({ input }) => input.value);
  const filled = () => rows.filter((row) => entryOf(row).join("") !== "");

  function judge(entries) {
    const text = JSON.stringify(headersText(entries));
    const { errors, warnings } = validateWebhook(`{${JSON.stringify(rule.name)}:${text}}`);
    const ofEntry = ({ path }) => path[0] === rule.name && path.length > 1;
    return { errors: errors.filter(ofEntry), warnings: warnings.filter(ofEntry) };
  }

  // A path names a header, not a row. But findings stand in the order of the text (contract §2),
  // so what a name or a value adds to those of the text before it is its own.
  function showRows(all) {
    const entries = [];
    let before = NOTHING;
    const showPart = ({ input, box }, shown) => {
      const after = judge(entries);
      const errors = after.errors.slice(before.errors.length);
      const warnings = after.warnings.slice(before.warnings.length);
      note(box, [input], shown ? { errors, warnings } : NOTHING);
      before = after;
    };
    for (const row of filled()) {
      const [name, value] = entryOf(row);
      const shown = all || row.touched;
      entries.push([name, ""]);
      showPart(row.parts[0], shown);
      entries.splice(-1, 1, [name, value]);
      showPart(row.parts[1], shown);
    }
  }

  addRow();
  return {
    rule,
    element,
    json: () => {
      const entries = filled().map(entryOf);
      return entries.length === 0 ? undefined : JSON.stringify(headersText(entries));
    },
    target: ([, name]) => {
      const inputs = rows.flatMap((row) => {
        return entryOf(row)[0] === name ? row.parts.map(({ input }) => input) : [];
      });
      return inputs.find((input) => input.getAttribute("aria-invalid") === "true") ?? add;
    },
    show: ({ errors, warnings }, all) => {
      const ofWhole = ({ path }) => path.length === 1;
      note(box, [], { errors: errors.filter(ofWhole), warnings: warnings.filter(ofWhole) });
      for (const { input, box } of rows.flatMap(({ parts }) => parts)) note(box, [input], NOTHING);
      showRows(all);
    },
  };
}
