// Saves a webhook without overwriting the changes of another user, and without creating it twice.
//
//   update   read it again ── gone ──────────────> offer to save it as new
//                │          └ changed meanwhile ─> ask what to keep
//              write it
//   create   send it ── the URL is in use ───────> find that webhook and offer to open it

import { ask, eachPage, isUncertain } from "../device/requests.js";
import { extraEventTypes as extraOf, readWebhook } from "../device/webhook.js";
import { conflictingFields, resolveConflict } from "./conflict.js";

async function findByUrl(url) {
  let found;
  await eachPage((items) => {
    found = items.find((item) => item?.url === url)?.item_uid;
    return found !== undefined;
  });
  return found;
}

/**
 * Returns `save(text, { uid, base })`, which resolves with one of
 * - `{ saved: uid }`, with `webhook`, what was saved
 * - `{ failed: response }`, with `existing`, the uid of the webhook that has the URL, and `own`
 *   if an earlier attempt without a response may have created it
 * - `{ gone: true }` if it was deleted meanwhile
 * - `{ theirs }` to start again from what the panel has, with `invalid`, the webhook to correct, if what was
 *   chosen breaks a rule; or `{}` to continue editing
 *
 * `save` adds the event types that the panel's webhook has by then to `extraEventTypes` (D8), also if the save
 * fails.
 */
export function createSaver(extraEventTypes) {
  let uncertain = false;

  async function create(text) {
    const webhook = JSON.parse(text);
    const parsed = await ask({ operation: "create", webhook: text, extraEventTypes });
    if (parsed.ok) return { saved: parsed.itemUid, webhook };
    if (parsed.kind !== "conflict") {
      uncertain ||= isUncertain(parsed);
      return { failed: parsed };
    }
    return { failed: parsed, existing: await findByUrl(webhook.url), own: uncertain };
  }

  async function update(text, { uid, base }) {
    const current = await ask({ operation: "get", uid });
    if (!current.ok) return current.kind === "not_found" ? { gone: true } : { failed: current };
    const theirs = readWebhook(current.data);
    extraEventTypes.push(...extraOf(theirs).filter((name) => !extraEventTypes.includes(name)));
    let send = text;
    if (conflictingFields(base, JSON.parse(text), theirs).length > 0) {
      const chosen = await resolveConflict(base, JSON.parse(text), theirs);
      if (chosen === "discard") return { theirs };
      if (!chosen) return {};
      send = JSON.stringify(chosen);
    }
    let parsed;
    try {
      parsed = await ask({ operation: "update", uid, webhook: send, extraEventTypes });
    } catch (error) {
      if (error.name !== "InvalidWebhookError") throw error;
      return { theirs, invalid: JSON.parse(send) };
    }
    if (parsed.ok) return { saved: uid, webhook: JSON.parse(send) };
    if (parsed.kind === "not_found") return { gone: true };
    if (parsed.kind !== "conflict") return { failed: parsed };
    return { failed: parsed, existing: await findByUrl(JSON.parse(send).url) };
  }

  return (text, { uid, base }) => (uid ? update(text, { uid, base }) : create(text));
}
