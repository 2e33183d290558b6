// `npm run screenshots`: the main states of the admin page, in docs/images/, from the page in front of
// the edge guard in workerd and the device simulator.

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { USERS } from "../dev/device/device.js";
import { chosenPort } from "../dev/serve.js";
import { startStack } from "../dev/stack.js";
import { rules } from "../pkg/dist/rules.js";
import { launchChromium } from "./page-browser.js";
import { main, root } from "./run.js";
import { setup } from "./setup.js";

const FOLDER = join(root, "docs/images");
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 320, height: 720 };

const namesOf = (matches) => rules.eventTypes.filter(matches).map(({ name }) => name);
const inGroup = (id) => namesOf(({ group }) => group === id);

/** URL, description, event types, and what is unlike the other webhooks. */
const EXAMPLES = [
  [
    "https://old-crm.example.com/webhook",
    "Replaced in March, keep until the audit",
    inGroup("doors"),
    { status: "disabled" },
  ],
  [
    "https://sip-monitor.example.com/notify",
    "Reports to the telephony team",
    ["log.sip_registration_lost"],
    { secret: undefined },
  ],
  [
    "https://lift.example.com/control/callback",
    "Lift controller on the test bench",
    inGroup("lift"),
    { status: "disabled" },
  ],
  [
    "https://hooks.concierge.example/v1/organisations/7f3a/buildings/north/panels/entrance",
    undefined,
    ["log.incoming_call", "log.door_was_opened", "log.access_denied_by_unknown_card"],
  ],
  [
    "http://192.168.10.24:8080/hook",
    "Home automation",
    inGroup("calls").slice(0, 3),
    { secret: undefined },
  ],
  ["https://siem.example.net/ingest/door-panels", "Security monitoring", namesOf(() => true)],
  [
    "https://access-log.example.com/api/v2/events?site=north",
    "Access log of the building manager",
    inGroup("access"),
  ],
  [
    "https://alarm.example.com/hooks/front-door",
    "Alarm centre: doors and tamper switch",
    [...inGroup("doors").slice(2, 6), "log.tamper_event", "log.lift_call_error"],
  ],
];

const webhookOf = ([url, description, event_types, others]) => ({
  url,
  secret: "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
  status: "active",
  timeout: 15_000,
  headers: '{"X-Api-Key":"a key of the receiver","X-Site":"north"}',
  description,
  event_types,
  max_retries: 3,
  ...others,
});
const FIFTY = [
  ...Array.from({ length: 42 }, (_, at) => [
    `https://tenant-${at + 1}.example.org/door-events`,
    `Tenant ${at + 1}`,
    inGroup(["access", "doors", "calls"][at % 3]).slice(0, 1 + (at % 5)),
  ]),
  ...EXAMPLES,
].map(webhookOf);

const texts = (language) =>
  JSON.parse(readFileSync(join(root, `www/languages/${language}.json`), "utf8"));

const press = (scope, name) => scope.getByRole("button", { name, exact: true }).first().click();
const row = (page) => page.locator(".row").first();
const list = (page) => row(page).waitFor();

async function test(page, text) {
  await press(row(page), text["list.test"]);
  await page.locator(".result:not(.progress)").waitFor();
}

async function createNew(page, text) {
  await press(page, text["list.new"]);
  await page.locator("#url").fill("https://alarm.example.com/hooks/front-door");
  await page.locator("#description").fill("Alarm centre: doors and tamper switch");
  for (const [group, names] of [
    [
      "doors",
      ["log.door_was_opened", "log.door_sensor_was_opened", "log.emergency_lock_is_opened"],
    ],
    ["device", ["log.tamper_event"]],
  ]) {
    const head = page.locator(`[aria-controls="events-${group}"]`);
    await head.click();
    for (const name of names) await page.locator(`[id="${name}"]`).check();
    await head.click();
  }
  await press(page, text["secret.generate"]);
  await page.locator("h1").focus();
}

async function events(page, text) {
  await createNew(page, text);
  await press(page, text["preset.alarms"]);
  await page.locator("#event-search").fill(text === texts("ru") ? "двер" : "door");
}

async function mistakes(page, text) {
  await press(page, text["list.new"]);
  await page.locator("#url").fill("alarm.example.com/hooks/front-door");
  await page.locator("#secret").fill("too short");
  await page.locator("#open-advanced").click();
  await press(page, text["headers.add"]);
  await page.locator("[name=header_name]").fill("Authorization");
  await page.locator("[name=header_value]").fill("Bearer token");
  await page.locator("#save").click();
}

/** Another user changes the webhook while it is edited. */
async function conflict(page, text, { webhooks }) {
  await row(page).locator(".open").click();
  await page.locator("#description").fill("Alarm centre, ground floor");
  const [uid, webhook] = [...webhooks].at(-1);
  const changes = { description: "Alarm centre", max_retries: 5 };
  webhooks.set(uid, { ...webhook, ...changes, event_types: webhook.event_types.slice(1) });
  await page.locator("#save").click();
  await page.getByText(text["conflict.title"]).waitFor();
}

const rightToLeft = (act) => async (page, text) => {
  await act(page, text);
  await page.evaluate(() => {
    document.documentElement.dir = "rtl";
  });
};

const tall = (width, height) => ({ viewport: { width, height } });
const dark = { colorScheme: "dark" };
const russian = { locale: "ru" };

const SHOTS = {
  login: { user: false },
  empty: { stored: [], act: (page) => page.locator(".empty").waitFor() },
  list: { act: list },
  "list-50": { act: list, stored: FIFTY, ...tall(1280, 3560) },
  "list-dark": { act: list, ...dark },
  "list-320": { act: list, viewport: NARROW },
  "list-russian": { act: list, ...russian },
  "list-russian-320": { act: list, viewport: NARROW, ...russian },
  "list-rtl": { act: rightToLeft(list) },
  editor: { act: createNew, ...tall(1280, 1160) },
  "editor-dark": { act: createNew, ...tall(1280, 1160), ...dark },
  "editor-320": { act: createNew, ...tall(320, 1660) },
  "editor-russian": { act: createNew, ...tall(1280, 1180), ...russian },
  "editor-rtl": { act: rightToLeft(createNew), ...tall(1280, 1160) },
  events: { act: events, ...tall(1280, 1160) },
  mistakes: { act: mistakes, ...tall(1280, 1840) },
  "mistakes-320-dark": { act: mistakes, ...tall(320, 2560), ...dark },
  "mistakes-forced-colours": { act: mistakes, ...tall(1280, 1840), forcedColors: "active" },
  conflict: { act: conflict },
  test: { act: test },
  "test-sent": { act: test, report: "Webhook sent" },
  "test-failed": { act: test, receiver: { status: 401, text: '{"error":"Login required"}' } },
  "test-failed-320": {
    act: test,
    receiver: { status: 401, text: "Login required" },
    viewport: NARROW,
  },
};

async function shoot(
  browser,
  { url, device },
  name,
  { act, user = true, receiver: _, stored: __, report: ___, ...options },
) {
  const context = await browser.newContext({ viewport: WIDE, locale: "en", ...options });
  const page = await context.newPage();
  await page.goto(url);
  await page.locator("#login-name").fill("admin");
  if (user) {
    await page.locator("#login-password").fill(USERS.admin.password);
    await page.locator("dialog .primary").click();
    await page.locator("dialog").waitFor({ state: "detached" });
  }
  await act?.(page, texts(options.locale ?? "en"), device);
  // Nothing is under the pointer then.
  await page.mouse.move(0, 0);
  // Animations have ended then.
  await page.waitForTimeout(300);
  const picture = await page.screenshot();
  await sharp(picture)
    .png({ palette: true, dither: 0, effort: 10 })
    .toFile(join(FOLDER, `${name}.png`));
  await context.close();
}

main(async () => {
  setup("chromium");
  mkdirSync(FOLDER, { recursive: true });
  const stack = await startStack({ port: chosenPort() });
  const { device } = stack;
  const browser = await launchChromium();
  const chosen = process.argv.slice(2);
  try {
    for (const [name, shot] of Object.entries(SHOTS)) {
      if (chosen.length && !chosen.includes(name)) continue;
      device.webhooks.clear();
      const stored = shot.stored ?? EXAMPLES.map(webhookOf);
      for (const [at, webhook] of stored.entries()) device.webhooks.set(at + 1, webhook);
      device.settings.receiver = shot.receiver ?? { status: 200, text: "OK" };
      device.settings.testReport = shot.report ?? null;
      await shoot(browser, stack, name, shot);
    }
  } finally {
    await browser.close();
    await stack.stop();
  }
});
