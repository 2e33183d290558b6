// Attacks end to end: each reaches the lenient device if nothing is in front of it, and does not if the
// guard is in front of it, in each runtime. The device's store is what counts.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { loginPath, startDevice } from "../../dev/device/device.js";
import { buildRequest, validateWebhook } from "../../pkg/entry/default.js";
import { runtimes } from "./runtimes.js";
import { startUpstream } from "./upstream.js";
import { post, request, send } from "./wire.js";

const MEMBERS = {
  url: '"https://example.com/hook"',
  status: '"active"',
  event_types: '["log.door_was_opened"]',
  max_retries: "3",
};
/** A body with its members as given. */
const body = (members) =>
  `{${Object.entries({ ...MEMBERS, ...members })
    .map(([name, text]) => `"${name}":${text}`)
    .join(",")}}`;
const GOOD = body({});
const headers = (text) => body({ headers: JSON.stringify(text) });

const BODIES = {
  "a name twice": GOOD.replace("{", '{"url":"https://harmless.example",'),
  "a name twice, one escaped": GOOD.replace("{", '{"\\u0075rl":"https://harmless.example",'),
  "a header twice": headers('{"X-Site":"a","X-Site":"b"}'),
  "a header twice, one escaped": headers('{"X-Site":"a","\\u0058-Site":"b"}'),
  "a header twice in other letters": headers('{"X-Site":"a","x-site":"b"}'),
  "headers in no JSON": headers("{X-Site=a;X-Other=b} trailing"),
  "a header's name with a comma": headers('{"X,Y":"a"}'),
  "a header's value that is a number": headers('{"X-Site":1}'),
  "retries that wrap to 1": body({ max_retries: "4294967297" }),
  "a timeout that wraps to 1000": body({ timeout: "4294968296" }),
  "a timeout with a fraction": body({ timeout: "1000.9" }),
  "a timeout in octal digits": body({ timeout: "010000" }),
  "retries as text": body({ max_retries: '"3"' }),
  "trailing data": `${GOOD} {"url":"https://other.example"}`,
  "trailing garbage": `${GOOD}\0\0`,
  comments: GOOD.replace("{", "{/* a */ // b\n # c\n"),
  "unquoted names": GOOD.replaceAll('"url"', "url"),
  "single quotes": GOOD.replaceAll('"', "'"),
  "other separators": GOOD.replaceAll(",", ";").replaceAll('":', '"='),
  "a byte-order mark": `\uFEFF${GOOD}`,
  "a lone surrogate, escaped": body({ description: '"\\ud800"' }),
  "a URL that browsers repair": body({ url: '"http:\\\\\\\\evil.example"' }),
  "a URL without a host": body({ url: '"http:///evil.example"' }),
  "a line break in a URL": body({ url: '"http://a.example/\\r\\nX-Evil: 1"' }),
};

/** Bytes by name: what is sent, and what the guard responds. */
const REQUESTS = {
  ...Object.fromEntries(
    Object.entries(BODIES).map(([name, text]) => [
      name,
      { status: 400, bytes: (t) => post(text, t) },
    ]),
  ),
  "a lone surrogate, raw": {
    status: 400,
    bytes: (t) => post(Buffer.from(body({ description: '"\xed\xa0\x80"' }), "latin1"), t),
  },
  "UTF-16": {
    status: 415,
    bytes: (t) => typed("application/json; charset=utf-16le", Buffer.from(GOOD, "utf16le"), t),
  },
  "a charset of one byte": {
    status: 415,
    bytes: (t) =>
      typed(
        "application/json; charset=windows-1252",
        Buffer.from(body({ description: '"caf\u00e9"' }), "latin1"),
        t,
      ),
  },
  "no JSON by its type": { status: 415, bytes: (t) => typed("text/plain", GOOD, t) },
  gzip: {
    status: 415,
    bytes: ({ fields }) => post(gzipSync(GOOD), { fields: [...fields, "Content-Encoding: gzip"] }),
  },
  "64 KiB and one byte": { status: 413, bytes: (t) => post(GOOD.padEnd(65_537), t) },
  "64 KiB and one byte in chunks": {
    status: 413,
    bytes: (t) => chunked(`${(65_537).toString(16)}\r\n${GOOD.padEnd(65_537)}\r\n0\r\n\r\n`, t),
  },
  "a name twice across chunks": {
    status: 400,
    bytes: (t) => {
      const text = BODIES["a name twice"];
      return chunked(`${[...text].map((char) => `1\r\n${char}\r\n`).join("")}0\r\n\r\n`, t);
    },
  },
};

const typed = (contentType, content, { fields }) =>
  request(
    "POST",
    "/api/v1/webhooks",
    [`Content-Type: ${contentType}`, `Content-Length: ${Buffer.byteLength(content)}`, ...fields],
    content,
  );
const chunked = (content, { fields }) =>
  request(
    "POST",
    "/api/v1/webhooks",
    ["Content-Type: application/json", "Transfer-Encoding: chunked", ...fields],
    content,
  );

const PATHS = [
  "/api/v1/webhooks/",
  "//api/v1/webhooks",
  "/api/v1//webhooks",
  "/API/v1/WebHooks",
  "/api/v1/web%68ooks",
  "/api/v1/web%2568ooks",
  "/api/v1%2fwebhooks",
  "/api/v1%5cwebhooks",
  "/api/v1/webhooks;jsessionid=1",
  "/api/v1;a=b/webhooks",
  "/api/v1/webhooks%20",
  "/api/v1/webhooks%00",
  "/api/v1/%ef%bd%97ebhooks",
  "/api/v1/%ef%bc%8577ebhooks",
  "/public/%252e%252e/api/v1/webhooks",
  "/public/..;/api/v1/webhooks",
  "/public/..%2fapi/v1/webhooks",
];

for (const [name, start] of Object.entries(runtimes)) {
  describe(name, () => {
    let device;
    let guard;
    let token;
    let fields;

    before(async () => {
      device = await startDevice();
      guard = await start({ UPSTREAM: device.url, PASSTHROUGH: "/" });
      const response = await fetch(guard.url + loginPath("admin"));
      ({ token } = await response.json());
      fields = [`Authorization: Bearer ${token}`];
    });
    after(async () => {
      device.stop();
      await guard.stop();
    });

    function reset() {
      device.webhooks.clear();
      device.bodies.length = 0;
      device.requests.length = 0;
    }
    beforeEach(reset);

    function holdsOnlyValid() {
      for (const text of device.bodies) {
        assert.equal(buildRequest({ operation: "create", webhook: text }).body, text);
      }
      for (const webhook of device.webhooks.values()) assert.ok(validateWebhook(webhook).valid);
    }

    for (const [name, { status, bytes }] of Object.entries(REQUESTS)) {
      test(`${name}: ${status}`, async () => {
        assert.equal((await send(device.url, bytes({ fields }))).status, 200);
        assert.equal(device.bodies.length, 1);
        reset();
        const response = await send(guard.url, bytes({ fields }));
        assert.equal(response.status, status);
        assert.equal(response.headers.get("x-webhook-guard"), "rejected");
        assert.deepEqual(device.requests, []);
      });
    }

    for (const target of PATHS) {
      test(`${target}: 404, even if passthrough covers everything`, async () => {
        const bytes = post(BODIES["a name twice"], { target, fields });
        assert.equal((await send(device.url, bytes)).status, 200);
        assert.equal(device.bodies.length, 1);
        reset();
        assert.equal((await send(guard.url, bytes)).status, 404);
        assert.deepEqual(device.requests, []);
      });
    }

    test("members of other names, prototypes' among them, are not sent", async () => {
      const text = GOOD.replace(
        "{",
        '{"__proto__":{"url":"https://evil"},"constructor":1,"admin":true,',
      );
      await send(device.url, post(text, { fields }));
      assert.match(device.bodies[0], /__proto__/);
      reset();
      assert.equal((await send(guard.url, post(text, { fields }))).status, 200);
      assert.deepEqual(device.bodies, [GOOD]);
      holdsOnlyValid();
    });

    test("a prototype's name is not a uid", async () => {
      for (const name of ["__proto__", "constructor", "toString"]) {
        const bytes = request("GET", `/api/v1/webhooks/${name}`, fields);
        assert.equal((await send(guard.url, bytes)).status, 400);
        assert.deepEqual(device.requests, []);
      }
    });

    test("a header after a line break in a token, or one that changes the method, is not forwarded", async () => {
      const smuggled = ["X-HTTP-Method-Override: DELETE", "X-Forwarded-For: 127.0.0.1"];
      const bytes = request("GET", "/api/v1/webhooks", [`${fields[0]}\r\nX-Admin: 1`, ...smuggled]);
      const names = () => device.requests[0].rawHeaders.map((text) => text.toLowerCase());
      await send(device.url, bytes);
      assert.ok(names().includes("x-admin"));
      reset();
      assert.equal((await send(guard.url, bytes)).status, 200);
      for (const name of ["x-admin", "x-http-method-override", "x-forwarded-for"]) {
        assert.ok(!names().includes(name), name);
      }
    });

    test("a request smuggled by two lengths is not forwarded", async () => {
      const inner = post(BODIES["a name twice"], { target: "/api/v1/web%68ooks", fields });
      const outer = request(
        "POST",
        "/api/v1/webhooks/1/test",
        [`Content-Length: ${inner.length + 5}`, "Transfer-Encoding: chunked", ...fields],
        Buffer.concat([Buffer.from("0\r\n\r\n"), inner]),
      );
      const after = request("GET", "/api/v1/webhooks", fields);
      const until = async (done) => {
        while (!done()) await new Promise((later) => setTimeout(later, 10));
      };
      await send(device.url, outer, after);
      await until(() => device.bodies.length === 1);
      reset();
      await send(guard.url, outer, after).catch(() => {});
      await fetch(`${guard.url}/api/v1/webhooks/7`);
      assert.deepEqual(device.bodies, []);
      holdsOnlyValid();
    });

    test("a body that never ends is 413 at the limit", async () => {
      const endless = chunked(`10001\r\n${"x".repeat(65_537)}\r\n`, { fields });
      assert.equal((await send(guard.url, endless)).status, 413);
      assert.deepEqual(device.requests, []);
    });

    test("a body ends at its Content-Length, and the bytes after it are not a request", async () => {
      const [head] = String(post(GOOD, { fields })).split("\r\n\r\n");
      await send(guard.url, `${head}\r\n\r\n${GOOD}${BODIES["a name twice"]}`);
      // Node closes the connection immediately, which may end the first request too.
      assert.ok(device.bodies.length <= 1 && device.bodies.every((text) => text === GOOD));
      holdsOnlyValid();
    });

    test("neither Host nor an absolute target changes the upstream", async () => {
      const decoy = await startUpstream();
      const { host } = new URL(decoy.url);
      const targets = [
        `http://${host}/api/v1/webhooks`,
        `//${host}/x`,
        `/@${host}/x`,
        `/\\${host}/x`,
        "/api/v1/webhooks",
      ];
      for (const target of targets) {
        const bytes = String(request("GET", target, fields)).replace(
          "Host: guard",
          `Host: ${host}`,
        );
        await send(guard.url, bytes);
      }
      assert.deepEqual(decoy.requests, []);
      for (const { rawHeaders } of device.requests) {
        const at = rawHeaders.findIndex((name) => name.toLowerCase() === "host");
        assert.equal(rawHeaders[at + 1], new URL(device.url).host);
      }
      decoy.stop();
    });

    test("a valid webhook is accepted", async () => {
      assert.equal((await send(guard.url, post(GOOD, { fields }))).status, 200);
      assert.deepEqual(device.bodies, [GOOD]);
      holdsOnlyValid();
    });
  });
}
