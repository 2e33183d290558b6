// Filter, search and sort of the list.

import { button, el, roving } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { t, write } from "../lib/language.js";
import { drawSearch } from "../lib/search.js";

const FILTERS = ["all", "active", "disabled"];

/**
 * Calls `filter(status)`, `search(text)` and `sort(index)`, which resolves once the list is sorted; `update`
 * writes a state into it, and `focus` moves to the search.
 */
export function drawToolbar({ filter, search, sort }) {
  const counts = FILTERS.map(() => el("span", { class: "number" }));
  const choices = FILTERS.map((value, at) =>
    button([t(`filter.${value}`), counts[at]], () => filter(value), {
      role: "radio",
      "aria-checked": "false",
    }),
  );
  const group = el(
    "div",
    { class: "segments", role: "radiogroup", "aria-label": t("filter.label") },
    ...choices,
  );
  const refresh = roving(group, "[role=radio]");
  for (const choice of choices) choice.addEventListener("focus", () => choice.click());

  const searching = drawSearch({ id: "list-search", label: t("list.search"), search });
  const select = el("select", {
    "aria-label": t("list.sort"),
    change: async () => {
      await sort(Number(select.value));
      // The toolbar is hidden while the list is loading.
      if (document.activeElement === document.body) select.focus();
    },
  });
  const sorting = el("div", { class: "select", hidden: true }, select, icon("down"));
  const element = el("div", { class: "toolbar" }, group, searching.element, sorting);
  let options;

  return {
    element,
    focus: () => searching.box.focus(),
    update({ status, query, numbers, sorts, sorted }) {
      for (const [at, value] of FILTERS.entries()) {
        choices[at].setAttribute("aria-checked", String(value === status));
        write(counts[at], numbers && String(numbers[value]));
      }
      refresh(choices[FILTERS.indexOf(status)]);
      searching.set(query);
      if (options !== sorts) {
        options = sorts;
        select.replaceChildren(
          ...sorts.map(({ key, params }, at) => el("option", { value: at }, t(key, params))),
        );
        sorting.hidden = sorts.length < 2;
      }
      select.value = String(sorted);
    },
  };
}
