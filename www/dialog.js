// Questions in a dialog of the browser's own, which keeps the focus and gives it back.

import { button, el } from "./dom.js";
import { say } from "./words.js";

let drawn = 0;

/**
 * Asks, and gives what was answered: `close` of `content(close)`, or undefined where the dialog is
 * dismissed.
 */
export function openDialog(title, content) {
  drawn += 1;
  const id = `dialog-${drawn}`;
  return new Promise((resolve) => {
    let answer;
    const close = (given) => {
      answer = given;
      dialog.close();
    };
    const dialog = el(
      "dialog",
      {
        "aria-labelledby": id,
        close: () => {
          dialog.remove();
          resolve(answer);
        },
      },
      el("h2", { id }, say(title)),
      ...content(close),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** A line of buttons under a dialog: the way out, and the one that does it. */
export const choices = (close, ...buttons) =>
  el(
    "div",
    { class: "toolbar" },
    ...buttons,
    button(say("dialog.cancel"), () => close()),
  );

/** Whether it was agreed to. */
export const agreed = async (kind, params, cancel = "dialog.cancel") =>
  (await openDialog(`${kind}.title`, (close) => [
    el("p", {}, say(`${kind}.help`, params)),
    el(
      "div",
      { class: "toolbar" },
      button(say(`${kind}.confirm`), () => close(true), { class: "danger" }),
      button(say(cancel), () => close(), { autofocus: true }),
    ),
  ])) === true;
