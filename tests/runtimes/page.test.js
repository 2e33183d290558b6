// The main flow of the admin page in each engine, by clicks and keys: page, guard in workerd, device,
// delivery.

import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { USERS } from "../../dev/device/device.js";
import { startStack } from "../../dev/stack.js";
import { ENGINES } from "./browsers.js";

const catalogue = new URL("../../www/languages/en.json", import.meta.url);
const en = JSON.parse(readFileSync(catalogue, "utf8"));

const field = (id) => `//*[@id="${id}"]`;
const named = (key) => `//button[normalize-space()="${en[key]}"]`;
const inDialog = (key) => `//dialog${named(key)}`;
const said = (text) => `//p[contains(@class, "said")][contains(., "${text}")]`;
const marked = (id) => `${field(id)}[@aria-invalid="true"]`;

const EVENT = "log.door_was_opened";

let whole;
let receiver;
const deliveries = [];

before(async () => {
  whole = await startStack({ port: 0 });
  receiver = createServer(async (request, response) => {
    const body = JSON.parse(Buffer.concat(await request.toArray()));
    deliveries.push([body.event_type, "x-webhook-signature" in request.headers]);
    response.end();
    receiver.emit("delivery");
  }).listen(0, "127.0.0.1");
  await once(receiver, "listening");
});
after(async () => {
  receiver.close();
  receiver.closeAllConnections();
  await whole.stop();
});

describe("a webhook is made, broken, mended, tested and removed", () => {
  for (const [name, open] of Object.entries(ENGINES)) {
    test(name, { timeout: 180_000 }, async () => {
      const { webhooks } = whole.device;
      const stored = () => [...webhooks.values()];
      webhooks.clear();
      deliveries.length = 0;
      const hook = `http://127.0.0.1:${receiver.address().port}/${name}`;
      const browser = await open();
      try {
        const page = await browser.visit(`${whole.url}/`);

        await page.type(field("login-username"), "admin");
        await page.type(field("login-password"), USERS.admin.password);
        await page.click(inDialog("login.submit"));
        await page.find(`//p[contains(., "${en["list.empty"]}")]`);

        await page.click(named("list.new"));
        await page.type(field("url"), "example.com/hook");
        await page.click(named("secret.generate"));
        await page.type(field("headers-1-name"), "Authorization");
        await page.type(field("max_retries"), "1");
        await page.click(named("edit.save"));
        await page.find(`//li[@class="error"][contains(., "${en.reserved_header}")]`);
        await page.find(`//li[@class="error"][contains(., "${en.no_event_types}")]`);
        await page.find(marked("url"));
        assert.deepEqual(stored(), []);

        await page.type(field("url"), hook);
        await page.type(field("headers-1-name"), "X-Api-Key");
        await page.type(field("headers-1-value"), "a key");
        await page.click(field(EVENT));
        await page.click(named("edit.save"));
        await page.find(said(en["done.created"]));
        const [{ secret, ...made }] = stored();
        assert.match(secret, /^[0-9a-f]{64}$/);
        const headers = '{"X-Api-Key":"a key"}';
        const expected = { url: hook, status: "active", headers, event_types: [EVENT] };
        assert.deepEqual(made, { ...expected, max_retries: 1 });

        await page.click(named("list.edit"));
        await page.type(field("description"), "Back door");
        await page.type(field("max_retries"), "9");
        await page.click(named("edit.save"));
        await page.find(marked("max_retries"));
        await page.type(field("max_retries"), "2");
        await page.click(named("edit.save"));
        await page.find(said(en["done.saved"]));
        assert.deepEqual([stored()[0].description, stored()[0].max_retries], ["Back door", 2]);

        await page.click(named("list.disable"));
        await page.find(said(en["done.disabled"]));
        assert.equal(stored()[0].status, "disabled");

        const delivered = once(receiver, "delivery");
        await page.click(named("list.test"));
        await page.find(said("The test request was sent"));
        await delivered;
        assert.deepEqual(deliveries, [[EVENT, true]]);

        await page.click(named("list.delete"));
        await page.click(inDialog("delete.confirm"));
        await page.find(said(en["done.deleted"]));
        assert.deepEqual(stored(), []);
        await page.leave();
      } finally {
        await browser.close();
      }
    });
  }
});
