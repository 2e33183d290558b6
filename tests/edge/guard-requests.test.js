// What the guard accepts, and what it rejects itself (contract §8, G1 to G4), wherever it runs.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { validateWebhook } from "../../pkg/entry/default.js";
import { readVectors } from "../../tools/vectors.js";
import {
  ask,
  assertRejected,
  BODY,
  COLLECTION,
  create,
  describeGuards,
  limited,
  open,
  reporting,
  TYPE,
  upstream,
  WEBHOOK,
} from "./guards.js";
import { post, request, send } from "./wire.js";

describeGuards(() => {
  describe("G1: methods", () => {
    const forwarded = [
      ["POST", COLLECTION, BODY],
      ["GET", COLLECTION],
      ["HEAD", COLLECTION],
      ["PUT", `${COLLECTION}/3`, BODY],
      ["GET", `${COLLECTION}/3`],
      ["HEAD", `${COLLECTION}/3`],
      ["DELETE", `${COLLECTION}/3`],
      ["POST", `${COLLECTION}/3/test`],
    ];
    for (const [method, path, body] of forwarded) {
      test(`${method} ${path} is forwarded`, async () => {
        const response = await ask(path, { method, body, headers: body && TYPE });
        assert.equal(response.status, 200);
        assert.equal(response.headers.get("x-webhook-guard"), "forwarded");
        assert.equal(await response.text(), method === "HEAD" ? "" : '{"item_uid":3}');
        const [asked] = upstream.requests;
        // G1: HEAD is sent as GET.
        assert.deepEqual([asked.method, asked.url], [method === "HEAD" ? "GET" : method, path]);
        assert.equal(String(asked.body), body ?? "");
      });
    }

    test("DELETE and test are forwarded without a body", async () => {
      for (const [method, target] of [
        ["DELETE", `${COLLECTION}/3`],
        ["POST", `${COLLECTION}/3/test`],
      ]) {
        await send(open.url, post("{}", { method, target }));
        const asked = upstream.requests.pop();
        assert.equal(asked.body.length, 0);
        assert.equal(asked.headers["content-type"], undefined);
      }
    });

    const ALLOWED = {
      [COLLECTION]: "GET, HEAD, POST, OPTIONS",
      [`${COLLECTION}/3`]: "GET, HEAD, PUT, DELETE, OPTIONS",
      [`${COLLECTION}/3/test`]: "POST, OPTIONS",
    };
    for (const [path, allow] of Object.entries(ALLOWED)) {
      test(`${path} allows only ${allow}`, async () => {
        for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
          if (allow.split(", ").includes(method)) continue;
          const response = await ask(path, { method });
          assert.equal(response.headers.get("allow"), allow);
          await assertRejected(response, 405);
        }
        const options = await ask(path, { method: "OPTIONS" });
        assert.equal(options.status, 204);
        assert.equal(options.headers.get("allow"), allow);
        assert.equal(options.headers.get("x-webhook-guard"), "rejected");
        assert.equal(options.headers.get("access-control-allow-methods"), null);
        assert.deepEqual(upstream.requests, []);
      });
    }

    test("other paths are 404 unless passthrough covers them", async () => {
      for (const path of ["/", "/api/v1/login/", "/api/v1/logins", "/api/v1", "/api/v2/webhooks"]) {
        await assertRejected(await ask(path, { to: limited }), 404);
      }
    });
  });

  describe("G2: paths", () => {
    const spellings = [
      "/api/v1/webhooks/",
      "/api/v1//webhooks",
      "//api/v1/webhooks",
      "/api/v1/webhooks//3",
      "/api/v1/webhooks/3/",
      "/api/v1/webhooks/3/test/",
      "/api/v1/webhooks/3/other",
      "/api/v1/WebHooks",
      "/API/v1/webhooks/3",
      "/api/v1/web%68ooks",
      "/api/v1/web%2568ooks",
      "/api/v1/web%25252568ooks",
      "/api/v1%2fwebhooks",
      "/api/v1%5cwebhooks",
      "/api/v1/webhooks%2f3",
      "/api/v1/webhooks%5C3",
      "/api/v1/webhooks;v=1",
      "/api/v1;v=1/webhooks/3",
      "/api/v1/webhooks%3bv=1/3",
      "/api/v1/webhooks%20",
      "/api/v1/webhooks%09/3",
      "/api/v1/webhooks%00",
      "/api/v1/web%00hooks/3",
      "/api/v1/webhooks%c2%a0",
      "/api/v1/web%e2%80%8bhooks",
      "/api/v1/webhooks%ff",
      "/api/v1/%ef%bd%97ebhooks",
      "/api/v1/webhoo%e2%84%aas",
      "/api/v1%ef%bc%8fwebhooks",
      "/api/v1/%ef%bc%8577ebhooks",
      "/api/v1/webhooks%3fx=1",
      "/api/v1/webhooks%23/3",
      "/other/%252e%252e/api/v1/webhooks",
      "/other/%2e%2e%2fapi/v1/webhooks/3",
      "/other/..;/api/v1/webhooks",
      "/other/%e2%80%a5/api/v1/webhooks",
      "/api/v1/webhooks/%252e%252e/login",
      "/api/v1/./%252e/webhooks",
      `/${"%3".repeat(50)}%35`,
    ];
    for (const path of spellings) {
      test(`${path} is 404, passthrough or not`, async () => {
        const response = await send(open.url, request("GET", path));
        assert.equal(response.status, 404);
        assert.equal(response.headers.get("x-webhook-guard"), "rejected");
        assert.deepEqual(upstream.requests, []);
      });
    }

    for (const path of [
      "/api/v1/webhooks-archive",
      "/api/v1/webhook",
      "/v1/webhooks",
      "/other/webhooks",
      "/api/v1/%77ebhookz?/api/v1/webhooks",
    ]) {
      test(`${path} is another path`, async () => {
        const response = await send(open.url, request("GET", path));
        assert.equal(response.status, 200);
        assert.equal(upstream.requests[0].url, path);
      });
    }

    const wrong = [
      "0",
      "01",
      "-1",
      "+1",
      "1.0",
      "1e3",
      "0x1",
      "abc",
      "%31",
      "９",
      "9007199254740992",
    ];
    for (const uid of [...wrong, "99999999999999999999", "test", "constructor", "3;x"]) {
      test(`uid ${uid} is 400, before the method is checked`, async () => {
        for (const suffix of ["", "/test"]) {
          const path = `${COLLECTION}/${encodeURI(uid).replace("%2531", "%31")}${suffix}`;
          for (const method of ["GET", "PUT", "PATCH", "OPTIONS"]) {
            const response = await ask(path, { method });
            assert.equal(await assertRejected(response, 400), "Wrong webhook uid");
          }
        }
      });
    }

    test("the largest uid is forwarded", async () => {
      await ask(`${COLLECTION}/9007199254740991`);
      assert.equal(upstream.requests[0].url, `${COLLECTION}/9007199254740991`);
    });
  });

  describe("G3: encoding, type, size and time", () => {
    const GOOD_TYPES = [
      "application/json",
      "Application/JSON",
      "application/json; charset=utf-8",
      'application/json;CHARSET="UTF-8"',
      'application/json ; profile="a, b\\"; charset=x" ; charset=UTF-8',
      "application/json;",
    ];
    for (const type of GOOD_TYPES) {
      test(`Content-Type ${type} is accepted`, async () => {
        assert.equal((await create(BODY, { headers: { "content-type": type } })).status, 200);
      });
    }

    const BAD_TYPES = [
      "text/plain",
      "application/problem+json",
      "application/jsonp",
      "application/json; charset=utf-16",
      "application/json; charset=utf-8x",
      "application/json; charset=iso-8859-1",
      "application/json; charset=utf-8; charset=utf-16",
      "application/json; charset=",
      "application/json, application/json",
      'application/json; a="b", text/plain',
    ];
    for (const type of BAD_TYPES) {
      test(`Content-Type ${type} is 415`, async () => {
        await assertRejected(await create(BODY, { headers: { "content-type": type } }), 415);
      });
    }

    test("no Content-Type, or two, is 415", async () => {
      const bytes = new TextEncoder().encode(BODY);
      await assertRejected(await ask(COLLECTION, { method: "POST", body: bytes }), 415);
      const response = await send(open.url, post(BODY, { fields: ["Content-Type: text/plain"] }));
      assert.equal(response.status, 415);
    });

    test("Content-Encoding is identity or 415", async () => {
      for (const encoding of ["identity", "Identity"]) {
        const response = await create(BODY, { headers: { "content-encoding": encoding } });
        assert.equal(response.status, 200);
        assert.equal(upstream.requests.pop().headers["content-encoding"], undefined);
      }
      for (const encoding of ["gzip", "br", "identity, gzip", "unknown"]) {
        const body = encoding === "gzip" ? gzipSync(BODY) : BODY;
        const headers = { "content-encoding": encoding };
        await assertRejected(await create(body, { headers }), 415);
      }
    });

    test("encoding is checked before type, type before size, size before body", async () => {
      const headers = { "content-encoding": "gzip", "content-type": "text/plain" };
      const error = await assertRejected(await create("{", { headers }), 415);
      assert.match(error, /Content-Encoding/);
      const huge = { to: limited, headers: { "content-type": "text/plain" } };
      await assertRejected(await create("x".repeat(301), huge), 415);
      await assertRejected(await create("x".repeat(301), { to: limited }), 413);
    });

    test("a body as long as the limit is read, and one byte more is 413", async () => {
      const padded = (size) => BODY.padEnd(size);
      assert.equal((await create(padded(300), { to: limited })).status, 200);
      upstream.reset();
      await assertRejected(await create(padded(301), { to: limited }), 413);
      assert.equal((await create(padded(65_536))).status, 200);
      upstream.reset();
      await assertRejected(await create(padded(65_537)), 413);
    });

    test("a body in chunks counts by its bytes", async () => {
      const chunked = (text) =>
        request(
          "POST",
          COLLECTION,
          ["Content-Type: application/json", "Transfer-Encoding: chunked"],
          `${[...text].map((char) => `1\r\n${char}\r\n`).join("")}0\r\n\r\n`,
        );
      assert.equal((await send(limited.url, chunked(BODY))).status, 200);
      assert.equal(String(upstream.requests[0].body), BODY);
      assert.equal((await send(limited.url, chunked(BODY.padEnd(301)))).status, 413);
    });

    test("a body that stalls is 408", async () => {
      const bytes = post(BODY);
      const response = await send(limited.url, bytes.subarray(0, bytes.length - 1));
      assert.equal(response.status, 408);
      assert.deepEqual(upstream.requests, []);
    });
  });

  describe("G4: the verdict", () => {
    test("every vector gets the response of the contract, and the body sent is canonical", async () => {
      // The upstream returns what it received, so that many requests can run in parallel.
      upstream.respond = (_, response, body) => response.end(body);

      // A runtime closes idle connections, perhaps just when one is used again.
      const headers = { connection: "close" };

      async function hold({ name, body, bytes, valid, error, canonical }) {
        const sent = bytes === undefined ? body : Buffer.from(bytes, "hex");
        const response = await create(sent, { headers });
        const text = await response.text();
        assert.equal(response.status, valid ? 200 : 400, name);
        if (valid) {
          assert.equal(text, canonical ?? text, name);
          assert.ok(validateWebhook(text).valid, name);
        } else assert.equal(text, JSON.stringify({ error }), name);
        const mark = valid ? "forwarded" : "rejected";
        assert.equal(response.headers.get("x-webhook-guard"), mark, name);
      }

      const size = ({ body, bytes }) => bytes?.length / 2 || Buffer.byteLength(body ?? "");
      const cases = readVectors()
        .filter(({ kind }) => kind === "validate")
        .flatMap(({ cases }) => cases)
        .filter(({ value, extraEventTypes }) => value === undefined && !extraEventTypes)
        .filter((vector) => size(vector) <= 65_536);
      for (let at = 0; at < cases.length; at += 50) {
        await Promise.all(cases.slice(at, at + 50).map(hold));
      }
    });

    test("extra event types are accepted", async () => {
      const newer = { ...WEBHOOK, event_types: ["log.new_in_firmware_5"] };
      assert.equal((await create(JSON.stringify(newer))).status, 200);
      assert.equal((await create(JSON.stringify(newer), { to: reporting })).status, 200);
      await reporting.seen(({ codes }) => codes[0] === "unknown_event_type");
    });

    const ACCEPTS = {
      "application/problem+json": true,
      "Application/Problem+JSON ; Q=0.1": true,
      "application/problem+json, application/json;q=0.9": true,
      "application/problem+json;q=0.5, */*;q=0.1": true,
      "application/problem+json;q=0.5, application/*;q=0.4, */*;q=0.9": true,
      "application/problem+json;q=0.5, application/json;q=0, */*": true,
      'text/x;a="b, application/problem+json, c", application/json;q=0.5': false,
      'text/x;a="b\\", application/problem+json, c", application/json;q=0.5': false,
      'text/x;a="b,c", application/problem+json': true,
      'application/problem+json;a=";q=0"': true,
      "application/problem+json;q=0.9, application/problem+json;q=0.1, */*;q=0.5": true,
      "application/problem+json, application/json": false,
      "application/problem+json, */*": false,
      "application/problem+json;q=0.5, application/*;q=0.6, */*;q=0.1": false,
      "application/problem+json;q=0.4, application/json;q=0.5": false,
      "application/problem+json;q=0": false,
      "application/problem+json;q=2": false,
      "application/*, application/json;q=0.1": true,
      "*/*": false,
      "text/html, application/xhtml+xml": false,
    };
    for (const [accept, expected] of Object.entries(ACCEPTS)) {
      test(`Accept: ${accept} ${expected ? "gets" : "does not get"} a problem document`, async () => {
        const body = '{"url":"ftp://a","status":"on","event_types":["log.x"]}';
        const response = await create(body, { headers: { accept } });
        assert.equal(response.status, 400);
        const { error, errors } = validateWebhook(body);
        const type = response.headers.get("content-type");
        if (expected) {
          assert.equal(type, "application/problem+json");
          const { title, detail, ...problem } = await response.json();
          assert.deepEqual([title, detail], ["Bad Request", error]);
          assert.deepEqual(problem, { type: "about:blank", status: 400, error, errors });
        } else {
          assert.equal(type, "application/json");
          assert.equal(await response.text(), JSON.stringify({ error }));
        }
      });
    }
  });
});
