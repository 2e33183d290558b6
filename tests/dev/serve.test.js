// The server of the admin page.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { serve } from "../../dev/serve.js";

let server;
before(async () => {
  server = await serve({ port: 0 });
});
after(() => server.close());

/** Requests a target exactly as written; fetch would normalise the path. */
const get = (path, options) =>
  new Promise((resolve, reject) => {
    request(`http://localhost:${server.address().port}/`, { ...options, path }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => {
        const { statusCode, headers } = response;
        const bytes = Buffer.concat(chunks);
        resolve({ statusCode, headers, bytes, body: bytes.toString() });
      });
    })
      .on("error", reject)
      .end();
  });

test("sends a strict policy, the same as the one in the page", async () => {
  const { headers, body } = await get("/");
  const policy = headers["content-security-policy"];
  const meta = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(body)[1];
  assert.equal(policy, `${meta}; frame-ancestors 'none'`);
  assert.match(policy, /^default-src 'none'; /);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|\*/);
  assert.equal(headers["x-content-type-options"], "nosniff");
  assert.equal(headers["referrer-policy"], "no-referrer");
  assert.equal(headers["cache-control"], "no-cache");
});

test("sends the type of each file", async () => {
  const types = {
    "/": "text/html; charset=utf-8",
    "/index.html?v=1": "text/html; charset=utf-8",
    "/styles/base.css": "text/css; charset=utf-8",
    "/pkg/entry/default.js": "text/javascript; charset=utf-8",
    "/pkg/package.json": "application/json",
  };
  for (const [path, type] of Object.entries(types)) {
    const { statusCode, headers } = await get(path);
    assert.deepEqual([statusCode, headers["content-type"]], [200, type], path);
  }
});

test("serves nothing outside its two folders", async () => {
  const paths = [
    "/../package.json",
    "/%2e%2e/package.json",
    "/pkg/../../package.json",
    "/pkg/..%2f..%2fpackage.json",
    "//etc/passwd",
    "/pkg//etc/passwd",
    "/pkg/",
    "/nothing",
  ];
  for (const path of paths) assert.equal((await get(path)).statusCode, 404, path);
  for (const path of ["/%", "/%00", "*"]) assert.equal((await get(path)).statusCode, 400, path);
});

test("accepts GET and HEAD only", async () => {
  const head = await get("/", { method: "HEAD" });
  assert.deepEqual([head.statusCode, head.body], [200, ""]);
  const { statusCode, headers } = await get("/", { method: "POST" });
  assert.deepEqual([statusCode, headers.allow], [405, "GET, HEAD"]);
});

test("compresses as the browser accepts, and sends no unchanged file again", async () => {
  const plain = readFileSync(new URL("../../www/index.html", import.meta.url));
  const decompress = { br: brotliDecompressSync, gzip: gunzipSync, undefined: (body) => body };
  for (const [accepted, encoding] of [
    ["gzip, deflate, br, zstd", "br"],
    ["gzip, deflate", "gzip"],
    ["identity", undefined],
  ]) {
    const accept = { "accept-encoding": accepted };
    const { headers, bytes } = await get("/", { headers: accept });
    assert.equal(headers["content-encoding"], encoding);
    assert.equal(headers.vary, "Accept-Encoding");
    assert.deepEqual(decompress[encoding](bytes), plain);
    const conditional = { ...accept, "if-none-match": headers.etag };
    const { statusCode, body } = await get("/", { headers: conditional });
    assert.deepEqual([statusCode, body], [304, ""]);
  }
});

test("reports a port in use with the remedy", () => {
  const script = fileURLToPath(new URL("../../dev/serve.js", import.meta.url));
  const env = { ...process.env, PORT: String(server.address().port) };
  const { status, stderr } = spawnSync(process.execPath, [script], { env, encoding: "utf8" });
  assert.equal(status, 1);
  assert.match(stderr, /Port \d+ is in use\. Choose another one, such as PORT=\d+\./);
});
