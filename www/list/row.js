// One webhook of the list. `drawRow` builds its elements once; `update(state)` writes a state into
// them, so that the focus stays where it is.

import { rules } from "/pkg/dist/rules.js";
import { eventNames, isKnownStatus } from "../device/webhook.js";
import { button, el, iconButton, roving, urlParts } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { t, write } from "../lib/language.js";
import { menu } from "../lib/menu.js";

const TYPES = new Map(rules.eventTypes.map((type) => [type.name, type]));

/** Number of events, and what they are: all, a group, one event, or the groups they are from. */
function eventSummary(value) {
  const names = eventNames(value);
  const count = t("list.events", { count: names.length });
  const groupLabel = ({ id, label }) => t(`group.${id}`, {}, label);
  if (rules.eventTypes.every(({ name }) => names.includes(name))) return [count, t("list.all")];
  if (names.length === 1) return [count, t(names[0], {}, TYPES.get(names[0])?.label)];
  const groups = rules.eventTypeGroups.filter(({ id }) =>
    names.some((it) => TYPES.get(it)?.group === id),
  );
  const unknown = names.some((it) => !TYPES.has(it));
  const labels = [...groups.map(groupLabel), ...(unknown ? [t("group.other")] : [])];
  const [first, second, ...others] = labels;
  if (!first) return [count, undefined];
  if (!second) {
    const all =
      groups[0] &&
      rules.eventTypes.every(({ name, group }) => group !== groups[0].id || names.includes(name));
    return [count, all ? t("list.all.group", { group: first }) : first];
  }
  if (!others.length) return [count, t("list.two", { first, second })];
  return [count, t("list.more.groups", { first, second, count: others.length })];
}

/** The parts of a URL, of which only the host is never shortened. */
function writeUrl(link, url) {
  const [before, host, after] = urlParts(String(url ?? ""));
  link.title = String(url ?? "");
  link.replaceChildren(el("bdi", { dir: "ltr", class: "url" }, before, el("b", {}, host), after));
}

function writeStatus(pill, status) {
  pill.className = `pill ${isKnownStatus(status) ? status : "unknown"}`;
  const known = isKnownStatus(status) ? t(`status.${status}`) : undefined;
  const other = status === undefined || status === null ? t("status.unknown") : String(status);
  pill.replaceChildren(el("span", { class: "dot" }), el("span", {}, known ?? other));
}

const flag = (key) => el("span", { class: "flag" }, icon("warning"), t(key));

/** The line under the URL: a failure or progress of the last action, else description and flags. */
function details({ item, failure, saved, progress, listsSecrets }) {
  if (failure) {
    const again = failure.retry && button(t("list.retry"), failure.retry, { class: "link" });
    return [
      el(
        "span",
        { class: "failed", role: "alert" },
        icon("alert"),
        el("span", {}, failure.text),
        again,
      ),
    ];
  }
  if (progress) return [el("span", { class: "soft" }, progress)];
  const { description, url, secret } = item;
  const text = typeof description === "string" && description.trim();
  return [
    el("span", { class: "description" }, text || t("list.nodescription")),
    /^http:/i.test(url) && flag("flag.unencrypted"),
    listsSecrets && !secret && flag("flag.unsigned"),
    saved && el("span", { class: "saved" }, t(saved)),
  ].filter(Boolean);
}

export function drawRow({ uid, toggle, test, entries }) {
  const id = `webhook-${uid}`;
  const link = el("a", { href: `#/webhooks/${uid}`, class: "open", id });
  const pill = el("span", {});
  const second = el("p", { class: "second" });
  const count = el("span", { class: "count" });
  const groups = el("span", { class: "soft" });
  const describedBy = { "aria-describedby": id };
  const switchButton = button("", toggle, { class: "quiet", ...describedBy });
  const testButton = button(t("list.test"), test, { class: "small", ...describedBy });
  const more = iconButton("more", t("list.actions"), () => {}, { ...describedBy });
  const tools = el(
    "div",
    { class: "tools", role: "toolbar", "aria-label": t("list.actions"), ...describedBy },
    switchButton,
    testButton,
    menu(more, entries),
  );
  roving(tools, "button:not([role=menuitem])");
  const element = el(
    "li",
    { class: "row" },
    el("div", { class: "state" }, pill),
    el("div", { class: "target" }, link, second),
    el("div", { class: "events" }, count, groups),
    tools,
  );

  let shown;
  let signed;
  return {
    element,
    link,
    /** `listsSecrets`: whether a webhook without a secret in the list has none. */
    update(state, listsSecrets) {
      if (shown === state && signed === listsSecrets) return;
      shown = state;
      signed = listsSecrets;
      const { item, busy } = state;
      writeUrl(link, item.url);
      writeStatus(pill, item.status);
      // "Try again" is replaced by the progress of what it started.
      const hadFocus = second.contains(document.activeElement);
      second.replaceChildren(...details({ ...state, listsSecrets }));
      if (hadFocus) (second.querySelector("button") ?? link).focus();
      const [number, names] = eventSummary(item.event_types);
      write(count, number);
      write(groups, names);
      write(switchButton, t(item.status === "active" ? "list.disable" : "list.enable"));
      for (const tool of [switchButton, testButton, more]) {
        if (busy) tool.setAttribute("aria-disabled", "true");
        else tool.removeAttribute("aria-disabled");
      }
      element.classList.toggle("off", item.status !== "active");
      element.classList.toggle("changed", Boolean(state.saved));
    },
  };
}
