// The headers: rows of a name and a value.

import { rules } from "/pkg/dist/rules.js";
import { button, changed, el, iconButton } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { t, write } from "../lib/language.js";
import { notes, section } from "./frame.js";
import { entriesOf } from "./header-text.js";
import { parseHeaders } from "./paste.js";

/** Names of headers whose values are hidden while they are not edited. */
const CONFIDENTIAL = /key|token|secret|auth|passw|cookie|signature/i;

export function drawHeaders() {
  const list = el("ol", { class: "rows" });
  const notice = el("p", { class: "help", role: "status" });
  const add = button([icon("plus"), t("headers.add")], () => addRows([["", ""]])[0].focus(), {
    class: "small",
  });
  let drawn = 0;

  function drawPart(part, value) {
    const id = `header-${drawn}-${part}`;
    return el("input", {
      id,
      name: `header_${part}`,
      type: "text",
      dir: "ltr",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      "aria-label": t(`headers.${part}`),
      value,
    });
  }

  function drawRow([name, value]) {
    drawn += 1;
    const nameBox = drawPart("name", name);
    const valueBox = drawPart("value", value);
    const conceal = () => valueBox.classList.toggle("concealed", CONFIDENTIAL.test(nameBox.value));
    conceal();
    nameBox.addEventListener("input", conceal);
    const remove = iconButton("close", t("headers.remove"), () => {
      (row.nextElementSibling?.querySelector("input") ?? add).focus();
      row.remove();
      update();
      changed(list);
    });
    nameBox.addEventListener("paste", (event) => {
      if (paste(event.clipboardData.getData("text"), row)) event.preventDefault();
    });
    const row = el("li", {}, nameBox, valueBox, remove, notes(nameBox.id), notes(valueBox.id));
    return row;
  }

  /** Adds rows before an element, or at the end; returns their first inputs. */
  function addRows(entries, before = null) {
    const rows = entries.map(drawRow);
    const fragment = document.createDocumentFragment();
    fragment.append(...rows);
    list.insertBefore(fragment, before);
    update();
    return rows.map((row) => row.querySelector("input"));
  }

  /** Puts pasted headers into an empty row's place; returns whether there were any. */
  function paste(text, row) {
    const parsed = /[:\t\n{]/.test(text) && parseHeaders(text);
    const [name, value] = row.querySelectorAll("input");
    if (!parsed || parsed.entries.length === 0 || name.value) return false;
    const added = addRows(parsed.entries, row.nextElementSibling);
    if (!value.value) row.remove();
    write(
      notice,
      parsed.ignored
        ? t("headers.ignored", { count: parsed.ignored })
        : t("headers.pasted", { count: added.length }),
    );
    changed(list);
    added.at(-1).focus();
    return true;
  }

  const columns = el(
    "div",
    { class: "column-names", "aria-hidden": "true" },
    el("span", {}, t("headers.name")),
    el("span", {}, t("headers.value")),
  );
  function update() {
    columns.hidden = list.childElementCount === 0;
  }

  const reserved = el(
    "details",
    { class: "plain" },
    el("summary", {}, t("headers.reserved", { count: rules.reservedHeaders.length })),
    el("p", { class: "help" }, t("headers.instead")),
    el("p", { class: "help", dir: "ltr" }, rules.reservedHeaders.join(", ")),
  );
  return {
    element: section(
      "headers",
      el(
        "div",
        { class: "header-rows", role: "group", "aria-labelledby": "part-headers" },
        notes("headers"),
        columns,
        list,
        notice,
        el("div", { class: "totals start" }, add, reserved),
      ),
    ),
    set({ headers }) {
      const entries = headers === undefined ? [] : (entriesOf(headers) ?? [[String(headers), ""]]);
      list.replaceChildren();
      addRows(entries.map((entry) => entry.map(String)));
      write(notice);
    },
    add,
    count: () =>
      [...list.querySelectorAll("[name=header_name]")].filter(({ value }) => value !== "").length,
  };
}
