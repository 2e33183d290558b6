// Serves the admin page as a device would: www/ at / and the package at /pkg/.
// `node dev/serve.js`; the environment variable PORT chooses the port.

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

// The same policy as in the page's <meta>, with frame-ancestors, which only a header can contain.
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

// Browsers accept brotli only over HTTPS and from localhost, gzip always.
const ENCODINGS = { br: promisify(brotliCompress), gzip: promisify(gzip) };

/** Compressed files, by path, time of modification and encoding. */
const compressed = new Map();

async function readFileFor(file, { "accept-encoding": accepted = "", "if-none-match": known }) {
  const { mtimeMs } = await stat(file);
  const encoding = Object.keys(ENCODINGS).find((name) => accepted.split(/, */).includes(name));
  const tag = `"${mtimeMs}-${encoding ?? "plain"}"`;
  const headers = { ETag: tag, Vary: "Accept-Encoding" };
  if (known === tag) return { status: 304, headers };
  const key = `${file} ${tag}`;
  if (!compressed.has(key)) {
    const bytes = await readFile(file);
    compressed.set(key, encoding ? await ENCODINGS[encoding](bytes) : bytes);
  }
  const type = TYPES[extname(file)] ?? "application/octet-stream";
  return {
    status: 200,
    headers: {
      ...headers,
      "Content-Type": type,
      ...(encoding && { "Content-Encoding": encoding }),
    },
    body: compressed.get(key),
  };
}

const errorResponse = (status, headers) => ({
  status,
  headers: { ...headers, "Content-Type": "text/plain; charset=utf-8" },
  body: `${status} ${STATUS_CODES[status]}\n`,
});

async function respond({ method, url, headers }) {
  if (method !== "GET" && method !== "HEAD") return errorResponse(405, { Allow: "GET, HEAD" });
  let path;
  try {
    path = decodeURIComponent(url.split("?")[0]);
  } catch {
    return errorResponse(400);
  }
  if (!path.startsWith("/") || path.includes("\0")) return errorResponse(400);
  const [prefix, root] = ROOTS.find(([prefix]) => path.startsWith(prefix));
  const file = resolve(root, path.slice(prefix.length) || "index.html");
  if (!file.startsWith(root + sep)) return errorResponse(404);
  try {
    return await readFileFor(file, headers);
  } catch {
    return errorResponse(404);
  }
}

/** Starts the server on localhost; port 0 is any free one. */
export function serve({ port }) {
  // It does not close idle connections: one that workerd uses again just then would lose its request.
  const server = createServer({ keepAliveTimeout: 0 }, async (request, response) => {
    const { status, headers, body } = await respond(request);
    const length = body && { "Content-Length": Buffer.byteLength(body) };
    response.writeHead(status, { ...HEADERS, ...headers, ...length });
    response.end(request.method === "HEAD" ? undefined : body);
  });
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      const inUse = `Port ${port} is in use. Choose another one, such as PORT=${port + 1}.`;
      reject(error.code === "EADDRINUSE" ? new Error(inUse) : error);
    });
    server.listen(port, "localhost", () => resolve(server));
  });
}

/** The port for people to open. */
export const chosenPort = () => Number(process.env.PORT ?? 8787);

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main(async () => {
    const server = await serve({ port: chosenPort() });
    console.log(`http://localhost:${server.address().port}`);
  });
}
