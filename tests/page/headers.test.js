// The headers in the editor.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addHeader,
  bar,
  create,
  en,
  headerRows,
  isFocused,
  openAdvanced,
  pageText,
  paste,
  press,
  rules,
  usePage,
} from "./page.js";

usePage();

const advanced = (use) =>
  create(async (page) => {
    await openAdvanced(page);
    await use(page);
  });
const name = (page, index) => page.locator("[name=header_name]").nth(index);

/** Pastes a text into the name of a new row. */
async function pasteHeaders(page, text) {
  await press(page, "headers.add");
  await paste(page.locator("[name=header_name]").last(), text);
}

test("a header is added and removed, and the focus moves to its neighbour", () =>
  advanced(async (page) => {
    await addHeader(page, "X-A", "1");
    await addHeader(page, "X-B", "2");
    await page.getByRole("button", { name: en["headers.remove"] }).first().click();
    assert.deepEqual(await headerRows(page), [["X-B", "2"]]);
    assert.ok(await isFocused(name(page, 0)));
    await page.getByRole("button", { name: en["headers.remove"] }).click();
    assert.ok(await isFocused(page.getByRole("button", { name: en["headers.add"] })));
  }));

test("a JSON object, -H options, and lines with colons, tabs or indents are pasted as headers", () =>
  advanced(async (page) => {
    const pasted = {
      '{"X-A":"1","x-a":"2: 3","1":"\\u0041"}': [
        ["X-A", "1"],
        ["x-a", "2: 3"],
        ["1", "A"],
      ],
      "X-B: b\r\nX-C:c: d\n": [
        ["X-B", "b"],
        ["X-C", "c: d"],
      ],
      "  X-D\t d\n\tX-E: e ": [
        ["X-D", "d"],
        ["X-E", "e"],
      ],
      "-H 'X-F: f' \\\n  --header \"X-G: g\"": [
        ["X-F", "f"],
        ["X-G", "g"],
      ],
    };
    const expected = [];
    for (const [text, entries] of Object.entries(pasted)) {
      await pasteHeaders(page, text);
      expected.push(...entries);
      assert.deepEqual(await headerRows(page), expected);
    }
    // Of two equal names, the second is the mistake.
    await page.locator(".rows > li").nth(1).getByText(en.duplicate_header).waitFor();
  }));

test("a pasted text without headers is inserted as text, and lines that are not headers are counted", () =>
  advanced(async (page) => {
    await pasteHeaders(page, "X-Plain");
    assert.deepEqual(await headerRows(page), [["X-Plain", ""]]);
    await pasteHeaders(page, "X-A: 1\nno header here\n");
    assert.deepEqual((await headerRows(page)).at(-1), ["X-A", "1"]);
    await page.getByText(pageText("headers.ignored", { count: 1 })).waitFor();
  }));

test("values that are not text are not pasted as text", () =>
  advanced(async (page) => {
    await pasteHeaders(page, '{"X-A":null,"X-B":{"a":1},"X-C":"c"}');
    assert.deepEqual(await headerRows(page), [["X-C", "c"]]);
  }));

test("the work for pasted lines grows as their number does", () =>
  advanced(async (page) => {
    await press(page, "headers.add");
    const calls = async (count) => {
      const lines = Array.from(
        { length: count },
        (_, at) => `X-${count}-${at}: ${at % 3 ? "a" : "é"}`,
      );
      return page.evaluate(async (text) => {
        const counts = { findings: 0 };
        const box = [...document.querySelectorAll("[name=header_name]")].at(-1);
        const form = document.querySelector("form");
        form.addEventListener("webhookverdict", () => {
          counts.findings += 1;
        });
        const clipboardData = new DataTransfer();
        clipboardData.setData("text", text);
        box.dispatchEvent(
          new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
        );
        return counts.findings;
      }, lines.join("\n"));
    };
    // One check of the form, however many rows were added.
    assert.equal(await calls(1000), 1);
    assert.equal((await headerRows(page)).length, 1000);
    const invalid = page.locator('[name=header_value][aria-invalid="true"]');
    assert.ok((await invalid.count()) >= 100);
    assert.equal(await invalid.first().inputValue(), "é");
  }));

test("reserved names are listed with an alternative, and rejected", () =>
  advanced(async (page) => {
    await page
      .getByText(pageText("headers.reserved", { count: rules.reservedHeaders.length }))
      .click();
    await page.getByText(rules.reservedHeaders.join(", ")).waitFor();
    await addHeader(page, "authorization", "Bearer x");
    await page.locator(".rows").getByText(en.reserved_header).waitFor();
    await page.locator("#save").click();
    await bar(page)
      .getByText(pageText("edit.attention", { count: 3 }))
      .waitFor();
  }));

test("values of headers with confidential names are hidden while they are not edited", () =>
  advanced(async (page) => {
    await addHeader(page, "X-Api-Key", "secret");
    const value = page.locator("[name=header_value]");
    const hidden = () => value.evaluate((it) => getComputedStyle(it).webkitTextSecurity);
    assert.equal(await hidden(), "none");
    await page.locator("#url").focus();
    assert.equal(await hidden(), "disc");
  }));
