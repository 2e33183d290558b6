// Sends requests through a guard with the runtime's own `fetch` and prints each status and body as JSON.
// Usage: default-fetch.js UPSTREAM REQUESTS, the requests as JSON: [[method, path, body]]

import { createGuard } from "../../pkg/edge/index.js";

const [upstream, requests] = globalThis.Deno ? Deno.args : process.argv.slice(2);
const guard = createGuard({ upstream, passthrough: ["/login"] });
const results = [];
for (const [method, path, body] of JSON.parse(requests)) {
  const headers = { "content-type": "application/json" };
  const response = await guard(new Request(`http://guard${path}`, { method, body, headers }));
  results.push([response.status, await response.text().catch(() => "ended early")]);
}
console.log(JSON.stringify(results));
