// The headers: rows of a name and a value.

import { button, changed, el } from "./dom.js";
import { groupFrame, notes } from "./frame.js";
import { say } from "./words.js";

const HEADER_LINE = /^([^\s:{}"]+):[ \t]*(.*?)\r?$/;

/** The entries of a JSON object's text in their order, also two of one name; undefined for another text. */
function entriesOf(text) {
  let object;
  try {
    object = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof object !== "object" || object === null || Array.isArray(object)) return undefined;
  const values = Object.values(object);
  if (!values.every((value) => typeof value === "string")) {
    return Object.entries(object).map(([name, value]) => [name, String(value)]);
  }
  // Names and values take turns; the object itself keeps one of two, and puts a name like 1 first.
  const strings = (text.match(/"(?:[^"\\]|\\.)*"/g) ?? []).map((string) => JSON.parse(string));
  return strings.flatMap((name, at) => (at % 2 ? [] : [[name, strings[at + 1]]]));
}

/** The headers that a pasted text holds: a JSON object, or lines of `Name: value`. */
function pasted(text) {
  const entries = entriesOf(text);
  if (entries) return entries;
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const matches = lines.map((line) => HEADER_LINE.exec(line));
  return matches.every(Boolean) ? matches.map(([, name, value]) => [name, value]) : [];
}

function drawPart(row, part) {
  const id = `${row}-${part}`;
  const input = el("input", {
    id,
    name: `header_${part}`,
    type: "text",
    dir: "ltr",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
  });
  const label = el("label", { for: id }, say(`headers.${part}`));
  return { input, box: notes(id), element: el("div", {}, label, input) };
}

export function headerRows(rule, { reservedHeaders }) {
  const list = el("ol", { class: "rows" });
  const add = button(say("headers.add"), () => addRow().focus());
  let drawn = 0;

  /** Adds a row after `before`, and gives its first input. */
  function addRow([name, value] = ["", ""], before = null) {
    drawn += 1;
    const row = `${rule.name}-${drawn}`;
    const parts = [drawPart(row, "name"), drawPart(row, "value")];
    const [{ input }] = parts;
    parts[0].input.value = name;
    parts[1].input.value = value;
    const remove = button(say("headers.remove"), () => {
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
    input.addEventListener("paste", (event) => {
      const entries = pasted(event.clipboardData.getData("text"));
      if (entries.length === 0 || input.value !== "") return;
      event.preventDefault();
      const empty = parts.every(({ input }) => input.value === "");
      const added = entries.map((entry) => addRow(entry, element));
      if (empty) element.remove();
      for (const input of added) changed(input);
      added.at(-1).focus();
    });
    list.insertBefore(element, before);
    return input;
  }

  const reserved = el(
    "details",
    {},
    el("summary", {}, say("headers.reserved")),
    el("p", { class: "help" }, say("headers.instead")),
    el("p", { class: "help", dir: "ltr" }, reservedHeaders.join(", ")),
  );
  const paste = el("p", { class: "help" }, say("headers.paste"));
  return {
    element: groupFrame(rule, {}, paste, list, add, reserved),
    set: (text) => {
      list.replaceChildren();
      const given = text === undefined || text === null ? [] : (entriesOf(text) ?? [[text, ""]]);
      for (const entry of given.length ? given : [undefined]) addRow(entry);
    },
  };
}
