// The page is built only from elements and text; no text is ever parsed as HTML.

import { icon } from "./icons.js";
import { isPhrase, write } from "./language.js";

/**
 * An element. An attribute may be a function (a listener), a phrase, `true` (an empty attribute) or
 * `false` and `undefined` (none). A child may be a node, a text, a phrase, or nothing.
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (isPhrase(value)) write(element, value, name);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  if (children.length === 1 && isPhrase(children[0])) write(element, children[0]);
  else element.append(...children.filter(Boolean).map(toNode));
  return element;
}

const toNode = (child) => (isPhrase(child) ? el("span", {}, child) : child);

/** A link that `follow` handles: it is in the history, and opens in a tab, like any other. */
export const link = (href, content, follow, attributes) =>
  el(
    "a",
    {
      href,
      click: (event) => {
        event.preventDefault();
        follow();
      },
      ...attributes,
    },
    ...[content].flat(),
  );

/** Whether a button is disabled without losing the focus. */
export const isDisabled = (element) => element.getAttribute("aria-disabled") === "true";

/** A button; it ignores clicks while it is `aria-disabled`, and can still have the focus. */
export const button = (content, click, attributes) =>
  el(
    "button",
    {
      type: "button",
      click: (event) => isDisabled(event.currentTarget) || click?.(event),
      ...attributes,
    },
    ...[content].flat(),
  );

/** A button with only an icon; its name is for assistive technology and the tooltip. */
export const iconButton = (name, label, click, attributes = {}) =>
  button([icon(name)], click, {
    ...attributes,
    class: `icon ${attributes.class ?? ""}`,
    "aria-label": label,
    title: label,
  });

/** Lets the user choose a JSON file. A browser allows that only for a few seconds after a click. */
export function chooseFile(use) {
  const input = el("input", {
    type: "file",
    accept: ".json,application/json",
    change: () => use(input.files[0]),
  });
  input.click();
}

/** A URL as text: it stays left to right, and its host is emphasised. */
export function urlText(url) {
  const [before, host, after] = urlParts(url);
  return el("bdi", { dir: "ltr", class: "url" }, before, el("b", {}, host), after);
}

/** A URL's text before its host, the host with its port, and the rest. */
export function urlParts(url) {
  const [, before, host, after] = /^(https?:\/\/(?:[^/?#@]*@)?)([^/?#]*)(.*)$/is.exec(url) ?? [];
  return host ? [before, host, after] : ["", url, ""];
}

/** Reports that code has changed the value of a control, as typing would. */
export const changed = (element) => element.dispatchEvent(new Event("input", { bubbles: true }));

/** One tab stop for several controls: the arrow keys, Home and End move between them. */
export function roving(element, selector) {
  const items = () => [...element.querySelectorAll(selector)].filter((it) => it.checkVisibility());
  const refresh = (current) => {
    const all = [...element.querySelectorAll(selector)];
    const active = all.includes(current)
      ? current
      : (all.find((it) => it.tabIndex === 0) ?? all[0]);
    for (const item of all) item.tabIndex = item === active ? 0 : -1;
  };
  element.addEventListener("focusin", ({ target }) => refresh(target.closest(selector)));
  element.addEventListener("keydown", (event) => {
    const list = items();
    const at = list.indexOf(document.activeElement);
    if (at < 0) return;
    const forward = getComputedStyle(element).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const backward = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const to = {
      [forward]: at + 1,
      [backward]: at - 1,
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: -1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    list.at(to % list.length).focus();
  });
  refresh();
  return refresh;
}
