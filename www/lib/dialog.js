// Questions in the browser's own <dialog>, which traps the focus and restores it.

import { button, el } from "./dom.js";
import { t } from "./language.js";

let count = 0;

/**
 * Opens a dialog and resolves with its answer: what `close` of `content(close)` was called with,
 * or undefined if it is dismissed.
 */
export function openDialog(title, content, attributes = {}) {
  count += 1;
  const id = `dialog-${count}`;
  const opener = document.activeElement;
  return new Promise((resolve) => {
    let answer;
    const close = (value) => {
      answer = value;
      dialog.close();
    };
    const closed = () => {
      dialog.remove();
      if (document.activeElement === document.body && opener?.isConnected) opener.focus();
      resolve(answer);
    };
    const dialog = el(
      "dialog",
      { "aria-labelledby": id, close: closed, ...attributes },
      ...content(close, el("h2", { id }, title)),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** The buttons of a dialog. */
export const actions = (...buttons) => el("div", { class: "actions" }, ...buttons);

/** Asks for confirmation; Cancel has the focus, and Escape cancels. */
export const confirmed = async (kind, params, cancel = "dialog.cancel") =>
  (await openDialog(t(`${kind}.title`, params), (close, title) => [
    title,
    el("p", { class: "soft" }, t(`${kind}.help`, params)),
    actions(
      button(t(cancel), () => close(), { autofocus: true }),
      button(t(`${kind}.confirm`), () => close(true), { class: "primary danger" }),
    ),
  ])) === true;
