// The admin page in Chromium, with the guard in workerd and the device simulator behind it, used as a user
// would. Every test file of this folder that opens the page does so by this module.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before } from "node:test";
import axe from "axe-core";
import { USERS } from "../../dev/device/device.js";
import { startStack } from "../../dev/stack.js";
import { webhookRules } from "../../pkg/entry/default.js";
import { launchChromium } from "../../tools/page-browser.js";

export const rules = webhookRules();

const www = new URL("../../www/", import.meta.url);
export const readPageFile = (path) => readFileSync(new URL(path, www), "utf8");
/** Paths and texts of the page's scripts and styles. */
export const sources = readdirSync(www, { recursive: true })
  .filter((path) => /\.(js|css|html)$/.test(path))
  .map((path) => [path, readPageFile(path)]);

export const catalogue = (language) => JSON.parse(readPageFile(`languages/${language}.json`));
export const languages = Object.keys(catalogue("index"));
export const en = catalogue("en");

/** A text of the page, with its parameters. */
export function pageText(key, params = {}, texts = en) {
  const entry = texts[key];
  assert.ok(entry !== undefined, `The catalogue has no ${key}.`);
  const rule = new Intl.PluralRules(texts === en ? "en" : "ru");
  const text =
    typeof entry === "string" ? entry : entry[rule.select(params.count ?? params.actual)];
  return text.replace(/\{(\w+)\}/g, (_, name) => params[name]);
}

export const STORED = {
  url: "https://example.com/stored",
  secret: "a stored secret of the device",
  status: "active",
  timeout: 5000,
  headers: '{"X-A":"a stored value","1":""}',
  description: "Front door",
  event_types: ["log.incoming_call", "log.tamper_event"],
  max_retries: 3,
};

/** A number of webhooks, each with its own URL and description. */
export const many = (count) =>
  Array.from({ length: count }, (_, at) => ({
    ...STORED,
    url: `https://example.com/${at + 1}`,
    description: `Webhook ${at + 1}`,
  }));

let browser;
/** The device simulator and the page's origin; set while the tests of a file run. */
export const stack = {};

/** Starts page, guard, device and browser for the tests of a file. */
export function usePage() {
  before(async () => {
    const running = await startStack({ port: 0 });
    Object.assign(stack, { running, device: running.device, origin: running.url });
    browser = await launchChromium();
    stack.browser = browser;
  });
  after(async () => {
    await browser?.close();
    await stack.running?.stop();
  });
}

function prepareDevice(stored, settings) {
  const { webhooks, requests, bodies } = stack.device;
  webhooks.clear();
  requests.length = 0;
  bodies.length = 0;
  for (const [index, webhook] of stored.entries())
    webhooks.set(index + 1, structuredClone(webhook));
  const receiver = { status: 200, text: "OK" };
  Object.assign(stack.device.settings, {
    receiver,
    testReport: null,
    fail: undefined,
    ...settings,
  });
}

/**
 * Opens the page, uses it, and checks that nothing was logged and nothing else was requested.
 * `prepare(page)` runs before the page is loaded, `route` is its address, `device` settings of the device.
 */
export async function visit(
  use,
  { stored = [], user = "admin", route = "", prepare, device, ...options } = {},
) {
  prepareDevice(stored, device);
  const context = await browser.newContext({ locale: "en", ...options });
  try {
    const page = await context.newPage();
    const problems = await watch(page);
    await prepare?.(page);
    await page.goto(stack.origin + route);
    if (user) await logIn(page, user);
    await use(page, context);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
}

/** What a page logs, throws, or requests from elsewhere. */
async function watch(page) {
  // Only a test that fails takes this long.
  page.setDefaultTimeout(60_000);
  const problems = [];
  page.on("console", (entry) => {
    // The browser notes every response that is an error.
    if (!entry.text().startsWith("Failed to load resource")) problems.push(entry.text());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("request", (request) => {
    const { protocol } = new URL(request.url());
    if (!request.url().startsWith(stack.origin) && protocol !== "blob:")
      problems.push(request.url());
  });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(event.violatedDirective, event.blockedURI);
    });
  });
  return problems;
}

export async function logIn(page, name, password = USERS[name].password) {
  const dialog = page.locator("dialog.login");
  await dialog.locator("#login-name").fill(name);
  await dialog.locator("#login-password").fill(password);
  await dialog.locator(".primary").click();
  if (password === USERS[name]?.password) await dialog.waitFor({ state: "detached" });
}

/** Opens the page at the editor of a new webhook; the rules may still be loading. */
export const createEarly = (use, options) => visit(use, { route: "#/new", user: null, ...options });

/** Opens the page at the editor of a new webhook, once the rules have loaded. */
export const create = (use, options) =>
  createEarly(async (page, context) => {
    // Its text depends on the rules.
    await page.locator("#open-advanced .summary:not(:empty)").waitFor();
    await use(page, context);
  }, options);

/** Opens the page with the editor of the only webhook of the device. */
export const edit = (use, { stored = [STORED], ...options } = {}) =>
  visit(
    async (page, context) => {
      await page.locator("#url").waitFor();
      await use(page, context);
    },
    { route: "#/webhooks/1", stored, ...options },
  );

/** Delays the responses to matching requests; returns a function that releases them. */
export async function hold(page, pattern) {
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

export const isFocused = (locator) => locator.evaluate((it) => it === document.activeElement);
/** Waits until an element has the focus. */
export const waitForFocus = async (locator) => {
  const element = await locator.elementHandle();
  await element.evaluate(
    (it) =>
      new Promise((resolve, reject) => {
        const end = performance.now() + 15_000;
        const look = () => {
          const { activeElement } = document;
          if (it === activeElement) resolve();
          else if (performance.now() < end) requestAnimationFrame(look);
          else reject(new Error(`The focus is on ${activeElement?.cloneNode().outerHTML}.`));
        };
        look();
      }),
  );
};

export const press = (scope, key) =>
  scope.getByRole("button", { name: en[key] ?? key, exact: true }).click();
/** The row of the webhook whose URL ends with `url`. */
export const row = (page, url = STORED.url) =>
  page.locator(".row").filter({ has: page.locator(`.open[title$="${url}"]`) });
export const openMenu = (page, url) =>
  row(page, url).getByRole("button", { name: en["list.actions"] }).click();
export const choose = (page, key) =>
  page.getByRole("menuitem", { name: en[key], exact: true }).click();
/** Deletes a webhook of the list. */
export async function remove(page, url) {
  await openMenu(page, url);
  await choose(page, "list.delete");
  await press(page.getByRole("dialog"), "delete.confirm");
}
export const toast = (page, text) =>
  page.locator(".toast").getByText(text, { exact: true }).waitFor();
export const notes = (page, id) => page.locator(`[id="${id}-notes"]`);
export const bar = (page) => page.locator(".bar-state");
export const save = (page) => page.locator("#save").click();
export const openAdvanced = (page) => page.locator("#open-advanced").click();
export const openGroup = (page, id) => page.locator(`[aria-controls="events-${id}"]`).click();
export const listed = (page) => page.locator(".row, .empty").first().waitFor();

export async function selectEvent(page, name) {
  const { group } = rules.eventTypes.find((type) => type.name === name);
  const box = page.locator(`[id="${name}"]`);
  if (await box.isHidden()) await openGroup(page, group);
  await box.check();
}

export async function addHeader(page, name, value) {
  await press(page, "headers.add");
  const last = page.locator(".rows > li").last();
  await last.locator("[name=header_name]").fill(name);
  await last.locator("[name=header_value]").fill(value);
}

/** Fills in a valid webhook. */
export async function fillValid(page, url = "https://example.com/hook") {
  await page.locator("#url").fill(url);
  await page.locator("#description").fill("It's the front door");
  await selectEvent(page, rules.eventTypes[0].name);
  await page.locator("#secret").fill("a secret of some length");
  await openAdvanced(page);
  await page.locator("#timeout").fill("5000");
  await addHeader(page, "X-Site", "a header's value");
}

/** Pastes a text into an input, as a user does. */
export const paste = (locator, text) =>
  locator.evaluate((input, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", text);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    if (input.dispatchEvent(event)) {
      input.setRangeText(text.replace(/[\r\n]/g, ""));
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }, text);

/** Names and values of the header rows. */
export const headerRows = (page) =>
  page
    .locator(".rows > li")
    .evaluateAll((rows) =>
      rows.map((row) => Array.from(row.querySelectorAll("input"), ({ value }) => value)),
    );

/** Checks a page with axe-core, which needs `bypassCSP`. */
export async function checkAccessibility(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(
    violations.map(({ id, nodes }) => [id, nodes.map(({ html, any }) => [html, any[0]?.message])]),
    [],
  );
}

/** Settings of a device that returns all webhooks for every page, and not how many pages there are. */
export const unpaged = (webhooks) => ({
  // Not before the login, which the first request asks for.
  fail: ({ url, rawHeaders }) =>
    url.includes("page_number") &&
    rawHeaders.some((name) => /^authorization$/i.test(name)) && {
      status: 200,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        list_items: webhooks.map((webhook, at) => webhook && { item_uid: at + 1, ...webhook }),
      }),
    },
});

export const file = (value, name = "webhooks.json") => ({
  name,
  mimeType: "application/json",
  buffer: Buffer.from(typeof value === "string" ? value : JSON.stringify(value)),
});
