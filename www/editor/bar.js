// The bar at the foot of the editor: the state of the webhook, and what to do next.

import { button, el } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { t, write } from "../lib/language.js";
import { fieldsOf } from "./findings.js";

const ICONS = { error: "alert", neutral: "pencil" };

/** The state of a form with errors: the fields that they concern, else the first error's own text. */
export function errorState(errors) {
  const fields = fieldsOf(errors);
  const phrase = fields.length ? t("edit.attention", { count: fields.length }) : errors[0].text;
  return { tone: "error", phrase, fields };
}

/** `cancel()` leaves the editor, `focusField(field)` focuses a field. Save submits the form. */
export function drawBar({ cancel, focusField }) {
  const text = el("span", {});
  const links = el("span", { class: "links" });
  const picture = el("span", {});
  const state = el(
    "div",
    { class: "bar-state", role: "status" },
    picture,
    el("p", {}, text, " ", links),
  );
  const save = el("button", { class: "primary", id: "save" }, t("edit.save"));
  const element = el(
    "div",
    { class: "bar" },
    el(
      "div",
      { class: "bar-inside" },
      state,
      el("div", { class: "buttons" }, button(t("dialog.cancel"), cancel), save),
    ),
  );
  let shown = "";

  return {
    element,
    /**
     * `tone` is neutral or error; `fields` are those that need attention; `action` is `{ label, run }`.
     */
    show({ tone, phrase, fields = [], action, saving }) {
      write(text, phrase);
      const key = JSON.stringify([fields, action?.label.key, tone]);
      if (key !== shown) {
        shown = key;
        const hadFocus = links.contains(document.activeElement);
        state.className = `bar-state ${tone}`;
        picture.replaceChildren(icon(ICONS[tone]));
        links.replaceChildren(
          ...fields.flatMap((name) => [
            button(t(`label.${name}`), () => focusField(name), { class: "link" }),
            " ",
          ]),
          ...(action ? [button(action.label, action.run, { class: "small" })] : []),
        );
        if (hadFocus) save.focus();
      }
      write(save, t(saving ? "edit.saving" : "edit.save"));
      if (saving) save.setAttribute("aria-disabled", "true");
      else save.removeAttribute("aria-disabled");
    },
  };
}
