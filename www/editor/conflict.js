// Another user changed the webhook while it was edited: shows the members that differ, and lets
// the user choose.

import { rules } from "/pkg/dist/rules.js";
import { comparable, eventNames } from "../device/webhook.js";
import { openDialog } from "../lib/dialog.js";
import { button, el, urlText } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { entriesOf } from "./header-text.js";

const LABELS = new Map(rules.eventTypes.map(({ name, label }) => [name, label]));

/** The members that changed on the panel since `base` was read, to something else than `mine`. */
export function conflictingFields(base, mine, theirs) {
  const [was, my, now] = [base, mine, theirs].map(comparable);
  return Object.keys(now).filter((name) => now[name] !== was[name] && now[name] !== my[name]);
}

function eventLines(base, value) {
  const [before, after] = [eventNames(base), eventNames(value)];
  const line = (sign, kind) => (name) =>
    el("span", { class: kind }, sign, " ", el("span", {}, t(name, {}, LABELS.get(name) ?? name)));
  return [
    el("span", {}, t("list.events", { count: after.length })),
    ...after.filter((name) => !before.includes(name)).map(line("+", "added")),
    ...before.filter((name) => !after.includes(name)).map(line("−", "removed")),
  ];
}

/** A member for the user to compare; secrets and header values are never shown. */
function describe(name, base, webhook) {
  const value = webhook[name];
  if (name === "secret") {
    if (value === undefined) return [t("conflict.none")];
    return [t(value === base.secret ? "conflict.same" : "conflict.changed")];
  }
  if (value === undefined) return [t("conflict.none")];
  if (name === "event_types") return eventLines(base.event_types, value);
  if (name === "url") return [urlText(value)];
  if (name === "status") return [t(`status.${value}`, {}, String(value))];
  if (name === "headers") {
    const names = (entriesOf(value) ?? []).map(([header]) => header).join(", ");
    return [
      el("bdi", { dir: "ltr" }, names),
      el(
        "span",
        { class: "soft" },
        t(value === base.headers ? "conflict.same" : "conflict.changed"),
      ),
    ];
  }
  return [name === "timeout" ? t("conflict.ms", { ms: value }) : String(value)];
}

/** Resolves with "discard", the webhook to save, or undefined to continue editing. */
export async function resolveConflict(base, mine, theirs) {
  const fields = conflictingFields(base, mine, theirs);
  const [was, my] = [base, mine].map(comparable);
  const rows = fields.map((name) => {
    const choice = (side, webhook, checked) => {
      const input = el("input", { type: "radio", name: `conflict-${name}`, value: side, checked });
      const label = el("span", { class: "side" }, t(`conflict.${side}`));
      return {
        input,
        element: el(
          "label",
          { class: "choice" },
          input,
          el("span", { class: "stacked" }, label, ...describe(name, base, webhook)),
        ),
      };
    };
    // Members that this user did not change come from the panel.
    const changed = my[name] !== was[name];
    const [ours, other] = [choice("mine", mine, changed), choice("theirs", theirs, !changed)];
    const id = `conflict-${name}`;
    return {
      name,
      isMine: () => ours.input.checked,
      element: el(
        "div",
        { class: "conflict", role: "radiogroup", "aria-labelledby": id },
        el("span", { class: "label", id }, t(`label.${name}`)),
        ours.element,
        other.element,
      ),
    };
  });
  const merged = () => {
    const webhook = { ...mine };
    for (const { name, isMine } of rows) {
      if (isMine()) continue;
      if (theirs[name] === undefined) delete webhook[name];
      else webhook[name] = theirs[name];
    }
    return webhook;
  };
  return openDialog(
    t("conflict.title"),
    (close, title) => [
      title,
      el("p", { class: "soft" }, t("conflict.help")),
      el(
        "div",
        { class: "conflict names", "aria-hidden": "true" },
        el("span", {}),
        el("span", {}, t("conflict.mine")),
        el("span", {}, t("conflict.theirs")),
      ),
      ...rows.map(({ element }) => element),
      el(
        "div",
        { class: "actions" },
        button(t("discard.keep"), () => close(), { class: "quiet" }),
        button(t("conflict.discard"), () => close("discard")),
        button(t("conflict.save"), () => close(merged()), { class: "primary" }),
      ),
    ],
    { class: "wide" },
  );
}
