// `webhook-guard proxy` as a command. What the guard does in it is tested in tests/edge.

import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, before, beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { bin, WEBHOOK } from "./command.js";
import { abandon, eventually, sendRejected, startUpstream, withProxyBefore } from "./proxy.js";

const INVALID = JSON.stringify({ ...WEBHOOK, max_retries: 9 });
const VALID = JSON.stringify(WEBHOOK);

let device;
before(async () => {
  device = await startUpstream();
});
beforeEach(() => {
  device.respond = (response) => response.end('{"item_uid":1}');
});
after(() => device.stop());

/** Runs `use` with a proxy in front of the device. */
const withProxy = (args, ...rest) => withProxyBefore(device.url, args, ...rest);

const create = (url, body) =>
  fetch(`${url}/api/v1/webhooks`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json" },
  });

test("guards the device, and writes a line of JSON per decision", () =>
  withProxy([], async ({ url, stdout }) => {
    const rejected = await create(url, INVALID);
    assert.equal(rejected.status, 400);
    assert.equal(rejected.headers.get("x-webhook-guard"), "rejected");
    const forwarded = await create(url, VALID);
    assert.equal(forwarded.headers.get("x-webhook-guard"), "forwarded");
    assert.deepEqual(await forwarded.json(), { item_uid: 1 });
    const lines = await stdout.lines(2);
    const [first, second] = lines.map((line) => JSON.parse(line));
    assert.deepEqual([first.verdict, first.codes], ["rejected", ["out_of_range"]]);
    assert.equal(second.verdict, "forwarded");
  }));

test("--log off writes nothing on standard output", async () => {
  const { stdout } = await withProxy(["--log", "off"], async (proxy) => {
    await create(proxy.url, INVALID);
    return proxy;
  });
  assert.equal(stdout.text(), "");
});

test("/healthz responds without the device; TRACE is 405", () =>
  withProxy([], async ({ url }) => {
    for (const method of ["GET", "HEAD"]) {
      const health = await fetch(`${url}/healthz`, { method });
      assert.equal(health.status, 200);
      assert.equal(health.headers.get("x-webhook-guard"), null);
    }
    assert.equal((await fetch(`${url}/healthz`, { method: "POST" })).status, 404);
    const { port } = new URL(url);
    const socket = connect(Number(port), "127.0.0.1");
    socket.write("TRACE /api/v1/webhooks HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    const text = Buffer.concat(await socket.toArray()).toString();
    assert.match(text, /^HTTP\/1\.1 405 /);
    assert.match(text, /x-webhook-guard: rejected/);
  }));

test("listens at --host", () =>
  withProxy(["--host", "localhost"], async ({ url }) => {
    assert.equal((await fetch(`${url}/healthz`)).status, 200);
  }));

test("--report forwards everything, and ends with a summary", async () => {
  const { stderr } = await withProxy(["--report"], async (proxy) => {
    for (const body of [INVALID, INVALID, VALID, "{", '{"x":1,"x":2}']) {
      const response = await create(proxy.url, body);
      assert.equal(response.headers.get("x-webhook-guard"), "reported");
    }
    return proxy;
  });
  const summary = stderr.text().split("\n").slice(-5, -1);
  assert.deepEqual(summary, [
    "Forwarded webhooks: 5. Would have been rejected: 4.",
    "      2  max_retries: out_of_range",
    "      1  malformed_json",
    "      1  duplicate_key",
  ]);
});

/** Resolves to the response to the next request that reaches the device, which is not sent. */
const nextAtDevice = () =>
  new Promise((resolve) => {
    device.respond = resolve;
  });

for (const signal of ["SIGTERM", "SIGINT"]) {
  test(`${signal}: requests in flight finish, then it exits with 0`, () =>
    withProxy([], async (proxy) => {
      const asked = nextAtDevice();
      const response = create(proxy.url, VALID);
      const atDevice = await asked;
      proxy.child.kill(signal);
      await proxy.stderr.until(/finishing 1 request\./);
      // No new connections.
      await assert.rejects(fetch(`${proxy.url}/healthz`));
      atDevice.end('{"item_uid":7}');
      assert.deepEqual(await (await response).json(), { item_uid: 7 });
      assert.equal(await proxy.exit, 0);
    }));
}

test("a second signal or --shutdown-timeout-ms ends it immediately", async () => {
  await withProxy([], async (proxy) => {
    const asked = nextAtDevice();
    create(proxy.url, VALID).catch(() => {});
    await asked;
    proxy.child.kill("SIGTERM");
    await proxy.stderr.until(/A second signal ends it immediately/);
    proxy.child.kill("SIGTERM");
    assert.equal(await proxy.exit, 1);
  });
  await withProxy(["--shutdown-timeout-ms", "200"], async (proxy) => {
    const asked = nextAtDevice();
    create(proxy.url, VALID).catch(() => {});
    await asked;
    proxy.child.kill("SIGTERM");
    assert.equal(await proxy.exit, 0);
  });
});

/** What a client reads that sends this and nothing more, until the connection ends. */
async function sendRaw(url, text) {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write(text);
  const chunks = await socket.toArray().catch(() => []);
  return Buffer.concat(chunks).toString();
}

test("a head that is too slow or too large is rejected", async () => {
  await withProxy(["--headers-timeout-ms", "300"], async ({ url }) => {
    assert.match(await sendRaw(url, "GET / HTTP/1.1\r\nX-"), /^HTTP\/1\.1 408 /);
  });
  await withProxy(["--max-header-bytes", "2000"], async ({ url }) => {
    const large = `GET /healthz HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(3000)}\r\n\r\n`;
    assert.match(await sendRaw(url, large), /^HTTP\/1\.1 431 /);
  });
});

test("--max-connections bounds the connections", () =>
  withProxy(["--max-connections", "3"], async ({ url }) => {
    const open = await abandon(url, 3);
    assert.equal(await sendRaw(url, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"), "");
    for (const socket of open) socket.destroy();
    await eventually(async () => assert.equal((await fetch(`${url}/healthz`)).status, 200));
  }));

test(
  "more clients than the system has file descriptors for do not end it",
  {
    skip: process.platform === "win32",
  },
  () =>
    withProxy(
      [],
      async ({ url, child }) => {
        const open = await abandon(url, 150);
        // It accepts as many as it can.
        await sleep(500);
        for (const socket of open) socket.destroy();
        await eventually(async () => assert.equal((await create(url, VALID)).status, 200));
        assert.equal(child.exitCode, null);
      },
      {},
      ["sh", "-c", 'ulimit -n 80; exec "$0" "$@"', process.execPath, bin],
    ),
);

test("500 slow clients delay no other client, and are disconnected in the end", () =>
  withProxy(
    ["--body-timeout-ms", "3000", "--passthrough-body-timeout-ms", "1"],
    async ({ url }) => {
      const slow = await abandon(url, 500);
      const ended = slow.map(
        (socket) => socket.closed || new Promise((closed) => socket.once("close", closed)),
      );
      for (let i = 0; i < 20; i += 1) assert.equal((await create(url, INVALID)).status, 400);
      await Promise.all(ended);
      assert.equal((await create(url, VALID)).status, 200);
    },
  ));

test("clients that disconnect during a body or a response leave no connection open", () =>
  withProxy(["--log", "off"], async ({ url, child }) => {
    device.respond = (response) => setTimeout(() => response.end("{}"), 50);
    for (let round = 0; round < 10; round += 1) {
      const sockets = await abandon(url, 20);
      for (const socket of sockets) socket.resetAndDestroy();
      const aborting = AbortSignal.timeout(20);
      await fetch(`${url}/api/v1/webhooks`, { signal: aborting }).catch(() => {});
    }
    assert.equal((await create(url, VALID)).status, 200);
    assert.equal(child.exitCode, null);
  }));

test("the reason is read by a client that still sends its body", () =>
  withProxy([], async ({ url }) => {
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(65_536).fill(0x20));
      },
    });
    const headers = { "content-type": "application/json" };
    const init = { method: "POST", body, headers, duplex: "half" };
    const response = await fetch(`${url}/api/v1/webhooks`, init);
    assert.equal(response.status, 413);
    assert.equal((await response.json()).error, "The body is too large");
  }));

test("an unhandled rejection does not end the process", () =>
  withProxy(
    [],
    async ({ url, child, stderr }) => {
      child.kill("SIGUSR2");
      await stderr.until(/Unexpected: Error: nobody waits/);
      assert.equal((await fetch(`${url}/healthz`)).status, 200);
    },
    {
      NODE_OPTIONS:
        "--import=data:text/javascript,process.on('SIGUSR2',()=>Promise.reject(new(Error)('nobody%20waits')))",
    },
  ));

// `npm run soak:proxy` sends 50,000.
test("rejected requests do not increase its memory", () =>
  withProxy(
    ["--log", "off"],
    async ({ url, child }) => {
      await sendRejected(url, 3000);
      assert.equal(child.exitCode, null);
    },
    // A process that retains more runs out of it.
    { NODE_OPTIONS: "--max-old-space-size=48" },
  ));
