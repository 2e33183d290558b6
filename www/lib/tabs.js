// Tabs (WAI-ARIA tabs pattern): one tab stop, and the arrow keys select.

import { el, roving } from "./dom.js";

let count = 0;

/** `tabs` are `{ text, element }`; `selected` is the index of the one shown first. */
export function drawTabs(tabs, selected = 0) {
  count += 1;
  const id = (kind, at) => `tabs-${count}-${kind}-${at}`;
  const select = (chosen) => {
    for (const [at, tab] of buttons.entries()) {
      tab.setAttribute("aria-selected", String(at === chosen));
      panels[at].hidden = at !== chosen;
    }
  };
  const buttons = tabs.map(({ text }, at) =>
    el(
      "button",
      {
        type: "button",
        role: "tab",
        id: id("tab", at),
        tabindex: at === selected ? 0 : -1,
        "aria-controls": id("panel", at),
        click: () => select(at),
        focus: () => select(at),
      },
      text,
    ),
  );
  const panels = tabs.map(({ element }, at) =>
    el(
      "div",
      {
        role: "tabpanel",
        id: id("panel", at),
        "aria-labelledby": id("tab", at),
        class: "tabpanel",
      },
      element,
    ),
  );
  const bar = el("div", { role: "tablist", class: "tablist" }, ...buttons);
  roving(bar, "[role=tab]");
  select(selected);
  return el("div", { class: "tabs" }, bar, ...panels);
}
