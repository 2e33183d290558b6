// The device as its API document and device-notes describe it, and as lenient as said.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { loginPath, startDevice } from "../../dev/device/device.js";
import { readLenient, toInt } from "../../dev/device/lenient.js";

const WEBHOOK = {
  url: "https://example.com/hook",
  status: "active",
  event_types: ["log.door_was_opened"],
  max_retries: 2,
};

let device;
let tokens;

before(async () => {
  device = await startDevice({ retryDelayMs: 1 });
  const login = async (name) => (await (await fetch(device.url + loginPath(name))).json()).token;
  tokens = { admin: await login("admin"), guest: await login("guest") };
});
after(() => device.stop());

async function ask(method, path, body, token = tokens.admin) {
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  const answer = await fetch(`${device.url}/api/v1${path}`, { method, body, headers });
  const text = await answer.text();
  const isJson = answer.headers.get("content-type") === "application/json";
  return [answer.status, isJson ? JSON.parse(text) : text];
}

test("asks for a log-in, and for administrator rights", async () => {
  assert.deepEqual(await ask("GET", "/webhooks", undefined, ""), [401, { error: "Log In" }]);
  const guest = await ask("GET", "/webhooks", undefined, tokens.guest);
  assert.deepEqual(guest, [403, { error: "Administrator rights required" }]);
  const [status] = await ask("GET", "/login?username=admin&password=123456", undefined, "");
  assert.equal(status, 401);
});

test("creates, reads, lists, updates and deletes", async () => {
  const [status, { item_uid: uid }] = await ask("POST", "/webhooks", JSON.stringify(WEBHOOK));
  assert.equal(status, 200);
  assert.deepEqual(await ask("GET", `/webhooks/${uid}`), [200, { item_uid: uid, ...WEBHOOK }]);
  assert.deepEqual(await ask("POST", "/webhooks", JSON.stringify(WEBHOOK)), [
    400,
    { error: "Webhook with the same URL already exists" },
  ]);
  const changed = { ...WEBHOOK, status: "disabled" };
  assert.equal((await ask("PUT", `/webhooks/${uid}`, JSON.stringify(changed)))[0], 200);
  const [, { list_items }] = await ask("GET", "/webhooks?limit=10&page_number=1");
  assert.deepEqual(list_items, [{ item_uid: uid, ...changed }]);
  assert.equal((await ask("DELETE", `/webhooks/${uid}`))[0], 200);
  assert.deepEqual(await ask("GET", `/webhooks/${uid}`), [400, { error: "Wrong webhook uid" }]);
});

test("refuses with the document's texts", async () => {
  const texts = {
    "Wrong JSON body": "[",
    "Wrong JSON body: no value for status": '{"url":"https://a"}',
    "Wrong JSON body: value event_types was of the wrong type": JSON.stringify({
      ...WEBHOOK,
      event_types: 1,
    }),
    "Invalid URL format. Must be HTTP URL": JSON.stringify({ ...WEBHOOK, url: "ftp://a" }),
    "Status must be 'active' or 'disabled'": JSON.stringify({ ...WEBHOOK, status: "on" }),
    "Invalid event types": JSON.stringify({ ...WEBHOOK, event_types: ["log.x"] }),
    "Max retries must be between 1 and 5": JSON.stringify({ ...WEBHOOK, max_retries: 6 }),
    "Invalid header name": JSON.stringify({ ...WEBHOOK, headers: '{"Host":"a"}' }),
  };
  for (const [error, body] of Object.entries(texts)) {
    assert.deepEqual(await ask("POST", "/webhooks", body), [400, { error }]);
  }
});

test("signs a test delivery, and repeats it until it is taken", async () => {
  const received = [];
  const receiver = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    received.push({ ...request, headers: request.headers, body });
    response.writeHead(received.length < 3 ? 500 : 200).end();
    if (received.length === 3) receiver.emit("taken");
  }).listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const secret = "0123456789abcdef";
  const url = `http://127.0.0.1:${receiver.address().port}/hook`;
  const webhook = { ...WEBHOOK, url, secret, headers: '{"X-Site":"north"}' };
  const [, { item_uid: uid }] = await ask("POST", "/webhooks", JSON.stringify(webhook));

  const taken = once(receiver, "taken");
  const [status, text] = await ask("POST", `/webhooks/${uid}/test`);
  assert.equal(status, 200);
  assert.equal(typeof text, "string");
  await taken;
  for (const [index, { headers, body }] of received.entries()) {
    assert.equal(headers["x-webhook-attempt"], `${index + 1}`);
    const signature = createHmac("sha256", secret).update(body).digest("hex");
    assert.equal(headers["x-webhook-signature"], signature);
    const time = headers["x-webhook-timestamp"];
    assert.equal(new Date(time).toISOString(), time);
    assert.equal(headers["user-agent"], "BAS-IP-Webhook-Service/1.0");
    assert.equal(headers["x-site"], "north");
    const names = Object.keys(JSON.parse(body)).sort();
    assert.deepEqual(names, ["created_at", "data", "event_id", "event_type"]);
  }
  receiver.close();
  receiver.closeAllConnections();
});

test("reads bodies as org.json does", () => {
  const cases = [
    ['{"a":1,"a":2}', { a: 2n }],
    ["\uFEFF{/* b */ a = 1; # c\n \"b\" => 'c'} trailing", { a: 1n, b: "c" }],
    ["{a:010000,b:0x10,c:1e3,d:[1;2,]}", { a: 4096n, b: 16n, c: 1000, d: [1n, 2n, null] }],
    ['{"a":TRUE,"b":"\\u0041\\q"}', { a: true, b: "Aq" }],
  ];
  for (const [text, value] of cases) {
    assert.deepEqual(Object.fromEntries(readLenient(text)), value);
  }
  for (const text of ["", "{", '{"a" 1}', '{"a":1,}', '{"a":"']) {
    assert.throws(() => readLenient(text));
  }
  const ints = [
    [4_294_967_297n, 1],
    [1000.9, 1000],
    ["3", 3],
    [1e300, 2 ** 31 - 1],
    ["three", undefined],
    [true, undefined],
  ];
  for (const [value, int] of ints) assert.equal(toInt(value), int);
});
