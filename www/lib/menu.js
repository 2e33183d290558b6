// A button that opens a menu (WAI-ARIA menu button pattern).

import { el, isDisabled } from "./dom.js";
import { icon } from "./icons.js";

/**
 * `opener` becomes the button of a menu. `content()` returns its entries when it opens: each
 * `{ icon, text, run, danger }`, or an element that only informs.
 */
export function menu(opener, content) {
  opener.setAttribute("aria-haspopup", "menu");
  opener.setAttribute("aria-expanded", "false");
  const element = el("div", { class: "menu-of" }, opener);
  let list;

  function close(focus) {
    if (!list) return;
    list.remove();
    list = undefined;
    opener.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside);
    if (focus) opener.focus();
  }
  function outside({ target }) {
    if (!element.contains(target)) close(false);
  }

  const entry = ({ icon: name, text, run, danger }) =>
    el(
      "button",
      {
        type: "button",
        role: "menuitem",
        tabindex: -1,
        class: danger && "danger",
        click: () => {
          close(true);
          run();
        },
      },
      icon(name),
      text,
    );

  function open() {
    if (list) return close(true);
    if (isDisabled(opener)) return;
    const entries = content().map((it) => (it instanceof Element ? it : entry(it)));
    list = el(
      "div",
      { role: "menu", class: "menu", "aria-labelledby": opener.id || undefined },
      ...entries,
    );
    if (!opener.id) list.setAttribute("aria-label", opener.getAttribute("aria-label") ?? "");
    element.append(list);
    const space = innerHeight - opener.getBoundingClientRect().bottom;
    list.classList.toggle("above", space < list.offsetHeight + 80);
    opener.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", outside);
    list.querySelector("[role=menuitem]").focus();
  }

  opener.addEventListener("click", open);
  opener.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || list) return;
    event.preventDefault();
    open();
  });
  element.addEventListener("keydown", (event) => {
    if (!list) return;
    const items = [...list.querySelectorAll("[role=menuitem]")];
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Escape") close(true);
    else if (event.key === "Tab") close(false);
    else if (to !== undefined) items.at(to % items.length).focus();
    else return;
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation();
  });
  return element;
}
