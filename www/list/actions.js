// What can be done with a webhook of the list.

import { ask, failureText } from "../device/requests.js";
import { extraEventTypes, readWebhook } from "../device/webhook.js";
import { confirmed } from "../lib/dialog.js";
import { t } from "../lib/language.js";
import { load } from "../lib/load.js";
import { toast } from "../lib/toast.js";

export function createActions({ state, setRow, showSaved, open, focusTitle }) {
  const urlOf = (uid) => String(state.rows.get(uid)?.item.url ?? "");

  /** Runs an action of a row: one at a time, and its failure is shown there with a way to retry. */
  async function run(uid, progress, action) {
    if (state.rows.get(uid)?.busy) return;
    setRow(uid, { busy: true, progress: t(progress), failure: undefined, saved: undefined });
    const failed = await action();
    if (!state.rows.has(uid)) return;
    const failure = failed && {
      text: failureText(failed),
      retry: () => run(uid, progress, action),
    };
    setRow(uid, { busy: false, progress: undefined, failure });
  }

  /** The complete webhook as the device has it now, or the response that gives none. */
  async function get(uid) {
    const parsed = await ask({ operation: "get", uid });
    return parsed.ok ? { webhook: readWebhook(parsed.data) } : { failed: parsed };
  }

  const toggle = (uid) => {
    // What is on the button, whatever another user has done since.
    const status = state.rows.get(uid).item.status === "active" ? "disabled" : "active";
    return run(uid, "list.saving", async () => {
      const { webhook, failed } = await get(uid);
      if (failed) return failed;
      const changed = { ...webhook, status };
      const request = {
        operation: "update",
        uid,
        webhook: changed,
        extraEventTypes: extraEventTypes(webhook),
      };
      let parsed;
      try {
        parsed = await ask(request);
      } catch (error) {
        if (error.name !== "InvalidWebhookError") throw error;
        open(`#/webhooks/${uid}`, { invalid: true });
        return undefined;
      }
      if (!parsed.ok) return parsed;
      setRow(uid, { item: { item_uid: uid, ...changed } });
      toast(t(status === "active" ? "done.enabled" : "done.disabled"));
      return undefined;
    });
  };

  /** Deletes a webhook, and offers to create it again from what the device had. */
  async function remove(uid) {
    if (!(await confirmed("delete", { url: urlOf(uid) }))) return;
    await run(uid, "list.deleting", async () => {
      const { webhook, failed } = await get(uid);
      if (failed && failed.kind !== "not_found") return failed;
      const parsed = failed ?? (await ask({ operation: "delete", uid }));
      if (!parsed.ok && parsed.kind !== "not_found") return parsed;
      setRow(uid);
      focusTitle();
      if (webhook)
        toast(t("done.deleted"), { label: t("delete.undo"), run: () => restore(webhook) });
      else toast(t("done.gone"));
      return undefined;
    });
  }

  async function restore(webhook) {
    let parsed;
    try {
      parsed = await ask({
        operation: "create",
        webhook,
        extraEventTypes: extraEventTypes(webhook),
      });
    } catch (error) {
      if (error.name !== "InvalidWebhookError") throw error;
      parsed = { ok: false };
    }
    if (parsed.ok && parsed.itemUid) showSaved(parsed.itemUid, webhook, "list.restored");
    // Whatever is wrong, the editor shows the webhook and its issues. If it cannot be opened, this can be
    // tried again: nothing is lost.
    else
      open("#/new", {
        webhook,
        notice: { text: t("restore.failed"), response: parsed.kind && parsed },
        dropped: () =>
          toast(t("restore.again"), { label: t("delete.undo"), run: () => restore(webhook) }),
      });
  }

  async function duplicate(uid) {
    await run(uid, "list.loading", async () => {
      const { webhook, failed } = await get(uid);
      if (failed) return failed;
      open("#/new", { webhook, notice: { text: t("duplicate.help") } });
      return undefined;
    });
  }

  const save = (uid) =>
    run(uid, "list.loading", async () => {
      const { webhook, failed } = await get(uid);
      if (failed) return failed;
      (await load("export"))?.exportOne(uid, webhook);
      return undefined;
    });

  const test = async (uid) => {
    const { item } = state.rows.get(uid);
    setRow(uid, { failure: undefined, saved: undefined });
    const panel = await load("test");
    panel?.openTest({ uid, item, edit: () => open(`#/webhooks/${uid}`) });
  };

  return {
    of: (uid) => ({
      toggle: () => toggle(uid),
      test: () => test(uid),
      entries: () => [
        { icon: "duplicate", text: t("list.duplicate"), run: () => duplicate(uid) },
        { icon: "upload", text: t("list.export"), run: () => save(uid) },
        { icon: "trash", text: t("list.delete"), run: () => remove(uid), danger: true },
      ],
    }),
    exportAll: async () => (await load("export"))?.exportAll(),
  };
}
