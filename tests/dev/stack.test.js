// What `npm start` starts, from end to end: page, guard in workerd, device, signed delivery.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { loginPath, startDevice } from "../../dev/device/device.js";
import { startStack } from "../../dev/stack.js";
import { buildRequest, parseResponse } from "../../pkg/entry/default.js";

const lines = [];
let stack;
before(async () => {
  stack = await startStack({ port: 0, onLine: (line) => lines.push(line) });
});
after(() => stack.stop());

test("the page, the package and the API are on one origin; the page has its policy", async () => {
  for (const path of ["/", "/app.js", "/pkg/entry/default.js"]) {
    const { status, headers } = await fetch(stack.url + path);
    assert.equal(status, 200);
    assert.match(headers.get("content-security-policy"), /^default-src 'none'; /);
    assert.equal(headers.get("x-webhook-guard"), null);
  }
  for (const [path, expected] of [
    ["/api/v1/webhooks", 401],
    ["/api/info", 200],
  ]) {
    const { status, headers } = await fetch(stack.url + path);
    assert.deepEqual([status, headers.get("x-webhook-guard")], [expected, "forwarded"]);
  }
});

test("a webhook is created, tested and deleted, and its delivery is signed", async () => {
  const receiver = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    response.end();
    receiver.emit("delivery", request.headers, body);
  }).listen(0, "127.0.0.1");
  await once(receiver, "listening");

  const { token } = await (await fetch(stack.url + loginPath("admin"))).json();
  const ask = async (operation, more) => {
    const baseUrl = `${stack.url}/api/v1`;
    const request = buildRequest({ operation, baseUrl, token, ...more });
    const response = await fetch(request.url, request);
    const { status } = response;
    return parseResponse({ operation, status, body: await response.text() });
  };
  const webhook = {
    url: `http://127.0.0.1:${receiver.address().port}/hook`,
    secret: "a secret of some length",
    status: "active",
    event_types: ["log.door_was_opened"],
    max_retries: 1,
  };
  const { itemUid: uid } = await ask("create", { webhook });
  assert.equal((await ask("create", { webhook })).kind, "conflict");

  const delivery = once(receiver, "delivery");
  assert.equal((await ask("test", { uid })).ok, true);
  const [headers, body] = await delivery;
  const signature = createHmac("sha256", webhook.secret).update(body).digest("hex");
  assert.equal(headers["x-webhook-signature"], signature);

  assert.equal((await ask("delete", { uid })).ok, true);
  assert.equal((await ask("get", { uid })).kind, "not_found");
  // A line may arrive after the response that it is about.
  const isTest = (line) => line.startsWith("{") && JSON.parse(line).operation === "test";
  for (let tries = 0; !lines.some(isTest); tries += 1) {
    assert.ok(tries < 1000, "The guard logs the test.");
    await new Promise((later) => setTimeout(later, 10));
  }
  receiver.close();
  receiver.closeAllConnections();
});

test("a real device can replace the simulator", async () => {
  const device = await startDevice();
  const other = await startStack({ port: 0, deviceUrl: `${device.url}/` });
  await fetch(other.url + loginPath("admin"));
  assert.equal(device.requests.length, 1);
  await other.stop();
  device.stop();
});

test("a device URL that is not an origin is rejected with a message", async () => {
  for (const deviceUrl of ["192.168.1.90", "ftp://a", "http://a/api/v1", "http://a:b@c", ""]) {
    await assert.rejects(startStack({ port: 0, deviceUrl }), /must be an http or https origin/);
  }
});
