// The panel that tests a webhook and shows the device's report, and no more.

import { ask } from "../device/requests.js";
import { block, copyBlock } from "../lib/code.js";
import { openDialog } from "../lib/dialog.js";
import { button, el, iconButton, urlText } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { t } from "../lib/language.js";
import { drawTabs } from "../lib/tabs.js";
import { describeOutcome } from "./outcome.js";

/** Running tests by uid: a panel that is opened again shows the running test. */
const running = new Map();

function runTest(uid) {
  if (!running.has(uid)) {
    running.set(
      uid,
      ask({ operation: "test", uid }).finally(() => running.delete(uid)),
    );
  }
  return running.get(uid);
}

/** A time in the reader's format, with the date unless it is today; any other text as it is. */
function timeText(value) {
  const time = new Date(value);
  if (Number.isNaN(time.getTime())) return value;
  const isToday = time.toDateString() === new Date().toDateString();
  return time.toLocaleString(document.documentElement.lang, {
    timeStyle: "medium",
    dateStyle: isToday ? undefined : "medium",
  });
}

const fact = (key, value) => el("div", {}, el("dt", {}, t(key)), el("dd", {}, value));

/** JSON with line breaks, any other text as it is. */
function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Headers that carry no secret: those that the device sets itself. */
const OPEN =
  /^(content-type|content-length|user-agent|host|x-webhook-(signature|timestamp|attempt))$/i;

function headerBlock(headers) {
  const text = (revealed) =>
    headers
      .map(([name, value]) => `${name}: ${revealed || OPEN.test(name) ? value : "••••••••"}`)
      .join("\n");
  const reveal = button(
    t("test.reveal"),
    () => {
      const shown = reveal.getAttribute("aria-pressed") !== "true";
      reveal.setAttribute("aria-pressed", String(shown));
      pre.textContent = text(shown);
    },
    { class: "small", "aria-pressed": "false" },
  );
  const hidden = headers.some(([name]) => !OPEN.test(name));
  const { pre, element } = block(t("label.headers"), hidden && reveal);
  pre.textContent = text(false);
  return element;
}

function requestTab({ request, eventType }) {
  const { method, url, headers, payload } = request;
  return el(
    "div",
    { class: "stack" },
    el(
      "dl",
      { class: "pairs" },
      eventType && fact("test.event", el("bdi", { dir: "ltr" }, eventType)),
      method && fact("test.method", method),
      url && fact("label.url", el("bdi", { dir: "ltr" }, url)),
    ),
    headers.length > 0 && el("h3", {}, t("label.headers")),
    headers.length > 0 && headerBlock(headers),
    payload && el("h3", {}, t("test.payload")),
    payload && copyBlock(t("test.payload"), pretty(payload)).element,
  );
}

function responseTab({ response }) {
  const { status, text } = response;
  return el(
    "div",
    { class: "stack" },
    el(
      "dl",
      { class: "pairs" },
      fact("test.status", status === undefined ? t("test.none") : String(status)),
    ),
    text && copyBlock(t("test.response"), pretty(text)).element,
  );
}

function reportView(report, text) {
  const { attempt, attempts, durationMs, responseTime, requestTime, request, response } = report;
  const tabs = [
    request && { text: t("test.request"), element: requestTab(report) },
    response && { text: t("test.response"), element: responseTab(report) },
    { text: t("test.raw"), element: copyBlock(t("test.raw"), text).element },
  ].filter(Boolean);
  const time = responseTime ?? requestTime;
  const first = response ? tabs.findIndex(({ text }) => text.key === "test.response") : 0;
  return [
    el(
      "dl",
      { class: "facts" },
      attempt !== undefined &&
        fact(
          "test.attempt",
          attempts ? t("test.attempts", { attempt, attempts }) : String(attempt),
        ),
      durationMs !== undefined && fact("test.duration", t("test.ms", { ms: durationMs })),
      time && fact("test.finished", el("bdi", { title: time }, timeText(time))),
    ),
    drawTabs(tabs, first),
  ];
}

/** The delivery was sent, and nothing else is known. */
function sentView(text, { secret }) {
  const step = (key) => el("li", {}, t(key));
  return [
    el(
      "dl",
      { class: "facts" },
      fact("test.sentat", timeText(Date.now())),
      // A list need not hold secrets.
      secret && fact("test.signed", t("test.yes")),
      fact("test.answer", t("test.unreported")),
    ),
    el("h3", {}, t("test.arrives")),
    el(
      "ul",
      { class: "advice" },
      step("test.check.network"),
      step("test.check.url"),
      step("test.check.headers"),
    ),
    text &&
      el(
        "details",
        { class: "plain" },
        el("summary", {}, t("test.raw")),
        copyBlock(t("test.raw"), text).element,
      ),
  ];
}

/** Opens the panel and tests the webhook `item`; `edit` opens its editor. */
export function openTest({ uid, item, edit }) {
  const result = el("div", { class: "result" });
  const body = el("div", { class: "panel-body" });

  async function run() {
    again.setAttribute("aria-disabled", "true");
    result.className = "result progress";
    result.replaceChildren(
      el("span", { class: "spinner" }),
      el(
        "div",
        { role: "status" },
        el("strong", {}, t("test.running")),
        el("p", {}, t("test.waiting")),
      ),
    );
    body.replaceChildren();
    const parsed = await runTest(uid);
    if (!result.isConnected) return;
    again.removeAttribute("aria-disabled");
    const { tone, title, help } = describeOutcome(parsed);
    const icons = { ok: "check", bad: "cross", sent: "send" };
    result.className = `result ${tone}`;
    result.replaceChildren(
      icon(icons[tone]),
      el(
        "div",
        { role: tone === "bad" ? "alert" : "status" },
        el("strong", {}, title),
        el("p", {}, help),
      ),
    );
    const text = typeof parsed.data === "string" ? parsed.data : "";
    if (parsed.report) body.replaceChildren(...reportView(parsed.report, text));
    else if (parsed.ok) body.replaceChildren(...sentView(text, item));
  }

  const again = button(t("test.again"), run, { class: "primary" });
  const opened = openDialog(
    t("test.title"),
    (close, title) => [
      el(
        "header",
        {},
        el("div", {}, title, el("p", { class: "soft" }, urlText(String(item.url ?? "")))),
        iconButton("close", t("dialog.close"), () => close()),
      ),
      result,
      body,
      el(
        "footer",
        {},
        again,
        button(t("test.edit"), () => close("edit")),
      ),
    ],
    { class: "panel" },
  );
  run();
  return opened.then((answer) => answer === "edit" && edit());
}
