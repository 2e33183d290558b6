// What the guard sends to the device, returns and reports (contract §8, G5 to G11), wherever it runs.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
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
import { request, send } from "./wire.js";

describeGuards((name) => {
  describe("G5: the request to the device", () => {
    test("is rebuilt, under fresh headers", async () => {
      const headers = {
        authorization: "Bearer t0ken",
        accept: "application/json",
        "accept-language": "de",
        "x-request-id": "7",
        "x-forwarded-for": "1.2.3.4",
        "x-http-method-override": "DELETE",
        cookie: "a=b",
        origin: "https://evil.example",
        forwarded: "for=1.2.3.4",
      };
      await create(` {"note":1,${BODY.slice(1)} `, { headers });
      const [asked] = upstream.requests;
      assert.equal(String(asked.body), BODY);
      const forwarded = ["authorization", "accept", "accept-language", "x-request-id"];
      for (const name of Object.keys(headers)) {
        const expected = forwarded.includes(name) ? headers[name] : undefined;
        assert.equal(asked.headers[name], expected, name);
      }
      assert.equal(asked.headers["content-type"], "application/json");
      assert.equal(asked.headers.host, new URL(upstream.url).host);
      assert.equal(asked.headers["content-length"], `${BODY.length}`);
    });

    test("has no header that the client's Connection names", async () => {
      const fields = ["Connection: close, X-Tenant", "X-Tenant: 1", "X-Request-Id: 2"];
      await send(open.url, request("GET", COLLECTION, fields));
      const [{ headers }] = upstream.requests;
      assert.deepEqual([headers["x-tenant"], headers["x-request-id"]], [undefined, "2"]);
    });

    test("has the query only on GET of the collection", async () => {
      const query = "?limit=10&filter=a%20b&x=%2F";
      for (const method of ["GET", "HEAD"]) {
        await ask(COLLECTION + query, { method });
        assert.equal(upstream.requests.pop().url, COLLECTION + query);
      }
      await create(BODY);
      for (const [path, method, body] of [
        [COLLECTION, "POST", BODY],
        [`${COLLECTION}/3`, "PUT", BODY],
        [`${COLLECTION}/3`, "GET"],
        [`${COLLECTION}/3`, "DELETE"],
        [`${COLLECTION}/3/test`, "POST"],
      ]) {
        await ask(path + query, { method, body, headers: body && TYPE });
        assert.equal(upstream.requests.pop().url, path);
      }
    });
  });

  describe("G6: the response to the client", () => {
    test("is the device's status, type and body, whatever they are", async () => {
      for (const [status, type, body] of [
        [400, "application/json", '{"error":"Webhook with the same URL already exists"}'],
        [401, "application/json", '{"error":"Log In"}'],
        [403, "application/json", '{"error":"Administrator rights required"}'],
        [200, "text/html", "<b>sent</b>"],
        [503, "text/plain; charset=iso-8859-1", "caf\u00e9"],
        [418, undefined, ""],
      ]) {
        const bytes = Buffer.from(body, "latin1");
        upstream.respond = (_, response) =>
          response.writeHead(status, type && { "Content-Type": type }).end(bytes);
        const response = await create(BODY);
        assert.equal(response.status, status);
        assert.equal(response.headers.get("content-type"), type ?? null);
        assert.deepEqual(Buffer.from(await response.arrayBuffer()), bytes);
        assert.equal(response.headers.get("x-webhook-guard"), "forwarded");
      }
    });

    test("has the device's headers less those of the connection", async () => {
      upstream.respond = (_, response) =>
        response
          .writeHead(200, {
            Connection: "close, X-Hop, no name",
            "X-Hop": "1",
            "Keep-Alive": "timeout=9",
            "Proxy-Authenticate": "Basic",
            Upgrade: "h2c",
            "Set-Cookie": ["a=1", "b=2"],
            "X-Device": "panel",
            "X-Webhook-Guard": "rejected",
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Credentials": "true",
          })
          .end("{}");
      const { headers } = await ask(COLLECTION);
      for (const name of [
        "x-hop",
        "proxy-authenticate",
        "upgrade",
        "access-control-allow-origin",
        "access-control-allow-credentials",
      ]) {
        assert.equal(headers.get(name), null, name);
      }
      assert.equal(headers.get("x-device"), "panel");
      assert.equal(headers.get("x-webhook-guard"), "forwarded");
      assert.deepEqual(headers.getSetCookie(), ["a=1", "b=2"]);
    });

    test("is decoded where the device compressed it, in a stream too", async () => {
      const bytes = gzipSync("plain");
      const fields = { "Content-Encoding": "gzip", "Content-Length": bytes.length };
      upstream.respond = (_, response) => response.writeHead(200, fields).end(bytes);
      for (const path of [COLLECTION, "/other"]) {
        const response = await send(open.url, request("GET", path));
        assert.match(response.body, /plain/);
        assert.equal(response.headers.get("content-encoding"), null);
      }
    });

    test("keeps its length, also under the coding identity", async () => {
      const fields = { "Content-Encoding": " Identity", "Content-Length": 5 };
      upstream.respond = (_, response) => response.writeHead(200, fields).end("plain");
      for (const path of [COLLECTION, "/other"]) {
        const { body, headers } = await send(open.url, request("GET", path));
        assert.equal(body, "plain");
        assert.equal(headers.get("content-length"), "5");
        assert.equal(headers.get("content-encoding"), null);
      }
    });

    test("has no body under 204, 205 and 304", async () => {
      for (const status of [204, 205, 304]) {
        upstream.respond = (_, response) => response.writeHead(status, { ETag: '"1"' }).end();
        for (const path of [`${COLLECTION}/3`, "/other"]) {
          const response = await ask(path);
          assert.equal(response.status, status);
          assert.equal(response.headers.get("etag"), '"1"');
          assert.equal(await response.text(), "");
        }
      }
    });
  });

  describe("G9: report mode", () => {
    test("sends the client's bytes and content headers, and only reports the verdict", async () => {
      const cases = [
        [BODY, {}, []],
        ["{'max_retries':9} trailing", {}, ["malformed_json"]],
        ['{"status":"on"}', {}, ["missing", "invalid_status", "missing", "missing"]],
        [gzipSync(BODY), { "content-encoding": "gzip" }, ["unsupported_encoding"]],
        [BODY, { "content-type": "text/plain" }, ["unsupported_type"]],
      ];
      for (const [index, [body, headers, codes]] of cases.entries()) {
        const path = `${COLLECTION}/${index + 1}`;
        const init = { method: "PUT", body, headers: { ...TYPE, ...headers }, to: reporting };
        upstream.respond = (_, response) => response.writeHead(210 + index).end("{}");
        const response = await ask(path, init);
        assert.equal(response.status, 210 + index);
        assert.equal(response.headers.get("x-webhook-guard"), "reported");
        const asked = upstream.requests.pop();
        assert.deepEqual(asked.body, Buffer.from(body));
        for (const [name, value] of Object.entries({ ...TYPE, ...headers })) {
          assert.equal(asked.headers[name], value);
        }
        const decision = await reporting.seen(({ status }) => status === 210 + index);
        assert.equal(decision.verdict, "reported");
        assert.deepEqual(decision.codes, codes);
      }
    });

    test("still limits size, paths and methods", async () => {
      const to = reporting;
      await assertRejected(await create(BODY.padEnd(1001), { to }), 413);
      await assertRejected(await ask(`${COLLECTION}/`, { to }), 404);
      await assertRejected(await ask(`${COLLECTION}/x`, { to }), 400);
      await assertRejected(await ask(COLLECTION, { to, method: "PUT" }), 405);
      const response = await ask(COLLECTION, { to });
      assert.equal(response.headers.get("x-webhook-guard"), "forwarded");
    });
  });

  describe("G10: decisions", () => {
    test("name operation, verdict, codes, paths, status and duration", async () => {
      const bad = { ...WEBHOOK, event_types: ["log.x"], headers: '{"Host":"a-header-value"}' };
      await ask(`${COLLECTION}/77`, { method: "PUT", body: JSON.stringify(bad), headers: TYPE });
      const { duration, ...decision } = await open.seen(
        ({ operation, codes }) => operation === "update" && codes.length === 2,
      );
      assert.deepEqual(decision, {
        operation: "update",
        verdict: "rejected",
        codes: ["reserved_header", "unknown_event_type"],
        paths: [
          ["headers", "Host"],
          ["event_types", 0],
        ],
        status: 400,
      });
      assert.ok(Number.isInteger(duration) && duration >= 0);
    });

    test("hold no secret, token, header value or query", async () => {
      const headers = { authorization: "Bearer the-token", "x-request-id": "the-request-id" };
      await create(BODY, { headers });
      await create(BODY.replace("https", "ftp"), { headers });
      await ask(`${COLLECTION}?filter=the-filter`, { headers });
      upstream.respond = (_, response) => response.writeHead(222).end("{}");
      await ask("/api/v1/login?username=the-user&password=the-password", { headers });
      const { operation, verdict } = await open.seen(({ status }) => status === 222);
      assert.deepEqual([operation, verdict], ["passthrough", "forwarded"]);
      const confidential = /a-secret-of|a-header-value|the-(token|request-id|filter|user|password)/;
      assert.doesNotMatch(open.log.join("\n"), confidential);
    });
  });

  describe("G11: passthrough", () => {
    test("forwards method, path, query, body and type, unread", async () => {
      const headers = {
        "content-type": "application/octet-stream",
        authorization: "Bearer t",
        "x-request-id": "7",
        cookie: "a=b",
      };
      const body = Buffer.alloc(100_000, "ab");
      const response = await ask("/files/%41?a=%20b", { method: "PATCH", body, headers });
      assert.equal(response.headers.get("x-webhook-guard"), "forwarded");
      assert.equal(response.headers.get("x-device"), "panel");
      const [asked] = upstream.requests;
      assert.deepEqual([asked.method, asked.url], ["PATCH", "/files/%41?a=%20b"]);
      assert.deepEqual(asked.body, body);
      assert.equal(asked.headers["content-type"], headers["content-type"]);
      assert.equal(asked.headers.authorization, "Bearer t");
      assert.equal(asked.headers["x-request-id"], "7");
      assert.equal(asked.headers.cookie, undefined);
    });

    test("accepts a path, and prefixes that end in a slash", async () => {
      const response = await ask("/api/v1/login?username=a", { to: limited });
      assert.equal(response.status, 200);
      assert.equal(upstream.requests[0].url, "/api/v1/login?username=a");
    });

    test("streams the response", async () => {
      let finish;
      upstream.respond = (_, response) => {
        response.writeHead(200).write("first");
        finish = () => response.end("last");
      };
      const reader = (await ask("/events")).body.pipeThrough(new TextDecoderStream()).getReader();
      assert.equal((await reader.read()).value, "first");
      finish();
      assert.equal((await reader.read()).value, "last");
    });

    const LENGTHS = { "of known length": { "Content-Length": 100 }, "in chunks": {} };
    const FAULTS = {
      "the device takes too long": () => {},
      "the device ends early": (response) => response.destroy(),
    };
    for (const [length, fields] of Object.entries(LENGTHS)) {
      for (const [fault, act] of Object.entries(FAULTS)) {
        test(`ends a stream ${length} early where ${fault}`, async () => {
          let sent;
          upstream.respond = (_, response) => {
            response.writeHead(200, fields).write("first");
            sent = response;
          };
          const { body } = await ask("/api/v1/login", { to: limited });
          const reader = body.getReader();
          assert.equal(String(Buffer.from((await reader.read()).value)), "first");
          act(sent);
          // workerd ends a chunked response as if it were complete, whatever its worker does.
          if (name === "workerd" && length === "in chunks") {
            assert.ok((await reader.read()).done);
          } else await assert.rejects(reader.read());
        });
      }
    }
  });

  describe("CORS", () => {
    const origin = "https://admin.example";

    test("an allowed origin may use the methods of the API", async () => {
      const headers = { origin, "access-control-request-method": "PUT" };
      const response = await ask(`${COLLECTION}/3`, { method: "OPTIONS", headers });
      assert.equal(response.status, 204);
      const header = (name) => response.headers.get(name);
      assert.equal(header("access-control-allow-origin"), origin);
      assert.equal(header("access-control-allow-methods"), header("allow"));
      const allowed = header("access-control-allow-headers").split(", ");
      for (const name of ["authorization", "content-type", "x-request-id"]) {
        assert.ok(allowed.includes(name), name);
      }
      assert.equal(header("vary"), "Origin");
      assert.deepEqual(upstream.requests, []);
    });

    test("and any method on a passthrough path, without asking the device", async () => {
      const headers = { origin, "access-control-request-method": "GET" };
      const response = await ask("/api/v1/login", { method: "OPTIONS", headers });
      assert.equal(response.status, 204);
      assert.equal(response.headers.get("access-control-allow-methods"), "GET");
      assert.deepEqual(upstream.requests, []);
    });

    test("another origin gets no CORS header of the device on a passed-through path", async () => {
      const headers = { origin: "https://evil.example", "access-control-request-method": "GET" };
      const response = await ask("/other", { method: "OPTIONS", headers });
      assert.equal(response.status, 200);
      assert.equal(upstream.requests[0].method, "OPTIONS");
      assert.equal(response.headers.get("access-control-allow-methods"), null);
      assert.equal(response.headers.get("access-control-allow-origin"), null);
    });

    test("can read every response, with x-webhook-guard", async () => {
      for (const response of [
        await create(BODY, { headers: { origin } }),
        await create("{", { headers: { origin } }),
        await ask("/other", { headers: { origin } }),
      ]) {
        assert.equal(response.headers.get("access-control-allow-origin"), origin);
        assert.equal(response.headers.get("access-control-expose-headers"), "x-webhook-guard");
        assert.match(response.headers.get("vary"), /\bOrigin\b/);
      }
    });

    test("rejects other origins, and every origin by default", async () => {
      for (const other of ["https://evil.example", "null", "https://admin.example.evil"]) {
        for (const method of ["GET", "OPTIONS"]) {
          const { headers } = await ask(COLLECTION, { method, headers: { origin: other } });
          assert.equal(headers.get("access-control-allow-origin"), null);
          assert.equal(headers.get("access-control-allow-methods"), null);
          assert.match(headers.get("vary"), /\bOrigin\b/);
        }
      }
      const { headers } = await ask(COLLECTION, { to: limited, headers: { origin } });
      assert.equal(headers.get("access-control-allow-origin"), null);
    });
  });
});
