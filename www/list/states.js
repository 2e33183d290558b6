// What is shown instead of the list if there are no rows: nothing yet, no webhook, no match, or a
// failure.

import { button, el } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { t } from "../lib/language.js";

export const skeleton = () =>
  el(
    "div",
    { class: "skeletons" },
    el("p", { class: "hidden", role: "status" }, t("list.loading")),
    ...Array.from({ length: 5 }, () =>
      el("div", { class: "skeleton", "aria-hidden": "true" }, el("i"), el("i"), el("i")),
    ),
  );

const step = (name, key) =>
  el("li", {}, el("span", { class: "tile" }, icon(name)), el("span", {}, t(key)));

export const emptyState = ({ create, importFile }) =>
  el(
    "div",
    { class: "empty" },
    el(
      "ol",
      { class: "steps" },
      step("door", "empty.door"),
      el("li", { "aria-hidden": "true", class: "between" }, icon("arrow")),
      step("panel", "empty.panel"),
      el("li", { "aria-hidden": "true", class: "between" }, icon("arrow")),
      step("server", "empty.system"),
    ),
    el("h2", {}, t("empty.title")),
    el("p", { class: "soft" }, t("empty.help")),
    el(
      "div",
      { class: "buttons" },
      button([icon("plus"), t("list.new")], create, { class: "primary" }),
      button([icon("download"), t("empty.import")], importFile),
    ),
  );

export const noMatch = (clear) =>
  el(
    "p",
    { class: "none", role: "status" },
    t("list.nomatch"),
    " ",
    button(t("search.clear"), clear, { class: "link" }),
  );

/** A failure to load, with what to do about it: `key` names the button. */
export const failedState = (text, key, run) =>
  el(
    "div",
    { class: "problem" },
    icon("alert"),
    el("p", { role: "alert" }, text),
    button(t(key), run),
  );
