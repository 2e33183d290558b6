// A block of code or text, with a button in its corner.

import { copy, selectContent } from "./clipboard.js";
import { button, el } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./language.js";

/** Returns the block and its `pre`, whose content the caller writes; `tool` is the button. */
export function block(label, tool) {
  const pre = el("pre", { dir: "ltr", tabindex: 0, role: "group", "aria-label": label });
  return { pre, element: el("div", { class: "code" }, tool, pre) };
}

/** A block whose button copies the text. */
export function copyBlock(label, text = "") {
  const copyText = () => copy(pre.textContent, () => selectContent(pre));
  const tool = button([icon("copy"), t("copy")], copyText, { class: "small" });
  const { pre, element } = block(label, tool);
  pre.textContent = text;
  return { pre, element };
}
