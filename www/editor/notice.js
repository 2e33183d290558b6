// Where the webhook in the editor comes from, and what of it could not be used.

import { el } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { t } from "../lib/language.js";

export function drawNotice() {
  const element = el("div", { class: "notice", role: "status", hidden: true });
  return {
    element,
    /** `ignored` are `{ name, reason }`. */
    show({ text, ignored = [] }) {
      element.hidden = !text;
      if (!text) return;
      const list = el(
        "ul",
        { class: "ignored" },
        ...ignored.map(({ name, reason }) =>
          el("li", {}, el("code", { dir: "ltr" }, name), " ", el("span", {}, t(reason))),
        ),
      );
      element.replaceChildren(
        icon("alert"),
        el(
          "div",
          {},
          el("p", {}, text),
          ignored.length > 0 && el("p", {}, t("ignored.title", { count: ignored.length })),
          ignored.length > 0 && list,
        ),
      );
    },
  };
}
