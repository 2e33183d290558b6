// Import from a file.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  bar,
  en,
  file,
  hold,
  isFocused,
  listed,
  logIn,
  many,
  pageText,
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

async function importFile(page, value) {
  const chooser = page.waitForEvent("filechooser");
  await press(page, "list.import");
  await (await chooser).setFiles(file(value));
}

describe("import", () => {
  test("offers the choice of a file before its part of the page has loaded", () => {
    let release;
    return visit(
      async (page) => {
        await listed(page);
        await importFile(page, { ...STORED, url: "https://example.com/new" });
        release();
        await page.getByText(en["import.unsaved"]).waitFor();
      },
      {
        stored: [STORED],
        prepare: async (page) => {
          release = await hold(page, "**/list/import.js");
        },
      },
    );
  });

  test("opens one webhook in the editor, which shows that it is not saved", () =>
    visit(
      async (page) => {
        await listed(page);
        await importFile(page, { ...STORED, url: "https://example.com/new" });
        await page.getByText(en["import.unsaved"]).waitFor();
        await bar(page).getByText(en["edit.notsaved"]).waitFor();
        assert.equal(await page.locator("#secret").inputValue(), STORED.secret);
        await save(page);
        await row(page, "example.com/new").waitFor();
        assert.deepEqual(stack.device.webhooks.get(2), {
          ...STORED,
          url: "https://example.com/new",
        });
      },
      { stored: [STORED] },
    ));

  test("focuses the first error, counts all, and lists what was not imported", () =>
    visit(
      async (page) => {
        await listed(page);
        await importFile(page, {
          ...STORED,
          url: "example.com",
          secret: "short",
          note: 1,
          status: "on",
        });
        await bar(page)
          .getByText(pageText("edit.attention", { count: 2 }))
          .waitFor();
        await waitForFocus(page.locator("#url"));
        assert.ok(await isFocused(page.locator("#url")));
        await page.getByText(en["import.unsaved"]).waitFor();
        const names = await page.locator(".ignored code").allInnerTexts();
        assert.deepEqual(names, ["status", "note"]);
      },
      { stored: [STORED] },
    ));

  test("creates several webhooks in one step, and shows which are invalid", () =>
    visit(
      async (page) => {
        await listed(page);
        await importFile(page, [...many(3), STORED, { ...STORED, url: "ftp://a" }]);
        const dialog = page.getByRole("dialog");
        const first = dialog.locator("li").first();
        await first.getByText(en["invalid_url.scheme"]).waitFor();
        await dialog.getByText(pageText("import.all.help", { ready: 4, count: 5 })).waitFor();
        assert.ok(await first.getByText(en["import.correct"]).isHidden());
        await press(dialog, pageText("import.start", { count: 4 }));
        await dialog.getByText(pageText("import.done", { created: 3, total: 5 })).waitFor();
        await dialog.getByText(en["response.conflict"]).waitFor();
        // There is nothing left to cancel.
        assert.ok(await dialog.getByText(en["dialog.cancel"]).isHidden());
        await press(dialog, "dialog.close");
        await toast(page, pageText("import.toast", { count: 3 }));
        assert.equal(stack.device.webhooks.size, 4);
        await row(page, "example.com/2").waitFor();
      },
      { stored: [STORED] },
    ));

  test("of several webhooks leads to the editor for one that is invalid", () =>
    visit(
      async (page) => {
        await listed(page);
        await importFile(page, [...many(1), { ...STORED, url: "ftp://a", note: 1 }]);
        const dialog = page.getByRole("dialog");
        await press(dialog, pageText("import.start", { count: 1 }));
        await press(dialog, "import.correct");
        await page.locator("#url-notes").getByText(en["invalid_url.scheme"]).waitFor();
        await page.getByText(en["import.unsaved"]).waitFor();
        assert.deepEqual(await page.locator(".ignored code").allInnerTexts(), ["note"]);
        await waitForFocus(page.locator("#url"));
        await page.locator("#url").fill("https://a.example");
        await save(page);
        await row(page, "a.example").waitFor();
        await row(page, "example.com/1").waitFor();
      },
      { stored: [STORED] },
    ));

  test("opens the editor at once, although the list is slow, and shows the created webhooks", () =>
    visit(
      async (page) => {
        await listed(page);
        await importFile(page, [...many(1), { ...STORED, url: "ftp://a" }]);
        const dialog = page.getByRole("dialog");
        await press(dialog, pageText("import.start", { count: 1 }));
        const release = await hold(page, "**/webhooks?*");
        await press(dialog, "import.correct");
        await toast(page, pageText("import.toast", { count: 1 }));
        await page.locator("#url-notes").getByText(en["invalid_url.scheme"]).waitFor();
        await page.locator("#url").fill("https://a.example");
        await save(page);
        await waitForFocus(row(page, "a.example").locator(".open"));
        release();
        await row(page, "example.com/1").waitFor();
        assert.ok(await isFocused(row(page, "a.example").locator(".open")));
      },
      { stored: [STORED] },
    ));

  test("of several webhooks leads to the editor for one that is invalid after the other", () =>
    visit(
      async (page) => {
        await listed(page);
        const invalid = ["ftp://a", "ftp://b", "ftp://c"].map((url) => ({ ...STORED, url }));
        await importFile(page, [...many(1), ...invalid]);
        const dialog = page.getByRole("dialog");
        const correct = dialog.getByRole("button", { name: en["import.correct"], exact: true });
        await press(dialog, pageText("import.start", { count: 1 }));
        await correct.first().click();
        await page.locator("#url").fill("https://a.example");
        await save(page);
        await dialog.getByText("ftp://c").waitFor();
        assert.equal(await dialog.getByText("ftp://a").count(), 0);
        await correct.first().click();
        await page.getByText(en["import.unsaved"]).waitFor();
        assert.equal(await page.locator("#url").inputValue(), "ftp://b");
        // One that is given up does not end the others.
        await page.goBack();
        await press(page, "discard.confirm");
        await correct.click();
        await page.getByText(en["import.unsaved"]).waitFor();
        assert.equal(await page.locator("#url").inputValue(), "ftp://c");
        await page.goBack();
        await press(page, "discard.confirm");
        await row(page, "a.example").waitFor();
        assert.equal(await dialog.count(), 0);
        assert.equal(stack.device.webhooks.size, 3);
      },
      { stored: [STORED] },
    ));

  test("of several webhooks ends after the current one if it is cancelled", () =>
    visit(
      async (page) => {
        await listed(page);
        const release = await hold(page, "**/webhooks");
        await importFile(page, many(3));
        const dialog = page.getByRole("dialog");
        await dialog.getByText(pageText("import.all.ready", { count: 3 })).waitFor();
        await press(dialog, pageText("import.start", { count: 3 }));
        await dialog.getByText(pageText("import.progress", { at: 1, total: 3 })).waitFor();
        await press(dialog, "dialog.cancel");
        release();
        await toast(page, pageText("import.toast", { count: 1 }));
        await row(page, "example.com/1").waitFor();
        assert.equal(stack.device.webhooks.size, 2);
      },
      { stored: [STORED] },
    ));

  /** Ends the session at the request that creates the webhook with this URL. */
  async function endSession(page, url) {
    let ended = false;
    await page.route("**/webhooks", (route) => {
      if (ended || route.request().postDataJSON()?.url !== url) return route.fallback();
      ended = true;
      return route.fulfill({ status: 401, json: { error: "Log In" } });
    });
  }

  /** Starts an import of three valid webhooks, and perhaps others, during which the session ends. */
  async function importWithoutSession(page, webhooks) {
    await listed(page);
    await endSession(page, "https://example.com/2");
    await importFile(page, webhooks);
    const dialog = page.locator("dialog:not(.login)");
    await press(dialog, pageText("import.start", { count: 3 }));
    return dialog;
  }

  async function cancelLogin(page) {
    await page.locator("dialog.login").waitFor();
    await page.keyboard.press("Escape");
  }

  async function assertAllCreated(page, dialog) {
    await press(dialog, "dialog.close");
    await toast(page, pageText("import.toast", { count: 3 }));
    assert.deepEqual([...stack.device.webhooks.values()], [STORED, ...many(3)]);
  }

  test("of several webhooks continues after a login if the session ends", () =>
    visit(
      async (page) => {
        const dialog = await importWithoutSession(page, many(3));
        await logIn(page, "admin");
        await dialog.getByText(pageText("import.done", { created: 3, total: 3 })).waitFor();
        await assertAllCreated(page, dialog);
      },
      { stored: [STORED] },
    ));

  test("of several webhooks that ends without a login loses none of them", () =>
    visit(
      async (page) => {
        const dialog = await importWithoutSession(page, [
          ...many(3),
          { ...STORED, url: "ftp://a" },
        ]);
        await cancelLogin(page);
        await dialog.getByText(en["response.unauthorized"]).waitFor();
        await dialog.getByText(pageText("import.done", { created: 1, total: 4 })).waitFor();
        await press(dialog, "import.correct");
        await page.locator("#url").fill("https://a.example");
        await save(page);
        await logIn(page, "admin");
        // Those that were not created can be as they are.
        await dialog.getByText(pageText("import.all.ready", { count: 2 })).waitFor();
        assert.equal(await dialog.getByText(en["import.ready"], { exact: true }).count(), 2);
        await press(dialog, pageText("import.start", { count: 2 }));
        await dialog.getByText(pageText("import.done", { created: 2, total: 2 })).waitFor();
        await press(dialog, "dialog.close");
        await row(page, "example.com/3").waitFor();
        assert.equal(stack.device.webhooks.size, 5);
      },
      { stored: [STORED] },
    ));

  test("of several valid webhooks that ends without a login can be continued", () =>
    visit(
      async (page) => {
        const dialog = await importWithoutSession(page, many(3));
        await cancelLogin(page);
        await dialog.getByText(pageText("import.done", { created: 1, total: 3 })).waitFor();
        assert.ok(await dialog.getByText(en["dialog.cancel"]).isVisible());
        await press(dialog, pageText("import.start", { count: 2 }));
        await logIn(page, "admin");
        await dialog.getByText(pageText("import.done", { created: 3, total: 3 })).waitFor();
        assert.ok(await dialog.getByText(en["dialog.cancel"]).isHidden());
        await assertAllCreated(page, dialog);
      },
      { stored: [STORED] },
    ));

  test("offers a webhook again that a busy device did not create, after those to correct", () =>
    visit(
      async (page) => {
        await listed(page);
        let busy = true;
        await page.route("**/webhooks", (route) =>
          busy && route.request().postDataJSON()?.url === "https://example.com/1"
            ? route.fulfill({ status: 503, body: "" })
            : route.fallback(),
        );
        await importFile(page, [...many(1), STORED, { ...STORED, url: "ftp://a" }]);
        const dialog = page.getByRole("dialog");
        await press(dialog, pageText("import.start", { count: 2 }));
        await dialog.getByText(en["response.busy"]).waitFor();
        await dialog.getByText(en["response.conflict"]).waitFor();
        await press(dialog, "import.correct");
        await page.locator("#url").fill("https://a.example");
        await save(page);
        await dialog.getByText(pageText("import.all.help", { ready: 1, count: 2 })).waitFor();
        await dialog.locator("li").first().getByText(en["response.conflict"]).waitFor();
        busy = false;
        await press(dialog, pageText("import.start", { count: 1 }));
        await dialog.getByText(pageText("import.done", { created: 1, total: 2 })).waitFor();
        await press(dialog, "dialog.close");
        await row(page, "example.com/1").waitFor();
      },
      { stored: [STORED] },
    ));

  for (const text of ["[1]", "[]", "not JSON", "7"]) {
    test(`shows that a file has no webhook: ${text}`, () =>
      visit(
        async (page) => {
          await listed(page);
          await importFile(page, text);
          await page.getByRole("dialog").getByText(en["import.unreadable"]).waitFor();
        },
        { stored: [STORED] },
      ));
  }
});
