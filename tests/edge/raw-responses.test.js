// How a response ends, and a device that is not there, in raw traffic through each runtime (contract §8, G6
// and G7).

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { openClient, startRawDevice, talk } from "./raw.js";
import { runtimes } from "./runtimes.js";
import { request } from "./wire.js";

const COLLECTION = "/api/v1/webhooks";
const PASSED = "/api/v1/login";

for (const [name, start] of Object.entries(runtimes)) {
  describe(name, () => {
    let device;
    let guard;
    let offline;
    before(async () => {
      device = await startRawDevice();
      guard = await start({ UPSTREAM: device.url, PASSTHROUGH: PASSED });
      offline = await start({ UPSTREAM: "http://127.0.0.1:9", PASSTHROUGH: PASSED });
    });
    after(async () => {
      device.stop();
      await guard.stop();
      await offline.stop();
    });
    beforeEach(() => device.reset());

    test("G6: a response without a body may name a coding, and ends", async () => {
      for (const status of ["204 No Content", "205 Reset Content", "304 Not Modified"]) {
        const length = status.startsWith("205") ? "Content-Length: 0\r\n" : "";
        device.respond = (socket) =>
          socket.write(`HTTP/1.1 ${status}\r\n${length}Content-Encoding: gzip\r\n\r\n`);
        for (const target of [`${COLLECTION}/3`, PASSED]) {
          const client = openClient(guard.url);
          client.socket.write(request("GET", target));
          const head = await client.until(/\r\n\r\n/);
          assert.ok(head.startsWith(`HTTP/1.1 ${status.slice(0, 3)}`), head);
          // RFC 9110 §15.3.6: a 205 has a length or chunks, both of zero, or closes the connection.
          const ends = /^(content-length: 0|transfer-encoding: chunked)\r$/im;
          // Deno's server sends neither, and does not close.
          if (length && name !== "Deno" && !ends.test(head)) await client.closed;
          client.socket.destroy();
        }
      }
    });

    test("G7: a length that no number holds is too large at once", async () => {
      device.respond = (socket) =>
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n{}");
      assert.equal((await talk(guard.url, request("GET", COLLECTION))).status, 502);
      await device.isFree();
      // A passed-through response has no limit, but is not given a length that is another number.
      const client = openClient(guard.url);
      client.socket.write(request("GET", PASSED));
      const head = await client.until(/\r\n\r\n/);
      client.socket.destroy();
      assert.match(head, /^HTTP\/1\.1 (200|502) /);
      assert.doesNotMatch(head, /content-length: \d{16}/i);
      await device.isFree();
    });

    test("G7: a device that cannot be reached during an upload is 502", async () => {
      for (const framing of ["Content-Length: 100", "Transfer-Encoding: chunked"]) {
        const begun = request("POST", PASSED, [framing], "4\r\nabcd\r\n");
        const { status, head } = await talk(offline.url, begun);
        assert.equal(status, 502);
        assert.match(head, /x-webhook-guard: failed/i);
      }
    });

    test("the device is asked to close each connection, where the runtime can", async () => {
      for (const [method, target] of [
        ["GET", COLLECTION],
        ["DELETE", PASSED],
      ]) {
        await talk(guard.url, request(method, target));
        const { connection } = device.requests.at(-1).headers;
        assert.equal(connection, name === "workerd" ? undefined : "close");
      }
    });
  });
}
