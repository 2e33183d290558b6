// The guard as a function: its options, and what only code can do to it.

import assert from "node:assert/strict";
import { after, afterEach, before, describe, mock, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createGuard, formatDecision } from "../../pkg/edge/index.js";
import { startUpstream } from "./upstream.js";

const BODY =
  '{"url":"https://a.example","status":"active","event_types":["log.device_booted"],"max_retries":1}';

let device;
before(async () => {
  device = await startUpstream();
});
after(() => device.stop());
afterEach(() => device.reset());

const post = (body, headers) =>
  new Request("https://guard.example/api/v1/webhooks", {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
    duplex: "half",
  });

const upstream = "http://192.168.1.90";
const BAD = {
  upstream: [
    undefined,
    null,
    1,
    "",
    "192.168.1.90",
    "ftp://a",
    "http://",
    "http:a",
    "http://a/",
    "http://a/api",
    "http://a?b",
    "http://a#b",
    "http://u:p@a",
    "http://a b",
    "http://a\n",
    new URL("http://a"),
  ],
  prefix: [
    null,
    "",
    "api",
    "//api",
    "/api?x",
    "/api#x",
    "/a/../b",
    "/a b",
    "/é",
    "/%ff",
    "/%00",
    1,
  ],
  mode: [null, "", "Enforce", "off", true],
  maxBodyBytes: [null, 0, -1, 1.5, "65536", Number.NaN, Number.POSITIVE_INFINITY],
  bodyTimeoutMs: [null, 0, -1, "1000", 2 ** 31],
  maxResponseBytes: [null, 0, "1"],
  upstreamTimeoutMs: [null, 0, 2 ** 31],
  passthrough: [null, "/api/v1/login", ["login"], [1], ["//a"], ["/a?b"], [""]],
  forwardHeaders: [null, "x-a", [""], ["x a"], ["x:a"], [1], ["Transfer-Encoding"], ["host"]],
  allowOrigins: [null, "*", ["*"], ["null"], ["https://a/"], ["a.example"], [1]],
  extraEventTypes: [null, "log.x", [1], ["\ud800"]],
  onDecision: [null, "log", {}],
  nothingLikeIt: [1],
};

for (const [name, values] of Object.entries(BAD)) {
  test(`${name} that is invalid is a TypeError that names it`, () => {
    for (const value of values) {
      assert.throws(
        () => createGuard({ upstream, [name]: value }),
        (error) => error instanceof TypeError && error.message.includes(name),
        String(value),
      );
    }
  });
}

test("no options are a TypeError", () => {
  for (const options of [undefined, null, "http://a"]) {
    assert.throws(() => createGuard(options), TypeError);
  }
});

test("valid options are accepted, and undefined is absent", () => {
  createGuard({ upstream: "HTTPS://Panel.example:8443" });
  createGuard({ upstream: "http://[::1]:8080", prefix: "/", mode: "report", onDecision() {} });
  createGuard({ upstream, bodyTimeoutMs: 2 ** 31 - 1, upstreamTimeoutMs: 1, maxBodyBytes: 1 });
  createGuard({ upstream, prefix: undefined, passthrough: ["/a", "/b/"], forwardHeaders: ["X-A"] });
});

const settled = () => new Promise((later) => setImmediate(later));

/**
 * Asserts that a response comes once that time has passed, and not before. `ask(waits)` asks the guard, and
 * `waits` is called when it waits for what never comes.
 */
async function assertRespondsAfter(ask, ms, status, clock) {
  const pass = (time) => {
    clock.now += time;
    mock.timers.tick(time);
  };
  let responding;
  let response;
  await new Promise((waits) => {
    responding = ask(waits);
    responding.then((result) => {
      response = result;
      waits();
    });
  });
  await settled();
  pass(ms - 1);
  await settled();
  assert.equal(response, undefined);
  pass(1);
  assert.equal((await responding).status, status);
}

test("the timeouts of the contract are the default", async () => {
  const clock = { now: 0 };
  const now = mock.method(performance, "now", () => clock.now);
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const guard = createGuard({ upstream: device.url, passthrough: ["/x"] });
    const endless = (waits) =>
      new ReadableStream({
        pull() {
          waits();
          return new Promise(() => {});
        },
      });
    await assertRespondsAfter((waits) => guard(post(endless(waits))), 10_000, 408, clock);
    for (const request of [post(BODY), new Request("https://guard.example/x")]) {
      const ask = (waits) => {
        device.respond = waits;
        return guard(request);
      };
      await assertRespondsAfter(ask, 30_000, 504, clock);
    }
  } finally {
    mock.timers.reset();
    now.mock.restore();
  }
});

test("so is the size limit of a response", async () => {
  const guard = createGuard({ upstream: device.url });
  for (const [size, status] of [
    [1_048_576, 200],
    [1_048_577, 502],
  ]) {
    device.respond = (_, response) => response.end(Buffer.alloc(size, "x"));
    const response = await guard(post(BODY));
    assert.equal(response.status, status);
    if (status === 200) assert.equal((await response.arrayBuffer()).byteLength, size);
  }
});

describe("no timer is left", () => {
  const LIMITS = { bodyTimeoutMs: 12_345, upstreamTimeoutMs: 23_456, maxBodyBytes: 200 };
  const passed = (init) => new Request("https://guard.example/x", init);
  const redirect = (_, response) => response.writeHead(302, { Location: "/" }).end();
  const endEarly = (_, response) => {
    response.write("first");
    setTimeout(() => response.destroy(), 10);
  };
  const CASES = {
    "after an exchange": [() => post(BODY), 200],
    "after a body too large": [() => post(BODY.padEnd(201)), 413],
    "after a failed exchange": [() => post(BODY), 502, redirect],
    "after a response that ended early": [() => post(BODY), 502, endEarly],
    "after a stream": [() => passed({ method: "POST", body: "x" }), 200],
    "after a stream that ended early": [() => passed(), 200, endEarly],
    "after a passed response without a body": [
      () => passed(),
      204,
      (_, response) => response.writeHead(204).end(),
    ],
    "after a failed passage": [() => passed(), 502, redirect],
  };
  for (const [name, [ask, status, respond]] of Object.entries(CASES)) {
    test(name, async () => {
      if (respond) device.respond = respond;
      const { setTimeout, clearTimeout } = globalThis;
      const left = new Set();
      let made = 0;
      const setting = mock.method(globalThis, "setTimeout", (run, ms, ...more) => {
        const timer = setTimeout(run, ms, ...more);
        if (ms === LIMITS.bodyTimeoutMs || ms === LIMITS.upstreamTimeoutMs) {
          left.add(timer);
          made += 1;
        }
        return timer;
      });
      const clearing = mock.method(globalThis, "clearTimeout", (timer) => {
        left.delete(timer);
        clearTimeout(timer);
      });
      try {
        const guard = createGuard({ upstream: device.url, passthrough: ["/x"], ...LIMITS });
        const response = await guard(ask());
        assert.equal(response.status, status);
        await response.text().catch(() => {});
        await settled();
        assert.ok(made > 0);
        assert.equal(left.size, 0);
      } finally {
        setting.mock.restore();
        clearing.mock.restore();
        left.forEach(clearTimeout);
      }
    });
  }
});

test("origins are normalised", async () => {
  const guard = createGuard({ upstream: device.url, allowOrigins: ["HTTPS://Admin.example:443"] });
  const headers = { origin: "https://admin.example" };
  const response = await guard(new Request("https://guard.example/x", { headers }));
  assert.equal(response.headers.get("access-control-allow-origin"), "https://admin.example");
});

test("a response to HEAD has no body", async () => {
  const guard = createGuard({ upstream: device.url });
  for (const path of ["/x", "/api/v1/webhooks/0", "/api/v1/webhooks/3", "/api/v1/webhooks"]) {
    const { body } = await guard(new Request(`https://guard.example${path}`, { method: "HEAD" }));
    assert.equal(body, null);
  }
});

test("options are read once", async () => {
  const options = { upstream: device.url, passthrough: [] };
  const guard = createGuard(options);
  options.passthrough.push("/");
  assert.equal((await guard(new Request("https://guard.example/x"))).status, 404);
});

test("another prefix, with or without a final slash", async () => {
  for (const prefix of ["/panel/api", "/panel/api/", "/"]) {
    const guard = createGuard({ upstream: device.url, prefix });
    const base = prefix.replace(/\/$/, "");
    assert.equal((await guard(new Request(`https://g.example${base}/webhooks/3`))).status, 200);
    assert.equal(device.requests.pop().url, `${base}/webhooks/3`);
    const other = await guard(new Request("https://g.example/api/v1/webhooks/3"));
    assert.equal(other.status, 404);
  }
});

test("an error of onDecision, or of its promise, is ignored", async () => {
  const fail = () => {
    throw new Error("from the callback");
  };
  for (const onDecision of [fail, async () => fail(), () => new Promise(() => {})]) {
    const guard = createGuard({ upstream: device.url, onDecision });
    assert.equal((await guard(post(BODY))).status, 200);
    assert.equal((await guard(post("{}"))).status, 400);
  }
});

test("context.waitUntil gets a promise for the decision and what onDecision returned", async () => {
  let finish;
  const onDecision = () =>
    new Promise((resolve) => {
      finish = resolve;
    });
  const guard = createGuard({ upstream: device.url, onDecision });
  for (const body of [BODY, "{}"]) {
    let ended = false;
    const waitUntil = (promise) =>
      promise.then(() => {
        ended = true;
      });
    await guard(post(body), { waitUntil });
    await settled();
    assert.equal(ended, false);
    finish();
    await settled();
    assert.equal(ended, true);
  }
});

test("a body in many small chunks takes little more memory than its bytes", async () => {
  setFlagsFromString("--expose-gc");
  const collectGarbage = runInNewContext("gc");
  const used = () => {
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const guard = createGuard({ upstream: device.url });
  const before = used();
  let sent = 0;
  let client;
  await new Promise((waits) => {
    const body = new ReadableStream({
      pull(controller) {
        client = controller;
        if (sent === 60_000) waits();
        else controller.enqueue(new Uint8Array([0x20]));
        sent += 1;
      },
    });
    guard(post(body));
  });
  const taken = used() - before;
  client.close();
  assert.ok(taken < 1_000_000, `${taken} bytes`);
});

test("Content-Length is not trusted", async () => {
  const guard = createGuard({ upstream: device.url, maxBodyBytes: 200 });
  const lying = { "content-length": "99999999" };
  assert.equal((await guard(post(BODY, lying))).status, 200);
  assert.equal((await guard(post(BODY.padEnd(201), { "content-length": "1" }))).status, 413);
  const reporting = createGuard({ upstream: device.url, mode: "report" });
  assert.equal((await reporting(post(BODY, lying))).status, 200);
});

test("an endless body is not read on once it is too long or too slow", async () => {
  const guard = createGuard({ upstream: device.url, maxBodyBytes: 10, bodyTimeoutMs: 50 });
  for (const [pull, status] of [
    [(controller) => controller.enqueue(new Uint8Array(4)), 413],
    [() => new Promise(() => {}), 408],
  ]) {
    let cancelled;
    const done = new Promise((resolve) => {
      cancelled = resolve;
    });
    const stream = new ReadableStream({
      pull,
      cancel() {
        cancelled();
        throw new Error("from the stream");
      },
    });
    assert.equal((await guard(post(stream))).status, status);
    await done;
  }
  assert.deepEqual(device.requests, []);
});

test("a body that fails is rejected, and one that was read before is a fault", async () => {
  const guard = createGuard({ upstream: device.url });
  const failing = new ReadableStream({
    pull(controller) {
      controller.error(new Error("gone"));
    },
  });
  assert.equal((await guard(post(failing))).status, 400);
  const read = post(BODY);
  await read.text();
  const response = await guard(read);
  assert.deepEqual([response.status, response.headers.get("x-webhook-guard")], [500, "failed"]);
  assert.deepEqual(device.requests, []);
});

test("no body at all is the device's text for it", async () => {
  const guard = createGuard({ upstream: device.url });
  const response = await guard(post(undefined));
  assert.equal(response.status, 400);
  assert.deepEqual(await response.json(), { error: "Wrong JSON body" });
});

test("64 KB of errors give a bounded problem document and log line", async () => {
  const entries = Array.from({ length: 3000 }, (_, index) => `"\u0085 ${index}":1`);
  const members = { ...JSON.parse(BODY), headers: `{${entries.join()}}` };
  members.event_types = Array.from({ length: 2000 }, (_, index) => `x${index}`);
  let line;
  const onDecision = (decision) => {
    line = formatDecision(decision);
  };
  const guard = createGuard({ upstream: device.url, onDecision });
  const accept = "application/problem+json";
  const response = await guard(post(JSON.stringify(members), { accept }));
  assert.equal(response.status, 400);
  const problem = await response.json();
  assert.equal(problem.truncated, true);
  assert.ok(JSON.stringify(problem).length < 100_000);
  assert.ok(line.length < 20_000);
  assert.doesNotMatch(line, /[\p{Cc}\p{Cf}]/u);
});
