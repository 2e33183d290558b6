// Serves the admin page as a device would: www/ at / and the package at /pkg/.
// Usage: node scripts/serve.js (PORT=… for another port).

import { realpathSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, request as httpRequest, STATUS_CODES } from "node:http";
import { extname, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { main } from "./run.js";

const folder = (path) => resolve(fileURLToPath(new URL(path, import.meta.url)));
const ROOTS = [
  ["/pkg/", folder("../pkg")],
  ["/", folder("../www")],
];

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

// The page's own <meta> says the same, less frame-ancestors, which only a header can say.
const HEADERS = {
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-cache",
};

const refuse = (status, headers) => ({
  status,
  headers: { ...headers, "Content-Type": "text/plain; charset=utf-8" },
  body: `${status} ${STATUS_CODES[status]}\n`,
});

async function answer({ method, url }) {
  if (method !== "GET" && method !== "HEAD") return refuse(405, { Allow: "GET, HEAD" });
  let path;
  try {
    path = decodeURIComponent(url.split("?")[0]);
  } catch {
    return refuse(400);
  }
  if (!path.startsWith("/") || path.includes("\0")) return refuse(400);
  const [prefix, root] = ROOTS.find(([prefix]) => path.startsWith(prefix));
  const file = resolve(root, path.slice(prefix.length) || "index.html");
  if (!file.startsWith(root + sep)) return refuse(404);
  try {
    const body = await readFile(file);
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    return { status: 200, headers: { "Content-Type": type }, body };
  } catch {
    return refuse(404);
  }
}

/** Hands a request to the device's API as it is, and its answer back. */
function forward(upstream, request, response) {
  const { method, url, headers } = request;
  const asked = httpRequest(`${upstream}${url}`, { method, headers }, (answered) => {
    response.writeHead(answered.statusCode, answered.headers);
    answered.pipe(response);
  });
  asked.on("error", () => response.headersSent || response.writeHead(502).end());
  request.pipe(asked);
}

/**
 * Starts the server on localhost; port 0 takes any free one. `upstream` is the origin that
 * answers under /api/, such as a guard's.
 */
export function serve({ port, upstream }) {
  const server = createServer(async (request, response) => {
    if (upstream && request.url.startsWith("/api/")) {
      forward(upstream, request, response);
      return;
    }
    const { status, headers, body } = await answer(request);
    const length = { "Content-Length": Buffer.byteLength(body) };
    response.writeHead(status, { ...HEADERS, ...headers, ...length });
    response.end(request.method === "HEAD" ? undefined : body);
  });
  return new Promise((started, failed) => {
    server.once("error", (error) => {
      const taken = `Port ${port} is taken. Choose another, such as PORT=${port + 1}.`;
      failed(error.code === "EADDRINUSE" ? new Error(taken) : error);
    });
    server.listen(port, "localhost", () => started(server));
  });
}

/** The port for a person to open. */
export const chosenPort = () => Number(process.env.PORT ?? 8787);

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main(async () => {
    const server = await serve({ port: chosenPort() });
    console.log(`http://localhost:${server.address().port}`);
  });
}
