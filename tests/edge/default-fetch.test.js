// The guard with each runtime's own `fetch`, where its server uses another one: what docs/edge.md lists.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, beforeEach, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { tool } from "../runtimes/project.js";
import { startRawDevice } from "./raw.js";

const SCRIPT = fileURLToPath(new URL("default-fetch.js", import.meta.url));
const COLLECTION = "/api/v1/webhooks";
const GOOD =
  '{"url":"https://a.example","status":"active","event_types":["log.device_booted"],"max_retries":1}';

const runtimes = {
  Node: [process.execPath],
  Deno: [tool("deno"), "run", "--allow-net"],
  Bun: [tool("bun")],
};
const run = promisify(execFile);

for (const [name, [command, ...args]] of Object.entries(runtimes)) {
  describe(name, () => {
    let device;
    before(async () => {
      device = await startRawDevice();
    });
    after(() => device.stop());
    beforeEach(() => device.reset());

    async function ask(...requests) {
      const { stdout } = await run(command, [
        ...args,
        SCRIPT,
        device.url,
        JSON.stringify(requests),
      ]);
      return JSON.parse(stdout);
    }

    test("nothing but a GET is sent twice (G13)", async () => {
      const changes = [
        ["POST", COLLECTION, GOOD],
        ["PUT", `${COLLECTION}/3`, GOOD],
        ["DELETE", `${COLLECTION}/3`],
        ["POST", `${COLLECTION}/3/test`],
        ["POST", "/login", "a"],
        ["DELETE", "/login"],
      ];
      for (const fault of ["end", "resetAndDestroy"]) {
        device.reset();
        device.respond = (socket, { method }) => {
          if (method === "GET") socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
          else socket[fault]();
        };
        const get = ["GET", COLLECTION];
        const results = await ask(...changes.flatMap((change) => [get, change]));
        assert.deepEqual(
          results.map(([status]) => status),
          changes.flatMap(() => [200, 502]),
        );
        const sent = device.requests.filter(({ method }) => method !== "GET");
        assert.deepEqual(
          sent.map(({ method, target }) => [method, target]),
          changes.map(([method, target]) => [method, target]),
        );
      }
    });

    test("the device is asked to close each connection, where the runtime can", async () => {
      await ask(["POST", "/login", "a=b"], ["GET", COLLECTION]);
      for (const { headers } of device.requests) {
        const own = { Node: "keep-alive", Deno: undefined, Bun: "close" };
        assert.equal(headers.connection, own[name]);
      }
    });

    test("bodies arrive unchanged", async () => {
      await ask(
        ["POST", COLLECTION, ` ${GOOD}`],
        ["POST", `${COLLECTION}/3/test`],
        ["POST", "/login", "a=b"],
      );
      assert.deepEqual(
        device.requests.map(({ body }) => body.toString()),
        [GOOD, "", "a=b"],
      );
    });

    test("a coding is decoded or 502 (G6)", async () => {
      const codings = {
        gzip: gzipSync,
        br: brotliCompressSync,
        deflate: deflateSync,
        "x-gzip": gzipSync,
        GZIP: gzipSync,
        "gzip, br": (text) => brotliCompressSync(gzipSync(text)),
        unknown: Buffer.from,
      };
      const accepted = [];
      for (const [coding, encode] of Object.entries(codings)) {
        const bytes = encode("plain text");
        device.respond = (socket) => {
          socket.write(
            `HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: ${bytes.length}\r\n\r\n`,
          );
          socket.write(bytes);
        };
        for (const [status, text] of await ask(["GET", COLLECTION], ["GET", "/login"])) {
          if (status === 200) assert.equal(text, "plain text");
          else assert.equal(status, 502);
          if (status === 200) accepted.push(coding);
        }
      }
      assert.deepEqual(accepted, name === "Deno" ? [] : ["gzip", "gzip", "br", "br"]);
    });
  });
}
