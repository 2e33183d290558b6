// Test deliveries of the device simulator, and the reports on them.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { withDevice } from "../../dev/device/device.js";
import { verifyDelivery } from "../../pkg/verify/index.js";
import { logIn, WEBHOOK } from "./client.js";

const SECRET = "0123456789abcdef";

/** Runs `use` with a receiver whose `respond(request, response)` answers, and what it received. */
async function withReceiver(respond, use) {
  const received = [];
  const receiver = createServer(async (request, response) => {
    const { method, url, headers, rawHeaders } = request;
    const body = Buffer.concat(await request.toArray()).toString();
    received.push({ method, url, headers, rawHeaders, body });
    respond(received.length, response);
  }).listen(0, "127.0.0.1");
  await once(receiver, "listening");
  try {
    return await use(`http://127.0.0.1:${receiver.address().port}`, received);
  } finally {
    receiver.close();
    receiver.closeAllConnections();
  }
}

/** The text of a test of a webhook with these members. */
async function testWebhook(device, changes) {
  const ask = await logIn(device);
  const [, { item_uid: uid }] = await ask("POST", "/webhooks", { ...WEBHOOK, ...changes });
  const [status, text] = await ask("POST", `/webhooks/${uid}/test`);
  assert.equal(status, 200);
  await ask("DELETE", `/webhooks/${uid}`);
  return text;
}

const respondWith = (status, body) => (_, response) => response.writeHead(status).end(body);

test("a test is a delivery as the reference shows it", () =>
  withReceiver(respondWith(200), (url, received) =>
    withDevice({}, async (device) => {
      const headers = '{"X-Site":" north "}';
      const text = await testWebhook(device, { url: `${url}/hook?a=b`, secret: SECRET, headers });
      assert.match(text, /Status: Sent \(1\/3 attempts\)/);
      assert.equal(received.length, 1);
      const [{ method, url: target, headers: sent, rawHeaders, body }] = received;
      assert.equal(method, "POST");
      assert.equal(target, "/hook?a=b");
      const payload = JSON.parse(body);
      assert.equal(body, JSON.stringify(payload), "compact");
      assert.deepEqual(Object.keys(payload), ["data", "created_at", "event_id", "event_type"]);
      assert.deepEqual(payload.data, { test: "success" });
      assert.ok(Number.isSafeInteger(payload.event_id));
      assert.ok(Math.abs(payload.created_at - Date.now()) < 600_000, "milliseconds");
      assert.equal(payload.event_type, WEBHOOK.event_types[0]);
      assert.equal(sent["content-type"], "application/json");
      assert.equal(sent["content-length"], `${body.length}`);
      assert.equal(sent["user-agent"], "BAS-IP-Webhook-Service/1.0");
      assert.match(sent["x-webhook-timestamp"], /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      assert.equal(sent["x-webhook-attempt"], "1");
      assert.equal(sent["x-webhook-signature"], hmac(body));
      assert.equal(sent["x-site"], "north", "trimmed");
      assert.ok(rawHeaders.includes("X-Webhook-Signature"));
    }),
  ));

const hmac = (text) => createHmac("sha256", SECRET).update(text).digest("hex");

test("the signature covers what its scheme covers, and is absent without a secret", async () => {
  const schemes = {
    body: (_, body) => hmac(body),
    "timestamp.body": (time, body) => hmac(`${time}.${body}`),
    "timestamp:body": (time, body) => hmac(`${time}:${body}`),
    "timestamp+body": (time, body) => hmac(time + body),
  };
  await withReceiver(respondWith(200), (url, received) =>
    withDevice({}, async (device) => {
      for (const [scheme, expected] of Object.entries(schemes)) {
        device.settings.scheme = scheme;
        await testWebhook(device, { url, secret: SECRET });
        const { headers, body } = received.at(-1);
        const signature = expected(headers["x-webhook-timestamp"], body);
        assert.equal(headers["x-webhook-signature"], signature, scheme);
        const verified = await verifyDelivery({ body, headers, secret: SECRET, scheme });
        assert.deepEqual([verified.valid, verified.event], [true, JSON.parse(body)]);
      }
      device.settings.scheme = (secret, time) => `${secret.length} ${time.length}`;
      await testWebhook(device, { url, secret: SECRET });
      assert.equal(received.at(-1).headers["x-webhook-signature"], "16 20");
      await testWebhook(device, { url });
      assert.ok(!("x-webhook-signature" in received.at(-1).headers));
    }),
  );
});

test("a failed delivery is repeated max_retries times", () =>
  withReceiver(respondWith(401, "Login required"), (url, received) =>
    withDevice({ retryDelayMs: 1 }, async (device) => {
      const text = await testWebhook(device, { url, max_retries: 5 });
      assert.equal(received.length, 6);
      const attempts = received.map(({ headers }) => headers["x-webhook-attempt"]);
      assert.deepEqual(attempts, ["1", "2", "3", "4", "5", "6"]);
      assert.equal(new Set(received.map(({ body }) => body)).size, 1, "one event");
      assert.match(text, /Status: Failed \(6\/6 attempts\)/);
      assert.match(text, /RESPONSE: Status: 401 Login required$/);
    }),
  ));

test("repetition ends with the first success", () =>
  withReceiver(
    (count, response) => response.writeHead(count < 3 ? 500 : 204).end(),
    (url, received) =>
      withDevice({ retryDelayMs: 1 }, async (device) => {
        const text = await testWebhook(device, { url, max_retries: 5 });
        assert.equal(received.length, 3);
        assert.match(text, /Status: Sent \(3\/6 attempts\)/);
        assert.match(text, /X-Webhook-Attempt: 3 /);
        assert.match(text, /RESPONSE: Status: 204 No Content$/);
      }),
  ));

test("the time for all attempts is limited", () =>
  withReceiver(
    () => {},
    (url) =>
      withDevice({ timeLimitMs: 50 }, async (device) => {
        const text = await testWebhook(device, { url, max_retries: 5 });
        assert.match(text, /Status: Failed \(1\/6 attempts\).* RESPONSE: timeout$/);
      }),
  ));

test("a receiver that cannot be reached is a failure without a status", () =>
  withDevice({ retryDelayMs: 1 }, async (device) => {
    const text = await testWebhook(device, { url: "http://127.0.0.1:1/" });
    assert.match(text, /Status: Failed \(3\/3 attempts\).* RESPONSE: connect ECONNREFUSED/);
  }));

test("redirects are followed only if configured, and never away from loopback addresses", async () => {
  const redirect = (status, location) => (_, response) =>
    response.writeHead(status, { Location: location }).end();
  const redirectOnce = (status) => (count, response) =>
    count % 2 ? redirect(status, "/other")(count, response) : response.end();
  for (const [status, method] of [
    [302, "GET"],
    [307, "POST"],
  ]) {
    await withReceiver(redirectOnce(status), (url, received) =>
      withDevice({ retryDelayMs: 1 }, async (device) => {
        const unfollowed = await testWebhook(device, { url, max_retries: 1 });
        assert.match(unfollowed, /Sent \(2\/2 attempts\)/);
        device.settings.followRedirects = true;
        const text = await testWebhook(device, { url, max_retries: 1 });
        assert.match(text, /Status: Sent \(1\/2 attempts\)/);
        const { method: used, url: path, body } = received.at(-1);
        assert.deepEqual([used, path, body !== ""], [method, "/other", method === "POST"]);
      }),
    );
  }
  await withReceiver(redirect(302, "https://example.com/"), (url) =>
    withDevice({ followRedirects: true, retryDelayMs: 1 }, async (device) => {
      const text = await testWebhook(device, { url, max_retries: 1 });
      assert.match(text, /RESPONSE: Not a loopback address: example.com$/);
    }),
  );
});

test("nothing is sent to other addresses; the given receiver responds", () =>
  withDevice({}, async (device) => {
    // Reserved for documentation (RFC 5737): a connection would not end so quickly.
    const test = (changes) => testWebhook(device, { url: "http://192.0.2.1/", ...changes });
    assert.match(await test(), /Status: Sent \(1\/3 attempts\).* RESPONSE: Status: 200 OK$/);
    device.settings.receiver = { status: 500, text: "Status: 200\n<b>oops</b>" };
    const failed = await test();
    assert.match(failed, /Status: Failed \(3\/3 attempts\).* X-Webhook-Attempt: 3 /);
    assert.ok(failed.endsWith("RESPONSE: Status: 500 Status: 200\n<b>oops</b>"));
    device.settings.receiver = null;
    assert.match(await test(), /Failed \(3\/3 attempts\).* RESPONSE: Failed to connect$/);
  }));

test("the report has the documented layout or the configured one", () =>
  withDevice({ receiver: { status: 401, text: "Login required" } }, async (device) => {
    const changes = { secret: SECRET, event_types: ["log.access_granted_by_api_call"] };
    const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`;
    const documented = new RegExp(
      [
        String.raw`^EVENT DETAILS: log\.access_granted_by_api_call \(ID: wh_1\)`,
        `Event Timestamp: ${time} Request Timestamp: ${time} Response Timestamp: ${time}`,
        String.raw`Response Time: \d+ ms Status: Failed \(3/3 attempts\)`,
        "REQUEST: URL: https://example.com/hook Method: POST Headers:",
        String.raw`Content-Type: application/json Content-Length: 11\d`,
        "User-Agent: BAS-IP-Webhook-Service/1.0 X-Webhook-Signature: [0-9a-f]{64}",
        `X-Webhook-Timestamp: ${time} X-Webhook-Attempt: 3`,
        String.raw`Payload: \{ "data": \{ "test": "success" \}, "created_at": \d{13},`,
        String.raw`"event_id": \d+, "event_type": "log\.access_granted_by_api_call" \}`,
        "RESPONSE: Status: 401 Login required$",
      ].join(" "),
    );
    assert.match(await testWebhook(device, changes), documented);
    for (const [layout, separator] of Object.entries({ lf: "\n", crlf: "\r\n", br: "<br>" })) {
      device.settings.layout = layout;
      const lines = (await testWebhook(device, changes)).split(separator);
      assert.match(lines[0], /^EVENT DETAILS: log\.access_granted_by_api_call \(ID: wh_\d\)$/);
      assert.equal(lines[6], "REQUEST:");
      assert.equal(lines.at(-1), "Status: 401 Login required");
      const payload = lines.findIndex((line) => line.startsWith("Payload: "));
      assert.ok(lines.slice(0, payload).every((line) => !/[\r\n]|<br>/.test(line)));
    }
    device.settings.testReport = "The test request was sent";
    assert.equal(await testWebhook(device, changes), "The test request was sent");
  }));

test("a device that is stopped does not finish its deliveries", () =>
  withReceiver(
    () => {},
    async (url) => {
      let pending;
      await withDevice({}, async (device) => {
        pending = assert.rejects(testWebhook(device, { url }));
        while (device.requests.length < 3) await new Promise(setImmediate);
      });
      await pending;
    },
  ));
