// The first visit: what it downloads, and that the page is usable before the rules have loaded.

import assert from "node:assert/strict";
import { test } from "node:test";
import { firstVisit } from "../../tools/first-visit.js";
import {
  addHeader,
  bar,
  createEarly,
  en,
  fillValid,
  hold,
  isFocused,
  languages,
  logIn,
  notes,
  openAdvanced,
  press,
  row,
  save,
  stack,
  toast,
  usePage,
  visit,
} from "./page.js";

usePage();

const WASM = "**/*.wasm";

for (const language of languages) {
  test(`downloads at most 130 KB, compressed: ${language}`, async () => {
    const files = await firstVisit(stack.browser, stack.origin, language);
    const paths = files.map(({ path }) => path);
    for (const part of ["/", `/languages/${language}.json`, "/pkg/wasm/webhook_guard_bg.wasm"]) {
      assert.ok(paths.includes(part), `${part} in ${paths}`);
    }
    const sum = files.reduce((sum, { sent }) => sum + sent, 0);
    assert.ok(sum <= 130_000, `${sum} bytes`);
  });
}

test("requests its modules in parallel", () =>
  visit(
    async (page) => {
      await page.locator("dialog.login").waitFor();
      const preloaded = await page
        .locator("link[rel=modulepreload]")
        .evaluateAll((links) => links.map(({ href }) => new URL(href).pathname));
      const asked = await page.evaluate(() =>
        performance
          .getEntriesByType("resource")
          .map(({ name }) => new URL(name).pathname)
          .filter((path) => path.endsWith(".js")),
      );
      // The path of a snippet changes with the build.
      const known = asked.filter((path) => path !== "/start.js" && !path.includes("/snippets/"));
      assert.deepEqual(preloaded.sort(), [...new Set(known)].sort());
    },
    { user: null },
  ));

test("has a form to fill in before the rules have loaded, and checks it once they have", () => {
  let release;
  return createEarly(
    async (page) => {
      await page.locator("#url").pressSequentially("example.com");
      await openAdvanced(page);
      await addHeader(page, "Host", "a");
      await press(page, "secret.generate");
      await bar(page).getByText(en["edit.loading"]).waitFor();
      assert.equal(await page.locator(".notes li").count(), 0);

      release();
      await notes(page, "url").getByText(en["invalid_url.scheme"]).waitFor();
      await page.locator(".rows").getByText(en.reserved_header).waitFor();
      assert.equal(await page.locator("#url").inputValue(), "example.com");
      // Typing is not interrupted by a login.
      assert.equal(await page.getByRole("dialog").count(), 0);
    },
    {
      prepare: async (page) => {
        release = await hold(page, WASM);
      },
    },
  );
});

test("does not interrupt a user in the editor to log in for the list", () => {
  let release;
  return visit(
    async (page) => {
      await press(page, "list.new");
      await page.locator("#url").fill("https://example.com/early");
      const rejected = page.waitForResponse("**/webhooks?*");
      release();
      await (await rejected).finished();
      await bar(page).getByText(en["edit.notsaved"]).waitFor();
      assert.equal(await page.getByRole("dialog").count(), 0);
    },
    {
      user: null,
      prepare: async (page) => {
        release = await hold(page, WASM);
      },
    },
  );
});

test("saves a webhook that was submitted early once the rules have loaded", () => {
  let release;
  return createEarly(
    async (page) => {
      await fillValid(page);
      await save(page);
      await bar(page).getByText(en["edit.saving"]).waitFor();
      release();
      await logIn(page, "admin");
      await toast(page, en["done.saved"]);
      await row(page, "example.com/hook").waitFor();
    },
    {
      prepare: async (page) => {
        release = await hold(page, WASM);
      },
    },
  );
});

test("offers to try again if the rules cannot be loaded, and keeps what is entered", () =>
  createEarly(
    async (page) => {
      const alert = page.getByRole("alert").filter({ hasText: "did not load" });
      await alert.getByText("webhook_guard_bg.wasm cannot be fetched").waitFor();
      await page.locator("#url").fill("ftp://a");
      await page.unroute(WASM);
      await press(alert, "list.retry");
      await notes(page, "url").getByText(en["invalid_url.scheme"]).waitFor();
      assert.equal(await alert.count(), 0);
      assert.ok(await isFocused(page.getByRole("heading", { level: 1 })));
      assert.equal(await page.locator("#url").inputValue(), "ftp://a");
    },
    { prepare: (page) => page.route(WASM, (route) => route.abort()) },
  ));

test("is usable on a slow connection", () =>
  createEarly(
    async (page) => {
      await bar(page).getByText(en["edit.loading"]).waitFor();
      await page.locator("#url").pressSequentially("ftp://a");
      await notes(page, "url").getByText(en["invalid_url.scheme"]).waitFor();
      assert.equal(await page.locator("#url").inputValue(), "ftp://a");
    },
    {
      prepare: async (page) => {
        const session = await page.context().newCDPSession(page);
        await session.send("Network.enable");
        await session.send("Network.emulateNetworkConditions", {
          offline: false,
          latency: 100,
          downloadThroughput: 20_000,
          uploadThroughput: 20_000,
        });
      },
    },
  ));

test("shows what to do if the page cannot render", async () => {
  const context = await stack.browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(stack.origin);
  await page.getByText("needs JavaScript").waitFor();
  await context.close();
});

test("shows what failed if a part of the page does not load", async () => {
  const page = await stack.browser.newPage();
  await page.route("**/pkg/**", (route) => route.abort());
  await page.goto(stack.origin);
  await page.getByRole("alert").getByText("did not load: TypeError").waitFor();
  await page.close();
});
