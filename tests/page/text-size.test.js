// Large text, and long words in a small window: nothing is cut off.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  addHeader,
  catalogue,
  create,
  listed,
  many,
  notes,
  openAdvanced,
  press,
  row,
  STORED,
  save,
  selectEvent,
  usePage,
  visit,
} from "./page.js";

usePage();

async function makeMistakes(page) {
  await page.locator("#url").fill("example.com");
  await openAdvanced(page);
  await addHeader(page, "Host", "é");
  await save(page);
}

/** Texts that are wider than their elements. */
const cutOff = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("button, label, p, h1, h2, li")]
      .filter(
        (it) =>
          it.checkVisibility() &&
          it.scrollWidth > it.clientWidth + 1 &&
          getComputedStyle(it).display !== "inline",
      )
      .map((it) => it.outerHTML.slice(0, 120)),
  );

describe("a window of 320 px in Russian cuts off", () => {
  const ru = catalogue("ru");
  const small = { locale: "ru", viewport: { width: 320, height: 720 } };

  test("nothing of a new webhook", () =>
    create(async (page) => {
      await page
        .locator("#open-advanced .summary")
        .filter({ hasText: ru["summary.headers.none"] })
        .waitFor();
      assert.deepEqual(await cutOff(page), []);
    }, small));

  test("nothing of a toast with a button", () =>
    visit(
      async (page) => {
        await row(page).getByRole("button", { name: ru["list.actions"] }).click();
        await page.getByRole("menuitem", { name: ru["list.delete"] }).click();
        await page.getByRole("button", { name: ru["delete.confirm"] }).click();
        await page.locator(".toast").waitFor();
        assert.deepEqual(await cutOff(page), []);
      },
      { ...small, stored: [STORED] },
    ));
});

const large = (page) => page.addStyleTag({ content: "html { font-size: 200% }" });

describe("large text", () => {
  test("of 200 % shows the hosts of the list and all of the editor, also in a wide window", () =>
    visit(
      async (page) => {
        await listed(page);
        await large(page);
        const hosts = await page.locator(".open").evaluateAll((links) =>
          links.map((link) => {
            const { right } = link.querySelector("b").getBoundingClientRect();
            return right <= link.getBoundingClientRect().right;
          }),
        );
        assert.deepEqual(hosts, [true, true]);
        await press(page, "list.new");
        await selectEvent(page, "log.door_was_opened");
        await page.evaluate(() => scrollTo(0, 0));
        const inside = await page.evaluate(() => {
          const edge = document.querySelector("form > .card").getBoundingClientRect().right;
          return document.querySelector(".picker").getBoundingClientRect().right <= edge;
        });
        assert.ok(inside);
      },
      { stored: many(2), viewport: { width: 1280, height: 800 }, bypassCSP: true },
    ));

  test("of 200 % is not cut off, and nothing overlaps the form", () =>
    create(
      async (page) => {
        await large(page);
        await makeMistakes(page);
        await notes(page, "url").waitFor();
        assert.deepEqual(await cutOff(page), []);
        const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(width <= 0, `${width} px`);
      },
      { viewport: { width: 640, height: 800 }, bypassCSP: true },
    ));
});
