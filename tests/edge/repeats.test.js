// Contract §8, G13: nothing is sent twice, even if a device closes its connections.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { startRawDevice } from "./raw.js";
import { runtimes } from "./runtimes.js";
import { post, request, send } from "./wire.js";

const GOOD =
  '{"url":"https://a.example","status":"active","event_types":["log.device_booted"],"max_retries":1}';

const REQUESTS = {
  create: post(GOOD),
  update: post(GOOD, { method: "PUT", target: "/api/v1/webhooks/3" }),
  delete: request("DELETE", "/api/v1/webhooks/3"),
  test: request("POST", "/api/v1/webhooks/3/test", ["Content-Length: 0"]),
  list: request("GET", "/api/v1/webhooks"),
  "passed-through POST": post("a=b", { target: "/api/v1/login" }),
  "passed-through POST in chunks": request(
    "POST",
    "/api/v1/login",
    ["Transfer-Encoding: chunked"],
    "3\r\na=b\r\n0\r\n\r\n",
  ),
  "passed-through DELETE": request("DELETE", "/api/v1/login"),
};

const FAULTS = {
  "closes the connection": (socket) => socket.end(),
  "resets the connection": (socket) => socket.resetAndDestroy(),
  "closes within its head": (socket) => socket.end("HTTP/1.1 200 OK\r\nContent-"),
  "closes within its body": (socket) =>
    socket.end("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"),
};

for (const [name, start] of Object.entries(runtimes)) {
  describe(name, () => {
    let device;
    let guard;
    before(async () => {
      device = await startRawDevice();
      guard = await start({ UPSTREAM: device.url, PASSTHROUGH: "/api/v1/login" });
    });
    after(async () => {
      device.stop();
      await guard.stop();
    });
    beforeEach(() => device.reset());

    for (const [operation, bytes] of Object.entries(REQUESTS)) {
      for (const [fault, act] of Object.entries(FAULTS)) {
        test(`${operation}, to a device that ${fault}, is sent once`, async () => {
          // Runtimes that reuse a connection do so after this.
          for (let time = 0; time < 2; time += 1) await send(guard.url, REQUESTS.list);
          device.reset();
          device.respond = act;
          await send(guard.url, bytes).catch(() => {});
          assert.equal(device.requests.length, 1);
          // A repetition would arrive before this.
          device.respond = (socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
          await send(guard.url, REQUESTS.list);
          assert.equal(device.requests.length, 2);
        });
      }
    }
  });
}
