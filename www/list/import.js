// Imports webhooks from a file that the page has exported: one opens in the editor, several are
// listed first and then created one after another. Of those that break a rule, the user corrects one at a time
// in the editor; the list of the others opens again afterwards.

import { guard } from "../device/guard.js";
import { ask, failureText, needsLogin } from "../device/requests.js";
import { fromJson, isObject } from "../editor/paste.js";
import { actions, openDialog } from "../lib/dialog.js";
import { button, el, urlText } from "../lib/dom.js";
import { t, write } from "../lib/language.js";
import { toast } from "../lib/toast.js";

/** Imports the webhooks of a file. */
export async function importFile(file, view) {
  let value;
  try {
    value = JSON.parse(await file.text());
  } catch {
    value = undefined;
  }
  if (isObject(value)) {
    openEntry(fromJson(value), view);
  } else if (Array.isArray(value) && value.length > 0 && value.every(isObject)) {
    await importAll(value.map(fromJson), view);
  } else {
    await openDialog(t("import.title"), (close, title) => [
      title,
      el("p", { class: "message error" }, t("import.unreadable")),
      actions(button(t("dialog.close"), () => close())),
    ]);
  }
}

const openEntry = ({ webhook, ignored }, { open }, given) =>
  open("#/new", {
    webhook,
    imported: true,
    ignored,
    notice: { text: t("import.unsaved") },
    ...given,
  });

/** Why a webhook cannot be created: the first rule it breaks, by the catalogue. */
function problemOf(webhook) {
  const { errors } = guard.validateWebhook(webhook);
  const [issue] = errors;
  if (!issue) return undefined;
  const { code, path, params, message } = issue;
  const field = t(`field.${path[0]}`);
  return t(
    `${code}.${params.reason ?? path[0]}`,
    { ...params, field },
    t(code, { ...params, field }, message),
  );
}

async function importAll(entries, view) {
  await guard.init();
  await openItems(
    entries.map((entry) => ({ ...entry, problem: problemOf(entry.webhook) })),
    view,
  );
}

const ignoredText = (ignored) =>
  ignored.length
    ? t("import.ignored", { names: ignored.map(({ name }) => name).join(", ") })
    : t("import.ready");

/** Failures after which a webhook cannot be created as it is. */
const REJECTED = ["validation", "conflict"];

/** Lists webhooks to create or to correct; `problem` is why one cannot be created. */
async function openItems(items, view) {
  // Those that need the user come first.
  items.sort((a, b) => Boolean(b.problem) - Boolean(a.problem));
  const created = new Set();
  const ready = () => items.filter((item) => !item.problem && !created.has(item));
  const count = ready().length;
  let stopped = false;
  let creating;
  const progress = el("p", { class: "soft", role: "status" });

  const chosen = await openDialog(
    t("import.all.title", { count: items.length }),
    (close, title) => {
      const startText = () =>
        ready().length ? t("import.start", { count: ready().length }) : t("dialog.close");
      async function createAll() {
        start.setAttribute("aria-disabled", "true");
        const wanted = ready();
        for (const [at, item] of wanted.entries()) {
          const { webhook } = item;
          const state = states.get(item);
          if (stopped) return;
          write(progress, t("import.progress", { at: at + 1, total: wanted.length }));
          const parsed = await ask({ operation: "create", webhook }, { wanted: () => !stopped });
          if (parsed.ok) created.add(item);
          state.className = parsed.ok ? "message done" : "message error";
          write(state, parsed.ok ? t("import.created") : failureText(parsed));
          // The others need the login too.
          if (needsLogin(parsed)) break;
          if (REJECTED.includes(parsed.kind)) item.problem = failureText(parsed);
        }
        write(progress, t("import.done", { created: created.size, total: items.length }));
        start.removeAttribute("aria-disabled");
        write(start, startText());
        cancel.hidden = ready().length === 0;
        for (const tool of corrections) tool.hidden = false;
      }
      const run = () => {
        if (ready().length === 0) close();
        else creating = createAll();
      };
      const start = button(startText(), run, { class: "primary" });
      // The others are created first: the editor takes the place of this dialog.
      const corrections = [];
      const states = new Map();
      function drawItem(item) {
        const { webhook, ignored, problem } = item;
        const text = problem ?? ignoredText(ignored);
        const state = el("p", { class: problem ? "message error" : "soft" }, text);
        states.set(item, state);
        const line = el("li", {}, urlText(String(webhook.url ?? "")), state);
        if (!problem) return line;
        const correct = button(t("import.correct"), () => close(item), {
          class: "small",
          hidden: count > 0,
        });
        corrections.push(correct);
        line.append(correct);
        return line;
      }
      const cancel = button(t("dialog.cancel"), () => close(), { hidden: count === 0 });
      return [
        title,
        el(
          "p",
          { class: "soft" },
          count === items.length
            ? t("import.all.ready", { count: items.length })
            : t("import.all.help", { ready: count, count: items.length }),
        ),
        el(
          "ul",
          { class: "imports", tabindex: 0, role: "list", "aria-label": t("import.title") },
          ...items.map(drawItem),
        ),
        progress,
        actions(cancel, start),
      ];
    },
  );
  // Closing the dialog stops the import after the current request.
  stopped = true;
  await creating;
  const report = created.size > 0 ? t("import.toast", { count: created.size }) : undefined;
  if (chosen) {
    const others = items.filter((item) => !created.has(item) && item !== chosen);
    const returned = others.length > 0 ? () => openItems(others, view) : undefined;
    const dropped = () => openItems([chosen, ...others], view);
    openEntry(chosen, view, { report, returned, dropped });
  } else if (report) toast(report);
  if (created.size > 0) await view.reload();
}
