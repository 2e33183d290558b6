// The list of webhooks.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  choose,
  en,
  fillValid,
  hold,
  isFocused,
  listed,
  logIn,
  many,
  pageText,
  press,
  remove,
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
        assert.equal(boxes.length, 3);
        for (const [height] of boxes) assert.ok(height >= 64 && height <= 72, `${height} px`);
        assert.equal(new Set(boxes.map(([, x]) => x)).size, 1);
      },
      {
        stored: [
          STORED,
          plain,
          { ...plain, url: "http://a.example/", description: "long ".repeat(99) },
        ],
        viewport: { width: 1280, height: 800 },
      },
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
        assert.ok(await isFocused(page.locator("#list-search")));
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
