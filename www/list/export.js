// Saves webhooks as a file. Secrets and header values are left out unless the user includes them.

import { ask, eachPage, failureText } from "../device/requests.js";
import { readWebhook } from "../device/webhook.js";
import { actions, openDialog } from "../lib/dialog.js";
import { button, el } from "../lib/dom.js";
import { t, write } from "../lib/language.js";
import { toast } from "../lib/toast.js";

function download(name, value) {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  el("a", { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}

const open = ({ secret: _, headers: __, ...webhook }) => webhook;

/**
 * Asks what to export, and runs `save(withSecrets, report)`, which resolves with a failure or none.
 * `report(text)` shows its progress; `report()` returns whether the user still waits for it, and so does that.
 */
function askExport(key, save) {
  const secrets = el("input", { type: "checkbox" });
  const state = el("p", { class: "soft", role: "status" });
  return openDialog(t(`${key}.title`), (close, title) => {
    async function run() {
      confirm.setAttribute("aria-disabled", "true");
      write(state);
      const failed = await save(secrets.checked, (text) => {
        if (text) write(state, text);
        return state.isConnected;
      });
      confirm.removeAttribute("aria-disabled");
      if (failed) write(state, failureText(failed));
      else close(true);
    }
    const confirm = button(t("export.confirm"), run, { class: "primary" });
    return [
      title,
      el("p", { class: "soft" }, t("export.help")),
      el("label", { class: "check" }, secrets, t("export.secrets")),
      state,
      actions(
        button(t("dialog.cancel"), () => close()),
        confirm,
      ),
    ];
  });
}

export const exportOne = (uid, webhook) =>
  askExport("export", async (secrets) => {
    download(`webhook-${uid}.json`, secrets ? webhook : open(webhook));
    return undefined;
  });

/** Reads all webhooks, one by one: a list need not hold all their members. */
export const exportAll = () =>
  askExport("export.all", async (secrets, report) => {
    // After Cancel no request asks for a login.
    const options = { wanted: () => report() };
    const uids = [];
    const listed = await eachPage((items) => {
      uids.push(...items.map((item) => item?.item_uid).filter(Number.isInteger));
      return !report();
    }, options);
    if (!listed.ok) return listed;
    const webhooks = [];
    for (const [at, uid] of uids.entries()) {
      if (!report(t("export.progress", { at: at + 1, total: uids.length }))) return undefined;
      const parsed = await ask({ operation: "get", uid }, options);
      // It may have been deleted since.
      if (!parsed.ok && parsed.kind !== "not_found") return parsed;
      if (parsed.ok) webhooks.push(readWebhook(parsed.data));
    }
    if (!report()) return undefined;
    download("webhooks.json", secrets ? webhooks : webhooks.map(open));
    toast(t("export.done", { count: webhooks.length }));
    return undefined;
  });
