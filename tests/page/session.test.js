// Logging in and out.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import { USERS } from "../../dev/device/device.js";
import { md5 } from "../../www/device/md5.js";
import {
  create,
  en,
  fillValid,
  hold,
  isFocused,
  listed,
  logIn,
  many,
  press,
  row,
  STORED,
  save,
  stack,
  toast,
  usePage,
  visit,
  waitForFocus,
} from "./page.js";

usePage();

const dialog = (page) => page.locator("dialog.login");

describe("a login", () => {
  test("shows that a password is wrong, and succeeds with the right one", () =>
    visit(
      async (page) => {
        await logIn(page, "admin", "wrong");
        await dialog(page).getByText(en["login.wrong"]).waitFor();
        assert.ok(await isFocused(page.locator("#login-password")));
        await logIn(page, "admin");
        await page.locator(".empty").waitFor();
        assert.doesNotMatch(stack.device.requests.map(({ url }) => url).join(), /123456/);
      },
      { user: null },
    ));

  for (const [status, body, key] of [
    [500, "<html>", "login.failed"],
    [429, "<html>", "login.busy"],
    [404, "<html>", "login.missing"],
    [200, "<html>", "login.unreadable"],
    [200, "null", "login.unreadable"],
    [200, '{"token":"é"}', "login.unreadable"],
    [200, '{"token":""}', "login.unreadable"],
  ]) {
    test(`does not call a password wrong where the device responds with ${status} ${body}`, () =>
      visit(
        async (page) => {
          await page.route("**/api/v1/login*", (route) => route.fulfill({ status, body }));
          await logIn(page, "admin", "any");
          await dialog(page).getByText(en[key]).waitFor();
          await page.unroute("**/api/v1/login*");
          await page.route("**/api/v1/login*", (route) => route.abort());
          await logIn(page, "admin", "any");
          await dialog(page).getByText(en["response.unreachable"]).waitFor();
        },
        { user: null },
      ));
  }

  test("that gets no response ends, and can be tried again", () =>
    visit(
      async (page) => {
        await dialog(page).waitFor();
        await page.route("**/api/v1/login*", () => {}, { times: 1 });
        // The next time limit is 600 times shorter.
        await page.evaluate(() => {
          const { timeout } = AbortSignal;
          AbortSignal.timeout = (ms) => {
            AbortSignal.timeout = timeout;
            return AbortSignal.timeout(ms / 600);
          };
        });
        await logIn(page, "admin", "any");
        await dialog(page).getByText(en["response.slow"]).waitFor();
        await logIn(page, "admin");
        await page.locator(".empty").waitFor();
      },
      { user: null },
    ));

  test("that is cancelled while it runs does not take place", () =>
    visit(
      async (page) => {
        await dialog(page).waitFor();
        const release = await hold(page, "**/api/v1/login*");
        await page.locator("#login-name").fill("admin");
        await page.locator("#login-password").fill(USERS.admin.password);
        await press(dialog(page), "login.submit");
        await dialog(page).getByText(en["login.running"]).waitFor();
        await page.keyboard.press("Escape");
        await page.getByText(en["list.loggedout"]).waitFor();
        release();
        // By now, the response to an earlier request has been read.
        await page.evaluate(() => fetch("/api/info").then((response) => response.text()));
        assert.equal(await page.evaluate(() => sessionStorage.length), 0);
        assert.ok(await page.locator("#user").isHidden());
      },
      { user: null, stored: [STORED] },
    ));

  test("that was cancelled at first is offered again", () =>
    visit(
      async (page) => {
        await dialog(page).waitFor();
        await page.keyboard.press("Escape");
        await page.getByText(en["list.loggedout"]).waitFor();
        await press(page, "login.submit");
        await logIn(page, "admin");
        await row(page).waitFor();
        await waitForFocus(page.getByRole("heading", { level: 1 }));
      },
      { user: null, stored: [STORED] },
    ));

  test("without administrator rights can be followed by another one", () =>
    visit(
      async (page) => {
        await page.getByText(en["response.forbidden"]).waitFor();
        await page.keyboard.press("Escape");
        const again = page.locator(".problem").getByRole("button");
        await again.waitFor();
        await again.click();
        await logIn(page, "admin");
        await row(page).waitFor();
        assert.equal(await page.getByText(en["response.forbidden"]).count(), 0);
      },
      { user: "guest", stored: [STORED] },
    ));

  test("happens once where several requests need it", () =>
    visit(
      async (page) => {
        await listed(page);
        const rejected = new Set();
        await page.route("**/api/v1/webhooks/*", (route) => {
          const url = route.request().url();
          if (rejected.has(url)) return route.fallback();
          rejected.add(url);
          return route.fulfill({ status: 401, json: { error: "Log In" } });
        });
        const release = await hold(page, "**/api/v1/webhooks/*");
        for (const url of ["example.com/1", "example.com/2"])
          await press(row(page, url), "list.disable");
        release();
        await logIn(page, "admin");
        for (const url of ["example.com/1", "example.com/2"]) {
          await row(page, url).getByText(en["status.disabled"]).waitFor();
        }
        assert.equal(await dialog(page).count(), 0);
      },
      { stored: many(2) },
    ));

  test("sends passwords as the device accepts them", () => {
    const texts = [
      "",
      "123456",
      "пароль",
      ...Array.from({ length: 70 }, (_, at) => "x".repeat(at)),
    ];
    for (const text of texts) {
      assert.equal(md5(text), createHash("md5").update(text).digest("hex"));
    }
  });
});

describe("a session", () => {
  test("survives a reload only if the user chose that", async () => {
    await visit(
      async (page) => {
        await row(page).waitFor();
        await page.reload();
        await row(page).waitFor();
      },
      { stored: [STORED] },
    );
    await visit(
      async (page) => {
        await dialog(page).getByRole("checkbox").uncheck();
        await logIn(page, "admin");
        await row(page).waitFor();
        assert.equal(await page.evaluate(() => sessionStorage.length), 0);
        await page.reload();
        await dialog(page).waitFor();
      },
      { stored: [STORED], user: null },
    );
  });

  test("names the device and the user, and ends by Log out", () =>
    visit(
      async (page) => {
        await row(page).waitFor();
        await page.getByText("AV-08FB, firmware 3.25.8").waitFor();
        await page.locator("#user").click();
        await page.getByText(en["user.admin"]).waitFor();
        await page.getByRole("menuitem", { name: en["user.logout"] }).click();
        await dialog(page).waitFor();
        assert.equal(await page.evaluate(() => sessionStorage.length), 0);
        assert.ok(await row(page).isHidden());
        await logIn(page, "admin");
        await row(page).waitFor();
      },
      { stored: [STORED] },
    ));

  test("that has ended asks to log in again, and nothing typed is lost", () =>
    create(async (page) => {
      await fillValid(page);
      await page.evaluate(() => sessionStorage.setItem("session", "{}"));
      await save(page);
      await logIn(page, "admin");
      await toast(page, en["done.saved"]);
    }));

  test("that has ended asks the same user for the password", () =>
    visit(
      async (page) => {
        await row(page).waitFor();
        await page.route("**/webhooks/1", (route) => route.fulfill({ status: 401, body: "" }));
        await press(row(page), "list.disable");
        await dialog(page).waitFor();
        assert.equal(await dialog(page).locator("#login-name").inputValue(), "admin");
        assert.ok(await isFocused(dialog(page).locator("#login-password")));
      },
      { stored: [STORED] },
    ));

  test("does not start if the device gives no information about itself", () =>
    visit(
      async (page) => {
        await listed(page);
        await page.locator("header").getByText("Door panel").waitFor();
      },
      {
        device: { fail: ({ url }) => url === "/api/info" && { status: 404, body: "" } },
      },
    ));
});
