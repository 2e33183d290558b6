// The URL and the description.

import { button, changed, el } from "../lib/dom.js";
import { t, write } from "../lib/language.js";
import { field, section } from "./frame.js";

/** Shows the length of a text near its limit, and not before. */
export function counter(control, { maxLength }) {
  const element = el("p", { class: "help" });
  const update = () => {
    const count = [...control.value].length;
    write(element, count > maxLength * 0.8 ? t("counter", { count, max: maxLength }) : undefined);
  };
  control.addEventListener("input", update);
  return { element, update };
}

/** `paste(text)` is called with what is pasted into the URL, and returns whether it was used. */
export function drawDestination(rule, paste) {
  const url = el("input", {
    id: "url",
    name: "url",
    // Not type="url": a browser would repair it, and the rules would check another text.
    type: "text",
    dir: "ltr",
    inputmode: "url",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    "aria-required": "true",
    "aria-describedby": "url-help",
    placeholder: "https://",
  });
  const description = el("textarea", {
    id: "description",
    name: "description",
    rows: 2,
    dir: "auto",
  });
  const counters = [counter(url, rule.url), counter(description, rule.description)];
  const fix = el("p", { class: "fix", hidden: true });

  // White space around a URL is never intended, and a message about it would name another mistake.
  url.addEventListener(
    "input",
    () => {
      if (/^\s/.test(url.value)) url.value = url.value.trimStart();
    },
    true,
  );
  const trim = () => {
    if (url.value === url.value.trim()) return;
    url.value = url.value.trim();
    changed(url);
  };
  url.addEventListener("change", trim);
  url.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    if (paste(text)) event.preventDefault();
    else if (text !== text.trim()) {
      event.preventDefault();
      url.setRangeText(text.trim(), url.selectionStart, url.selectionEnd, "end");
      changed(url);
    }
  });

  return {
    element: section("destination", [
      field(
        "url",
        { required: true },
        el("div", { class: "box" }, url),
        fix,
        el("p", { class: "help", id: "url-help" }, t("help.url")),
        counters[0].element,
      ),
      field(
        "description",
        { hint: "hint.optional" },
        el("div", { class: "box" }, description),
        counters[1].element,
      ),
    ]),
    trim,
    start: url,
    set(webhook) {
      url.value = webhook.url ?? "";
      description.value = webhook.description ?? "";
      for (const { update } of counters) update();
    },
    /** Offers the URL with a scheme if only that is missing, which `isValid(url)` decides. */
    showFix(finding, isValid) {
      const suggestion = `https://${url.value.replace(/^\/+/, "")}`;
      const offered = finding?.params.reason === "scheme" && url.value && isValid(suggestion);
      if (fix.hidden !== offered && fix.dataset.url === suggestion) return;
      fix.hidden = !offered;
      fix.dataset.url = offered ? suggestion : "";
      const use = () => {
        url.value = suggestion;
        changed(url);
        url.focus();
      };
      fix.replaceChildren(
        ...(offered ? [button(t("url.use", { url: suggestion }), use, { class: "link" })] : []),
      );
    },
  };
}
