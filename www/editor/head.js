// The head of the editor: its title, the webhook's status, and what the mark of required fields means.

import { el } from "../lib/dom.js";
import { t, write } from "../lib/language.js";
import { requiredMark } from "./frame.js";

/** `isStored`: the device has this webhook, and with it a status. */
export function drawHead(isStored) {
  const title = el("h1", { tabindex: -1, id: "title" }, t(isStored ? "edit.title" : "edit.new"));
  const status = el("span", {});
  const pill = el("span", { hidden: !isStored }, el("span", { class: "dot" }), status);
  return {
    element: el(
      "div",
      { class: "head" },
      el("div", { class: "titled" }, title, pill),
      el("p", { class: "soft legend" }, requiredMark(), " ", t("edit.required")),
    ),
    title,
    showStatus(value) {
      pill.className = `pill ${value}`;
      write(status, t(`status.${value}`, {}, value));
    },
    /** The webhook is a new one from now on. */
    showNew() {
      write(title, t("edit.new"));
      pill.hidden = true;
    },
  };
}
