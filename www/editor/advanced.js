// The part of the editor that most webhooks leave as it is; closed, it shows a summary.

import { el } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { t, write } from "../lib/language.js";
import { drawDelivery } from "./delivery.js";
import { drawHeaders } from "./headers.js";
import { drawRequest } from "./request.js";

export function drawAdvanced(rule) {
  const delivery = drawDelivery(rule);
  const headers = drawHeaders();
  const request = drawRequest();
  const summary = el("span", { class: "soft summary" });
  const content = el(
    "div",
    { id: "advanced", hidden: true },
    delivery.element,
    headers.element,
    request.element,
  );
  const opener = el(
    "button",
    {
      type: "button",
      id: "open-advanced",
      "aria-expanded": "false",
      "aria-controls": "advanced",
      click: () => open(content.hidden),
    },
    icon("forward"),
    el("span", { class: "name" }, t("part.advanced")),
    summary,
  );
  function open(opened) {
    content.hidden = !opened;
    opener.setAttribute("aria-expanded", String(opened));
    summary.hidden = opened;
  }

  return {
    element: el("div", { class: "advanced" }, el("h2", {}, opener), content),
    set(webhook) {
      delivery.set(webhook);
      headers.set(webhook);
    },
    /**
     * Shows what follows from the members that are valid, and the request if all are; `wrong` has the names of
     * those that are not.
     */
    show(members, wrong, input) {
      delivery.show(members);
      request.show(input);
      const { timeout, status, max_retries: retries } = members;
      const phrase = (name, right) => (wrong.has(name) ? t(`summary.${name}.wrong`) : right);
      const parts = {
        status: phrase("status", t(`summary.${status ?? "active"}`)),
        timeout: phrase(
          "timeout",
          timeout === undefined
            ? t("summary.timeout.default")
            : t("summary.timeout", { seconds: timeout / 1000 }),
        ),
        retries: phrase("max_retries", t("summary.retries", { count: retries ?? 0 })),
        headers: headers.count()
          ? t("summary.headers", { count: headers.count() })
          : t("summary.headers.none"),
      };
      write(summary, t("summary", parts));
    },
    /** Opens if a control is inside. */
    reveal(control) {
      if (control && content.contains(control)) open(true);
    },
  };
}
