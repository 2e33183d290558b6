// Serves a folder to browsers, with typical faults of servers, and receives the pages' reports.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".wasm": "application/wasm",
};

const listen = (server) =>
  new Promise((resolve) => {
    server.listen(0, "localhost", () => {
      resolve({
        origin: `http://localhost:${server.address().port}`,
        close() {
          server.closeAllConnections();
          server.close();
        },
      });
    });
  });

/** Serves `folder`; `wasm(body)` may answer for .wasm files with `{ status, type, body }`. */
export const serve = (folder, { headers, wasm } = {}) =>
  listen(
    createServer(async ({ url }, response) => {
      const { pathname } = new URL(url, "http://localhost");
      const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
      try {
        const body = await readFile(join(folder, path));
        const fault = path.endsWith(".wasm") ? wasm?.(body) : undefined;
        const type = fault?.type ?? TYPES[extname(path)] ?? "application/octet-stream";
        response.writeHead(fault?.status ?? 200, { ...headers, "Content-Type": type });
        response.end(fault?.body ?? body);
      } catch {
        response.writeHead(404).end();
      }
    }),
  );

/** Collects the reports of pages: `next()` returns an address to report to, and the report. */
export async function collector() {
  const waiting = new Map();
  const server = await listen(
    createServer((request, response) => {
      let text = "";
      request.on("data", (chunk) => {
        text += chunk;
      });
      request.on("end", () => {
        waiting.get(request.url)?.(JSON.parse(text));
        response.end();
      });
    }),
  );
  return {
    ...server,
    next() {
      const path = `/${waiting.size}`;
      const report = new Promise((resolve) => waiting.set(path, resolve));
      return { address: server.origin + path, report };
    },
  };
}

/** The first script of every page: reports results and errors. */
export const REPORT = `
const address = new URLSearchParams(location.search).get("report");
globalThis.report = (result) =>
  fetch(address, { method: "POST", mode: "no-cors", body: JSON.stringify(result) });
const failed = (message) => report({ failures: [message] });
addEventListener("error", ({ message, target }) =>
  failed(message ?? "cannot load " + target.outerHTML), true);
addEventListener("unhandledrejection", ({ reason }) => failed(String(reason)));
`;
