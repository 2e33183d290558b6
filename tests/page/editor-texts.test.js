// Texts that go into the editor, and texts that come out: pasted commands, the request, an example.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  create,
  en,
  fillValid,
  headerRows,
  openAdvanced,
  pageText,
  paste,
  press,
  rules,
  STORED,
  stack,
  toast,
  usePage,
} from "./page.js";

usePage();

describe("a pasted text", () => {
  test("that is a curl command fills in URL and headers, and lists what it leaves out", () =>
    create(async (page) => {
      await openAdvanced(page);
      const command = `curl -sS -X POST 'https://example.com/hook' \\
        -H 'X-Api-Key: it'"'"'s one' -H "Authorization: Bearer x" -u user:pass \\
        --data-raw '{"a":1}'`;
      await paste(page.locator("#url"), command);
      assert.equal(await page.locator("#url").inputValue(), "https://example.com/hook");
      assert.deepEqual(await headerRows(page), [["X-Api-Key", "it's one"]]);
      const ignored = await page.locator(".ignored li").allInnerTexts();
      assert.deepEqual(ignored, [
        `Authorization ${en["ignored.reserved"]}`,
        `-d ${en["ignored.body"]}`,
        `-u ${en["ignored.option"]}`,
      ]);
      assert.doesNotMatch(await page.locator(".notice").innerText(), /Bearer|user:pass/);
    }));

  test("that is a command for the panel's own API fills in the webhook of its body", () =>
    create(async (page) => {
      const body = JSON.stringify({ ...STORED, url: "https://example.com/it's" });
      const command = `curl 'http://panel/api/v1/webhooks' -H 'Content-Type: application/json' --data-raw '${body.replaceAll("'", "'\\''")}'`;
      await paste(page.locator("#url"), command);
      assert.equal(await page.locator("#url").inputValue(), "https://example.com/it's");
      assert.equal(await page.locator("#secret").inputValue(), STORED.secret);
      await page.getByText(pageText("events.selected", { count: 2, total: 41 })).waitFor();
    }));

  test("that is a webhook's JSON fills in what it has, and invents no value", () =>
    create(async (page) => {
      await openAdvanced(page);
      const webhook = {
        url: "https://example.com/json",
        description: null,
        secret: { a: 1 },
        status: "on",
        timeout: "5000",
        headers: { "X-A": "1", "X-B": { c: 2 } },
        event_types: ["log.tamper_event", 7],
        max_retries: 5,
        note: "mine",
      };
      await paste(page.locator("#url"), JSON.stringify(webhook));
      assert.deepEqual(await headerRows(page), [["X-A", "1"]]);
      assert.ok(await page.getByRole("radio", { name: "5", exact: true }).isChecked());
      for (const id of ["secret", "timeout", "description"]) {
        assert.equal(await page.locator(`#${id}`).inputValue(), "", id);
      }
      const ignored = await page.locator(".ignored li code").allInnerTexts();
      const expected = [
        "description",
        "secret",
        "status",
        "timeout",
        "headers: X-B",
        "event_types",
        "note",
      ];
      assert.deepEqual(ignored, expected);
      assert.doesNotMatch(await page.locator("main").innerText(), /\[object|null|undefined/);
    }));

  test("that is a URL or an unreadable command is inserted as text", () =>
    create(async (page) => {
      await paste(page.locator("#url"), "https://example.com/a");
      assert.equal(await page.locator("#url").inputValue(), "https://example.com/a");
      await page.locator("#url").fill("");
      await paste(page.locator("#url"), `curl "https://example.com/a b" 'open`);
      assert.match(await page.locator("#url").inputValue(), /^curl/);
      assert.ok(await page.locator(".notice").isHidden());
    }));
});

describe("the request", () => {
  const confidential = /a secret of some length|a header's value/;

  test("is shown as it would be sent, with placeholders for confidential values", () =>
    create(async (page, context) => {
      await context.grantPermissions(["clipboard-read", "clipboard-write"], {
        origin: stack.origin,
      });
      await fillValid(page);
      await page.getByText(en["request.title"]).click();
      const details = page.locator(".boxed").first();
      await details.getByRole("tab", { name: en["request.body"] }).click();
      const body = JSON.parse(await details.getByRole("tabpanel").locator("pre").innerText());
      assert.equal(body.secret, "<secret>");
      assert.equal(body.headers, '{"X-Site":"<value>"}');
      assert.equal(body.timeout, 5000);
      await details.getByRole("tab", { name: en["request.curl"] }).click();
      await press(details, "copy");
      await toast(page, en["copy.done"]);
      const command = await page.evaluate(() => navigator.clipboard.readText());
      assert.match(
        command,
        /^curl --globoff --request POST \\\n {2}--url 'http:\/\/localhost:\d+\/api\/v1\/webhooks'/,
      );
      assert.doesNotMatch(command, confidential);
    }));

  test("of a delivery is shown for the selected events, with how to check its signature", () =>
    create(async (page) => {
      await fillValid(page);
      await page.getByText(en["example.title"]).click();
      const example = page.locator(".boxed").nth(1);
      await example.getByText("verifyDelivery({").waitFor();
      const text = await example.locator("pre").first().innerText();
      assert.match(text, /^POST \/hook HTTP\/1.1\nHost: example.com\n/);
      const payload = JSON.parse(text.slice(text.indexOf("\n\n")));
      assert.deepEqual(Object.keys(payload), ["data", "created_at", "event_id", "event_type"]);
      assert.equal(payload.event_type, rules.eventTypes[0].name);
      assert.doesNotMatch(text, confidential);
    }));

  test("is replaced by a hint while the form is invalid", () =>
    create(async (page) => {
      await openAdvanced(page);
      await page.getByText(en["request.title"]).click();
      await page.getByText(en["request.none"]).first().waitFor();
    }));
});
