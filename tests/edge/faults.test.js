// Faults of the device, of the client and of the guard itself, in each runtime: each has its status, and
// the next good request works.

import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { after, before, describe, test } from "node:test";
import { modules, runtimes } from "./runtimes.js";
import { startUpstream } from "./upstream.js";
import { post, send } from "./wire.js";

const GOOD =
  '{"url":"https://a.example","status":"active","event_types":["log.device_booted"],"max_retries":1}';
const PASSED = "/api/v1/login";

const head = (...lines) => `HTTP/1.1 ${[...lines, "", ""].join("\r\n")}`;
const sends = (text) => (socket) => socket.end(text);

async function drip(socket) {
  socket.write(head("200 OK", "Content-Length: 1000"));
  const dripping = setInterval(() => socket.write("x"), 20);
  socket.on("close", () => clearInterval(dripping));
}

/** What the device does with a connection that asks something; what the guard responds with and reports. */
const FAULTS = {
  "ends the connection": [(socket) => socket.end(), 502],
  "resets the connection": [(socket) => socket.resetAndDestroy(), 502],
  "does not respond": [() => {}, 504],
  "stops within its head": [(socket) => socket.write("HTTP/1.1 200 OK\r\nX-"), 504],
  drips: [drip, 504],
  "ends early within its length": [sends(`${head("200 OK", "Content-Length: 9")}abc`), 502],
  "ends early within its chunks": [
    sends(`${head("200 OK", "Transfer-Encoding: chunked")}3\r\nabc\r\n`),
    502,
  ],
  "responds with too much": [
    (socket) => {
      socket.write(head("200 OK", "Content-Length: 10000000"));
      socket.end("x".repeat(10_000_000));
    },
    502,
  ],
  "does not speak HTTP": [sends("SSH-2.0-OpenSSH_9.6\r\n"), 502],
  "responds with an invalid status": [
    sends(`${head("999 Odd", "Content-Length: 2")}{}`),
    502,
    "invalid_device_status",
  ],
  "responds with an invalid length": [sends(`${head("200 OK", "Content-Length: two")}{}`), 502],
  ...Object.fromEntries(
    [301, 302, 303, 307, 308].map((status) => [
      `redirects with ${status}`,
      [sends(head(`${status} Go`, "Location: http://127.0.0.1/", "Content-Length: 0")), 502],
    ]),
  ),
};

// A reused connection would continue without a fault, and a runtime closes idle ones, perhaps just when one is
// used again.
const ONCE = { Connection: "close" };

for (const [runtime, start] of Object.entries(runtimes)) {
  describe(runtime, () => {
    let device;
    let fault;
    let good;
    let guard;
    let down;

    function reset() {
      good.reset();
      good.respond = (_, response) => response.writeHead(200, ONCE).end('{"item_uid":3}');
    }

    before(async () => {
      good = await startUpstream();
      reset();
      // Without a fault, connections are passed to a server that works.
      device = createServer((socket) => {
        socket.on("error", () => {});
        if (fault) socket.once("data", () => fault(socket));
        else socket.pipe(connect(new URL(good.url).port, "127.0.0.1")).pipe(socket);
      }).listen(0, "127.0.0.1");
      await once(device, "listening");
      // A good exchange ends within these times on a slow machine too.
      const env = { PASSTHROUGH: PASSED, UPSTREAM_TIMEOUT_MS: "1000", BODY_TIMEOUT_MS: "1000" };
      const { port } = device.address();
      guard = await start({ ...env, UPSTREAM: `http://127.0.0.1:${port}` });
      down = await start({ ...env, UPSTREAM: "http://127.0.0.1:1" });
    });
    after(async () => {
      device.close();
      good.stop();
      await guard.stop();
      await down.stop();
    });

    const create = ({ url }) =>
      fetch(`${url}/api/v1/webhooks`, {
        method: "POST",
        body: GOOD,
        headers: { ...ONCE, "Content-Type": "application/json" },
      });
    const pass = ({ url }) => fetch(url + PASSED, { headers: ONCE });

    async function assertFailed(response, status) {
      assert.equal(response.status, status);
      assert.equal(response.headers.get("x-webhook-guard"), "failed");
      assert.deepEqual(Object.keys(await response.json()), ["error"]);
    }

    async function assertNextWorks() {
      const next = await create(guard);
      assert.deepEqual([next.status, await next.text()], [200, '{"item_uid":3}']);
      assert.equal(next.headers.get("x-webhook-guard"), "forwarded");
    }

    for (const [name, [act, status, code]] of Object.entries(FAULTS)) {
      test(`a device that ${name}: ${status}`, async () => {
        fault = act;
        await assertFailed(await create(guard), status);
        // A stream that has begun can only end early.
        const headless = !/drips|ends early|too much/.test(name);
        if (headless) await assertFailed(await pass(guard), status);
        if (code && runtime === "workerd") await guard.seen(({ codes }) => codes[0] === code);
        fault = undefined;
        await assertNextWorks();
      });
    }

    test("no query is logged, however a streamed response ends early", async () => {
      const begun = head("200 OK", "Content-Length: 1000");
      const chunked = head("200 OK", "Transfer-Encoding: chunked");
      for (const act of [
        (socket) => socket.end(`${begun}abc`),
        (socket) => socket.write(`${begun}abc`, () => socket.resetAndDestroy()),
        (socket) => socket.end(`${chunked}zz\r\nabc\r\n`),
        sends(`${head("200 OK", "Content-Length: 3", "Content-Encoding: gzip")}abc`),
        drip,
      ]) {
        fault = act;
        const response = await fetch(`${guard.url}${PASSED}?password=in-the-query`).catch(() => {});
        await response?.text().catch(() => {});
      }
      fault = undefined;
      await assertNextWorks();
      assert.doesNotMatch(guard.log.join("\n"), /in-the-query/);
    });

    test("a device that is down: 502", async () => {
      await assertFailed(await create(down), 502);
      await assertFailed(await pass(down), 502);
    });

    test("a response with status 5xx or HTML is passed on", async () => {
      for (const status of [500, 503]) {
        good.respond = (_, response) =>
          response.writeHead(status, { ...ONCE, "Content-Type": "text/html" }).end("<h1>Busy</h1>");
        const response = await create(guard);
        assert.equal(response.status, status);
        assert.equal(response.headers.get("content-type"), "text/html");
        assert.equal(response.headers.get("x-webhook-guard"), "forwarded");
        assert.equal(await response.text(), "<h1>Busy</h1>");
      }
      reset();
      await assertNextWorks();
    });

    test("a device may take longer than Bun's server lets a connection be idle by default", {
      skip: runtime !== "Bun",
    }, async (context) => {
      const patient = await start({ UPSTREAM: good.url });
      context.after(() => patient.stop());
      good.respond = (_, response) =>
        setTimeout(() => response.writeHead(200, ONCE).end("late"), 14_000);
      context.after(reset);
      assert.equal(await (await fetch(`${patient.url}/api/v1/webhooks`)).text(), "late");
    });

    test("a client that disconnects during its body: nothing is forwarded, and the next request works", async () => {
      reset();
      const { hostname, port } = new URL(guard.url);
      const socket = connect(Number(port), hostname);
      const bytes = post(GOOD);
      socket.write(bytes.subarray(0, bytes.length - 5), () => socket.resetAndDestroy());
      await once(socket, "close");
      await assertNextWorks();
      assert.equal(good.requests.length, 1);
    });

    test("a body in malformed chunks is rejected", async () => {
      reset();
      const head =
        "POST /api/v1/webhooks HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
      const broken = `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`;
      // Deno closes the connection without a response.
      const response = await send(guard.url, broken).catch(() => undefined);
      assert.equal(response?.status, runtime === "Deno" ? undefined : 400);
      await assertNextWorks();
      assert.equal(good.requests.length, 1);
    });

    test("nothing is forwarded if the module cannot be loaded", {
      skip: runtime !== "workerd",
    }, async () => {
      reset();
      // Compiles, and holds nothing.
      const empty = Buffer.from("0061736d01000000", "hex");
      const broken = modules().map((module) =>
        module.type === "CompiledWasm" ? { ...module, contents: empty } : module,
      );
      for (const MODE of ["enforce", "report"]) {
        const closed = await start({ UPSTREAM: good.url, MODE }, broken);
        for (let time = 0; time < 2; time += 1) await assertFailed(await create(closed), 500);
        await closed.stop();
      }
      assert.deepEqual(good.requests, []);
    });

    test("an invalid setting prevents the start", async () => {
      await assert.rejects(start({ UPSTREAM: `${good.url}/api` }));
    });
  });
}
