// The pages of the list.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  choose,
  en,
  fillValid,
  hold,
  listed,
  logIn,
  many,
  pageText,
  press,
  remove,
  row,
  STORED,
  save,
  stack,
  toast,
  unpaged,
  usePage,
  visit,
  waitForFocus,
} from "./page.js";

usePage();

const rows = (page) => page.locator(".row");

describe("the list", () => {
  test("loads page by page, newest first, and shows how many there are", () =>
    visit(
      async (page) => {
        await row(page, "example.com/120").waitFor();
        assert.equal(await rows(page).count(), 50);
        await page.getByText(pageText("list.loaded", { loaded: 50, total: 120 })).waitFor();
        assert.ok(await page.locator(".toolbar .number").first().isHidden());
        await press(page, "list.loadmore");
        const next = page.locator(".row").nth(50).locator(".open");
        await next.waitFor();
        await waitForFocus(next);
        await press(page, "list.loadmore");
        await page.getByText(pageText("list.total", { count: 120 }), { exact: true }).waitFor();
        assert.equal(await rows(page).count(), 120);
        assert.deepEqual(await page.locator(".toolbar .number").allInnerTexts(), [
          "120",
          "120",
          "0",
        ]);
        assert.ok(await page.getByText(en["list.loadmore"]).isHidden());
      },
      { stored: many(120) },
    ));

  test("loads a page again that failed, and those that are left if it is searched", () => {
    let broken = true;
    return visit(
      async (page) => {
        await listed(page);
        await press(page, "list.loadmore");
        await page.locator(".foot").getByText(en["response.bad_gateway"]).waitFor();
        broken = false;
        await page.locator("#list-search").fill("com/9");
        await press(page, "list.retry");
        await page.getByText(pageText("list.found", { count: 11, loaded: 160 })).waitFor();
        assert.equal(await page.locator(".foot .message").innerText(), "");
        await page.locator("#list-search").fill("");
        assert.equal(await rows(page).count(), 160);
      },
      {
        stored: many(160),
        prepare: (page) =>
          page.route("**/webhooks?*page_number=2*", (route) =>
            broken ? route.fulfill({ status: 502, body: "" }) : route.fallback(),
          ),
      },
    );
  });

  test("offers to load what is left if it is searched", () =>
    visit(
      async (page) => {
        await listed(page);
        await page.locator("#list-search").fill("com/1");
        await press(page, "list.rest");
        await page.getByText(pageText("list.found", { count: 54, loaded: 142 })).waitFor();
        assert.ok(await page.getByText(en["list.rest"]).isHidden());
      },
      { stored: many(142) },
    ));

  test("leaves no webhook out after one of a loaded page was deleted", () =>
    visit(
      async (page) => {
        await remove(page, "example.com/120");
        await page.getByText(pageText("list.loaded", { loaded: 49, total: 119 })).waitFor();
        await press(page, "list.loadmore");
        await page.getByText(pageText("list.loaded", { loaded: 100, total: 119 })).waitFor();
        await press(page, "list.loadmore");
        await page.getByText(pageText("list.total", { count: 119 }), { exact: true }).waitFor();
      },
      { stored: many(120) },
    ));

  for (const [time, query] of [
    ["a page", ""],
    ["the rest", "example"],
  ]) {
    test(`leaves no webhook out if one is deleted while ${time} is loaded`, () =>
      visit(
        async (page) => {
          await listed(page);
          await page.locator("#list-search").fill(query);
          const release = await hold(page, "**/webhooks?*page_number=2*");
          await press(page, query ? "list.rest" : "list.loadmore");
          await remove(page, "example.com/60");
          await page.getByText(pageText("list.loaded", { loaded: 49, total: 59 })).waitFor();
          release();
          await page.getByText(pageText("list.total", { count: 59 }), { exact: true }).waitFor();
        },
        { stored: many(60) },
      ));
  }

  test("does not show a webhook again that is deleted while a page with it is late", () =>
    visit(
      async (page) => {
        await listed(page);
        // Another user's webhook moves the last one of the first page to the second page.
        stack.device.webhooks.set(61, { ...STORED, url: "https://example.com/61" });
        let release;
        const released = new Promise((resolve) => {
          release = resolve;
        });
        const late = new Promise((resolve) => {
          page.route(
            "**/webhooks?*page_number=2*",
            async (route) => {
              const response = await route.fetch();
              resolve(response);
              await released;
              await route.fulfill({ response });
            },
            { times: 1 },
          );
        });
        await press(page, "list.loadmore");
        assert.match(await (await late).text(), /example\.com\/11"/);
        await remove(page, "example.com/11");
        await toast(page, en["done.deleted"]);
        release();
        await page.getByText(pageText("list.total", { count: 60 }), { exact: true }).waitFor();
        assert.equal(await row(page, "example.com/11").count(), 0);
      },
      { stored: many(60) },
    ));

  test("ends for a device that does not know page numbers", () =>
    visit(
      async (page) => {
        await listed(page);
        await press(page, "list.loadmore");
        await page.getByText(pageText("list.total", { count: 50 }), { exact: true }).waitFor();
        assert.ok(await page.getByText(en["list.loadmore"]).isHidden());
      },
      { stored: many(50), device: unpaged(many(50)) },
    ));

  test("does not end at a page that new webhooks have made the same as the one before", () =>
    visit(
      async (page) => {
        await listed(page);
        for (const [at, webhook] of many(170).entries())
          if (at >= 120) stack.device.webhooks.set(at + 1, webhook);
        await press(page, "list.loadmore");
        await page.getByText(pageText("list.loaded", { loaded: 50, total: 170 })).waitFor();
        await press(page, "list.loadmore");
        await page.getByText(pageText("list.loaded", { loaded: 100, total: 170 })).waitFor();
        await row(page, "example.com/21").waitFor();
      },
      { stored: many(120) },
    ));

  test("is loaded on by the keyboard: the focus moves to a new row, or to the search", () =>
    visit(
      async (page) => {
        await listed(page);
        const rest = page.getByRole("button", { name: en["list.rest"], exact: true });
        await page.locator("#list-search").fill("com/11");
        await rest.press("Enter");
        const next = row(page, "example.com/11").locator(".open");
        await next.waitFor();
        await waitForFocus(next);
        await page.reload();
        await listed(page);
        await page.locator("#list-search").fill("com/110");
        await rest.press("Enter");
        await page.getByText(pageText("list.found", { count: 1, loaded: 120 })).waitFor();
        await waitForFocus(page.locator("#list-search"));
      },
      { stored: many(120) },
    ));

  test("that has failed stays incomplete after a webhook was created", () => {
    let broken = false;
    return visit(
      async (page) => {
        await listed(page);
        await press(page, "list.loadmore");
        await page.getByText(pageText("list.loaded", { loaded: 100, total: 160 })).waitFor();
        broken = true;
        await page.getByLabel(en["list.sort"]).selectOption({ label: en["sort.oldest"] });
        await page.locator(".place").getByText(en["response.bad_gateway"]).waitFor();
        await press(page, "list.new");
        await fillValid(page);
        await save(page);
        await row(page, "example.com/hook").waitFor();
        await page.locator(".foot").getByText(en["response.bad_gateway"]).waitFor();
        await page.getByText(pageText("list.loaded", { loaded: 1, total: "?" })).waitFor();
        broken = false;
        await press(page, "list.retry");
        await page.getByText(pageText("list.loaded", { loaded: 51, total: 161 })).waitFor();
        await row(page, "example.com/1").waitFor();
      },
      {
        stored: many(160),
        prepare: (page) =>
          page.route("**/webhooks?*", (route) =>
            broken ? route.fulfill({ status: 502, body: "" }) : route.fallback(),
          ),
      },
    );
  });

  test("of another login does not get the rows of a late response", () =>
    visit(
      async (page) => {
        await listed(page);
        const release = await hold(page, "**/webhooks?*page_number=2*");
        await press(page, "list.loadmore");
        await page.locator("#user").click();
        await choose(page, "user.logout");
        await page.locator("dialog.login").waitFor();
        const late = page.waitForResponse(/page_number=2/);
        release();
        await (await late).finished();
        await logIn(page, "admin");
        await listed(page);
        await page.getByText(pageText("list.loaded", { loaded: 50, total: 120 })).waitFor();
        await page.locator(".row").first().getByText("Webhook 120", { exact: true }).waitFor();
      },
      { stored: many(120) },
    ));
});
