// Imports webhooks from a file that the page has exported: one opens in the editor, several are
// listed first and then created one after another.

import { guard } from "../device/guard.js";
import { ask } from "../device/requests.js";
import { fromJson } from "../editor/paste.js";
import { actions, openDialog } from "../lib/dialog.js";
import { button, el, urlText } from "../lib/dom.js";
import { t, write } from "../lib/language.js";
import { toast } from "../lib/toast.js";

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** Imports the webhooks of a file. */
export async function importFile(file, view) {
  let value;
  try {
    value = JSON.parse(await file.text());
  } catch {
    value = undefined;
  }
  if (isObject(value)) {
    const { webhook, ignored } = fromJson(value);
    view.open("#/new", { webhook, imported: true, ignored, notice: { text: t("import.unsaved") } });
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

async function importAll(entries, { reload }) {
  await guard.init();
  const items = entries.map(({ webhook, ignored }) => {
    const problem = problemOf(webhook);
    const state = el("p", { class: problem ? "message error" : "soft" });
    write(
      state,
      problem ??
        (ignored.length
          ? t("import.ignored", { names: ignored.map(({ name }) => name).join(", ") })
          : t("import.ready")),
    );
    return { webhook, problem, state };
  });
  const ready = items.filter(({ problem }) => !problem);
  let created = 0;
  let stopped = false;
  let creating;
  const progress = el("p", { class: "soft", role: "status" });

  await openDialog(t("import.all.title", { count: items.length }), (close, title) => {
    async function createAll() {
      start.setAttribute("aria-disabled", "true");
      for (const [at, { webhook, state }] of ready.entries()) {
        if (stopped) return;
        write(progress, t("import.progress", { at: at + 1, total: ready.length }));
        const parsed = await ask({ operation: "create", webhook });
        if (parsed.ok) created += 1;
        state.className = parsed.ok ? "message done" : "message error";
        write(
          state,
          parsed.ok
            ? t("import.created")
            : t(`response.${parsed.kind}`, { error: parsed.error }, parsed.error),
        );
      }
      write(progress, t("import.done", { created, total: items.length }));
      start.removeAttribute("aria-disabled");
      write(start, t("dialog.close"));
      cancel.hidden = true;
    }
    const run = () => {
      if (creating || ready.length === 0) close();
      else creating = createAll();
    };
    const start = button(
      ready.length ? t("import.start", { count: ready.length }) : t("dialog.close"),
      run,
      { class: "primary" },
    );
    const cancel = button(t("dialog.cancel"), () => close(), { hidden: ready.length === 0 });
    return [
      title,
      el(
        "p",
        { class: "soft" },
        t("import.all.help", { ready: ready.length, count: items.length }),
      ),
      el(
        "ul",
        { class: "imports", tabindex: 0, role: "list", "aria-label": t("import.title") },
        ...items.map(({ webhook, state }) =>
          el("li", {}, urlText(String(webhook.url ?? "")), state),
        ),
      ),
      progress,
      actions(cancel, start),
    ];
  });
  // Closing the dialog stops the import after the current request.
  stopped = true;
  await creating;
  if (created > 0) {
    await reload();
    toast(t("import.toast", { count: created }));
  }
}
