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
const labelled = (key) => `//*[@aria-label="${en[key]}"]`;
const inDialog = (key) => `//dialog${named(key)}`;
const inMenu = (key) => `//*[@role="menu"]${named(key)}`;
const containing = (text) => `//*[text()[contains(., "${text}")]]`;
const toast = (key) => `//*[contains(@class, "toast")]${containing(en[key])}`;
const invalid = (id) => `${field(id)}[@aria-invalid="true"]`;

const EVENT = "log.door_was_opened";

let stack;
let receiver;
const deliveries = [];

before(async () => {
  stack = await startStack({ port: 0 });
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
  await stack.stop();
});

describe("a webhook is created, corrected, tested and deleted", () => {
  for (const [name, open] of Object.entries(ENGINES)) {
    test(name, { timeout: 600_000 }, async () => {
      const { webhooks } = stack.device;
      const stored = () => [...webhooks.values()];
      webhooks.clear();
      deliveries.length = 0;
      const hook = `http://127.0.0.1:${receiver.address().port}/${name}`;
      const browser = await open();
      try {
        const page = await browser.visit(`${stack.url}/`);

        await page.type(field("login-name"), "admin");
        await page.type(field("login-password"), USERS.admin.password);
        await page.click(inDialog("login.submit"));
        await page.find(containing(en["empty.title"]));

        await page.click(`//*[@class="empty"]${named("list.new")}`);
        await page.type(field("url"), "example.com/hook");
        await page.click(named("secret.generate"));
        await page.click(field("open-advanced"));
        await page.click(named("headers.add"));
        await page.type(labelled("headers.name"), "Authorization");
        await page.click(field("save"));
        await page.find(`//li[@class="error"][contains(., "${en.reserved_header}")]`);
        await page.find(`//li[@class="error"][contains(., "${en.no_event_types}")]`);
        await page.find(invalid("url"));
        assert.deepEqual(stored(), []);

        await page.type(field("url"), hook);
        await page.type(labelled("headers.name"), "X-Api-Key");
        await page.type(labelled("headers.value"), "a key");
        await page.click('//*[@aria-controls="events-doors"]');
        await page.click(field(EVENT));
        await page.click(field("save"));
        await page.find(toast("done.saved"));
        const [{ secret, ...created }] = stored();
        assert.match(secret, /^[0-9a-f]{64}$/);
        const headers = '{"X-Api-Key":"a key"}';
        const expected = { url: hook, status: "active", headers, event_types: [EVENT] };
        assert.deepEqual(created, { ...expected, max_retries: 3 });

        await page.click('//a[contains(@class, "open")]');
        await page.type(field("description"), "Back door");
        await page.type(field("url"), "ftp://a");
        await page.click(field("save"));
        await page.find(invalid("url"));
        await page.type(field("url"), hook);
        await page.click(field("save"));
        await page.find(containing(en["list.saved"]));
        assert.deepEqual([stored()[0].description, stored()[0].url], ["Back door", hook]);

        await page.click(named("list.disable"));
        await page.find(toast("done.disabled"));
        assert.equal(stored()[0].status, "disabled");

        const delivered = once(receiver, "delivery");
        await page.click(named("list.test"));
        await delivered;
        await page.find(
          '//dialog//*[contains(@class, "result") and not(contains(@class, "progress"))]',
        );
        assert.deepEqual(deliveries, [[EVENT, true]]);
        await page.click(`//dialog${labelled("dialog.close")}`);

        await page.click(`//li${labelled("list.actions")}[@aria-haspopup]`);
        await page.click(inMenu("list.delete"));
        await page.click(inDialog("delete.confirm"));
        await page.find(toast("done.deleted"));
        assert.deepEqual(stored(), []);
        await page.leave();
      } finally {
        await browser.close();
      }
    });
  }
});
