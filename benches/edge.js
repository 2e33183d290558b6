// `npm run bench:edge`: what the edge guard adds to a request. Each proxy runs in a process of its own
// in front of one device; rounds are interleaved, so that other load of the machine slows all alike.
// ROUNDS, REQUESTS (each round's, for each proxy), CONNECTIONS and RUNTIMES change how much.

import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import autocannon from "autocannon";
import { typicalBody } from "./edge/body.js";
import { PROXIES, processorTime, startProxy } from "./edge/processes.js";
import { median, shuffled } from "./statistics.js";

const setting = (name, fallback) => Number(process.env[name] ?? fallback);
const ROUNDS = setting("ROUNDS", 15);
const REQUESTS = setting("REQUESTS", 10_000);
const CONNECTIONS = setting("CONNECTIONS", 16);
const RUNTIMES = process.env.RUNTIMES?.split(",") ?? Object.keys(PROXIES);

async function load(url, amount) {
  const result = await autocannon({
    url: `${url}/api/v1/webhooks/3`,
    method: "PUT",
    headers: { "Content-Type": "application/json", Authorization: "Bearer t0ken" },
    body: typicalBody,
    connections: CONNECTIONS,
    amount,
    // It ends with a sample: one a second would round the rate.
    sampleInt: 10,
  });
  if (result.non2xx > 0) throw new Error(`${result.non2xx} rejections from ${url}`);
  const { requests, duration, latency, errors } = result;
  return { rate: requests.total / duration, p99: latency.p99, requests: requests.total, errors };
}

const lowerQuartile = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 4)];

async function compare(runtime, upstream) {
  const proxies = [];
  for (const name of Object.keys(PROXIES[runtime])) {
    proxies.push(await startProxy(runtime, name, { UPSTREAM: upstream }));
  }
  for (const { url } of proxies) await load(url, REQUESTS);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const results = {};
    for (const { name, url, pid } of shuffled(proxies)) {
      const before = processorTime(pid);
      const { requests, ...result } = await load(url, REQUESTS);
      results[name] = { ...result, time: (processorTime(pid) - before) / requests };
    }
    rounds.push(results);
  }
  for (const { stop } of proxies) await stop();

  const [{ name: bare }] = proxies;
  const bareTime = lowerQuartile(rounds.map((results) => results[bare].time));
  for (const { name } of proxies) {
    const middle = (of) => median(rounds.map((results) => of(results[name], results[bare])));
    const time = lowerQuartile(rounds.map((results) => results[name].time));
    const cells = [
      runtime.padEnd(8) + name.padEnd(6),
      `${middle(({ rate }) => rate).toFixed(0)} requests/s`,
      `${middle(({ rate }, other) => rate / other.rate).toFixed(2)} of bare`,
      `p99 ${middle(({ p99 }) => p99)} ms (${middle(({ p99 }, other) => p99 / other.p99).toFixed(2)})`,
      `${time.toFixed(0)} µs of CPU (+${(time - bareTime).toFixed(0)})`,
    ];
    const errors = rounds.reduce((sum, results) => sum + results[name].errors, 0);
    if (errors > 0) cells.push(`${errors} connections closed by the runtime`);
    console.log(cells.join("   "));
  }
}

const device = fork(fileURLToPath(new URL("edge/device.js", import.meta.url)));
const [port] = await once(device, "message");
for (const runtime of RUNTIMES) await compare(runtime, `http://127.0.0.1:${port}`);
device.kill();
process.exit();
