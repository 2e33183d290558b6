// Export to a file.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import {
  choose,
  en,
  hold,
  listed,
  many,
  openMenu,
  pageText,
  press,
  STORED,
  stack,
  toast,
  unpaged,
  usePage,
  visit,
} from "./page.js";

usePage();

const { secret: _, headers: __, ...OPEN } = STORED;

async function exported(page, withSecrets) {
  const dialog = page.getByRole("dialog");
  if (withSecrets) await dialog.getByRole("checkbox").check();
  const download = page.waitForEvent("download");
  await press(dialog, "export.confirm");
  const text = readFileSync(await (await download).path(), "utf8");
  await dialog.waitFor({ state: "detached" });
  return JSON.parse(text);
}

describe("export", () => {
  test("writes a webhook, with its secret and headers only if asked to", () =>
    visit(
      async (page) => {
        await openMenu(page);
        await choose(page, "list.export");
        assert.deepEqual(await exported(page), OPEN);
        await openMenu(page);
        await choose(page, "list.export");
        assert.deepEqual(await exported(page, true), STORED);
      },
      { stored: [STORED] },
    ));

  test("writes all webhooks, those of later pages too", () =>
    visit(
      async (page) => {
        await listed(page);
        await press(page, "export.all");
        const webhooks = await exported(page, true);
        assert.deepEqual(webhooks, many(60));
        await toast(page, pageText("export.done", { count: 60 }));
      },
      { stored: many(60) },
    ));

  test("ends for a device that does not know page numbers", () =>
    visit(
      async (page) => {
        await listed(page);
        await press(page, "export.all");
        assert.deepEqual(await exported(page, true), many(50));
      },
      { stored: many(50), device: unpaged(many(50)) },
    ));

  test("leaves out what is not a webhook in the device's list", () =>
    visit(
      async (page) => {
        await listed(page);
        await press(page, "export.all");
        assert.deepEqual(await exported(page, true), many(1));
      },
      { stored: many(1), device: unpaged([...many(1), null]) },
    ));

  for (const [what, starts] of [
    ["sends fewer on a page than requested", [0, 20, 40]],
    ["states how many pages it has and repeats one", [0, 0, 20, 40]],
  ]) {
    test(`writes all webhooks of a device that ${what}`, () => {
      const stored = many(45);
      return visit(
        async (page) => {
          await listed(page);
          await press(page, "export.all");
          assert.deepEqual(await exported(page, true), stored);
        },
        {
          stored,
          prepare: (page) =>
            page.route("**/webhooks?*page_number=*", async (route) => {
              const response = await route.fetch();
              if (!response.ok()) return route.fulfill({ response });
              const number = new URL(route.request().url()).searchParams.get("page_number");
              const start = starts[number - 1];
              const list_items = stored
                .map((webhook, at) => ({ item_uid: at + 1, ...webhook }))
                .slice(start, start + 20);
              const pagination = { total_items: 45, items_limit: 20, total_pages: starts.length };
              return route.fulfill({ json: { list_items, list_options: { pagination } } });
            }),
        },
      );
    });
  }
});

test("an export that is cancelled while it reads the list asks for no further page", () =>
  visit(
    async (page) => {
      await listed(page);
      const release = await hold(page, "**/webhooks?*page_number=1*");
      const sent = page.waitForRequest("**/webhooks?*page_number=1*");
      const dialog = page.getByRole("dialog");
      await press(page, "export.all");
      await press(dialog, "export.confirm");
      await sent;
      await press(dialog, "dialog.cancel");
      await dialog.waitFor({ state: "detached" });
      release();
      // After another export, the first one would have asked for the second page.
      await press(page, "export.all");
      assert.deepEqual(await exported(page, true), many(60));
      const second = stack.device.requests.filter(({ url }) => url.includes("page_number=2"));
      assert.equal(second.length, 1);
    },
    { stored: many(60) },
  ));

test("an export that is cancelled asks for no login", () =>
  visit(
    async (page) => {
      await listed(page);
      await page.route("**/webhooks?*", (route) => route.fulfill({ status: 401 }));
      const release = await hold(page, "**/webhooks?*");
      const dialog = page.getByRole("dialog");
      await press(page, "export.all");
      await press(dialog, "export.confirm");
      await press(dialog, "dialog.cancel");
      await dialog.waitFor({ state: "detached" });
      release();
      // The session has ended.
      await page.locator("#user").waitFor({ state: "hidden" });
      assert.equal(await dialog.count(), 0);
    },
    { stored: many(3) },
  ));

test("an export that is cancelled reads no further, and writes no file", () =>
  visit(
    async (page) => {
      await listed(page);
      const release = await hold(page, "**/webhooks/1");
      const dialog = page.getByRole("dialog");
      let downloads = 0;
      page.on("download", () => {
        downloads += 1;
      });
      await press(page, "export.all");
      await press(dialog, "export.confirm");
      await dialog.getByText(pageText("export.progress", { at: 1, total: 3 })).waitFor();
      const confirm = dialog.getByRole("button", { name: en["export.confirm"], exact: true });
      assert.equal(await confirm.getAttribute("aria-disabled"), "true");
      await press(dialog, "dialog.cancel");
      await dialog.waitFor({ state: "detached" });
      release();
      // After another export, the first one would have ended.
      await press(page, "export.all");
      assert.deepEqual(await exported(page, true), many(3));
      const reads = stack.device.requests.filter(({ url }) => url.endsWith("/webhooks/2"));
      assert.equal(reads.length, 1);
      assert.equal(downloads, 1);
    },
    { stored: many(3) },
  ));
