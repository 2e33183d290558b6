// The admin page in Chromium, before the guard in workerd and a small device, used as a person uses
// it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import axe from "axe-core";
import { USERS } from "../../dev/device/device.js";
import { startStack } from "../../dev/stack.js";
import { validateWebhook, webhookRules } from "../../pkg/entry/default.js";
import { firstVisit } from "../../tools/first-visit.js";
import { launchChromium } from "../../tools/page-browser.js";
import { md5 } from "../../www/md5.js";

const rules = webhookRules();
const rule = Object.fromEntries(rules.fields.map((field) => [field.name, field]));
const www = new URL("../../www/", import.meta.url);
const sources = readdirSync(www)
  .filter((name) => name !== "languages")
  .map((name) => [name, readFileSync(new URL(name, www), "utf8")]);
const catalogue = (language) =>
  JSON.parse(readFileSync(new URL(`languages/${language}.json`, www), "utf8"));
const languages = Object.keys(catalogue("index"));
const en = catalogue("en");
const ru = catalogue("ru");

/** What the page says of a body: as the rules do, where its catalogue has no other words. */
const messages = (body) =>
  validateWebhook(body).errors.map(({ code, path: [name], message }) =>
    (en[code] ?? message).replace("{field}", en[`field.${name}`]),
  );

const STORED = {
  url: "https://example.com/stored",
  secret: "a stored secret of the device",
  status: "active",
  timeout: 5000,
  headers: '{"X-A":"a stored value","1":""}',
  description: "Front door",
  event_types: ["log.incoming_call", "log.tamper_event"],
  max_retries: 3,
};

let whole;
let device;
let origin;
let browser;

before(async () => {
  whole = await startStack({ port: 0 });
  ({ device, url: origin } = whole);
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await whole.stop();
});

/**
 * Opens the page, uses it, and holds that nothing was complained of and nothing else was asked.
 * `prepare(page)` comes before the page is loaded.
 */
async function visit(use, { stored = [], user = "admin", prepare, ...options } = {}) {
  device.webhooks.clear();
  for (const [index, webhook] of stored.entries()) device.webhooks.set(index + 1, webhook);
  const context = await browser.newContext({ locale: "en", ...options });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const complaints = [];
    page.on("console", (entry) => {
      // The browser itself notes every answer that is an error.
      if (!entry.text().startsWith("Failed to load resource")) complaints.push(entry.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (asked) => {
      const { protocol } = new URL(asked.url());
      if (!asked.url().startsWith(origin) && protocol !== "blob:") complaints.push(asked.url());
    });
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(event.violatedDirective, event.blockedURI);
      });
    });
    await prepare?.(page);
    await page.goto(origin);
    if (user) await logIn(page, user);
    await use(page, context);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

async function logIn(page, name, password = USERS[name].password) {
  const dialog = page.getByRole("dialog");
  await dialog.locator("#login-username").fill(name);
  await dialog.locator("#login-password").fill(password);
  await dialog.locator(".primary").click();
  if (password === USERS[name]?.password) await dialog.waitFor({ state: "detached" });
}

/** Opens the page with the editor of a new webhook. */
const create = (use, options) =>
  visit(async (page, context) => {
    await page.locator("section > .toolbar .primary").click();
    await use(page, context);
  }, options);

/** Holds back the answers to what matches; gives what lets them through. */
async function hold(page, pattern) {
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  await page.route(pattern, async (route) => {
    await released;
    await route.fallback();
  });
  return release;
}

const isFocused = (locator) => locator.evaluate((it) => it === document.activeElement);

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const said = (page, text) => page.locator(".said").getByText(text).waitFor();
const card = (page, url = STORED.url) => page.locator(".webhooks > li").filter({ hasText: url });
const notes = (page, id) => page.locator(`#${id}-notes`);
const headerRow = (page, index) => page.locator(".rows > li").nth(index);

async function fillHeader(page, index, name, value) {
  await headerRow(page, index).locator("[name=header_name]").fill(name);
  await headerRow(page, index).locator("[name=header_value]").fill(value);
}

async function fillValid(page) {
  await page.locator("#url").fill("https://example.com/hook");
  await page.locator("#secret").fill("a secret of some length");
  await page.locator("#timeout").fill("5000");
  await fillHeader(page, 0, "X-Site", "a header's value");
  await page.locator("#description").fill("It's the front door");
  await page.getByLabel(rules.eventTypes[0].label).check();
  await page.locator("#max_retries").fill("3");
}

async function fillRussian(page) {
  await page.locator("#url").fill("ftp://a");
  await fillHeader(page, 0, "Host", "é");
  await press(page, ru["edit.save"]);
}

async function fillInvalid(page) {
  await page.locator("#url").fill("example.com");
  await fillHeader(page, 0, "Host", "é");
  await press(page, en["edit.save"]);
}

/** Presses Tab until `locator` has the focus. */
async function tabTo(page, locator) {
  for (let presses = 0; presses < 100; presses += 1) {
    if (await isFocused(locator)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`${locator} is not reached by Tab`);
}

/** Pastes a text into an input, as a person does. */
const paste = (locator, text) =>
  locator.evaluate((input, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", text);
    const event = { clipboardData, bubbles: true, cancelable: true };
    input.dispatchEvent(new ClipboardEvent("paste", event));
  }, text);

const headers = (page) =>
  page
    .locator(".rows > li")
    .evaluateAll((rows) =>
      rows.map((row) => Array.from(row.querySelectorAll("input"), ({ value }) => value)),
    );

describe("the webhooks", () => {
  const stored = [STORED, { ...STORED, url: "http://192.168.1.9/", status: "disabled" }];

  test("are listed with their state, events and retries", () =>
    visit(
      async (page) => {
        await card(page).waitFor();
        assert.equal(await page.locator(".webhooks > li").count(), 2);
        const facts = await card(page).locator(".facts > *").allTextContents();
        assert.deepEqual(facts, ["active", `2 of ${rules.eventTypes.length} events`, "Retries: 3"]);
        assert.match(await card(page, "192.168").textContent(), /disabled/);
        assert.doesNotMatch(await page.content(), /a stored secret|a stored value/);
      },
      { stored },
    ));

  test("come page by page where they are many", () =>
    visit(
      async (page) => {
        await card(page, "/0.").waitFor();
        assert.equal(await page.locator(".webhooks > li").count(), 50);
        await press(page, en["list.more"]);
        await card(page, "/50.").waitFor();
        assert.equal(await page.locator(".webhooks > li").count(), 51);
        assert.ok(await page.getByText(en["list.more"]).isHidden());
      },
      { stored: Array.from({ length: 51 }, (_, at) => ({ ...STORED, url: `https://a/${at}.` })) },
    ));

  test("are created, changed and deleted", () =>
    visit(async (page) => {
      await page.getByText(en["list.empty"]).waitFor();
      await press(page, en["list.new"]);
      await fillValid(page);
      await press(page, en["edit.save"]);
      await said(page, en["done.created"]);
      assert.equal(device.bodies.at(-1), JSON.stringify(device.webhooks.get(1)));
      assert.equal(device.webhooks.get(1).headers, '{"X-Site":"a header\'s value"}');

      await press(page, en["list.edit"]);
      await page.locator("#max_retries").fill("5");
      await press(page, en["edit.save"]);
      await said(page, en["done.saved"]);
      await card(page, "https://example.com/hook").getByText("Retries: 5").waitFor();

      await press(page, en["list.delete"]);
      const dialog = page.getByRole("dialog");
      await dialog.getByText("https://example.com/hook").waitFor();
      await dialog.getByRole("button", { name: en["dialog.cancel"] }).click();
      assert.equal(device.webhooks.size, 1);
      await press(page, en["list.delete"]);
      await dialog.getByRole("button", { name: en["delete.confirm"] }).click();
      await said(page, en["done.deleted"]);
      await page.getByText(en["list.empty"]).waitFor();
      assert.equal(device.webhooks.size, 0);
    }));

  test("keep the event types that newer firmware knows", () =>
    visit(
      async (page) => {
        await press(page, en["list.edit"]);
        await page.getByRole("checkbox", { name: "log.of_newer_firmware" }).waitFor();
        await page.locator("#max_retries").fill("1");
        const saving = page.waitForRequest((asked) => asked.method() === "PUT");
        await press(page, en["edit.save"]);
        const { event_types: sent } = (await saving).postDataJSON();
        assert.deepEqual(sent, ["log.incoming_call", "log.of_newer_firmware"]);
        // The guard before this device has not been told of the newer firmware.
        await notes(page, "event_types").getByText("Invalid event types").waitFor();
      },
      { stored: [{ ...STORED, event_types: ["log.incoming_call", "log.of_newer_firmware"] }] },
    ));

  test("are edited with all that the device has", () =>
    visit(
      async (page) => {
        await press(page, en["list.edit"]);
        await page.locator("#url").waitFor();
        assert.deepEqual(await headers(page), [
          ["X-A", "a stored value"],
          ["1", ""],
        ]);
        await page.locator("#description").fill("Back door");
        await press(page, en["edit.save"]);
        await said(page, en["done.saved"]);
        assert.deepEqual(device.webhooks.get(1), { ...STORED, description: "Back door" });
      },
      { stored: [STORED] },
    ));

  test("are disabled and enabled in one step", () =>
    visit(
      async (page) => {
        await press(page, en["list.disable"]);
        await said(page, en["done.disabled"]);
        assert.deepEqual(device.webhooks.get(1), { ...STORED, status: "disabled" });
        await press(page, en["list.enable"]);
        await said(page, en["done.enabled"]);
        assert.deepEqual(device.webhooks.get(1), STORED);
      },
      { stored: [STORED] },
    ));

  test("are taken without what a device writes as empty", () =>
    visit(
      async (page) => {
        await press(page, en["list.disable"]);
        await said(page, en["done.disabled"]);
        assert.ok(!("secret" in device.webhooks.get(1)));
      },
      { stored: [{ ...STORED, secret: "", description: null }] },
    ));

  test("that break a rule on the device are opened to be mended", () =>
    visit(
      async (page) => {
        await press(page, en["list.disable"]);
        await said(page, en["failed.invalid"]);
        assert.equal(await page.locator("#max_retries").getAttribute("aria-invalid"), "true");
        await page.locator("#max_retries").fill("1");
        await press(page, en["edit.save"]);
        await said(page, en["done.saved"]);
      },
      { stored: [{ ...STORED, max_retries: 0 }] },
    ));

  test("are tested, and what the device says stands there as text", () =>
    visit(
      async (page) => {
        await page.route("**/webhooks/1/test", (route) =>
          route.fulfill({ contentType: "text/html", body: "<b>sent</b>" }),
        );
        await press(page, en["list.test"]);
        await said(page, "The device answered: <b>sent</b>");
      },
      { stored: [STORED] },
    ));

  test("keep the focus where it was when they are drawn anew", () =>
    visit(
      async (page) => {
        await press(page, en["list.disable"]);
        await said(page, en["done.disabled"]);
        const enable = page.getByRole("button", { name: en["list.enable"] });
        assert.ok(await isFocused(enable));
        await press(page, en["list.delete"]);
        await page.getByRole("dialog").getByText(en["delete.confirm"], { exact: true }).click();
        await page.getByText(en["list.empty"]).waitFor();
        assert.ok(await isFocused(page.getByRole("heading", { name: en.title })));
      },
      { stored: [STORED] },
    ));

  test("are asked for once, however often a button is pressed", () =>
    visit(
      async (page) => {
        await card(page).waitFor();
        const release = await hold(page, "**/test");
        await press(page, en["list.test"]);
        await said(page, en["list.loading"]);
        await press(page, en["list.test"]);
        release();
        await said(page, "The device answered: The test request was sent");
        const tests = device.requests.filter(({ url }) => url.endsWith("/test"));
        assert.equal(tests.length, 1);
      },
      { stored: [STORED] },
    ));

  test("are shown as text, whatever the device holds", () =>
    visit(
      async (page) => {
        await page.getByText("https://example.com/<b>url</b>").waitFor();
        await page.getByText("<b>status</b>").waitFor();
        await press(page, en["list.edit"]);
        await page.getByRole("checkbox", { name: "<b>event</b>" }).first().waitFor();
        assert.deepEqual(await headers(page), [["<b>name</b>", "<b>value</b>"]]);
        assert.equal(await page.locator("b").count(), 0);
      },
      {
        stored: [
          {
            ...STORED,
            url: "https://example.com/<b>url</b>",
            status: "<b>status</b>",
            headers: '{"<b>name</b>":"<b>value</b>"}',
            description: "<b>description</b>",
            event_types: ["<b>event</b>"],
          },
        ],
      },
    ));

  test("that are gone meanwhile are said to be", () =>
    visit(
      async (page) => {
        await card(page).waitFor();
        device.webhooks.clear();
        await press(page, en["list.test"]);
        await said(page, en["answer.not_found"]);
      },
      { stored: [STORED] },
    ));

  test("are exported without secrets unless asked for, and imported", () =>
    visit(
      async (page) => {
        const dialog = page.getByRole("dialog");
        const exported = async (withSecrets) => {
          await press(page, en["list.export"]);
          if (withSecrets) await dialog.getByRole("checkbox").check();
          const download = page.waitForEvent("download");
          await dialog.getByRole("button", { name: en["export.confirm"] }).click();
          return readFileSync(await (await download).path(), "utf8");
        };
        const { secret, headers: _, ...open } = STORED;
        assert.deepEqual(JSON.parse(await exported(false)), open);
        const all = await exported(true);
        assert.deepEqual(JSON.parse(all), STORED);

        const file = (text) => ({ name: "a.json", mimeType: "application/json", buffer: text });
        const chooser = page.locator("input[type=file]");
        await chooser.setInputFiles(file(Buffer.from("[1]")));
        await said(page, en["failed.import"]);
        const changed = all.replace("/stored", "/new").replace("tamper_event", "of_newer_firmware");
        await chooser.setInputFiles(file(Buffer.from(changed)));
        await page.locator("#url").waitFor();
        assert.equal(await page.locator("#secret").inputValue(), secret);
        // What this device knows of newer firmware, another may not.
        const unknown = page.locator("[id='log.of_newer_firmware']");
        assert.equal(await unknown.getAttribute("aria-invalid"), "true");
        await unknown.uncheck();
        await press(page, en["edit.save"]);
        await said(page, en["done.created"]);
        assert.equal(device.webhooks.get(2).url, "https://example.com/new");
      },
      { stored: [STORED] },
    ));

  test("that cannot be had are asked for again", () =>
    visit(
      async (page) => {
        await card(page).waitFor();
        await page.route("**/api/**", (route) => route.abort());
        await press(page, en["list.test"]);
        await said(page, en["answer.unreachable"]);
      },
      { stored: [STORED] },
    ));
});

describe("whoever is there", () => {
  test("is told of a wrong password, and gets in with the right one", () =>
    visit(
      async (page) => {
        await logIn(page, "admin", "wrong");
        await page.getByRole("dialog").getByText(en["login.refused"]).waitFor();
        await logIn(page, "admin");
        await page.getByText(en["list.empty"]).waitFor();
        assert.doesNotMatch(device.requests.map(({ url }) => url).join(), /123456/);
      },
      { user: null },
    ));

  test("is told that administrator rights are required, and may log in as another", () =>
    visit(
      async (page) => {
        await said(page, en["answer.forbidden"]);
        await press(page, en["login.again"]);
        await logIn(page, "admin");
        await card(page).waitFor();
      },
      { user: "guest", stored: [STORED] },
    ));

  for (const [status, error, reason] of [
    [401, "Log In", en["login.help"]],
    [403, "Administrator rights required", en["answer.forbidden"]],
  ]) {
    test(`logs in again while editing, and loses nothing: ${status}`, () =>
      create(async (page) => {
        await fillValid(page);
        let refused = false;
        await page.route("**/api/v1/webhooks", (route) => {
          if (refused) return route.continue();
          refused = true;
          return route.fulfill({ status, json: { error } });
        });
        await press(page, en["edit.save"]);
        await page.getByRole("dialog").getByText(reason).waitFor();
        await logIn(page, "admin");
        await said(page, en["done.created"]);
        assert.equal(device.webhooks.size, 1);
      }));
  }

  test("loses nothing where they do not log in again", () =>
    create(async (page) => {
      await fillValid(page);
      await page.route("**/api/v1/webhooks", (route) =>
        route.fulfill({ status: 401, json: { error: "Log In" } }),
      );
      await press(page, en["edit.save"]);
      await page.getByRole("dialog").waitFor();
      await page.keyboard.press("Escape");
      const form = page.locator('[data-error-for="form"]');
      await form.getByText(en["answer.unauthorized"]).waitFor();
      assert.equal(await page.locator("#url").inputValue(), "https://example.com/hook");
      await page.unroute("**/api/v1/webhooks");
      await press(page, en["edit.save"]);
      await said(page, en["done.created"]);
    }));

  test("sends passwords as the device takes them", () => {
    for (const text of [
      "",
      "123456",
      "пароль",
      ..."x"
        .repeat(70)
        .split("")
        .map((x, at) => x.repeat(at)),
    ]) {
      assert.equal(md5(text), createHash("md5").update(text).digest("hex"));
    }
  });
});

describe("the form", () => {
  test("draws every field and every event type of the rules", () =>
    create(async (page) => {
      const form = page.locator("form").first();
      const labels = form.locator(".field > label, .field > legend");
      assert.equal(await labels.count(), rules.fields.length);
      for (const [index, { label, help }] of rules.fields.entries()) {
        assert.ok((await labels.nth(index).textContent()).startsWith(label));
        await form.getByText(help, { exact: true }).waitFor();
      }
      for (const { label } of rules.eventTypeGroups) {
        await form.getByRole("group", { name: label }).first().waitFor();
      }
      for (const { name, label } of rules.eventTypes) {
        const box = form.locator(`[id="${name}"]`);
        assert.equal(await box.evaluate((box) => box.labels[0].textContent), label + name);
      }
    }));

  test("says nothing of a field before it is touched", () =>
    create(async (page) => {
      assert.equal(await page.locator(".notes li").count(), 0);
      assert.equal(await page.locator('form [aria-invalid="true"]').count(), 0);
    }));

  test("shows a message beside the field, and takes it away once it is mended", () =>
    create(async (page) => {
      const url = page.locator("#url");
      await url.pressSequentially("ftp://a");
      assert.deepEqual(await notes(page, "url").locator(".error").allTextContents(), [
        messages('{"url":"ftp://a"}')[0],
      ]);
      assert.equal(await url.getAttribute("aria-invalid"), "true");
      assert.match(await url.getAttribute("aria-describedby"), /\burl-notes\b/);
      await url.fill("https://a");
      assert.equal(await notes(page, "url").locator("li").count(), 0);
      assert.equal(await url.getAttribute("aria-invalid"), "false");
      await url.fill("http://a");
      assert.equal(await notes(page, "url").locator(".warning").count(), 1);
    }));

  test("filters, chooses and counts event types", () =>
    create(async (page) => {
      const { name } = rules.eventTypes[0];
      await page.getByLabel("Filter").fill(name);
      const boxes = page.locator(".groups [name]:visible");
      assert.equal(
        await boxes.count(),
        rules.eventTypes.filter((type) => type.name.includes(name)).length,
      );
      assert.equal(await notes(page, "event_types").locator("li").count(), 0);
      await press(page, "Choose shown");
      await page.getByText(`1 of ${rules.eventTypes.length} chosen`).waitFor();
      await press(page, "Clear shown");
      assert.equal(await notes(page, "event_types").locator(".error").count(), 1);
    }));

  test("chooses the event types of a group, and shows how many of it are chosen", () =>
    create(async (page) => {
      const [{ id, label }] = rules.eventTypeGroups;
      const names = rules.eventTypes.filter(({ group }) => group === id).map(({ name }) => name);
      const group = page.getByRole("group", { name: label });
      const every = group.getByRole("checkbox", { name: new RegExp(`^${label} \\d`) });
      const tally = (count) => group.getByText(`${count} of ${names.length}`, { exact: true });
      await group.locator(`[id="${names[0]}"]`).check();
      await tally(1).waitFor();
      assert.ok(await every.evaluate(({ indeterminate }) => indeterminate));
      await every.check();
      await tally(names.length).waitFor();
      assert.ok(await group.locator(`[id="${names[1]}"]`).isChecked());
      await page.getByText(`${names.length} of ${rules.eventTypes.length} chosen`).waitFor();
      await every.uncheck();
      await tally(0).waitFor();
      assert.equal(await notes(page, "event_types").locator(".error").count(), 1);
    }));

  test("says what to do where the filter leaves nothing", () =>
    create(async (page) => {
      await page.getByLabel("Filter").fill("nothing of this kind");
      await page.getByText(en["events.nothing"]).waitFor();
      await page.getByLabel("Filter").fill("");
      assert.equal(await page.getByText(en["events.nothing"]).count(), 0);
    }));

  test("is saved with warnings", () =>
    create(async (page) => {
      await fillValid(page);
      await page.locator("#url").fill("http://192.168.1.5/hook#part");
      await page.locator("#secret").fill("");
      await fillHeader(page, 0, "Cookie", " a=b");
      const warnings = page.locator(".notes .warning");
      await warnings.nth(4).waitFor();
      await page.getByText(en["edit.none"].replace("{warnings}", 5)).waitFor();
      await press(page, en["edit.save"]);
      await said(page, en["done.created"]);
    }));

  test("takes pasted headers, as a JSON object and as lines", () =>
    create(async (page) => {
      const name = (index) => headerRow(page, index).getByLabel("Name");
      await paste(name(0), '{"X-A":"1","x-a":"2: 3","1":"\\u0041"}');
      const first = [
        ["X-A", "1"],
        ["x-a", "2: 3"],
        ["1", "A"],
      ];
      assert.deepEqual(await headers(page), first);
      assert.equal(await headerRow(page, 1).locator(".error").count(), 1);
      await press(page, "Add a header");
      await paste(name(3), "X-B: b\r\nX-C:c: d\n");
      assert.deepEqual(await headers(page), [...first, ["X-B", "b"], ["X-C", "c: d"]]);
      await press(page, "Add a header");
      await paste(name(5), "X-Plain");
      assert.deepEqual((await headers(page)).at(-1), ["", ""]);
    }));

  test("says which header names are reserved, and what to use instead", () =>
    create(async (page) => {
      await page.getByText(en["headers.reserved"]).click();
      await page.getByText(rules.reservedHeaders.join(", ")).waitFor();
      await page.getByText(en["headers.instead"]).waitFor();
      await fillHeader(page, 0, "authorization", "Bearer x");
      await page.locator("#headers-1-name-notes").getByText(en.reserved_header).waitFor();
    }));

  test("makes, reveals and copies a secret", () =>
    create(async (page, context) => {
      await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin });
      const secret = page.locator("#secret");
      await press(page, en["secret.generate"]);
      assert.match(await secret.inputValue(), /^[0-9a-f]{64}$/);
      await page.getByText(en["secret.note"]).waitFor();
      assert.equal(await secret.getAttribute("type"), "password");
      await press(page, en["secret.show"]);
      assert.equal(await secret.getAttribute("type"), "text");
      await press(page, en["secret.copy"]);
      await page.getByText(en["done.copied"]).waitFor();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      assert.equal(copied, await secret.inputValue());
    }));

  test("counts characters near a limit, and the time that retries may take", () =>
    create(async (page) => {
      await fillValid(page);
      await page.getByText("4 attempts in all").getByText("60 s").waitFor();
      await page.locator("#timeout").fill("");
      await page.getByText(en["retries.attempts"].replace("{attempts}", 4)).waitFor();
      await page.locator("#description").fill("😀".repeat(999));
      await page.getByText("999 of 1000 characters").waitFor();
      await page.locator("#description").fill("short");
      assert.equal(await page.getByText("of 1000 characters").count(), 0);
    }));

  test("leads from the summary of errors to each field", () =>
    create(async (page) => {
      await fillInvalid(page);
      const summary = page.locator(".summary");
      assert.ok(await isFocused(summary));
      const body =
        '{"url":"example.com","status":"active","headers":"{\\"Host\\":\\"é\\"}","event_types":[]}';
      const { errors } = validateWebhook(body);
      const texts = messages(body);
      const links = summary.getByRole("link");
      assert.deepEqual(
        await links.allTextContents(),
        errors.map(({ path: [name, ...inside] }, at) => {
          return `${[rule[name].label, ...inside].join(", ")}: ${texts[at]}`;
        }),
      );
      for (let index = 0; index < errors.length; index += 1) {
        await links.nth(index).click();
        const focused = page.locator(":focus");
        assert.equal(await focused.getAttribute("aria-invalid"), "true");
      }
      await page.getByText(en["edit.left"].replace("{count}", errors.length)).waitFor();
      assert.equal(device.webhooks.size, 0);
    }));

  test("puts the device's answer beside its field", () =>
    create(
      async (page) => {
        await fillValid(page);
        await page.locator("#url").fill(STORED.url);
        await press(page, en["edit.save"]);
        await notes(page, "url").getByText(en["answer.conflict"]).waitFor();
        assert.ok(await isFocused(page.locator("#url")));
        await page.locator("#url").fill(`${STORED.url}/2`);
        assert.equal(await notes(page, "url").locator("li").count(), 0);
      },
      { stored: [STORED] },
    ));

  test("keeps unsaved changes until they are given up", () =>
    create(async (page) => {
      await page.locator("#url").fill("https://a.example");
      await page.getByText(en["edit.unsaved"]).waitFor();
      await press(page, en["edit.cancel"]);
      await press(page, en["discard.keep"]);
      assert.equal(await page.locator("#url").inputValue(), "https://a.example");

      const asked = new Promise((resolve) => {
        page.once("dialog", async (dialog) => {
          await dialog.dismiss();
          resolve(dialog.type());
        });
      });
      await page.evaluate(() => location.reload());
      assert.equal(await asked, "beforeunload");
      assert.equal(await page.locator("#url").inputValue(), "https://a.example");

      await press(page, en["edit.cancel"]);
      await press(page, en["discard.confirm"]);
      await page.getByText(en["list.empty"]).waitFor();
    }));

  test("is not taken away by an answer that comes late", () =>
    visit(
      async (page) => {
        await card(page).waitFor();
        const release = await hold(page, "**/webhooks/1");
        await press(page, en["list.edit"]);
        await press(page, en["list.new"]);
        const late = page.waitForResponse("**/webhooks/1");
        await page.locator("#url").fill("https://a.example");
        release();
        await (await late).finished();

        const releasePost = await hold(page, "**/webhooks");
        await fillValid(page);
        await press(page, en["edit.save"]);
        await page.getByText(en["edit.saving"]).waitFor();
        await press(page, en["edit.cancel"]);
        await press(page, en["discard.confirm"]);
        await press(page, en["list.new"]);
        await page.locator("#url").fill("https://b.example");
        releasePost();
        await said(page, en["done.created"]);
        assert.equal(await page.locator("#url").inputValue(), "https://b.example");
      },
      { stored: [STORED] },
    ));

  test("is filled in and saved by the keyboard alone", () =>
    create(async (page) => {
      await tabTo(page, page.locator("#url"));
      await page.keyboard.type("https://example.com/hook");
      await tabTo(page, page.locator("#status-active"));
      await page.keyboard.press("ArrowRight");
      assert.ok(await page.locator("#status-disabled").isChecked());
      await tabTo(page, page.locator(".groups [name]").first());
      await page.keyboard.press("Space");
      await tabTo(page, page.locator("#max_retries"));
      await page.keyboard.type("2");
      await page.keyboard.press("Enter");
      await said(page, en["done.created"]);
      await tabTo(page, page.getByRole("button", { name: en["list.delete"] }));
      await page.keyboard.press("Enter");
      await tabTo(page, page.getByRole("button", { name: en["delete.confirm"] }).last());
      await page.keyboard.press("Enter");
      await said(page, en["done.deleted"]);
    }));
});

describe("the request", () => {
  const preview = (page) => page.getByRole("group", { name: en["request.title"], exact: true });
  const confidential = /a secret of some length|a header's value/;

  test("is shown as it would be sent, with confidential values masked", () =>
    create(async (page) => {
      assert.equal(await preview(page).count(), 0);
      await fillValid(page);
      const text = await preview(page).textContent();
      assert.match(text, /^POST http:\/\/localhost:\d+\/api\/v1\/webhooks\n/);
      assert.match(text, /^Authorization: Bearer ••••$/m);
      assert.doesNotMatch(text, confidential);
      const body = JSON.parse(text.slice(text.indexOf("{")));
      assert.equal(body.secret, "••••");
      assert.equal(body.headers, '{"X-Site":"••••"}');
      assert.equal(body.timeout, 5000);

      await press(page, en["request.secrets"]);
      const shown = await preview(page).textContent();
      assert.equal(JSON.parse(shown.slice(shown.indexOf("{"))).secret, "a secret of some length");
    }));

  test("is copied as a cURL command that a shell reads back, confidential values masked", () =>
    create(async (page, context) => {
      await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin });
      await fillValid(page);
      await press(page, en["request.secrets"]);
      await press(page, en["request.copy"]);
      await page.getByText("Copied").waitFor();
      const command = await page.evaluate(() => navigator.clipboard.readText());
      assert.doesNotMatch(command, confidential);
      const script = `curl() { for arg; do printf '%s\\n' "$arg"; done; }\n${command}`;
      const args = execFileSync("sh", ["-c", script], { encoding: "utf8" }).trimEnd().split("\n");
      const body = JSON.parse(args.pop());
      assert.deepEqual(args.slice(0, 4), [
        "--globoff",
        "--request",
        "POST",
        `${origin}/api/v1/webhooks`,
      ]);
      assert.deepEqual(args.slice(4).sort(), [
        "--data-raw",
        "--header",
        "--header",
        "Authorization: Bearer <token>",
        "Content-Type: application/json",
      ]);
      assert.equal(body.secret, "<secret>");
      assert.equal(body.headers, '{"X-Site":"<value>"}');
      assert.equal(body.description, "It's the front door");
    }));

  test("selects the command where the clipboard is closed", () =>
    create(async (page) => {
      await page.evaluate(() => {
        Object.defineProperty(navigator, "clipboard", { value: undefined });
      });
      await fillValid(page);
      await press(page, en["request.copy"]);
      assert.match(await page.evaluate(() => String(getSelection())), /^curl /);
    }));
});

describe("the language", () => {
  test("is the browser's, and is switched while one types", () =>
    create(
      async (page) => {
        assert.equal(await page.locator("html").getAttribute("lang"), "ru");
        await page.locator("#url").fill("ftp://a");
        await notes(page, "url").getByText(ru["invalid_url.scheme"]).waitFor();
        await page.locator("select").selectOption("en");
        await notes(page, "url").getByText(messages('{"url":"ftp://a"}')[0]).waitFor();
        await page.getByRole("button", { name: en["edit.save"] }).waitFor();
        assert.equal(await page.locator("#url").inputValue(), "ftp://a");
        assert.equal(await page.title(), en.title);
      },
      { locale: "ru" },
    ));

  test("is one more where there is one more catalogue, also one from right to left", () =>
    visit(
      async (page) => {
        await page.locator("select").selectOption("he");
        await page.locator("html[lang=he][dir=rtl]").waitFor();
        assert.equal(await page.title(), "תצוגה");
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= 320, `${width} px wide`);
        // It is the browser's from now on.
        await page.reload();
        await page.locator("html[lang=he][dir=rtl]").waitFor();
      },
      {
        viewport: { width: 320, height: 640 },
        user: null,
        prepare: async (page) => {
          const index = { ...catalogue("index"), he: "עברית" };
          await page.route("**/languages/index.json", (route) => route.fulfill({ json: index }));
          const he = { ...en, dir: "rtl", title: "תצוגה" };
          await page.route("**/languages/he.json", (route) => route.fulfill({ json: he }));
        },
      },
    ));

  test("has every word that the page says", () => {
    const kinds = new Set(Object.keys(en).map((key) => key.split(".")[0]));
    for (const [name, text] of sources.filter(([name]) => name.endsWith(".js"))) {
      for (const [, key, kind] of text.matchAll(/"((\w+)\.(?!js")\w+)"/g)) {
        if (kinds.has(kind)) assert.ok(key in en, `${key} in ${name}`);
      }
    }
  });

  test("leaves nothing in another: every word of the page has one in each catalogue", () => {
    const keys = (pattern, list) => list.map((name) => pattern.replace("*", name));
    const names = rules.fields.map(({ name }) => name);
    const expected = [
      ...Object.keys(en),
      ...keys("label.*", names),
      ...keys("help.*", names),
      ...keys("field.*", names),
      ...keys(
        "group.*",
        rules.eventTypeGroups.map(({ id }) => id),
      ),
      ...rules.eventTypes.map(({ name }) => name),
      ...rules.issueCodes,
      ...rules.warningCodes,
      "suggestion",
    ];
    // English is what the rules themselves speak.
    for (const language of languages.filter((language) => language !== "en")) {
      const other = catalogue(language);
      assert.deepEqual(
        expected.filter((key) => !(key in other)),
        [],
        language,
      );
      for (const [key, text] of Object.entries(en)) {
        const params = (text) => (text.match(/\{\w+\}/g) ?? []).sort();
        assert.deepEqual(params(other[key]), params(text), `${key} of ${language}`);
      }
    }
  });
});

describe("the first visit", () => {
  const WASM = "**/*.wasm";

  for (const language of languages) {
    test(`downloads at most 130 KB, compressed: ${language}`, async () => {
      const files = await firstVisit(browser, origin, language);
      const paths = files.map(({ path }) => path);
      for (const part of ["/", `/languages/${language}.json`, "/pkg/wasm/webhook_guard_bg.wasm"]) {
        assert.ok(paths.includes(part), `${part} in ${paths}`);
      }
      const sum = files.reduce((sum, { sent }) => sum + sent, 0);
      assert.ok(sum <= 130_000, `${sum} bytes`);
    });
  }

  test("asks for its modules at once, not one after the other", () =>
    visit(
      async (page) => {
        const preloaded = await page
          .locator("link[rel=modulepreload]")
          .evaluateAll((links) => links.map(({ href }) => new URL(href).pathname));
        const asked = await page.evaluate(() =>
          performance
            .getEntriesByType("resource")
            .map(({ name }) => new URL(name).pathname)
            .filter((path) => path.endsWith(".js")),
        );
        // The path of a snippet changes with the build.
        const known = asked.filter((path) => path !== "/start.js" && !path.includes("/snippets/"));
        assert.deepEqual(preloaded.sort(), [...new Set(known)].sort());
      },
      { user: null },
    ));

  test("has a form to fill in before the rules have come, and checks it once they have", () => {
    let release;
    return visit(
      async (page) => {
        await page.getByText(en["list.loading"]).waitFor();
        await press(page, en["list.new"]);
        await page.locator("#url").pressSequentially("example.com");
        await fillHeader(page, 0, "Host", "a");
        await press(page, en["secret.generate"]);
        await page.getByText(en["edit.loading"]).waitFor();
        assert.equal(await page.locator(".notes li").count(), 0);

        const refused = page.waitForResponse("**/webhooks?*");
        release();
        await (await refused).finished();
        await notes(page, "url").getByText(messages('{"url":"example.com"}')[0]).waitFor();
        await page.locator("#headers-1-name-notes").getByText(en.reserved_header).waitFor();
        assert.equal(await page.locator("#url").inputValue(), "example.com");
        // Nobody is stopped in their typing to log in for a list that they have left.
        assert.equal(await page.getByRole("dialog").count(), 0);
        assert.equal(await page.locator(".said").textContent(), "");

        await fillValid(page);
        await press(page, en["edit.save"]);
        await logIn(page, "admin");
        await said(page, en["done.created"]);
      },
      {
        user: null,
        prepare: async (page) => {
          release = await hold(page, WASM);
        },
      },
    );
  });

  test("keeps what is saved before the rules have come until they have", () => {
    let release;
    return visit(
      async (page) => {
        await press(page, en["list.new"]);
        await page.locator("#url").fill("https://example.com/early");
        await press(page, en["edit.save"]);
        await page.getByText(en["edit.saving"]).waitFor();
        release();
        const summary = page.locator(".summary");
        await summary.getByText(en.no_event_types).waitFor();
        assert.ok(await isFocused(summary));
      },
      {
        user: null,
        prepare: async (page) => {
          release = await hold(page, WASM);
        },
      },
    );
  });

  test("lets one try again where the rules do not come, and keeps what is typed", () =>
    visit(
      async (page) => {
        const alert = page.getByRole("alert").filter({ hasText: en["failed.load"] });
        await alert.getByText("webhook_guard_bg.wasm cannot be fetched").waitFor();
        await press(page, en["list.new"]);
        await page.locator("#url").fill("ftp://a");
        await page.unroute(WASM);
        await press(page, en["list.reload"]);
        await notes(page, "url").getByText(messages('{"url":"ftp://a"}')[0]).waitFor();
        assert.equal(await alert.count(), 0);
        assert.equal(await page.locator("#url").inputValue(), "ftp://a");
      },
      { user: null, prepare: (page) => page.route(WASM, (route) => route.abort()) },
    ));

  test("is of use on a slow link", () =>
    visit(
      async (page) => {
        await press(page, en["list.new"]);
        await page.locator("#url").pressSequentially("ftp://a");
        // It is still on its way.
        await page.getByText(en["edit.loading"]).waitFor();
        await notes(page, "url").getByText(messages('{"url":"ftp://a"}')[0]).waitFor();
        assert.equal(await page.locator("#url").inputValue(), "ftp://a");
      },
      {
        user: null,
        prepare: async (page) => {
          const session = await page.context().newCDPSession(page);
          await session.send("Network.enable");
          await session.send("Network.emulateNetworkConditions", {
            offline: false,
            latency: 100,
            downloadThroughput: 20_000,
            uploadThroughput: 20_000,
          });
        },
      },
    ));
});

describe("the keyboard", () => {
  /** Holds that Tab leads to everything that can be pressed, filled in or scrolled. */
  async function reaches(page) {
    const all = await page.evaluate(() => {
      const controls = "button, input, textarea, select, summary, a[href], [tabindex='0']";
      // Of radio buttons the chosen one is reached, and the arrow keys lead on from there.
      const reachable = [...document.querySelectorAll(controls)].filter(
        (it) => it.checkVisibility() && !it.disabled && (it.type !== "radio" || it.checked),
      );
      for (const [at, element] of reachable.entries()) element.dataset.at = at;
      return reachable.map(({ outerHTML }) => outerHTML);
    });
    const reached = new Set();
    for (let presses = 0; presses < all.length + 5; presses += 1) {
      await page.keyboard.press("Tab");
      reached.add(await page.evaluate(() => document.activeElement.dataset.at));
    }
    assert.deepEqual(
      all.filter((_, at) => !reached.has(String(at))),
      [],
    );
  }

  const listed = { stored: [STORED] };
  test("leads everywhere in the list", () =>
    visit(async (page) => {
      await card(page).waitFor();
      await reaches(page);
    }, listed));
  test("leads everywhere in the form", () =>
    create(async (page) => {
      await fillValid(page);
      await page.locator("#url").fill("example.com");
      await press(page, en["edit.save"]);
      await page.locator("#url").fill("https://example.com");
      await page.getByText(en["headers.reserved"]).click();
      await reaches(page);
    }));
});

describe("for everyone", () => {
  const listed = { stored: [STORED] };
  const states = {
    "log-in": [visit, () => {}, { user: null }],
    "a log-in refused": [visit, (page) => logIn(page, "admin", "wrong"), { user: null }],
    "no rights": [visit, (page) => said(page, en["answer.forbidden"]), { user: "guest" }],
    list: [visit, (page) => card(page).waitFor(), listed],
    "an answer": [
      visit,
      async (page) => {
        await press(page, en["list.test"]);
        await said(page, "The device answered");
      },
      listed,
    ],
    "a question": [visit, (page) => press(page, en["list.delete"]), listed],
    "an export": [visit, (page) => press(page, en["list.export"]), listed],
    fresh: [create, () => {}],
    valid: [create, fillValid],
    invalid: [create, fillInvalid],
    "all shown": [
      visit,
      async (page) => {
        await press(page, en["list.edit"]);
        await press(page, en["secret.show"]);
        await press(page, en["request.secrets"]);
        await page.getByText(en["headers.reserved"]).click();
        await page.getByText(en["request.curl"]).click();
        await page.getByLabel("Filter").fill("nothing of this kind");
        await page.getByText(en["events.nothing"]).waitFor();
      },
      listed,
    ],
    "no rules": [
      visit,
      (page) => page.getByRole("alert").getByText("cannot be fetched").waitFor(),
      { user: null, prepare: (page) => page.route("**/*.wasm", (route) => route.abort()) },
    ],
    "in Russian": [create, fillRussian, { locale: "ru" }],
  };

  test("moves nothing where less motion is preferred", () =>
    create(
      async (page) => {
        await fillInvalid(page);
        await press(page, en["edit.cancel"]);
        assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
      },
      { reducedMotion: "reduce" },
    ));

  for (const [state, [open, fill, given]] of Object.entries(states)) {
    test(`has no horizontal scroll at 320 px: ${state}`, () =>
      open(
        async (page) => {
          await fill(page);
          for (const dir of ["ltr", "rtl"]) {
            await page.evaluate((dir) => (document.documentElement.dir = dir), dir);
            const width = await page.evaluate(() => document.documentElement.scrollWidth);
            assert.ok(width <= 320, `${width} px wide, ${dir}`);
          }
        },
        { viewport: { width: 320, height: 640 }, ...given },
      ));

    for (const colorScheme of ["light", "dark"]) {
      test(`has no violation of axe-core: ${state}, ${colorScheme}`, () =>
        open(
          async (page) => {
            await fill(page);
            await page.evaluate(axe.source);
            const { violations } = await page.evaluate(() => globalThis.axe.run());
            assert.deepEqual(
              violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
              [],
            );
          },
          { colorScheme, bypassCSP: true, ...given },
        ));
    }
  }

  test("is dark where dark is preferred, with text well above the ground", () =>
    create(
      async (page) => {
        const [ground, ink] = await page.evaluate(() => {
          const { backgroundColor, color } = getComputedStyle(document.body);
          return [backgroundColor, color].map((text) => {
            const [red, green, blue] = text.match(/\d+/g).map((part) => {
              const level = part / 255;
              return level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
          });
        });
        assert.ok(ground < 0.05);
        assert.ok((ink + 0.05) / (ground + 0.05) > 7);
      },
      { colorScheme: "dark" },
    ));

  test("says what to do where it cannot draw itself", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(origin);
    await page.getByText("needs JavaScript").waitFor();
    await context.close();
  });

  test("says what failed where a part of it does not load", async () => {
    const page = await browser.newPage();
    await page.route("**/pkg/**", (route) => route.abort());
    await page.goto(origin);
    await page.getByRole("alert").getByText("could not be loaded: TypeError").waitFor();
    await page.close();
  });
});

describe("the sources", () => {
  test("write no rule again", () => {
    const listed = rules.eventTypes.flatMap(({ name, label }) => [name, label]);
    for (const [name, text] of sources) {
      for (const word of [...listed, "Wrong JSON body"]) assert.ok(!text.includes(word), name);
    }
  });

  test("never read text as HTML", () => {
    for (const [name, text] of sources) assert.doesNotMatch(text, /HTML\b.*[=(]|style=/, name);
  });

  test("ask the device by what buildRequest gives, save for the log-in", () => {
    const asking = sources.filter(([, text]) => /\bfetch\(|XMLHttpRequest|sendBeacon/.test(text));
    assert.deepEqual(asking.map(([name]) => name).sort(), ["api.js", "login.js", "words.js"]);
    const api = readFileSync(new URL("api.js", www), "utf8");
    assert.match(api, /built = build\(request\);.*fetch\(built\.url, built\).*parseResponse\(/s);
  });
});
