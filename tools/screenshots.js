// `npm run screenshots`: the main states of the admin page, as docs/page-*.png, from the page before
// the guard in workerd and the device of the tests.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { USERS } from "../dev/device/device.js";
import { chosenPort } from "../dev/serve.js";
import { startStack } from "../dev/stack.js";
import { launchChromium } from "./page-browser.js";
import { main, root } from "./run.js";
import { setup } from "./setup.js";

const WIDE = { width: 1100, height: 760 };
const NARROW = { width: 320, height: 640 };

const STORED = [
  {
    url: "https://alarm.example.com/hooks/front-door",
    secret: "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    status: "active",
    timeout: 5000,
    headers: '{"X-Api-Key":"a key of the receiver"}',
    description: "Front door",
    event_types: ["log.door_was_opened", "log.door_was_closed", "log.tamper_event"],
    max_retries: 3,
  },
  {
    url: "http://192.168.1.20:8080/panel",
    status: "disabled",
    event_types: ["log.incoming_call"],
    max_retries: 1,
  },
];

const words = (language) =>
  JSON.parse(readFileSync(join(root, `www/languages/${language}.json`), "utf8"));

const press = (scope, text) =>
  scope.getByRole("button", { name: text, exact: true }).first().click();

async function list(page, text) {
  await press(page, text["list.test"]);
  await page.getByText("The test request was sent").waitFor();
}

async function edit(page, text) {
  await press(page, text["list.edit"]);
  await page.getByText(text["request.curl"]).waitFor();
}

async function mistakes(page, text) {
  await press(page, text["list.new"]);
  await page.locator("#url").fill("alarm.example.com/hooks");
  await page.locator("#secret").fill("too short");
  await page.locator("#headers-1-name").fill("Authorization");
  await page.locator("#headers-1-value").fill("Bearer token");
  await press(page, text["edit.save"]);
}

async function events(page, text) {
  await edit(page, text);
  await page.locator("#event_types-filter").fill("door");
  await page.evaluate(() => {
    document.querySelector("#event_types-filter").closest("fieldset").scrollIntoView();
  });
}

const SHOTS = {
  "login-light": { login: false },
  "list-light": { act: list },
  "list-dark": { act: list, colorScheme: "dark" },
  "list-narrow": { act: list, viewport: NARROW },
  "form-dark": { act: edit, colorScheme: "dark" },
  "mistakes-light": { act: mistakes },
  "mistakes-narrow-dark": { act: mistakes, viewport: NARROW, colorScheme: "dark" },
  "events-light": { act: events },
  "form-narrow-russian": { act: edit, viewport: NARROW, locale: "ru" },
};

async function shoot(browser, url, name, { act, login = true, ...options }) {
  const context = await browser.newContext({ viewport: WIDE, locale: "en", ...options });
  const page = await context.newPage();
  await page.goto(url);
  const dialog = page.getByRole("dialog");
  await dialog.locator("#login-username").fill("admin");
  if (login) {
    await dialog.locator("#login-password").fill(USERS.admin.password);
    await dialog.locator(".primary").click();
    await page.locator(".webhooks > li").first().waitFor();
  }
  await act?.(page, words(options.locale ?? "en"));
  const picture = await page.screenshot();
  const file = join(root, "docs", `page-${name}.png`);
  await sharp(picture).png({ palette: true, dither: 0, effort: 10 }).toFile(file);
  await context.close();
}

main(async () => {
  setup("chromium");
  const stack = await startStack({ port: chosenPort() });
  const browser = await launchChromium();
  try {
    for (const [name, shot] of Object.entries(SHOTS)) {
      stack.device.webhooks.clear();
      for (const [at, webhook] of STORED.entries()) stack.device.webhooks.set(at + 1, webhook);
      await shoot(browser, stack.url, name, shot);
    }
  } finally {
    await browser.close();
    await stack.stop();
  }
});
