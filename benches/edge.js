// `npm run bench:edge`: the guard in workerd against a bare pass-through, in one run before one
// device, and then a soak. ROUNDS, SECONDS, CONNECTIONS and SOAK (requests) change how much.

import { execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import autocannon from "autocannon";
import { bundleWorker, startWorkerd } from "../scripts/edge.js";

const setting = (name, absent) => Number(process.env[name] ?? absent);
const ROUNDS = setting("ROUNDS", 15);
const SECONDS = setting("SECONDS", 3);
const CONNECTIONS = setting("CONNECTIONS", 16);
const SOAK = setting("SOAK", 1_000_000);
const SAMPLES = 10;

const file = (path) => fileURLToPath(new URL(path, import.meta.url));

// About 700 bytes, as a device's administrator would send them.
const BODY = JSON.stringify({
  url: "https://hooks.example.com/panels/front-door?site=north",
  secret: "b7c1d3f0a5e94c2f8d6a1b3c5e7f9012",
  status: "active",
  timeout: 5000,
  headers: JSON.stringify({ "X-Site": "north", "X-Panel": "front door", "X-Key": "0123456789" }),
  description: "Opens the ticket of the night shift, and tells the concierge who came when.",
  event_types: [
    "log.access_denied_by_unknown_card",
    "log.access_granted_by_valid_identifier",
    "log.door_was_opened",
    "log.door_was_closed",
    "log.incoming_call",
    "log.outgoing_call_missed",
    "log.tamper_event",
    "log.device_booted",
  ],
  max_retries: 3,
});

async function load(url, amount) {
  const result = await autocannon({
    url: `${url}/api/v1/webhooks/3`,
    method: "PUT",
    headers: { "Content-Type": "application/json", Authorization: "Bearer t0ken" },
    body: BODY,
    connections: CONNECTIONS,
    ...amount,
  });
  if (result.errors > 0 || result.non2xx > 0) {
    throw new Error(`${result.errors} errors and ${result.non2xx} refusals from ${url}`);
  }
  return { rate: result.requests.average, p99: result.latency.p99 };
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Megabytes that the workerd processes of this one hold. */
function residentMemory() {
  const args = ["-o", "rss=,args=", "--ppid", `${process.pid}`];
  const lines = execFileSync("ps", args, { encoding: "utf8" }).split("\n");
  const held = lines
    .filter((line) => line.includes("workerd"))
    .map((line) => Number.parseInt(line, 10));
  return held.reduce((sum, kilobytes) => sum + kilobytes, 0) / 1024;
}

/** Round by round, since what else the machine does then weighs on both alike. */
async function compare(urls) {
  const rounds = [];
  for (const url of Object.values(urls)) await load(url, { duration: 2 });
  for (let round = 0; round < ROUNDS; round += 1) {
    const guard = await load(urls.guard, { duration: SECONDS });
    rounds.push({ guard, bare: await load(urls.bare, { duration: SECONDS }) });
  }
  const middle = (of) => median(rounds.map(of));
  for (const name of Object.keys(urls)) {
    const rate = middle((round) => round[name].rate).toFixed(0);
    const p99 = middle((round) => round[name].p99);
    console.log(`${name.padEnd(13)} ${rate.padStart(6)} requests/s   p99 ${p99} ms`);
  }
  const ratio = (of) => middle(({ guard, bare }) => of(guard) / of(bare)).toFixed(2);
  console.log(`guard / bare  ${ratio(({ rate }) => rate)} of the throughput`);
  console.log(`              ${ratio(({ p99 }) => p99)} of the p99`);
}

async function soak(url) {
  console.log(`\n${SOAK.toLocaleString("en")} requests through the guard; memory of workerd:`);
  for (let sample = 1; sample <= SAMPLES; sample += 1) {
    await load(url, { amount: SOAK / SAMPLES });
    const done = ((SOAK / SAMPLES) * sample).toLocaleString("en");
    console.log(`${done.padStart(9)}  ${residentMemory().toFixed(0)} MB`);
  }
}

const device = fork(file("edge/device.js"));
const [port] = await once(device, "message");
const bindings = { UPSTREAM: `http://127.0.0.1:${port}`, LOG: "off" };
const bareModule = {
  type: "ESModule",
  path: "bare.js",
  contents: readFileSync(file("edge/bare.js")),
};
const upstream = { bindings, port: 0 };
const guard = await startWorkerd([{ name: "guard", modules: bundleWorker(), ...upstream }]);
const bare = await startWorkerd([{ name: "bare", modules: [bareModule], ...upstream }]);
await compare({ guard: await guard.url("guard"), bare: await bare.url("bare") });
await bare.stop();
await soak(await guard.url("guard"));
await guard.stop();
device.kill();
