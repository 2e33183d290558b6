// The languages of the page.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addHeader,
  catalogue,
  create,
  en,
  hold,
  languages,
  listed,
  many,
  notes,
  openAdvanced,
  pageText,
  rules,
  sources,
  usePage,
  visit,
} from "./page.js";

usePage();

const ru = catalogue("ru");

test("the browser's language is used, and can be changed while the user types", () =>
  create(
    async (page) => {
      await page.locator("html[lang=ru]").waitFor();
      await page.locator("#url").fill("ftp://a");
      await notes(page, "url").getByText(ru["invalid_url.scheme"]).waitFor();
      await page.locator("header select").selectOption("en");
      await notes(page, "url").getByText(en["invalid_url.scheme"]).waitFor();
      await page.getByRole("button", { name: en["edit.save"] }).waitFor();
      await page
        .getByRole("button", { name: pageText("url.use", { url: "https://ftp://a" }) })
        .waitFor();
      assert.equal(await page.locator("#url").inputValue(), "ftp://a");
      assert.match(await page.title(), /^New webhook/);
      assert.equal(await page.getByText("Door closed").count(), 1);
    },
    { locale: "ru" },
  ));

test("a chosen language is stored for the next visit, and hidden parts follow", () =>
  visit(
    async (page) => {
      await listed(page);
      await page.locator(".row .open").first().click();
      await page.locator("#url").waitFor();
      await page.locator("header select").selectOption("ru");
      await page.goBack();
      await page.getByText(pageText("list.total", { count: 2 }, ru)).waitFor();
      await page.getByRole("button", { name: ru["list.test"] }).first().waitFor();
      await page.reload();
      await page.locator("html[lang=ru]").waitFor();
    },
    { stored: many(2) },
  ));

test("the last choice counts, whichever catalogue arrives last", () =>
  visit(async (page) => {
    await listed(page);
    await page.evaluate(() => {
      Object.assign(window, { read: [], chosen: [] });
      document.addEventListener("languagechosen", () => {
        window.chosen.push(document.documentElement.lang);
      });
      const { json } = Response.prototype;
      Response.prototype.json = async function () {
        const value = await json.call(this);
        window.read.push(this.url.split("/").at(-1));
        return value;
      };
    });
    const release = await hold(page, "**/languages/ru.json");
    const language = page.locator("header select");
    await language.selectOption("ru");
    await language.selectOption("en");
    await page.waitForFunction(() => window.chosen.length === 1);
    release();
    // What follows a catalogue that was read ends before the next task.
    await page.waitForFunction(() => window.read.includes("ru.json"));
    assert.deepEqual(await page.evaluate(() => window.chosen), ["en"]);
    await page.getByText(en["empty.title"]).waitFor();
    assert.equal(await language.inputValue(), "en");
  }));

test("a language that cannot be loaded leaves the page as it is", () =>
  visit(
    async (page) => {
      await listed(page);
      await page.locator("header select").selectOption("ru");
      await page.getByText(en["part.failed"]).waitFor();
      assert.equal(await page.locator("header select").inputValue(), "en");
      assert.equal(await page.evaluate(() => localStorage.getItem("language")), null);
    },
    { prepare: (page) => page.route("**/languages/ru.json", (route) => route.abort()) },
  ));

test("existing and added rows of headers follow it", () =>
  create(async (page) => {
    await openAdvanced(page);
    await addHeader(page, "X-A", "1");
    await page.locator("header select").selectOption("ru");
    await page.getByRole("button", { name: ru["headers.add"] }).click();
    assert.equal(await page.getByLabel(ru["headers.name"], { exact: true }).count(), 2);
    assert.equal(await page.getByRole("button", { name: ru["headers.remove"] }).count(), 2);
  }));

test("numbers take the plural of the language", () =>
  visit(
    async (page) => {
      for (const [count, text] of [
        [1, "1 вебхук"],
        [3, "3 вебхука"],
        [5, "5 вебхуков"],
      ]) {
        assert.equal(pageText("list.total", { count }, ru), text);
      }
      await page.getByText("3 вебхука", { exact: true }).waitFor();
    },
    { stored: many(3), locale: "ru" },
  ));

test("an added catalogue is another language, also one from right to left", () =>
  visit(
    async (page) => {
      await page.locator("dialog select").selectOption("he");
      await page.locator("html[lang=he][dir=rtl]").waitFor();
      await page.waitForFunction(() => document.title === "תצוגה – Entrance panel");
      // It is the browser's from now on.
      await page.reload();
      await page.locator("html[lang=he][dir=rtl]").waitFor();
    },
    {
      user: null,
      prepare: async (page) => {
        const index = { ...catalogue("index"), he: "עברית" };
        await page.route("**/languages/index.json", (route) => route.fulfill({ json: index }));
        const he = { ...en, dir: "rtl", title: "תצוגה" };
        await page.route("**/languages/he.json", (route) => route.fulfill({ json: he }));
      },
    },
  ));

test("every key that the page uses is in the catalogue", () => {
  const given = rules.eventTypeGroups.map(({ id }) => `group.${id}`);
  const known = new Set([...Object.keys(en), ...given]);
  for (const [path, text] of sources.filter(([path]) => path.endsWith(".js"))) {
    for (const [, key] of text.matchAll(/\bt\("([\w.]+)"/g))
      assert.ok(known.has(key), `${key} in ${path}`);
  }
});

test("every entry of the catalogue is used", () => {
  const texts = sources.map(([, text]) => text).join("\n");
  // Keys that are put together: `response.${kind}`.
  const kinds = new Set([...texts.matchAll(/`([\w.]+)\.\$\{/g)].map(([, kind]) => kind));
  const ofRules = new Set([...rules.issueCodes, ...rules.warningCodes]);
  const isUsed = (key) =>
    texts.includes(`"${key}"`) ||
    texts.includes(`.${key}`) ||
    [...kinds, "field", "login", "ignored"].some((kind) => key.startsWith(`${kind}.`)) ||
    ofRules.has(key.split(".")[0]) ||
    /\.(title|help|confirm)$/.test(key) ||
    ["warning", "suggestion"].includes(key);
  assert.deepEqual(
    Object.keys(en).filter((key) => !isUsed(key)),
    [],
  );
});

test("every catalogue has every entry, with the same parameters and the plurals of its language", () => {
  const expected = [
    ...Object.keys(en),
    ...rules.eventTypeGroups.map(({ id }) => `group.${id}`),
    ...rules.eventTypes.map(({ name }) => name),
    ...rules.issueCodes,
    ...rules.warningCodes,
  ];
  const parameters = (entry) => [...new Set(JSON.stringify(entry).match(/\{\w+\}/g) ?? [])].sort();
  for (const language of languages) {
    const own = catalogue(language);
    const plurals = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    if (language !== "en") {
      assert.deepEqual(
        expected.filter((key) => !(key in own)),
        [],
      );
    }
    for (const [key, entry] of Object.entries(en)) {
      assert.deepEqual(parameters(own[key]), parameters(entry), `${key} of ${language}`);
      if (typeof own[key] === "object") {
        assert.deepEqual(
          Object.keys(own[key]).sort(),
          [...plurals].sort(),
          `${key} of ${language}`,
        );
      }
    }
  }
});

test("English avoids words that mean something else at a door", () => {
  for (const [key, entry] of Object.entries(en)) {
    assert.doesNotMatch(JSON.stringify(entry), /\b(device|endpoint)\b/i, key);
  }
});
