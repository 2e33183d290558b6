// Serves the admin page as a device would: www/ at / and the package at /pkg/.
// Usage: node dev/serve.js (PORT=… for another port).

import { realpathSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createServer, STATUS_CODES } from "node:http";
import { extname, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import { main } from "../tools/run.js";

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

// Browsers take brotli from https and localhost alone, and gzip from anywhere.
const ENCODINGS = { br: promisify(brotliCompress), gzip: promisify(gzip) };

/** Files as they are sent, compressed once. */
const kept = new Map();

async function contents(file, { "accept-encoding": accepted = "", "if-none-match": known }) {
  const { mtimeMs } = await stat(file);
  const encoding = Object.keys(ENCODINGS).find((name) => accepted.split(/, */).includes(name));
  const tag = `"${mtimeMs}-${encoding ?? "plain"}"`;
  const headers = { ETag: tag, Vary: "Accept-Encoding" };
  if (known === tag) return { status: 304, headers };
  const key = `${file} ${tag}`;
  if (!kept.has(key)) {
    const bytes = await readFile(file);
    kept.set(key, encoding ? await ENCODINGS[encoding](bytes) : bytes);
  }
  const type = TYPES[extname(file)] ?? "application/octet-stream";
  return {
    status: 200,
    headers: {
      ...headers,
      "Content-Type": type,
      ...(encoding && { "Content-Encoding": encoding }),
    },
    body: kept.get(key),
  };
}

const refuse = (status, headers) => ({
  status,
  headers: { ...headers, "Content-Type": "text/plain; charset=utf-8" },
  body: `${status} ${STATUS_CODES[status]}\n`,
});

async function answer({ method, url, headers }) {
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
    return await contents(file, headers);
  } catch {
    return refuse(404);
  }
}

/** Starts the server on localhost; port 0 takes any free one. */
export function serve({ port }) {
  const server = createServer(async (request, response) => {
    const { status, headers, body } = await answer(request);
    const length = body && { "Content-Length": Buffer.byteLength(body) };
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
