// Removes from a device what the probe created, and nothing else.

import { Failure } from "../failure.js";
import { markersOf } from "./marker.js";

/**
 * Deletes every webhook with a marker, except those with a uid in `before`. Resolves to how many
 * were deleted and whether those were `all`.
 */
export async function removeMarked(client, pattern, before = []) {
  let removed = 0;
  let all = true;
  for (const item of await client.list()) {
    const { item_uid: uid } = item;
    if (before.includes(uid)) continue;
    // The list may not show the member that contains the marker.
    const isMarked = (webhook) => pattern.test(JSON.stringify(webhook));
    if (!isMarked(item) && !isMarked(await client.get(uid))) continue;
    if (await client.remove(uid)) removed += 1;
    else all = false;
  }
  return { removed, all };
}

/** Deletes the webhooks that runs on any machine left on the device; resolves to their number. */
export async function removeAll(client) {
  const { removed, all } = await removeMarked(client, markersOf());
  if (!all)
    throw new Failure("The device does not delete what a run left on it. Delete it by hand.");
  return removed;
}

/** Deletes the webhooks that an earlier run left, by its journal; resolves to their number. */
export async function recover(client, journal) {
  const earlier = journal.read();
  if (!earlier) return 0;
  if (isAlive(earlier.pid)) {
    throw new Failure(
      `Another run is in progress (process ${earlier.pid}). If there is none, delete ${journal.file}.`,
    );
  }
  const { removed, all } = await removeMarked(client, markersOf(earlier.run), earlier.before);
  if (!all)
    throw new Failure("The device does not delete what a run left on it. Delete it by hand.");
  journal.remove();
  return removed;
}

function isAlive(pid) {
  // In a container a new process often has the id of the last one.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // There is one, of another user.
    return error.code === "EPERM";
  }
}
