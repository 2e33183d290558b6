// Raw traffic through each runtime (contract §8): what a device gets and a client sees, byte by byte.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { openClient, response, startRawDevice, talk } from "./raw.js";
import { runtimes } from "./runtimes.js";
import { post, request } from "./wire.js";

const COLLECTION = "/api/v1/webhooks";
const GOOD =
  '{"url":"https://a.example","status":"active","event_types":["log.device_booted"],"max_retries":1}';
const PASSED = "/api/v1/login";

const pause = (ms) => new Promise((later) => setTimeout(later, ms));

for (const [name, start] of Object.entries(runtimes)) {
  describe(name, () => {
    let device;
    let guard;
    let strict;
    before(async () => {
      device = await startRawDevice();
      const env = { UPSTREAM: device.url, PASSTHROUGH: "/api/v1/login,/files/" };
      guard = await start(env);
      // A good exchange ends within these times on a slow machine too.
      strict = await start({
        ...env,
        UPSTREAM_TIMEOUT_MS: "1500",
        BODY_TIMEOUT_MS: "1500",
        PASSTHROUGH_BODY_TIMEOUT_MS: "1500",
        PASSTHROUGH_MAX_BODY_BYTES: "1000",
      });
    });
    after(async () => {
      device.stop();
      await guard.stop();
      await strict.stop();
    });
    beforeEach(() => device.reset());

    test("G1: HEAD is sent as GET, and the next client gets its own response", async () => {
      device.respond = (socket) => socket.write(response("200 OK", "x".repeat(100)));
      for (const target of [COLLECTION, `${COLLECTION}/3`, PASSED]) {
        const head = await talk(
          guard.url,
          request("HEAD", target).toString().replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"),
        );
        assert.equal(head.status, 200);
        assert.equal(head.body, "");
        assert.equal(device.requests.at(-1).method, "GET");
      }
      device.respond = (socket, { target }) => socket.write(response("200 OK", target));
      for (let index = 1; index < 4; index += 1) {
        const target = `${COLLECTION}/${index}`;
        assert.ok((await talk(guard.url, request("GET", target))).body.includes(target));
      }
      assert.ok(device.requests.every(({ method }) => method === "GET"));
    });

    test("G3: a client that is still sending 10 MB reads its 413 or 415", async () => {
      const body = Buffer.alloc(10_000_000, "x");
      const json = "Content-Type: application/json";
      const length = `Content-Length: ${body.length}`;
      for (const [fields, status] of [
        [[json, length], 413],
        [["Content-Type: text/plain", length], 415],
        [["Content-Encoding: gzip", json, length], 415],
      ]) {
        // The client reads nothing before it has sent everything.
        const client = openClient(guard.url);
        client.socket.pause();
        await new Promise((sent) =>
          client.socket.write(request("POST", COLLECTION, fields, body), sent),
        );
        client.socket.resume();
        const text = await client.until(/\r\n\r\n.*\}/s);
        client.socket.destroy();
        assert.match(text, new RegExp(`^HTTP/1.1 ${status} `), text.slice(0, 200));
        assert.match(text, /"error":/);
      }
      assert.deepEqual(device.requests, []);
    });

    test("G3: a small Content-Length with large chunks does not bypass the limit", async () => {
      const chunk = `20000\r\n${" ".repeat(0x20000)}\r\n`;
      for (const target of [COLLECTION, PASSED]) {
        const fields = ["Content-Type: application/json", "Content-Length: 97"];
        fields.push("Transfer-Encoding: chunked");
        // The body does not end: it must be rejected for what has arrived.
        const { status } = await talk(strict.url, request("POST", target, fields, chunk));
        // workerd reads the chunks; the parsers of the others reject such a request.
        if (name === "workerd") assert.equal(status, 413, target);
        else assert.ok(status === 400 || Number.isNaN(status), `${status} for ${target}`);
      }
      assert.deepEqual(device.requests, []);
    });

    test("G3: white space around a type or coding does not matter", async () => {
      for (const fields of [
        ["Content-Type: application/json \t"],
        ["Content-Type:\tapplication/json; charset=utf-8 "],
        ["Content-Type: application/json", "Content-Encoding: "],
        ["Content-Type: application/json", "Content-Encoding:  identity\t"],
      ]) {
        const bytes = request(
          "POST",
          COLLECTION,
          [...fields, `Content-Length: ${GOOD.length}`],
          GOOD,
        );
        assert.equal((await talk(guard.url, bytes)).status, 200, fields.join());
      }
    });

    test("G3: two types, or a type in two fields, are 415", async () => {
      for (const fields of [
        ["Content-Type: application/json", "Content-Type: text/plain"],
        ["Content-Type: text/plain", "Content-Type: application/json"],
        ["Content-Type: application/json, application/json"],
        ["Content-Type: application/json", "Content-Encoding: identity", "Content-Encoding: gzip"],
      ]) {
        const bytes = request(
          "POST",
          COLLECTION,
          [...fields, `Content-Length: ${GOOD.length}`],
          GOOD,
        );
        const { status } = await talk(guard.url, bytes);
        assert.ok(status === 415 || status === 400, `${status} for ${fields.join()}`);
      }
      assert.deepEqual(device.requests, []);
    });

    test("G5: the device gets fresh headers, and is asked for no coding", async () => {
      const fields = ["Authorization: Bearer t", "Accept-Encoding: gzip, br", "Cookie: a=b"];
      await talk(guard.url, post(GOOD, { fields }));
      const [{ headers, body }] = device.requests;
      assert.equal(headers["accept-encoding"], "identity");
      assert.equal(headers.authorization, "Bearer t");
      assert.equal(headers.cookie, undefined);
      assert.equal(headers["content-length"], `${GOOD.length}`);
      assert.equal(body.toString(), GOOD);
    });

    describe("G6: a coding that the device applies unasked", () => {
      const CODINGS = {
        gzip: gzipSync,
        GZIP: gzipSync,
        br: brotliCompressSync,
        deflate: deflateSync,
        "x-gzip": gzipSync,
        "gzip, br": (text) => brotliCompressSync(gzipSync(text)),
        "gzip, gzip": (text) => gzipSync(gzipSync(text)),
        "gzip ": gzipSync,
        "br\t": brotliCompressSync,
        "\xa0gzip": gzipSync,
        zstd: (text) => Buffer.from(text),
        unknown: (text) => Buffer.from(text),
      };
      for (const [coding, encode] of Object.entries(CODINGS)) {
        test(`${coding} is decoded or 502`, async () => {
          const bytes = encode("plain text");
          device.respond = (socket) => {
            socket.write(
              `HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: ${bytes.length}\r\n\r\n`,
              "latin1",
            );
            socket.write(bytes);
          };
          for (const target of [COLLECTION, PASSED]) {
            const { status, head, body } = await talk(guard.url, request("GET", target));
            if (coding === "gzip") assert.equal(status, 200);
            if (status === 200) assert.match(body, /plain text/);
            else assert.equal(status, 502);
            assert.doesNotMatch(head, /content-encoding/i);
          }
        });
      }
    });

    describe("G7: a rejected response", () => {
      const REJECTED = {
        "redirect that drips": ["302 Found", 502],
        "status 999 that drips": ["999 Odd", 502],
        "response too large": ["200 OK", 502, 10_000_000],
      };
      for (const [what, [line, status, length = 1000]] of Object.entries(REJECTED)) {
        test(`a ${what} is ${status}, and its connection is closed immediately`, async () => {
          device.respond = (socket) => {
            socket.write(`HTTP/1.1 ${line}\r\nLocation: /x\r\nContent-Length: ${length}\r\n\r\n`);
            const dripping = setInterval(() => socket.write("x"), 20);
            socket.on("close", () => clearInterval(dripping));
          };
          const targets = length === 1000 ? [COLLECTION, PASSED] : [COLLECTION];
          for (const target of targets) {
            const response = await talk(guard.url, request("GET", target));
            assert.deepEqual([response.status, response.mark], [status, "failed"]);
            await device.isFree();
          }
        });
      }

      test("a small Content-Length with large chunks does not bypass the limit", async () => {
        device.respond = (socket) => {
          socket.write(
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
          );
          // The body does not end: it must be rejected for what has arrived.
          socket.write(`200000\r\n${"x".repeat(0x200000)}\r\n`);
        };
        const response = await talk(guard.url, request("GET", COLLECTION));
        assert.deepEqual([response.status, response.mark], [502, "failed"]);
        await device.isFree();
      });

      test("a Content-Length with chunks is not passed on", async () => {
        device.respond = (socket) =>
          socket.write(
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n",
          );
        for (const target of [COLLECTION, PASSED]) {
          const { status, head, body } = await talk(guard.url, request("GET", target));
          if (status !== 502) assert.match(body, /abcde/);
          assert.doesNotMatch(head, /content-length: 3\r/i);
        }
      });

      test("a silent device is 504, and its connection is closed immediately", async () => {
        device.respond = () => {};
        for (const target of [COLLECTION, PASSED]) {
          const response = await talk(strict.url, request("GET", target));
          assert.deepEqual([response.status, response.mark], [504, "failed"]);
          await device.isFree();
        }
      });

      test("a response that ends early is 502", async () => {
        const gzip = gzipSync("x".repeat(10_000) + Math.random());
        const heads = {
          "Content-Length": "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
          chunks: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        };
        for (const [how, text] of Object.entries(heads)) {
          device.respond = (socket) => socket.write(text, () => socket.end());
          assert.equal((await talk(guard.url, request("GET", COLLECTION))).status, 502, how);
        }
        // Node sees a reset that comes with the last bytes as the end; it must have read them before.
        device.respond = (socket) =>
          socket.write("HTTP/1.1 200 OK\r\n\r\nabc", () =>
            setTimeout(() => socket.resetAndDestroy(), 500),
          );
        const reset = await talk(guard.url, request("GET", COLLECTION));
        if (name !== "Bun") assert.equal(reset.status, 502);
        device.respond = (socket) => {
          const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${gzip.length - 9}\r\n\r\n`;
          socket.write(head);
          socket.end(gzip.subarray(0, -9));
        };
        const { status } = await talk(guard.url, request("GET", COLLECTION));
        if (name !== "Bun") assert.equal(status, 502);
      });

      test("an interim response or an upgrade is 502, or not seen", async () => {
        for (const line of ["103 Early Hints", "101 Switching Protocols"]) {
          device.respond = (socket) =>
            socket.write(`HTTP/1.1 ${line}\r\nUpgrade: x\r\n\r\n${response("200 OK", "{}")}`);
          const { status } = await talk(strict.url, request("GET", COLLECTION));
          const isSkipped = line.startsWith("103") && name !== "workerd";
          assert.equal(status, isSkipped ? 200 : 502);
        }
      });
    });

    describe("G10, G12: a client that disconnects", () => {
      test("after its create has reached the device leaves a decision", async () => {
        device.respond = () => {};
        const target = `${COLLECTION}/499`;
        const client = openClient(guard.url);
        client.socket.write(post(GOOD, { method: "PUT", target }));
        await device.hasRequests(1);
        client.socket.resetAndDestroy();
        const decision = await guard.seen(({ codes }) => codes[0] === "client_aborted");
        assert.deepEqual([decision.operation, decision.status], ["update", 499]);
        await device.isFree();
      });

      test("while a response is streamed ends the exchange", async () => {
        device.respond = (socket) => {
          socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          const dripping = setInterval(() => socket.write("1\r\nx\r\n"), 20);
          socket.on("close", () => clearInterval(dripping));
        };
        const client = openClient(guard.url);
        client.socket.write(request("GET", PASSED));
        await client.until(/x/);
        client.socket.resetAndDestroy();
        await device.isFree();
      });

      test("during its body leaves no connection open", async () => {
        const bytes = post(GOOD);
        const client = openClient(guard.url);
        client.socket.write(bytes.subarray(0, bytes.length - 5));
        await pause(50);
        client.socket.resetAndDestroy();
        await pause(50);
        assert.deepEqual(device.requests, []);
      });
    });

    describe("G11: passthrough", () => {
      test("a GET or HEAD with a body is sent without it", async () => {
        for (const method of ["GET", "HEAD"]) {
          const bytes = request(method, PASSED, ["Content-Length: 3"], "abc");
          assert.equal((await talk(guard.url, bytes)).status, 200);
          const { body, headers } = device.requests.pop();
          assert.equal(body.length, 0);
          assert.ok((headers["content-length"] ?? "0") === "0");
        }
      });

      test("a body keeps its length, and one in chunks its bytes", async () => {
        const body = "x".repeat(100_000);
        await talk(guard.url, post(body, { target: "/files/a" }));
        const asked = device.requests.pop();
        assert.equal(asked.headers["content-length"], `${body.length}`);
        assert.equal(asked.body.toString(), body);
        const chunks = "3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n";
        await talk(guard.url, request("PUT", "/files/a", ["Transfer-Encoding: chunked"], chunks));
        assert.equal(device.requests.pop().body.toString(), "abcdef");
      });

      test("a body above the limit is 413", async () => {
        const body = "x".repeat(1001);
        const declared = await talk(strict.url, post(body, { target: PASSED }));
        assert.deepEqual([declared.status, declared.mark], [413, "rejected"]);
        const chunks = `${(1001).toString(16)}\r\n${body}\r\n0\r\n\r\n`;
        const chunked = await talk(
          strict.url,
          request("POST", PASSED, ["Transfer-Encoding: chunked"], chunks),
        );
        assert.deepEqual([chunked.status, chunked.mark], [413, "rejected"]);
        assert.ok(device.requests.every(({ body: { length } }) => length <= 1000));
      });

      test("a slow client is 408, not a slow device", async () => {
        const client = openClient(strict.url);
        const bytes = post("abcdef", { target: PASSED });
        client.socket.write(bytes.subarray(0, bytes.length - 3));
        assert.match(await client.until(/\r\n\r\n/), /^HTTP\/1.1 408 /);
        client.socket.destroy();
        await device.isFree();
      });

      test("a slow device is 504 after a body", async () => {
        device.respond = () => {};
        const response = await talk(strict.url, post("abcdef", { target: PASSED }));
        assert.deepEqual([response.status, response.mark], [504, "failed"]);
      });
    });

    test("a method or target that Request rejects gets the guard's own response", async () => {
      const trace = await talk(guard.url, request("TRACE", COLLECTION));
      assert.ok([400, 405, 501].includes(trace.status), `${trace.status}`);
      if (trace.status === 405) assert.match(trace.head, /^allow: /im);
      if (trace.mark !== undefined) assert.equal(trace.mark, "rejected");
      for (const host of ["[", "a b", "a/b"]) {
        const bytes = request("GET", COLLECTION).toString().replace("Host: guard", `Host: ${host}`);
        const { status } = await talk(guard.url, bytes);
        // workerd's own parser responds 500 to some, without asking the worker.
        const allowed = name === "workerd" ? [400, 500] : name === "Node" ? [200] : [400];
        assert.ok(allowed.includes(status), `${status} for Host: ${host}`);
      }
      for (const target of ["http://[/api/v1/webhooks", "*"]) {
        const { status } = await talk(guard.url, request("GET", target));
        // Bun takes the path of what is not a URL.
        const allowed = { workerd: [400, 404, 500], Bun: [200, 400, 404] }[name] ?? [400, 404];
        assert.ok(allowed.includes(status), `${status} for ${target}`);
      }
      assert.ok(device.requests.every(({ target }) => target === COLLECTION));
    });
  });
}
