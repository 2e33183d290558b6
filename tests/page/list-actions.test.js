// What can be done with a webhook of the list.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  choose,
  en,
  hold,
  isFocused,
  listed,
  many,
  openMenu,
  press,
  remove,
  row,
  STORED,
  save,
  stack,
  toast,
  usePage,
  visit,
} from "./page.js";

usePage();

describe("a webhook of the list", () => {
  test("is disabled and enabled in one step, and the focus stays", () =>
    visit(
      async (page) => {
        await press(row(page), "list.disable");
        await toast(page, en["done.disabled"]);
        assert.deepEqual(stack.device.webhooks.get(1), { ...STORED, status: "disabled" });
        assert.ok(await isFocused(row(page).getByRole("button", { name: en["list.enable"] })));
        await press(row(page), "list.enable");
        await toast(page, en["done.enabled"]);
        assert.deepEqual(stack.device.webhooks.get(1), STORED);
      },
      { stored: [STORED] },
    ));

  test("is disabled by Disable, whatever another user has done", () =>
    visit(
      async (page) => {
        await listed(page);
        stack.device.webhooks.set(1, { ...STORED, status: "disabled" });
        await press(row(page), "list.disable");
        await toast(page, en["done.disabled"]);
        assert.equal(stack.device.webhooks.get(1).status, "disabled");
      },
      { stored: [STORED] },
    ));

  test("is saved without what a device writes as empty", () =>
    visit(
      async (page) => {
        await press(row(page), "list.disable");
        await toast(page, en["done.disabled"]);
        assert.ok(!("secret" in stack.device.webhooks.get(1)));
      },
      { stored: [{ ...STORED, secret: "", description: null }] },
    ));

  test("that breaks a rule is opened to be corrected", () =>
    visit(
      async (page) => {
        await press(row(page), "list.disable");
        await page.locator('[role=radiogroup][aria-invalid="true"]').waitFor();
        await page.getByRole("radio", { name: "1", exact: true }).check();
        await save(page);
        await toast(page, en["done.saved"]);
      },
      { stored: [{ ...STORED, max_retries: 0 }] },
    ));

  test("is deleted after a question, and the deletion can be undone", () =>
    visit(
      async (page) => {
        const dialog = page.getByRole("dialog");
        await openMenu(page);
        await choose(page, "list.delete");
        await dialog.getByText(STORED.url).waitFor();
        await press(dialog, "dialog.cancel");
        assert.equal(stack.device.webhooks.size, 1);
        await remove(page);
        await toast(page, en["done.deleted"]);
        await page.locator(".empty").waitFor();
        assert.equal(stack.device.webhooks.size, 0);
        assert.ok(await isFocused(page.getByRole("heading", { level: 1 })));

        await press(page, "delete.undo");
        await row(page).getByText(en["list.restored"]).waitFor();
        assert.deepEqual([...stack.device.webhooks.values()], [STORED]);
        assert.ok(await isFocused(row(page).locator(".open")));
      },
      { stored: [STORED] },
    ));

  test("that cannot be restored is offered in the editor", () =>
    visit(
      async (page) => {
        await remove(page);
        await toast(page, en["done.deleted"]);
        stack.device.webhooks.set(7, STORED);
        await press(page, "delete.undo");
        await page.getByText(en["restore.failed"]).waitFor();
        assert.equal(await page.locator("#secret").inputValue(), STORED.secret);
        await page.locator("#url-notes").getByText(en["response.conflict"]).waitFor();
      },
      { stored: [STORED] },
    ));

  test("can be restored again if another editor is open when that fails", () =>
    visit(
      async (page) => {
        await remove(page);
        await toast(page, en["done.deleted"]);
        stack.device.webhooks.set(7, STORED);
        const release = await hold(page, "**/webhooks");
        await press(page, "delete.undo");
        await press(page, "list.new");
        await page.locator("#description").fill("another one");
        release();
        await toast(page, en["restore.again"]);
        assert.equal(await page.locator("#description").inputValue(), "another one");
        stack.device.webhooks.clear();
        const restored = page.waitForResponse((response) => response.request().method() === "POST");
        await press(page, "delete.undo");
        await restored;
        assert.deepEqual([...stack.device.webhooks.values()], [STORED]);
      },
      { stored: [STORED] },
    ));

  test("is duplicated into the editor", () =>
    visit(
      async (page) => {
        await openMenu(page);
        await choose(page, "list.duplicate");
        await page.getByText(en["duplicate.help"]).waitFor();
        await page.locator("#url").fill("https://example.com/copy");
        await save(page);
        await row(page, "example.com/copy").waitFor();
        const [, copy] = stack.device.webhooks.values();
        assert.deepEqual(copy, { ...STORED, url: "https://example.com/copy" });
      },
      { stored: [STORED] },
    ));

  test("that was deleted meanwhile is reported in its row, and nothing moves", () =>
    visit(
      async (page) => {
        const last = row(page, "example.com/1");
        const top = await last.evaluate((it) => it.getBoundingClientRect().top);
        stack.device.webhooks.clear();
        await press(row(page, "example.com/3"), "list.disable");
        await row(page, "example.com/3").getByText(en["response.not_found"]).waitFor();
        assert.equal(await last.evaluate((it) => it.getBoundingClientRect().top), top);
      },
      { stored: many(3), viewport: { width: 1280, height: 800 } },
    ));

  test("allows one action at a time while other webhooks allow theirs, and shows its progress", () =>
    visit(
      async (page) => {
        await listed(page);
        const release = await hold(page, "**/webhooks/1");
        const first = row(page, "example.com/1");
        await press(first, "list.disable");
        await first.getByText(en["list.saving"]).waitFor();
        for (const key of ["list.disable", "list.test", "list.actions"]) {
          const button = first.getByRole("button", { name: en[key] });
          assert.equal(await button.getAttribute("aria-disabled"), "true");
          await button.dispatchEvent("click");
        }
        assert.equal(await page.locator("dialog, [role=menu]").count(), 0);
        await press(row(page, "example.com/2"), "list.disable");
        await toast(page, en["done.disabled"]);
        release();
        await first.getByText(en["status.disabled"]).waitFor();
        assert.equal(stack.device.webhooks.get(1).status, "disabled");
      },
      { stored: many(2) },
    ));

  test("repeats a failed action by its own button, and the message disappears", () =>
    visit(
      async (page) => {
        await listed(page);
        await page.route("**/webhooks/1", (route) => route.abort());
        await press(row(page), "list.disable");
        await row(page).getByText(en["response.unreachable"]).waitFor();
        await page.unroute("**/webhooks/1");
        await press(row(page), "list.retry");
        await toast(page, en["done.disabled"]);
        assert.equal(await row(page).getByText(en["response.unreachable"]).count(), 0);
        assert.ok(await isFocused(row(page).locator(".open")));
      },
      { stored: [STORED] },
    ));

  test("that the device does not show in time has no change to check for", () =>
    visit(
      async (page) => {
        await listed(page);
        await press(row(page), "list.disable");
        await row(page).getByText(en["response.slow"]).waitFor();
      },
      {
        stored: [STORED],
        device: { fail: ({ url }) => url.endsWith("/webhooks/1") && { status: 504, body: "" } },
      },
    ));

  test("gets the focus back from the toast about it", () =>
    visit(
      async (page) => {
        await row(page).locator(".open").click();
        await page.locator("#description").fill("changed");
        await save(page);
        await press(page.locator(".toast"), "list.test");
        await page.locator(".result.ok").waitFor();
        await page.keyboard.press("Escape");
        await page.locator("dialog").waitFor({ state: "detached" });
        assert.ok(await isFocused(row(page).locator(".open")));
      },
      { stored: [STORED] },
    ));
});
