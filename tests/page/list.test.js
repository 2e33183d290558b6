// The list of webhooks.

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
  pageText,
  press,
  row,
  rules,
  STORED,
  save,
  stack,
  toast,
  usePage,
  visit,
  waitForFocus,
} from "./page.js";

usePage();

const rows = (page) => page.locator(".row");
const plain = { ...STORED, url: "http://192.168.1.9/", status: "disabled", description: undefined };
delete plain.secret;

describe("a row of the list", () => {
  test("shows URL, description, flags, status, and events with their groups", () =>
    visit(
      async (page) => {
        await row(page).waitFor();
        assert.equal(await rows(page).count(), 2);
        const text = await row(page).innerText();
        for (const part of ["Active", "Front door", "2 events", "Calls, Device"]) {
          assert.ok(text.includes(part), part);
        }
        const other = await row(page, "192.168.1.9/").innerText();
        for (const key of [
          "status.disabled",
          "flag.unencrypted",
          "flag.unsigned",
          "list.nodescription",
        ]) {
          assert.ok(other.includes(en[key]), key);
        }
        assert.equal(await row(page).locator(".open b").innerText(), "example.com");
        assert.doesNotMatch(await page.content(), /a stored secret|a stored value/);
      },
      { stored: [STORED, plain] },
    ));

  test("is compact, and its columns are aligned with the others", () =>
    visit(
      async (page) => {
        await row(page).waitFor();
        const boxes = await rows(page).evaluateAll((all) =>
          all.map((it) => [it.offsetHeight, it.querySelector(".events").getBoundingClientRect().x]),
        );
        for (const [height] of boxes) assert.ok(height >= 64 && height <= 72, `${height} px`);
        assert.equal(new Set(boxes.map(([, x]) => x)).size, 1);
      },
      { stored: [STORED, plain], viewport: { width: 1280, height: 800 } },
    ));

  test("opens the webhook when it is clicked anywhere except on its buttons", () =>
    visit(
      async (page) => {
        // A locator's own click demands that the link is not in front of the text.
        const clickAt = async (part) => {
          const { x, y } = await row(page).locator(part).boundingBox();
          await page.mouse.click(x + 5, y + 5);
        };
        await clickAt(".description");
        await page.locator("#url").waitFor();
        assert.equal(new URL(page.url()).hash, "#/webhooks/1");
        await page.goBack();
        await clickAt(".pill");
        await page.locator("#url").waitFor();
        await page.goBack();
        await press(row(page), "list.disable");
        await toast(page, en["done.disabled"]);
        assert.ok(await row(page).isVisible());
      },
      { stored: [STORED] },
    ));

  test("names all events, all of a group, or the only event", () =>
    visit(
      async (page) => {
        await listed(page);
        const summaries = await page.locator(".events .soft").allInnerTexts();
        const [type] = rules.eventTypes;
        assert.deepEqual(summaries, [type.label, "All of Access", "All events"]);
      },
      {
        stored: [
          rules.eventTypes,
          rules.eventTypes.filter(({ group }) => group === "access"),
          [rules.eventTypes[0]],
        ].map((types, at) => ({ ...many(3)[at], event_types: types.map(({ name }) => name) })),
      },
    ));

  test("shows unexpected values of firmware as text", () =>
    visit(
      async (page) => {
        await listed(page);
        assert.equal(await page.locator("b:not(.url b)").count(), 0);
        const texts = await page.locator(".pill").allInnerTexts();
        assert.deepEqual(texts, [en["status.unknown"], en["status.unknown"], "<b>status</b>"]);
        assert.doesNotMatch(await page.locator("main").innerText(), /undefined|null|\[object/);
      },
      {
        stored: [
          { ...STORED, url: "https://a/<b>url</b>", status: "<b>status</b>", description: "<b>" },
          { ...STORED, url: "https://b/", status: null, description: null, event_types: null },
          { url: "https://c/" },
        ],
      },
    ));
});

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

  test("sorts as the device does", () =>
    visit(
      async (page) => {
        await listed(page);
        await page.getByLabel(en["list.sort"]).selectOption({ label: en["sort.oldest"] });
        await page.locator(".row").first().getByText("Webhook 1", { exact: true }).waitFor();
        const { url } = stack.device.requests.findLast(({ url }) => url.includes("/webhooks?"));
        assert.match(url, /sort_field=item_uid&sort_type=asc/);
      },
      { stored: many(60) },
    ));

  test("is loaded without a sort if the device does not know the field", () =>
    visit(async (page) => row(page).waitFor(), {
      stored: [STORED],
      device: {
        fail: ({ url }) =>
          url.includes("sort_field") && {
            status: 400,
            headers: { "Content-Type": "application/json" },
            body: '{"error":"Wrong sort field"}',
          },
      },
    }));

  test("is searched and filtered among the loaded webhooks", () =>
    visit(
      async (page) => {
        await listed(page);
        await page.getByRole("radio", { name: en["filter.disabled"] }).click();
        assert.equal(await rows(page).count(), 1);
        await page.getByRole("radio", { name: en["filter.all"] }).click();
        await page.locator("#list-search").fill("FRONT stored");
        assert.equal(await rows(page).count(), 1);
        await page.getByText(pageText("list.found", { count: 1, loaded: 2 })).waitFor();
        await page.locator("#list-search").fill("nothing of this kind");
        await page.getByText(en["list.nomatch"]).waitFor();
        await press(page.locator(".none"), "search.clear");
        assert.equal(await rows(page).count(), 2);
        await page.locator("#list-search").fill("front");
        assert.equal(await rows(page).count(), 1);
        await press(page.locator(".toolbar"), "search.clear");
        assert.equal(await rows(page).count(), 2);
        assert.ok(await isFocused(page.locator("#list-search")));
      },
      { stored: [STORED, { ...plain, description: "Back" }] },
    ));

  test("explains what a webhook does while there is none, and offers to create one", () =>
    visit(async (page) => {
      await page.getByText(en["empty.title"]).waitFor();
      assert.equal(await page.getByRole("button", { name: en["list.new"] }).count(), 1);
      await press(page, "list.new");
      await page.locator("#url").waitFor();
    }));

  test("shows placeholders while it loads", () =>
    visit(
      async (page) => {
        await page.locator(".skeleton").first().waitFor();
      },
      {
        user: null,
        prepare: (page) => hold(page, "**/webhooks?*"),
      },
    ));
});

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
        await openMenu(page);
        await choose(page, "list.delete");
        await press(dialog, "delete.confirm");
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
        await openMenu(page);
        await choose(page, "list.delete");
        await press(page.getByRole("dialog"), "delete.confirm");
        await toast(page, en["done.deleted"]);
        stack.device.webhooks.set(7, STORED);
        await press(page, "delete.undo");
        await page.getByText(en["restore.failed"]).waitFor();
        assert.equal(await page.locator("#secret").inputValue(), STORED.secret);
        await page.locator("#url-notes").getByText(en["response.conflict"]).waitFor();
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
      },
      { stored: [STORED] },
    ));
});
