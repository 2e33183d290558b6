// Reports of success at the foot of the window. They never move the page's content, and they are
// read out politely. Failures are shown in place instead.

import { button, el, iconButton } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./language.js";

const PLAIN_MS = 8_000;
/** A toast with a button stays longer: it takes time to read, decide and press. */
const ACTION_MS = 20_000;

const region = el("div", { class: "toasts", role: "status" });
export const toasts = region;
let hide = () => {};

/** Shows a phrase, with `{ label, run }` as a button. A new toast replaces the last one. */
export function toast(text, action) {
  hide();
  let timer;
  let before;
  const leave = () => {
    clearTimeout(timer);
    const hadFocus = element.contains(document.activeElement);
    element.remove();
    if (hadFocus) before?.focus();
  };
  const start = () => {
    clearTimeout(timer);
    timer = setTimeout(leave, action ? ACTION_MS : PLAIN_MS);
  };
  const stop = () => clearTimeout(timer);
  const enter = ({ relatedTarget }) => {
    stop();
    if (!element.contains(relatedTarget)) before = relatedTarget;
  };
  const act = () => {
    leave();
    action.run();
  };
  const element = el(
    "div",
    { class: "toast", pointerenter: stop, pointerleave: start, focusin: enter, focusout: start },
    icon("check"),
    el("p", {}, text),
    action && button(action.label, act, { class: "small" }),
    iconButton("close", t("dialog.close"), leave, { class: "small" }),
  );
  hide = leave;
  region.replaceChildren(element);
  start();
}

export const clearToast = () => hide();
