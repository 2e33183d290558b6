// The test of a webhook, and what the page shows of it: what the device reports, and no more.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseResponse } from "../../pkg/entry/default.js";
import {
  en,
  hold,
  isFocused,
  pageText,
  press,
  row,
  STORED,
  stack,
  usePage,
  visit,
} from "./page.js";

usePage();

const panel = (page) => page.locator("dialog.panel");
const result = (page, tone) => panel(page).locator(`.result.${tone}`);
const startTest = (page) => press(row(page), "list.test");
const tested = (use, device, webhook = STORED) =>
  visit(
    async (page) => {
      await startTest(page);
      await use(page);
    },
    { stored: [webhook], device },
  );

describe("a test", () => {
  test("that the device only reports as sent is reported as sent, not as delivered", () =>
    tested(
      async (page) => {
        await result(page, "sent").getByText(en["test.sent"], { exact: true }).waitFor();
        await panel(page).getByText(en["test.unreported"]).waitFor();
        await panel(page).getByText(en["test.raw"]).click();
        await panel(page).getByText("<b>sent</b>").waitFor();
        assert.equal(await panel(page).locator("b:not(.url b)").count(), 0);
      },
      { testReport: "<b>sent</b>" },
    ));

  test("does not call a delivery unsigned where the list has no secret", () =>
    tested(
      async (page) => {
        await result(page, "sent").waitFor();
        assert.equal(await panel(page).getByText(en["test.signed"]).count(), 0);
      },
      { testReport: "sent" },
      { ...STORED, secret: undefined },
    ));

  test("that cannot be run shows why, in another colour, with another icon and other words", () =>
    visit(
      async (page) => {
        await row(page).waitFor();
        stack.device.webhooks.clear();
        await startTest(page);
        await result(page, "bad").getByText(en["test.notsent"]).waitFor();
        await panel(page).getByText(en["response.not_found"]).waitFor();
        await page.keyboard.press("Escape");
        await panel(page).waitFor({ state: "detached" });
        assert.ok(await isFocused(row(page).getByRole("button", { name: en["list.test"] })));
      },
      { stored: [STORED] },
    ));

  test("in progress is shown, also when the panel is opened again", () =>
    visit(
      async (page) => {
        await row(page).waitFor();
        const release = await hold(page, "**/test");
        await startTest(page);
        await result(page, "progress").getByText(en["test.running"]).waitFor();
        await press(panel(page), "dialog.close");
        await startTest(page);
        await result(page, "progress").waitFor();
        release();
        await panel(page).locator(".result:not(.progress)").waitFor();
        const tests = stack.device.requests.filter(({ url }) => url.endsWith("/test"));
        assert.equal(tests.length, 1);
      },
      { stored: [STORED] },
    ));

  test("is repeated, and links to the editor", () =>
    tested(async (page) => {
      await panel(page).locator(".result:not(.progress)").waitFor();
      await press(panel(page), "test.again");
      await panel(page).locator(".result:not(.progress)").waitFor();
      await press(panel(page), "test.edit");
      await page.locator("#url").waitFor();
      const tests = stack.device.requests.filter(({ url }) => url.endsWith("/test"));
      assert.equal(tests.length, 2);
    }));
});

const EXAMPLE = "EVENT DETAILS: log.tamper_event (ID: wh_5) Status: Sent (1/4 attempts)";
const hasReports = Boolean(parseResponse({ operation: "test", status: 200, body: EXAMPLE }).report);

describe("a delivery report", { skip: !hasReports && "the package reads no reports yet" }, () => {
  test("of a delivery that was rejected shows outcome, attempts, duration, request and response", () =>
    tested(
      async (page) => {
        await result(page, "bad").getByText("Failed: 401").waitFor();
        await panel(page).getByText(en["test.advice.key"]).waitFor();
        await panel(page)
          .getByText(pageText("test.attempts", { attempt: 4, attempts: 4 }))
          .waitFor();
        await panel(page)
          .getByText(pageText("test.ms", { ms: 23 }), { exact: true })
          .waitFor();
        // The time is the reader's, the device's own text its title.
        const finished = panel(page).locator(".facts bdi");
        assert.match(await finished.innerText(), /^\d+:\d\d:\d\d\s[AP]M$/);
        assert.match(await finished.getAttribute("title"), /^\d{4}-\d\d-\d\dT/);
        const response = panel(page).getByRole("tab", { name: en["test.response"] });
        assert.equal(await response.getAttribute("aria-selected"), "true");
        await panel(page).getByText("Login required", { exact: true }).waitFor();

        await panel(page).getByRole("tab", { name: en["test.request"] }).click();
        const headers = panel(page).locator("pre").first();
        assert.match(await headers.innerText(), /^X-Api-Key: ••••••••$/m);
        assert.doesNotMatch(await headers.innerText(), /the key/);
        await press(panel(page), "test.reveal");
        assert.match(await headers.innerText(), /^X-Api-Key: the key$/m);
        await panel(page)
          .getByRole("group", { name: en["test.payload"] })
          .getByText('"event_type": "log.incoming_call"')
          .waitFor();

        await panel(page).getByRole("tab", { name: en["test.raw"] }).click();
        await panel(page).getByText("EVENT DETAILS:").waitFor();
      },
      { receiver: { status: 401, text: "Login required" } },
      { ...STORED, headers: '{"X-Api-Key":"the key"}' },
    ));

  test("of a delivery that arrived shows that it was delivered", () =>
    tested(async (page) => {
      await result(page, "ok")
        .getByText(pageText("test.delivered", { status: "200 OK" }))
        .waitFor();
    }));

  test("of a receiver that does not respond shows that", () =>
    tested(
      async (page) => {
        await result(page, "bad").waitFor();
        await panel(page).getByText(en["test.advice.silent"]).waitFor();
      },
      { receiver: null },
    ));
});
