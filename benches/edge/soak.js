// `npm run soak:edge`: a million mixed requests through the guard in each runtime, and what they leave
// behind: memory and descriptors of its process and, in Node, timers. Of each ten requests five are good,
// two are rejected, two are slow and one is aborted by its client; the device is too late for each hundredth.
// REQUESTS, SAMPLES and RUNTIMES (workerd, Node, Deno, Bun) change how much.

import { once } from "node:events";
import { Agent, createServer, request } from "node:http";
import { createGuard } from "../../pkg/edge/index.js";
import { nodeFetch } from "../../pkg/edge/node-fetch.js";
import { typicalBody } from "./body.js";
import { holdings, PROXIES, startProxy } from "./processes.js";

const REQUESTS = Number(process.env.REQUESTS ?? 1_000_000);
const RUNTIMES = process.env.RUNTIMES?.split(",") ?? Object.keys(PROXIES);
const SAMPLES = Number(process.env.SAMPLES ?? 10);
const CLIENTS = 64;
const TIMEOUT_MS = 1_000;

const KINDS = [
  ...["good", "good", "good", "good", "good", "rejected", "rejected"],
  ...["slow", "slow", "aborted"],
];
const kindOf = (index) => (index % 100 === 0 ? "timeout" : KINDS[index % KINDS.length]);

/** A device that is as slow as the query of a list asks for. */
const device = createServer(async (asked, response) => {
  asked.resume();
  await once(asked, "end").catch(() => {});
  const delay = Number(new URL(asked.url, "http://device").searchParams.get("limit") ?? 0);
  setTimeout(() => response.end('{"item_uid":3}'), delay);
}).listen(0, "127.0.0.1");
await once(device, "listening");
const env = {
  UPSTREAM: `http://127.0.0.1:${device.address().port}`,
  UPSTREAM_TIMEOUT_MS: `${TIMEOUT_MS}`,
};

const REQUEST_OF = {
  good: ["PUT", "/api/v1/webhooks/3", typicalBody],
  rejected: ["POST", "/api/v1/webhooks", "{}"],
  slow: ["GET", "/api/v1/webhooks?limit=20"],
  timeout: ["GET", `/api/v1/webhooks?limit=${2 * TIMEOUT_MS}`],
  aborted: ["GET", "/api/v1/webhooks?limit=50"],
};
const STATUS_OF = { good: 200, rejected: 400, slow: 200, timeout: 504, aborted: 0 };
const headers = { "content-type": "application/json" };

/** Sends a request of a kind to a server; resolves to the status, 0 where it is aborted. */
function overHttp(url, agent) {
  const send = (kind) =>
    new Promise((resolve, reject) => {
      const [method, path, body] = REQUEST_OF[kind];
      const sent = request(url + path, { method, headers, agent }, (response) => {
        response.resume().on("end", () => resolve(response.statusCode));
      });
      sent.on("error", (error) => {
        if (kind === "aborted") resolve(0);
        // The server closed a connection that was idle for long.
        else if (sent.reusedSocket && error.code === "ECONNRESET") resolve(send(kind));
        else reject(error);
      });
      sent.end(body);
      if (kind === "aborted") setTimeout(() => sent.destroy(), 10);
    });
  return send;
}

/** The same for a guard in this process. */
const inProcess = (guard) => async (kind) => {
  const [method, path, body] = REQUEST_OF[kind];
  const client = new AbortController();
  const { signal } = client;
  const responding = guard(new Request(`http://guard${path}`, { method, headers, body, signal }));
  if (kind === "aborted") setTimeout(() => client.abort(), 10);
  const response = await responding;
  await response.arrayBuffer();
  return kind === "aborted" ? 0 : response.status;
};

async function soak(name, send, held) {
  console.log(`\n${name}: ${REQUESTS.toLocaleString("en")} requests`);
  // On a busy machine a few valid requests time out; any other status is a fault.
  let late = 0;
  for (let sample = 1; sample <= SAMPLES; sample += 1) {
    let left = Math.round(REQUESTS / SAMPLES);
    const client = async () => {
      while (left > 0) {
        left -= 1;
        const kind = kindOf(left);
        const status = await send(kind);
        if (status === STATUS_OF[kind]) continue;
        if (status !== 504) throw new Error(`${kind}: ${status}`);
        late += 1;
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    // Requests in progress end.
    await new Promise((later) => setTimeout(later, 3 * TIMEOUT_MS));
    const values = Object.entries({ ...held(), late }).map(([what, value]) => `${what} ${value}`);
    console.log(
      `${`${Math.round((100 * sample) / SAMPLES)} %`.padStart(6)}   ${values.join("   ")}`,
    );
  }
}

for (const runtime of RUNTIMES) {
  const { url, pid, stop } = await startProxy(runtime, "guard", env);
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  await soak(runtime, overHttp(url, agent), () => holdings(pid));
  agent.destroy();
  await stop();
}
if (RUNTIMES.includes("Node")) {
  const options = { upstream: env.UPSTREAM, upstreamTimeoutMs: TIMEOUT_MS, fetch: nodeFetch };
  const timers = () =>
    process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
  await soak("Node, in this process", inProcess(createGuard(options)), () => ({
    timers: timers(),
  }));
}
process.exit();
