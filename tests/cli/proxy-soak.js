// `npm run soak:proxy`: 50,000 rejected requests through `webhook-guard proxy`, and its memory before and
// after. A proxy that retains them exceeds its heap of 48 MB.

import { readFileSync } from "node:fs";
import { sendRejected, startProxy } from "./proxy.js";

const COUNT = Number(process.argv[2] ?? 50_000);

const args = ["--upstream", "http://127.0.0.1:1", "--port", "0", "--log", "off"];
const proxy = await startProxy(args, { NODE_OPTIONS: "--max-old-space-size=48" });

function residentMb() {
  const [, kb] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${proxy.child.pid}/status`, "utf8"));
  return Math.round(kb / 1024);
}

await sendRejected(proxy.url, COUNT / 10);
console.log(`After ${COUNT / 10} requests: ${residentMb()} MB`);
await sendRejected(proxy.url, COUNT);
console.log(`After ${COUNT} more: ${residentMb()} MB`);
await proxy.stop();
console.log(`Exit status ${await proxy.exit}`);
