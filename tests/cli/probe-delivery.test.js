// What the probe measures with --listen, against the device simulator.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { createClient } from "../../cli/src/probe/client.js";
import { createMeasurements } from "../../cli/src/probe/delivery.js";
import { startReceiver } from "../../cli/src/probe/receiver.js";
import { USERS, withDevice } from "../../dev/device/device.js";
import { createRun } from "./command.js";

const folder = mkdtempSync(join(tmpdir(), "webhook-guard-"));
after(() => rmSync(folder, { recursive: true }));

/** The rows that are measured of a device with these settings, by name. */
const measure = (settings) =>
  withDevice({ retryDelayMs: 20, ...settings }, async (device) => {
    const clock = { now: Date.now, sleep: async () => {} };
    const { password } = USERS.admin;
    const baseUrl = `${device.url}/api/v1`;
    const client = createClient({ baseUrl, user: "admin", password, rate: 1000, clock });
    const receiver = await startReceiver({ host: "127.0.0.1", port: 0 });
    try {
      const measureAll = createMeasurements({ receiver, quietMs: 300 });
      const signal = new AbortController().signal;
      const rows = await measureAll({ client, run: "0123abcd", before: [], signal });
      assert.equal(device.webhooks.size, 0, "nothing stays");
      return Object.fromEntries(rows.map(({ name, result }) => [name, result]));
    } finally {
      receiver.stop();
    }
  });

test("a device that follows no redirect", async () => {
  const {
    headers,
    signature,
    "attempts with 2 retries": attempts,
    "timeout of 1000 ms": timeout,
    ...others
  } = await measure({});
  assert.match(headers, /^Host, Content-Type, Content-Length, User-Agent, X-Webhook-Signature, /);
  assert.match(signature, /^HMAC-SHA256 of body, .*; scheme "body" of verifyDelivery$/);
  assert.match(attempts, /^3, after \d+ ms and \d+ ms$/);
  assert.match(timeout, /^it gives up after \d+ ms$/);
  assert.deepEqual(others, {
    "HTTP version": "HTTP/1.1",
    "spaces around a header's value": "removed",
    "statuses that count as success": "200, 201, 202, 204",
    "statuses after which it tries again": "304, 400, 401, 404, 410, 429, 500, 503",
    "redirect with 301": "not followed",
    "redirect with 302": "not followed",
    "redirect with 307": "not followed",
    "redirect with 308": "not followed",
    "redirect from http to https": "not followed",
    "self-signed certificate": "rejected",
    "a webhook's own User-Agent": "the API rejects the webhook: Invalid header name",
    "a webhook's own Content-Type": "the API rejects the webhook: Invalid header name",
    "a webhook's own X-Webhook-Attempt": "replaced",
  });
});

test("a device that follows redirects as OkHttp does, and signs the timestamp too", async () => {
  const rows = await measure({ followRedirects: true, scheme: "timestamp:body" });
  assert.equal(rows["redirect with 301"], "followed with GET without the body");
  assert.equal(rows["redirect with 302"], "followed with GET without the body");
  assert.equal(rows["redirect with 307"], "followed with POST with the body");
  assert.equal(rows["redirect with 308"], "followed with POST with the body");
  assert.equal(rows["redirect from http to https"], "followed");
  assert.match(rows.signature, /of timestamp ":" body, .*; scheme "timestamp:body" of/);
});

test("a construction that verifyDelivery does not know is described", async () => {
  const scheme = (secret, timestamp, body) =>
    createHmac("sha256", secret).update(`${body}.${timestamp}`).digest("base64");
  const { signature } = await measure({ scheme });
  assert.equal(
    signature,
    'HMAC-SHA256 of body "." timestamp, in Base64, keyed by the secret as text; no scheme of verifyDelivery',
  );
});

test("a device that does not respond to a measurement ends neither that one nor the others", async () => {
  const fail = ({ method, bytes }) =>
    method === "POST" && bytes.includes('"max_retries":2') && "hang up";
  const rows = await measure({ fail });
  assert.equal(rows["attempts with 2 retries"], "the API rejects the webhook: no response");
  assert.equal(rows["HTTP version"], "HTTP/1.1");
});

test("the text of a device that rejects the webhook of a measurement is escaped", async () => {
  const fail = ({ method, bytes }) =>
    method === "POST" &&
    bytes.includes('"max_retries":2') && { status: 400, body: '{"error":"\u202eno"}' };
  const rows = await measure({ fail });
  assert.equal(rows["attempts with 2 retries"], "the API rejects the webhook: \\u{202e}no");
});

test("--listen adds the measurements to every report", () =>
  withDevice({ reader: "strict", retryDelayMs: 20 }, async (device) => {
    const env = { ...process.env, PANEL_PASSWORD: USERS.admin.password, XDG_STATE_HOME: folder };
    const run = createRun({ cwd: folder, env });
    const { status, stdout } = await run([
      ...["probe", "--device", device.url, "--user", "admin", "--password-env", "PANEL_PASSWORD"],
      ...["--only", "D5", "--rate", "1000", "--listen", "127.0.0.1:0"],
    ]);
    assert.equal(status, 0);
    assert.match(stdout, /^Deliveries\n\nHTTP version: HTTP\/1\.1$/m);
    const { delivery } = JSON.parse(readFileSync(join(folder, "webhook-guard-probe.json"), "utf8"));
    assert.equal(delivery.length, 17);
    const report = readFileSync(join(folder, "webhook-guard-probe.md"), "utf8");
    assert.match(report, /^\| self-signed certificate \| rejected \|$/m);
    assert.equal(device.webhooks.size, 0);
  }));

test("the receiver is bounded: by path, by number, and in how long it waits", async () => {
  const receiver = await startReceiver({ host: "127.0.0.1", port: 0 });
  try {
    const send = async (path) => (await fetch(receiver.url + path)).status;
    receiver.respondAt("/known", (response) => response.end());
    assert.deepEqual([await send("/other"), await send("/known")], [404, 200]);
    for (let sent = 1; sent < 100; sent += 1) await send("/known");
    assert.equal(await send("/known"), 404);
    assert.equal(receiver.deliveries("/known").length, 100);

    // A sender that never stops.
    let isSending = true;
    receiver.respondAt("/again", (response) => response.end());
    const sending = (async () => {
      while (isSending) {
        await send("/again");
        receiver.respondAt("/again", (response) => response.end());
      }
    })();
    await receiver.quiet(10_000, 1);
    isSending = false;
    await sending;
  } finally {
    receiver.stop();
  }
});
