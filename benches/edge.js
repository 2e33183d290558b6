// `npm run bench:edge`: the guard in workerd against a bare pass-through, and the least that waits for
// whole bodies, in one run before one device; then a soak. ROUNDS, SECONDS, CONNECTIONS and SOAK
// (requests) change how much.

import { execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import autocannon from "autocannon";
import { bundleWorker, startWorkerd } from "../dev/workerd.js";

const setting = (name, absent) => Number(process.env[name] ?? absent);
const ROUNDS = setting("ROUNDS", 15);
const SECONDS = setting("SECONDS", 3);
const CONNECTIONS = setting("CONNECTIONS", 16);
const SOAK = setting("SOAK", 1_000_000);
const SAMPLES = 20;

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

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Megabytes that each workerd of this process holds, in the order of their start. */
function residentMemory() {
  const args = ["-o", "rss=,args=", "--sort", "start_time", "--ppid", `${process.pid}`];
  const lines = execFileSync("ps", args, { encoding: "utf8" }).split("\n");
  return lines
    .filter((line) => line.includes("workerd"))
    .map((line) => Math.round(Number.parseInt(line, 10) / 1024));
}

/** Round by round, since what else the machine does then weighs on all alike. */
async function compare(urls) {
  const names = Object.keys(urls);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const results = {};
    for (const name of names) {
      results[name] = await load(urls[name], { duration: SECONDS });
    }
    rounds.push(results);
  }
  for (const name of names) {
    const middle = (of) => median(rounds.map((results) => of(results[name], results.bare)));
    const rate = middle((result) => result.rate).toFixed(0);
    const ofRate = middle((result, bare) => result.rate / bare.rate).toFixed(2);
    const p99 = middle((result) => result.p99);
    const ofP99 = middle((result, bare) => result.p99 / bare.p99).toFixed(2);
    console.log(
      `${name.padEnd(6)}${rate.padStart(6)} requests/s (${ofRate} of bare)   p99 ${p99} ms (${ofP99})`,
    );
  }
}

async function soak(urls) {
  const row = (title, values, more = "") =>
    console.log(title.padStart(9) + values.map((value) => `${value}`.padStart(7)).join("") + more);
  console.log(`\n${SOAK.toLocaleString("en")} requests through each; workerd's memory in MB:`);
  row("", Object.keys(urls));
  const samples = [];
  for (let sample = 1; sample <= SAMPLES; sample += 1) {
    for (const url of Object.values(urls)) await load(url, { amount: SOAK / SAMPLES });
    samples.push(residentMemory());
    row(((SOAK / SAMPLES) * sample).toLocaleString("en"), samples.at(-1));
  }
  const quarter = SAMPLES / 4;
  const growths = Object.keys(urls).map((_, at) => {
    const held = samples.map((sample) => sample[at]);
    return median(held.slice(-quarter)) - median(held.slice(quarter, 2 * quarter));
  });
  row("growth", growths, "   from the second quarter to the last, by medians");
}

const device = fork(file("edge/device.js"));
const [port] = await once(device, "message");
const bindings = { UPSTREAM: `http://127.0.0.1:${port}`, LOG: "off" };
const upstream = { bindings, port: 0 };
const servers = {
  guard: await startWorkerd([{ name: "guard", modules: bundleWorker(), ...upstream }]),
};
for (const name of ["bare", "whole"]) {
  const path = `${name}.js`;
  const contents = readFileSync(file(`edge/${path}`));
  const modules = [{ type: "ESModule", path, contents }];
  servers[name] = await startWorkerd([{ name, modules, ...upstream }]);
}
const urls = {};
for (const [name, server] of Object.entries(servers)) urls[name] = await server.url(name);

for (const url of Object.values(urls)) await load(url, { duration: 2 });
await compare(urls);
await servers.whole.stop();
await soak({ guard: urls.guard, bare: urls.bare });
for (const name of ["guard", "bare"]) await servers[name].stop();
device.kill();
