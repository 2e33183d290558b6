// Runs the cases one by one: sends each, reads back what the device stored, deletes it, and reports
// where device and contract differ.

import { randomBytes } from "node:crypto";
import { Failure } from "../failure.js";
import { removeMarked } from "./cleanup.js";
import { NoResponse } from "./client.js";
import { bodyOf, markerOf, markersOf, PLACEHOLDER } from "./marker.js";
import { accepted, rejected, signatureOutcome } from "./outcomes.js";

const MINIMAL = {
  url: `https://${PLACEHOLDER}.invalid/hook`,
  status: "disabled",
  event_types: ["log.device_booted"],
  max_retries: 3,
};
const COMPLETE = {
  ...MINIMAL,
  secret: "0123456789abcdef",
  timeout: 5000,
  headers: '{"X-A":"1"}',
  description: "d",
};

/**
 * Runs the cases. `signal` ends the run between two of them; the webhooks it created are deleted in any case.
 * `earlier` are outcomes of an interrupted run, which are not asked again. Resolves to the outcomes,
 * to `unread`, the fields that the device does not return as it accepted them, to `stopped`, why
 * there are no more outcomes, and to `clean`, whether nothing is left on the device. `measure` runs
 * after the cases, with `{ client, run, before, signal }`, and its result is `delivery`.
 */
export async function runCases({
  client,
  journal,
  cases,
  signal,
  earlier = [],
  onOutcome,
  measure,
}) {
  const run = randomBytes(4).toString("hex");
  const before = (await client.list()).map(({ item_uid: uid }) => uid);
  // Written before anything is created, so that a crash cannot leave webhooks without a record.
  journal.write({ run, pid: process.pid, before });

  const created = new Set();
  const known = new Map(earlier.map((outcome) => [outcome.name, outcome]));
  const outcomes = [];
  let unread = [];
  let delivery;
  let stopped;
  let sent = 0;
  try {
    unread = await findUnreadFields();
    for (const each of cases) {
      if (signal.aborted) break;
      const outcome = known.get(each.name) ?? (await runCase(each));
      if (!known.has(each.name)) journal.addOutcome(outcome);
      outcomes.push(outcome);
      onOutcome(outcome);
    }
    if (!signal.aborted) delivery = await measure?.({ client, run, before, signal });
    if (signal.aborted) stopped = "It was interrupted.";
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    stopped = error.message;
  }
  const clean = await cleanUp();
  if (clean && stopped === undefined) journal.removeOutcomes();
  return { outcomes, unread, delivery, stopped, clean };

  /** Throws if the minimal webhook is rejected: then a rejection of a case proves nothing. */
  async function findUnreadFields() {
    const minimal = await runCreate({
      body: JSON.stringify(MINIMAL),
      rule: "body.valid",
      errors: [],
    });
    if (minimal.kind !== "agrees" && minimal.kind !== "alters") {
      const { status, text } = minimal;
      const response = status === undefined ? "it does not respond" : `${status} ${text}`;
      throw new Failure(`The device does not accept a minimal webhook: ${response}`);
    }
    const body = JSON.stringify(COMPLETE);
    const complete = await runCreate({ body, rule: "body.valid", errors: [] });
    return [...new Set([...(minimal.altered ?? []), ...(complete.altered ?? [])])];
  }

  async function runCase({ body, bytes, query, ...about }) {
    const runners = {
      create: runCreate,
      update: runUpdate,
      list: runList,
      signature: runSignature,
    };
    const outcome = await runners[about.operation]({ body, bytes, query, ...about });
    return { ...about, ...outcome };
  }

  function nextMarker() {
    sent += 1;
    return markerOf(run, sent - 1);
  }

  async function runCreate({ errors, rule, question, ...template }) {
    const marker = nextMarker();
    const bytes = bodyOf(template, marker);
    const response = await persist(() => client.create(bytes), marker);
    if (!response) return { kind: "fails" };
    if (response.status >= 200 && response.status < 300) {
      const result = await readAndDelete(response.itemUid, marker);
      if (result.isAccepted) {
        const stored = { rule, question, stored: result.stored, sent: bytes };
        return accepted({ errors, status: response.status, unread, ...stored });
      }
    }
    return rejected(response, errors);
  }

  async function runUpdate({ errors, rule, ...template }) {
    const marker = nextMarker();
    const base = JSON.stringify(MINIMAL);
    const made = await persist(() => client.create(bodyOf({ body: base }, marker)), marker);
    if (!isOurs(made?.itemUid)) return made ? rejected(made, []) : { kind: "fails" };
    const uid = made.itemUid;
    created.add(uid);
    const bytes = bodyOf(template, marker);
    const response = await persist(() => client.update(uid, bytes));
    const stored = response?.ok ? await client.get(uid) : undefined;
    if (await client.remove(uid)) created.delete(uid);
    if (!response) return { kind: "fails" };
    if (!response.ok) return rejected(response, errors);
    return accepted({ errors, status: response.status, rule, stored, sent: bytes, unread });
  }

  async function runList({ errors, query }) {
    const response = await persist(() => client.query(query));
    if (!response) return { kind: "fails" };
    if (!response.ok) return rejected(response, errors);
    return { kind: errors.length > 0 ? "accepts" : "agrees", status: response.status };
  }

  /** Creates a webhook with a known secret, tests it, and reads the report on the delivery. */
  async function runSignature() {
    const marker = nextMarker();
    const secret = randomBytes(16).toString("hex");
    client.addSecret(secret);
    const webhook = { ...MINIMAL, status: "active", secret, timeout: 1000, max_retries: 1 };
    const bytes = bodyOf({ body: JSON.stringify(webhook) }, marker);
    const made = await persist(() => client.create(bytes), marker);
    if (!isOurs(made?.itemUid)) return made ? rejected(made, []) : { kind: "fails" };
    created.add(made.itemUid);
    const response = await persist(() => client.test(made.itemUid));
    if (await client.remove(made.itemUid)) created.delete(made.itemUid);
    if (!response) return { kind: "fails" };
    return signatureOutcome(response, secret);
  }

  /** Sends a request, and once more if there is no response; undefined if there is none again. */
  async function persist(request, marker) {
    for (let tries = 0; tries < 2; tries += 1) {
      try {
        return await request();
      } catch (error) {
        if (!(error instanceof NoResponse)) throw error;
        // It may have been carried out. This also shows whether the device responds at all.
        await removeMarked(client, marker ? new RegExp(marker, "i") : /(?!)/, before);
      }
    }
    return undefined;
  }

  // A webhook that existed before is not ours, even if the response has its uid.
  function isOurs(uid) {
    return typeof uid === "number" && uid >= 1 && !before.includes(uid);
  }

  /** Deletes what the device has just accepted, if it has: a 2xx may still reject. */
  async function readAndDelete(uid, marker) {
    if (!isOurs(uid)) {
      const { removed, all } = await removeMarked(client, new RegExp(marker, "i"), before);
      return { isAccepted: removed > 0 || !all };
    }
    created.add(uid);
    const stored = await client.get(uid);
    if (await client.remove(uid)) created.delete(uid);
    return { isAccepted: true, stored };
  }

  /** Deletes what is left; resolves to whether nothing is left then. */
  async function cleanUp() {
    try {
      for (const uid of created) if (await client.remove(uid)) created.delete(uid);
      const { all } = await removeMarked(client, markersOf(run), before);
      if (!all || created.size > 0) return false;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return false;
    }
    journal.remove();
    return true;
  }
}
