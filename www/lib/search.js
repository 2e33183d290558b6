// A search box with a button that clears it.

import { el, iconButton } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./language.js";

/**
 * Calls `search(text)` after every change; `label` names the box, `attributes` are set on it too.
 * `set(text)` shows a text, and `change(text)` searches for it too.
 */
export function drawSearch({ label, search, ...attributes }) {
  const box = el("input", {
    type: "search",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": label,
    placeholder: label,
    input: () => change(box.value),
    ...attributes,
  });
  // With the keyboard, Escape or deleting the text does the same.
  const clear = iconButton(
    "close",
    t("search.clear"),
    () => {
      change("");
      box.focus();
    },
    { hidden: true, tabindex: -1 },
  );
  function set(text) {
    if (box.value !== text) box.value = text;
    clear.hidden = text === "";
  }
  function change(text) {
    set(text);
    search(text);
  }
  return { element: el("div", { class: "search" }, icon("search"), box, clear), box, set, change };
}
