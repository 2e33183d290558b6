// Sends the cases to the device one by one, reads back what it kept of each, removes it, and tells
// where device and contract differ.

import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { CannotRun, NoAnswer } from "./client.js";
import { bodyOf, markOf, marksOf, PLACE } from "./mark.js";

/** How device and contract may differ over a case. */
export const DIFFERENCES = {
  takes: "takes what the contract refuses",
  refuses: "refuses what the contract takes",
  keeps: "takes it, and keeps something else",
  says: "refuses it too, with another status or text",
  fails: "gives no answer, or one of its own failure",
};

const PLAIN = {
  url: `https://${PLACE}.invalid/hook`,
  status: "disabled",
  event_types: ["log.device_booted"],
  max_retries: 3,
};
const WHOLE = {
  ...PLAIN,
  secret: "0123456789abcdef",
  timeout: 5000,
  headers: '{"X-A":"1"}',
  description: "d",
};

/** Removes what bears a mark, save for uids that were there before; how many, and whether all. */
async function removeMarked(client, pattern, before = []) {
  let removed = 0;
  let all = true;
  for (const item of await client.list()) {
    const { item_uid: uid } = item;
    if (before.includes(uid)) continue;
    // The list may not show the member that bears the mark.
    const bears = (webhook) => pattern.test(JSON.stringify(webhook));
    if (!bears(item) && !bears(await client.get(uid))) continue;
    if (await client.remove(uid)) removed += 1;
    else all = false;
  }
  return { removed, all };
}

/** Removes what any run left on the device, wherever it ran; how many webhooks that were. */
export async function removeAll(client) {
  const { removed, all } = await removeMarked(client, marksOf());
  if (!all) throw new CannotRun("The device does not remove what a run left on it.");
  return removed;
}

/** Removes what an earlier run left that the journal tells of; how many webhooks that were. */
export async function recover(client, journal) {
  const earlier = journal.read();
  if (!earlier) return 0;
  if (isAlive(earlier.pid)) {
    throw new CannotRun(
      `A run is under way (process ${earlier.pid}). If that is none, remove ${journal.file}.`,
    );
  }
  const { removed, all } = await removeMarked(client, marksOf(earlier.run), earlier.before);
  if (!all) throw new CannotRun("The device does not remove what an earlier run left on it.");
  journal.remove();
  return removed;
}

function isAlive(pid) {
  // In a container the next process may well have the number of the last.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // There is one, of another user.
    return error.code === "EPERM";
  }
}

/**
 * Runs the cases. `signal` ends the run between two of them; what was made is removed in any case.
 * Gives the outcomes, in `stopped` why there are not more, in `blind` the fields that the device does
 * not show as it took them, and in `clean` whether nothing is left.
 */
export async function runCases({ guard, client, journal, cases, signal, onOutcome }) {
  const run = randomBytes(4).toString("hex");
  const before = (await client.list()).map(({ item_uid: uid }) => uid);
  // Before anything is made, so that whatever ends this process leaves a trace.
  journal.write({ run, pid: process.pid, before });

  const fields = guard.webhookRules().fields.map(({ name }) => name);
  const made = new Set();
  const outcomes = [];
  let blind = [];
  let stopped;
  let sent = 0;
  try {
    blind = await findBlind();
    for (const each of cases) {
      if (signal.aborted) {
        stopped = "It was interrupted.";
        break;
      }
      const outcome = await tryCase(each);
      outcomes.push(outcome);
      onOutcome(outcome);
    }
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    stopped = error.message;
  }
  return { outcomes, blind, stopped, clean: await cleanUp() };

  /** Throws where the plainest webhook is refused, since no refusal would mean anything then. */
  async function findBlind() {
    const { kind, status, said, changed } = await tryCase({ body: JSON.stringify(PLAIN) });
    if (kind !== "agrees" && kind !== "keeps") {
      const answer = status === undefined ? "it gives no answer" : `${status} ${said ?? ""}`;
      throw new CannotRun(`The device does not take the plainest webhook: ${answer}`);
    }
    const whole = await tryCase({ body: JSON.stringify(WHOLE) });
    return [...new Set([...(changed ?? []), ...(whole.changed ?? [])])];
  }

  async function tryCase({ body, bytes, ...each }) {
    const mark = markOf(run, sent);
    sent += 1;
    const text = bodyOf({ body, bytes }, mark);
    const answer = await create(text, mark);
    if (!answer) return { ...each, kind: "fails" };

    const { status, error: said = "an answer, but no webhook" } = answer;
    if (status >= 200 && status < 300) {
      const { taken, stored } = await takeBack(answer.itemUid, mark);
      if (taken && each.error !== undefined) return { ...each, kind: "takes", status, stored };
      if (taken) {
        const changed = stored ? changes(JSON.parse(text), stored) : [];
        return { ...each, kind: changed.length > 0 ? "keeps" : "agrees", status, stored, changed };
      }
    }
    const outcome = { ...each, status, said };
    // The owner has a webhook with the URL of this case.
    if (answer.kind === "conflict") return { ...outcome, kind: "open" };
    if (status >= 500) return { ...outcome, kind: "fails" };
    if (each.error === undefined) return { ...outcome, kind: "refuses" };
    return { ...outcome, kind: status === 400 && said === each.error ? "agrees" : "says" };
  }

  /** Creates, a second time where no answer came; undefined where none came again. */
  async function create(text, mark) {
    for (let tried = 0; tried < 2; tried += 1) {
      try {
        return await client.create(text);
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        // It may have been made all the same. This tells too whether the device is there at all.
        await removeMarked(client, new RegExp(mark, "i"), before);
      }
    }
    return undefined;
  }

  /**
   * Removes what the device has just taken, if it has: a 2xx may still refuse. `stored` is what it
   * kept, where it tells.
   */
  async function takeBack(uid, mark) {
    // A webhook that was there before is not ours, whatever the answer says.
    if (typeof uid !== "number" || uid < 1 || before.includes(uid)) {
      const { removed, all } = await removeMarked(client, new RegExp(mark, "i"), before);
      return { taken: removed > 0 || !all };
    }
    made.add(uid);
    const stored = await client.get(uid);
    if (await client.remove(uid)) made.delete(uid);
    return { taken: true, stored };
  }

  /** The fields of which something else is kept than was sent. */
  function changes(webhook, stored) {
    return fields.filter(
      (field) =>
        field in webhook &&
        !blind.includes(field) &&
        !isDeepStrictEqual(meaning(field, webhook[field]), meaning(field, stored[field])),
    );
  }

  /** Removes what is left; whether nothing is left then. */
  async function cleanUp() {
    try {
      for (const uid of made) if (await client.remove(uid)) made.delete(uid);
      const { all } = await removeMarked(client, marksOf(run), before);
      if (!all || made.size > 0) return false;
    } catch (error) {
      if (!(error instanceof CannotRun)) throw error;
      return false;
    }
    journal.remove();
    return true;
  }
}

/** A field's value less what makes no other webhook: white space in headers, a type twice. */
function meaning(field, value) {
  if (field === "event_types" && Array.isArray(value)) return [...new Set(value)];
  if (field !== "headers" || typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
