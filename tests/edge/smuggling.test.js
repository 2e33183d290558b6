// Malformed and ambiguous requests through each runtime, on bare sockets: whatever the runtime's parser
// makes of them, the device sees only requests that the guard has checked, and the next client gets its
// own response.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { openClient, response, startRawDevice, talk } from "./raw.js";
import { runtimes } from "./runtimes.js";
import { request } from "./wire.js";

const COLLECTION = "/api/v1/webhooks";
const GOOD =
  '{"url":"https://a.example","status":"active","event_types":["log.device_booted"],"max_retries":1}';
const BAD = GOOD.replace("{", '{"url":"https://evil.example",');
const HIDDEN = `PUT ${COLLECTION}/666 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${BAD.length}\r\n\r\n${BAD}`;
const JSON_TYPE = "Content-Type: application/json";
const chunked = (body) => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
const CHUNKED = chunked(GOOD);

const raw = (line, fields, body = "") =>
  `${line}\r\nHost: guard\r\n${fields.map((field) => `${field}\r\n`).join("")}\r\n${body}`;
const create = (fields, body) => raw(`POST ${COLLECTION} HTTP/1.1`, [JSON_TYPE, ...fields], body);
const length = (text) => `Content-Length: ${text.length}`;

const ATTACKS = {
  "a length and chunks, the length first": create(
    [length(`${CHUNKED}${HIDDEN}`), "Transfer-Encoding: chunked"],
    CHUNKED + HIDDEN,
  ),
  "a length and chunks, the length short": create(
    ["Transfer-Encoding: chunked", "Content-Length: 4"],
    CHUNKED + HIDDEN,
  ),
  ...Object.fromEntries(
    [
      "Transfer-Encoding : chunked",
      "Transfer-Encoding: xchunked",
      "Transfer-Encoding:\tchunked",
      "Transfer-Encoding: chunked, identity",
      "Transfer-Encoding: identity, chunked",
      "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
      "Transfer-Encoding: \x0bchunked",
      " Transfer-Encoding: chunked",
      "X: y\nTransfer-Encoding: chunked",
      "Transfer-Encoding\r\n : chunked",
      'Transfer-Encoding: "chunked"',
    ].map((field) => [
      `the coding ${JSON.stringify(field)} beside a length`,
      create([field, length(GOOD)], GOOD + HIDDEN),
    ]),
  ),
  ...Object.fromEntries(
    [
      `${GOOD.length}\r\nContent-Length: 0`,
      `0\r\nContent-Length: ${GOOD.length}`,
      `${GOOD.length}, ${GOOD.length}`,
      `+${GOOD.length}`,
      `-${GOOD.length}`,
      `0x${GOOD.length.toString(16)}`,
      `${GOOD.length}.0`,
      `${GOOD.length} 1`,
      "18446744073709551616",
      "",
    ].map((value) => [
      `the length ${JSON.stringify(value)}`,
      create([`Content-Length: ${value}`], GOOD + HIDDEN),
    ]),
  ),
  ...Object.fromEntries(
    [
      `${GOOD.length.toString(16)};ext=1\r\n${GOOD}\r\n0\r\n\r\n`,
      `${GOOD.length.toString(16)};${"x".repeat(20_000)}\r\n${GOOD}\r\n0\r\n\r\n`,
      `ffffffffffffffff1\r\n${GOOD}\r\n0\r\n\r\n`,
      `-1\r\n${GOOD}\r\n0\r\n\r\n`,
      `0x${GOOD.length.toString(16)}\r\n${GOOD}\r\n0\r\n\r\n`,
      `${GOOD.length.toString(16)}\n${GOOD}\n0\n\n`,
      `${GOOD.length.toString(16)}\r\n${GOOD}XX0\r\n\r\n`,
      `${GOOD.length.toString(16)}\r\n${GOOD}\r\n0\r\nContent-Length: 5\r\nX-Admin: 1\r\n\r\n`,
    ].map((body) => [
      `the chunks ${JSON.stringify(body.slice(0, 12))}`,
      create(["Transfer-Encoding: chunked"], body + HIDDEN),
    ]),
  ),
  "a second request behind a GET with a length": raw(
    `GET ${COLLECTION} HTTP/1.1`,
    ["Content-Length: 3"],
    `abc${HIDDEN}`,
  ),
  "a second request behind a GET without one": raw(`GET ${COLLECTION} HTTP/1.1`, [], HIDDEN),
  "a second request behind a HEAD": raw(`HEAD ${COLLECTION} HTTP/1.1`, [length(HIDDEN)], HIDDEN),
  "a second request behind a DELETE": raw(
    `DELETE ${COLLECTION}/3 HTTP/1.1`,
    [length(HIDDEN)],
    HIDDEN,
  ),
  "a second request behind a passed-through body": raw(
    "POST /login HTTP/1.1",
    ["Content-Length: 3"],
    `abc${HIDDEN}`,
  ),
  "a line break in a forwarded header": raw(`GET ${COLLECTION} HTTP/1.1`, [
    "X-Request-Id: a\rX-Admin: 1",
    "Authorization: Bearer a\nX-Admin: 1",
  ]),
  "a folded header": raw(`GET ${COLLECTION} HTTP/1.1`, ["X-Request-Id: a\r\n X-Admin: 1"]),
  "control characters in a forwarded header": raw(`GET ${COLLECTION} HTTP/1.1`, [
    "X-Request-Id: a\0b",
    "Accept: \x7f\x01",
  ]),
  "non-ASCII bytes in a forwarded header": raw(`GET ${COLLECTION} HTTP/1.1`, [
    `X-Request-Id: ${Buffer.from("é\u0100").toString("latin1")}`,
  ]),
  "a line break in the target": raw(`GET ${COLLECTION}?a=b\rX-Admin: 1 HTTP/1.1`, []),
  "a space in the target": raw(`GET ${COLLECTION} /x HTTP/1.1`, []),
  "an absolute target": raw(`GET http://evil.example${COLLECTION} HTTP/1.1`, []),
  "a target with credentials": raw(`GET http://a:b@evil.example${COLLECTION} HTTP/1.1`, []),
  "a target with another scheme": raw(`GET file:///etc/passwd HTTP/1.1`, []),
  "two slashes before a host": raw("GET //evil.example/login HTTP/1.1", []),
  "a fragment in the target": raw(`GET /login#/..${COLLECTION} HTTP/1.1`, []),
  "HTTP/1.0": raw(`GET ${COLLECTION} HTTP/1.0`, []),
  "HTTP/0.9": `GET ${COLLECTION}\r\n\r\n`,
  "HTTP/2 over cleartext": raw(`GET ${COLLECTION} HTTP/1.1`, [
    "Connection: Upgrade, HTTP2-Settings",
    "Upgrade: h2c",
    "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
  ]),
  "a WebSocket": raw("GET /login HTTP/1.1", [
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  ]),
  "an expectation": create(["Expect: 100-continue", length(GOOD)], GOOD),
  "headers that name others for removal": raw(`GET ${COLLECTION} HTTP/1.1`, [
    "Connection: accept-encoding, host, authorization, content-length",
    "Authorization: Bearer a",
  ]),
  "headers that change the method or path": raw(`GET ${COLLECTION} HTTP/1.1`, [
    "X-HTTP-Method-Override: DELETE",
    `X-Original-URL: ${COLLECTION}/3`,
    "X-Forwarded-Host: evil",
    "Forwarded: host=evil",
  ]),
  "a very large header": raw(`GET ${COLLECTION} HTTP/1.1`, [
    `X-Request-Id: ${"a".repeat(300_000)}`,
  ]),
  "very many headers": raw(
    `GET ${COLLECTION} HTTP/1.1`,
    Array.from({ length: 5000 }, (_, index) => `X-${index}: a`),
  ),
};

const FORWARDED = new Set([
  ...["host", "accept", "accept-language", "accept-encoding", "authorization", "content-type"],
  ...["content-length", "transfer-encoding", "connection", "user-agent", "x-request-id"],
]);
const TARGETS =
  /^(?:\/api\/v1\/webhooks(?:\/3|\/[1-9]\d\d\d)?(?:\?.*)?|\/login|\/?\/evil\.example\/login)$/;

for (const [name, start] of Object.entries(runtimes)) {
  describe(name, () => {
    let device;
    let guard;
    let next = 1000;
    before(async () => {
      device = await startRawDevice();
      guard = await start({
        UPSTREAM: device.url,
        PASSTHROUGH: "/login",
        FORWARD_HEADERS: "X-Request-Id",
        BODY_TIMEOUT_MS: "300",
      });
    });
    after(async () => {
      device.stop();
      await guard.stop();
    });
    beforeEach(() => {
      device.reset();
      device.respond = (socket, { target }) => socket.write(response("200 OK", target));
    });

    for (const [attack, bytes] of Object.entries(ATTACKS)) {
      test(attack, async () => {
        const client = openClient(guard.url);
        client.socket.write(Buffer.from(bytes, "latin1"));
        // Until the runtime has responded or given up; the hidden request would follow immediately.
        await Promise.race([client.closed, client.until(/\r\n\r\n/)]);
        await new Promise((later) => setTimeout(later, 60));
        client.socket.destroy();

        const target = `${COLLECTION}/${next++}`;
        const own = await talk(guard.url, request("GET", target));
        assert.equal(own.status, 200);
        assert.ok(own.body.includes(target), own.body);

        // A second complete request on one connection is a request like any other, and is checked.
        for (const { method, target: asked, headers, body } of device.requests) {
          assert.match(asked, TARGETS);
          const isWebhook = asked === COLLECTION && method === "POST";
          if (asked !== "/login") assert.equal(body.toString(), isWebhook ? GOOD : "");
          assert.notEqual(method, "HEAD");
          for (const field of Object.keys(headers)) assert.ok(FORWARDED.has(field), field);
          assert.doesNotMatch(headers["x-request-id"] ?? "", /[\0\r\n]/);
        }
        assert.doesNotMatch(JSON.stringify(device.requests), /evil\.example"|666|X-Admin: 1\\r/);
      });
    }

    for (const method of ["POST", "PATCH", "DELETE", "OPTIONS", "QUERY"]) {
      for (const [framing, fields, body] of [
        ["a length", [length(HIDDEN)], HIDDEN],
        ["chunks", ["Transfer-Encoding: chunked"], chunked(HIDDEN)],
      ]) {
        test(`a request inside the passed-through body of ${method} with ${framing}`, async () => {
          const sent = await talk(guard.url, raw(`${method} /login HTTP/1.1`, fields, body));
          assert.equal(sent.status, 200);
          assert.deepEqual(
            device.requests.map(({ method, target, body }) => [method, target, body.toString()]),
            [[method, "/login", HIDDEN]],
          );
        });
      }
    }

    // Deno's server delivers them, and node:http would send them in capitals.
    for (const method of ["get", "head", "delete", "trace", "connect", "Patch"]) {
      test(`the method ${method}, which is not in capitals, is not passed through`, async () => {
        const body = chunked(HIDDEN);
        const client = openClient(guard.url);
        client.socket.write(raw(`${method} /login HTTP/1.1`, ["Transfer-Encoding: chunked"], body));
        await Promise.race([client.closed, client.until(/\r\n\r\n/)]);
        client.socket.destroy();
        assert.match(client.text, /^(?:HTTP\/1\.1 (?:400|405|501) |$)/);
        await talk(guard.url, request("GET", `${COLLECTION}/3`));
        assert.deepEqual(
          device.requests.map(({ target }) => target),
          [`${COLLECTION}/3`],
        );
      });
    }
  });
}
