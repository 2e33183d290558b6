// Addresses, the history, and the title of the tab.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  choose,
  en,
  hold,
  isFocused,
  listed,
  logIn,
  many,
  openMenu,
  press,
  row,
  STORED,
  save,
  usePage,
  visit,
  waitForFocus,
} from "./page.js";

usePage();

const hash = (page) => new URL(page.url()).hash;

test("Back and forward move between the list and the editor, and keep the place in the list", () =>
  visit(
    async (page) => {
      const target = row(page, "example.com/5");
      await target.scrollIntoViewIfNeeded();
      const top = await page.evaluate(() => scrollY);
      assert.ok(top > 0);
      await row(page, "example.com/5").locator(".open").click();
      await page.locator("#url").waitFor();
      assert.match(hash(page), /^#\/webhooks\/\d+$/);
      await page.goBack();
      await target.waitFor();
      assert.equal(await page.evaluate(() => scrollY), top);
      await page.goForward();
      await page.locator("#url").waitFor();
      assert.equal(await page.locator(".row").count(), 0);
    },
    { stored: many(30) },
  ));

/** Starts to duplicate the only webhook; returns a function that ends it. */
async function duplicate(page) {
  await row(page).waitFor();
  await page.evaluate(() => {
    window.read = [];
    const { text } = Response.prototype;
    Response.prototype.text = async function () {
      const value = await text.call(this);
      window.read.push(new URL(this.url).pathname);
      return value;
    };
  });
  const release = await hold(page, "**/webhooks/1");
  await openMenu(page);
  await choose(page, "list.duplicate");
  return async () => {
    release();
    await page.waitForFunction(() => window.read.some((path) => path.endsWith("/webhooks/1")));
  };
}

test("a copy that is ready while a new webhook is open changes neither that nor the next view", () =>
  visit(
    async (page) => {
      const end = await duplicate(page);
      await press(page, "list.new");
      await page.locator("#url").waitFor();
      await end();
      assert.equal(await page.locator("#url").inputValue(), "");
      await page.evaluate(() => {
        location.hash = "#/webhooks/1";
      });
      await page.waitForFunction(
        (url) => document.querySelector("#url")?.value === url,
        STORED.url,
      );
      assert.equal(await page.getByText(en["duplicate.help"]).count(), 0);
    },
    { stored: [STORED] },
  ));

test("a copy that the user stays in the editor for is not in the next new webhook", () =>
  visit(
    async (page) => {
      const end = await duplicate(page);
      await page.evaluate(() => {
        location.hash = "#/webhooks/2";
      });
      await page.locator("#description").fill("changed");
      await end();
      await press(page, "discard.keep");
      await page.goBack();
      await press(page, "discard.confirm");
      await page.getByRole("heading", { name: en["edit.new"] }).waitFor();
      await page.locator("#url").waitFor();
      assert.equal(await page.locator("#url").inputValue(), "");
    },
    { stored: [STORED, ...many(1)] },
  ));

test("Back with unsaved changes asks first, and the address stays until the answer", () =>
  visit(
    async (page) => {
      await row(page).locator(".open").click();
      await page.locator("#description").fill("changed");
      await page.goBack();
      await press(page, "discard.keep");
      assert.equal(hash(page), "#/webhooks/1");
      assert.equal(await page.locator("#description").inputValue(), "changed");
      await page.goBack();
      await press(page, "discard.confirm");
      await row(page).waitFor();
      assert.equal(hash(page), "#/");
    },
    { stored: [STORED], route: "#/" },
  ));

test("Back again while the question is open asks no second one", () =>
  visit(
    async (page) => {
      await row(page).locator(".open").click();
      await page.locator("#description").fill("changed");
      await page.goBack();
      const question = page.getByRole("dialog");
      await question.waitFor();
      await page.goBack();
      await page.waitForFunction(() => location.hash === "#/webhooks/1");
      assert.equal(await question.count(), 1);
      await press(page, "discard.confirm");
      await row(page).waitFor();
      assert.equal(hash(page), "#/");
    },
    { stored: [STORED], route: "#/" },
  ));

test("a webhook has an address of its own", () =>
  visit(
    async (page) => {
      await page.locator("#url").waitFor();
      assert.equal(await page.locator("#url").inputValue(), STORED.url);
      await press(page, "dialog.cancel");
      await row(page).waitFor();
      assert.equal(hash(page), "#/");
    },
    { stored: [STORED], route: "#/webhooks/1" },
  ));

test("an address without a webhook reports that, and a retry that succeeds shows the webhook", () =>
  visit(
    async (page) => {
      await page.getByText(en["response.not_found"]).waitFor();
      assert.ok(await isFocused(page.locator(".problem button")));
      await press(page, "list.retry");
      await waitForFocus(page.locator(".problem button"));
      await page.locator(".back").click();
      await row(page).waitFor();
    },
    { stored: [STORED], route: "#/webhooks/9" },
  ));

test("the title of the tab names the view and the device", () =>
  visit(
    async (page) => {
      await listed(page);
      await page.waitForFunction(() => document.title === "Webhooks – Entrance panel");
      await row(page).locator(".open").click();
      await page.waitForFunction(() => document.title === "example.com – Entrance panel");
      await page.goBack();
      await press(page, "list.new");
      await page.waitForFunction(() => document.title === "New webhook – Entrance panel");
    },
    { stored: [STORED] },
  ));

test("a list that could not be loaded is loaded again, and the message disappears", () => {
  let broken = true;
  return visit(
    async (page) => {
      await page.getByText(en["response.bad_gateway"]).waitFor();
      broken = false;
      await press(page, "list.retry");
      await logIn(page, "admin");
      await row(page).waitFor();
      assert.equal(await page.getByText(en["response.bad_gateway"]).count(), 0);
      await waitForFocus(page.getByRole("heading", { level: 1 }));
    },
    {
      stored: [STORED],
      user: null,
      prepare: (page) =>
        page.route("**/webhooks?*", (route) =>
          broken ? route.fulfill({ status: 502, body: "" }) : route.fallback(),
        ),
    },
  );
});

test("after it is saved, a webhook of another page of the list is on top", () =>
  visit(
    async (page) => {
      await page.locator("#description").fill("changed");
      await save(page);
      await page.locator(".row").first().getByText(en["list.saved"]).waitFor();
      assert.equal(await page.locator(".row.changed").count(), 1);
    },
    { stored: many(60), route: "#/webhooks/2" },
  ));
