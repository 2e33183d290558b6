// The headers: rows of a name and a value.

import { rules } from "/pkg/dist/rules.js";
import { button, changed, el, iconButton } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { copyOf, t, write } from "../lib/language.js";
import { notes, section } from "./frame.js";
import { entriesOf } from "./header-text.js";
import { parseHeaders } from "./paste.js";

/** Names of headers whose values are hidden while they are not edited. */
const CONFIDENTIAL = /key|token|secret|auth|passw|cookie|signature/i;

/** Of more rows than this, those outside the viewport are not laid out. */
const MANY = 50;

const PARTS = ["name", "value"];

const drawBlank = () =>
  el(
    "li",
    {},
    ...PARTS.map((part) =>
      el("input", {
        name: `header_${part}`,
        type: "text",
        dir: "ltr",
        autocapitalize: "off",
        "aria-label": t(`headers.${part}`),
      }),
    ),
    iconButton("close", t("headers.remove")),
    ...PARTS.map((part) => notes(part)),
  );

function conceal({ children: [name, value] }) {
  value.classList.toggle("concealed", CONFIDENTIAL.test(name.value));
}

export function drawHeaders() {
  const list = el("ol", { class: "rows", spellcheck: "false" });
  const notice = el("p", { class: "help", role: "status" });
  const add = button([icon("plus"), t("headers.add")], () => addRows([["", ""]])[0].focus(), {
    class: "small",
  });
  let drawn = 0;

  // Rows are copies of a blank one, and the list listens for all of them: a thousand rows may be
  // pasted at once.
  function drawRow(blank, [name, value]) {
    drawn += 1;
    const row = copyOf(blank);
    for (const [part, text] of Object.entries({ name, value })) {
      const id = `header-${drawn}-${part}`;
      const input = row.querySelector(`[name=header_${part}]`);
      input.id = id;
      input.value = text;
      const about = row.querySelector(`[data-error-for=${part}]`);
      about.id = `${id}-notes`;
      about.dataset.errorFor = id;
    }
    conceal(row);
    return row;
  }

  /** Adds rows before an element, or at the end; returns their first inputs. */
  function addRows(entries, before = null) {
    const blank = drawBlank();
    const rows = entries.map((entry) => drawRow(blank, entry));
    const fragment = document.createDocumentFragment();
    fragment.append(...rows);
    list.insertBefore(fragment, before);
    update();
    return rows.map((row) => row.firstElementChild);
  }

  function remove(row) {
    (row.nextElementSibling?.querySelector("input") ?? add).focus();
    row.remove();
    update();
    changed(list);
  }
  const rowOf = ({ target }) => target.closest(".rows > li");
  list.addEventListener("input", (event) => rowOf(event) && conceal(rowOf(event)));
  list.addEventListener("click", (event) => event.target.closest("button") && remove(rowOf(event)));
  list.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    if (event.target.name === "header_name" && paste(text, rowOf(event))) event.preventDefault();
  });

  /** Replaces an empty row with pasted headers; returns whether there were any. */
  function paste(text, row) {
    const parsed = /[:\t\n{]/.test(text) && parseHeaders(text);
    const [name, value] = row.querySelectorAll("input");
    if (!parsed || parsed.entries.length === 0 || name.value) return false;
    const added = addRows(parsed.entries, row.nextElementSibling);
    // Before the row that has the focus is removed, so that the page is laid out once.
    added.at(-1).focus();
    if (!value.value) row.remove();
    write(
      notice,
      parsed.ignored
        ? t("headers.ignored", { count: parsed.ignored })
        : t("headers.pasted", { count: added.length }),
    );
    changed(list);
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
    list.classList.toggle("many", list.childElementCount > MANY);
  }

  const reserved = el(
    "details",
    { class: "plain" },
    el("summary", {}, t("headers.reserved", { count: rules.reservedHeaders.length })),
    el("p", { class: "help" }, t("headers.instead")),
    el("p", { class: "help", dir: "ltr" }, rules.reservedHeaders.join(", ")),
  );
  return {
    element: section("headers", [
      el(
        "div",
        { class: "header-rows", role: "group", "aria-labelledby": "part-headers" },
        notes("headers"),
        columns,
        list,
        notice,
        el("div", { class: "totals start" }, add, reserved),
      ),
    ]),
    set({ headers }) {
      const entries = headers === undefined ? [] : (entriesOf(headers) ?? [[String(headers), ""]]);
      list.replaceChildren();
      addRows(entries.map((entry) => entry.map(String)));
      write(notice);
    },
    count: () =>
      [...list.querySelectorAll("[name=header_name]")].filter(({ value }) => value !== "").length,
  };
}
