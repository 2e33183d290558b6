// The events of a webhook: presets, a search, groups of checkboxes, and unknown names.

import { rules } from "/pkg/dist/rules.js";
import { eventNames } from "../device/webhook.js";
import { button, changed, el, roving } from "../lib/dom.js";
import { t, write } from "../lib/language.js";
import { drawSearch } from "../lib/search.js";
import { drawGroup } from "./event-group.js";
import { notes, section } from "./frame.js";

// By patterns, so that a name of newer firmware is part of its preset as well.
const PRESETS = [
  ["everything", () => true],
  ["access", ({ group }) => group === "access"],
  ["doors", ({ group }) => group === "doors"],
  ["denied", ({ name, group }) => group === "access" && /denied/.test(name)],
  ["alarms", ({ name }) => /emergency|too?_long|tamper|_lost|_error/.test(name)],
];

const OTHER = { id: "other", label: "Other" };

/** `extra` are names that newer firmware knows (D8); other unknown names can be replaced or removed. */
export function drawEvents(extra) {
  const known = [
    ...rules.eventTypes,
    ...extra.map((name) => ({ name, label: name, group: OTHER.id })),
  ];
  const groups = [...rules.eventTypeGroups, ...(extra.length ? [OTHER] : [])].map((group) =>
    drawGroup(
      group,
      known.filter((type) => type.group === group.id),
    ),
  );
  const items = groups.flatMap((group) => group.items);
  const inputOf = new Map(items.map(({ input }) => [input.value, input]));

  const selected = () => items.filter(({ input }) => input.checked).length;
  function select(matches) {
    for (const type of known) inputOf.get(type.name).checked = matches(type);
    for (const row of unknown.querySelectorAll("li")) row.remove();
    changed(picker);
  }

  const presets = PRESETS.map(([id, matches]) => ({
    matches,
    element: button(t(`preset.${id}`), () => select(matches), {
      class: "preset",
      "aria-pressed": "false",
    }),
  }));
  const bar = el(
    "div",
    { class: "presets", role: "toolbar", "aria-labelledby": "presets-label" },
    ...presets.map(({ element }) => element),
  );
  roving(bar, "button");

  let matches;
  function search(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const counts = groups.map((group) => group.search(words));
    matches = words.length ? counts.reduce((sum, count) => sum + count, 0) : undefined;
    update();
  }
  const searching = drawSearch({
    id: "event-search",
    label: t("events.search"),
    search,
    "aria-describedby": "events-total",
    // Enter does not save the webhook.
    keydown: (event) => event.key === "Enter" && event.preventDefault(),
  });
  const { box } = searching;

  const unknown = el("ul", { class: "unknown" });
  const total = el("p", { role: "status", id: "events-total", class: "total" });
  const clearAll = () => {
    select(() => false);
    // The button is disabled now.
    box.focus();
  };
  const clear = button(t("events.clear"), clearAll, { class: "link" });
  const picker = el(
    "div",
    {
      class: "picker",
      role: "group",
      "aria-labelledby": "part-events",
      "aria-describedby": "event_types-notes",
    },
    unknown,
    ...groups.map(({ element }) => element),
  );
  picker.addEventListener("input", update);

  /** A name that the rules do not have: it can be replaced or removed. */
  function addUnknown(name, at) {
    const input = el("input", {
      type: "hidden",
      name: "event_types",
      value: name,
      id: `unknown-${at}`,
    });
    const replace = button(t("events.replace"), () => leave(replace.value), {
      class: "small",
      hidden: true,
    });
    const remove = button(t("events.remove"), () => leave(), { class: "small" });
    const row = el(
      "li",
      { tabindex: -1 },
      input,
      el("code", { dir: "ltr" }, name),
      notes(input.id),
      replace,
      remove,
    );
    function leave(other) {
      if (other) inputOf.get(other).checked = true;
      row.remove();
      changed(picker);
      (unknown.querySelector("button:not([hidden])") ?? box).focus();
    }
    unknown.append(row);
  }

  function update() {
    for (const group of groups) group.update();
    for (const { element, matches } of presets) {
      const same = known.every((type) => inputOf.get(type.name).checked === matches(type));
      element.setAttribute("aria-pressed", String(same && unknown.childElementCount === 0));
    }
    const count = selected();
    const others = unknown.childElementCount;
    const state = t(others ? "events.selected.unknown" : "events.selected", {
      count,
      total: known.length,
      others,
    });
    write(
      total,
      matches === undefined
        ? state
        : t("events.matching", { count: matches, total: known.length, state }),
    );
    clear.disabled = count + others === 0;
  }

  return {
    element: section(
      "events",
      [
        el(
          "div",
          { class: "starts" },
          el("span", { class: "soft", id: "presets-label" }, t("events.start")),
          bar,
        ),
        searching.element,
        notes("event_types"),
        picker,
        el("div", { class: "totals" }, total, clear),
      ],
      { required: true },
    ),
    set({ event_types: value }) {
      const names = eventNames(value);
      unknown.replaceChildren();
      for (const [name, input] of inputOf) input.checked = names.includes(name);
      for (const [at, name] of names.filter((it) => !inputOf.has(it)).entries())
        addUnknown(name, at);
      update();
    },
    /** Shows a control that may be hidden. */
    reveal(control) {
      if (!picker.contains(control)) return;
      if (box.value) searching.change("");
      groups.find(({ items }) => items.some(({ input }) => input === control))?.open();
    },
    /** Offers the names that the findings suggest for unknown ones. */
    showSuggestions(findings) {
      for (const { control, params } of findings) {
        const replace = control?.closest(".unknown li")?.querySelector("button");
        if (!replace) continue;
        replace.hidden = !inputOf.has(params.suggestion);
        replace.value = params.suggestion ?? "";
      }
    },
    /** The control to focus if an event has to be selected. */
    target: box,
    translate: () => search(box.value),
  };
}
