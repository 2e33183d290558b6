// The list of webhooks: its rows, its order and its search.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  en,
  hold,
  isFocused,
  listed,
  many,
  pageText,
  press,
  row,
  rules,
  STORED,
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
  test("sorts as the device does, and the focus stays", () =>
    visit(
      async (page) => {
        await listed(page);
        const sort = page.getByLabel(en["list.sort"]);
        await sort.focus();
        await sort.selectOption({ label: en["sort.oldest"] });
        await page.locator(".row").first().getByText("Webhook 1", { exact: true }).waitFor();
        const { url } = stack.device.requests.findLast(({ url }) => url.includes("/webhooks?"));
        assert.match(url, /sort_field=item_uid&sort_type=asc/);
        await waitForFocus(sort);
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
