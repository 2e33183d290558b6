// The package reads the simulator's reports on tests, in every layout (contract §6).

import assert from "node:assert/strict";
import { test } from "node:test";
import { withDevice } from "../../dev/device/device.js";
import { LAYOUTS } from "../../dev/device/test-report.js";
import { parseResponse } from "../../pkg/entry/default.js";
import { logIn, WEBHOOK } from "./client.js";

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

for (const layout of Object.keys(LAYOUTS)) {
  for (const receiver of [
    { status: 200, text: "OK" },
    { status: 401, text: "Status: 200 OK" },
    null,
  ]) {
    test(`${layout}, receiver ${JSON.stringify(receiver)}`, () =>
      withDevice({ layout, receiver }, async (device) => {
        const ask = await logIn(device);
        const webhook = { ...WEBHOOK, secret: "0123456789abcdef", headers: '{"X-Site":"a b"}' };
        const [, { item_uid: uid }] = await ask("POST", "/webhooks", webhook);
        const [status, body] = await ask("POST", `/webhooks/${uid}/test`);
        const { ok, data, report } = parseResponse({ operation: "test", status, body });
        assert.equal(ok, true);
        assert.equal(data, body);
        const { request, response, eventTime, requestTime, responseTime, ...rest } = report;
        for (const time of [eventTime, requestTime, responseTime]) assert.match(time, TIME);
        const isSent = receiver?.status === 200;
        assert.deepEqual(rest, {
          eventType: WEBHOOK.event_types[0],
          eventId: `wh_${uid}`,
          durationMs: 23,
          outcome: isSent ? "Sent" : "Failed",
          attempt: isSent ? 1 : 3,
          attempts: 3,
        });
        assert.equal(request.url, WEBHOOK.url);
        assert.equal(request.method, "POST");
        const names = request.headers.map(([name]) => name);
        const expected = ["Content-Type", "Content-Length", "User-Agent", "X-Webhook-Signature"];
        expected.push("X-Webhook-Timestamp", "X-Webhook-Attempt", "X-Site");
        assert.deepEqual(names, expected);
        assert.deepEqual(request.headers.at(-1), ["X-Site", "a b"]);
        assert.equal(JSON.parse(request.payload).event_type, WEBHOOK.event_types[0]);
        assert.equal(response?.status, receiver?.status);
        if (receiver) assert.equal(response.text, receiver.text);
      }));
  }
}
