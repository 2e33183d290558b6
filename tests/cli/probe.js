// Runs the probe against the device simulator, without real waiting.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { loadCases, select } from "../../cli/src/probe/cases.js";
import { createClient } from "../../cli/src/probe/client.js";
import { openJournal } from "../../cli/src/probe/journal.js";
import { runCases } from "../../cli/src/probe/run.js";
import { summarise } from "../../cli/src/probe/summary.js";
import { USERS } from "../../dev/device/device.js";

export const state = mkdtempSync(join(tmpdir(), "webhook-guard-"));
after(() => rmSync(state, { recursive: true }));

export const ALL = loadCases();
export const CASES = ALL.filter(({ operation }) => operation === "create");
export const FEW = select(CASES, ["questions"]);

/** A clock without real waiting. */
export function createClock() {
  const clock = { time: 0, waits: [], now: () => clock.time };
  clock.sleep = async (ms) => {
    clock.waits.push(ms);
    clock.time += ms;
  };
  return clock;
}

/** All that a run needs against a device. */
export function prepare(device, { user = "admin", password = USERS[user].password, secret } = {}) {
  const baseUrl = `${device.url}/api/v1`;
  const clock = createClock();
  const client = createClient({ baseUrl, user, password, rate: 1000, clock });
  if (secret) client.addSecret(secret);
  const journal = openJournal(baseUrl, { XDG_STATE_HOME: state });
  return { client, journal, clock };
}

export async function run(device, { cases = FEW, stopAfter = Infinity, ...rest } = {}) {
  const { client, journal, clock } = prepare(device, rest);
  const stopping = new AbortController();
  let done = 0;
  const result = await runCases({
    client,
    journal,
    cases,
    signal: stopping.signal,
    onOutcome: () => {
      done += 1;
      if (done === stopAfter) stopping.abort();
    },
  });
  const summary = summarise(result, cases, { tool: "the probe", date: "today" });
  return { ...result, summary, client, journal, clock };
}

export const creates = (device) =>
  device.requests.filter(({ method, url }) => method === "POST" && url.endsWith("/webhooks"));

export const answers = ({ summary }) =>
  Object.fromEntries(summary.questions.map(({ id, answer }) => [id, answer.join(" ")]));

/** The owner's webhooks. */
export function addForeign(device, count) {
  for (let uid = 1; uid <= count; uid += 1) {
    device.webhooks.set(uid, {
      url: `https://owner.example/${uid}`,
      status: "active",
      event_types: ["log.device_booted"],
      max_retries: 3,
    });
  }
  return structuredClone([...device.webhooks]);
}
