// webhook-guard/form: messages, and where they appear.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseResponse } from "../../pkg/entry/default.js";
import {
  bind,
  described,
  FORM,
  fillValid,
  invalid,
  sentence,
  submit,
  useForms,
  validity,
} from "./form.js";

useForms();

describe("a message", () => {
  test("appears beside a field once it is touched, and disappears when it is corrected", () =>
    bind(FORM, async (page) => {
      assert.equal(await page.locator(".webhook-messages").count(), 0);
      assert.equal(await page.locator("[aria-invalid]").count(), 0);
      await page.locator("#url").pressSequentially("ftp://a");
      const message = sentence('{"url":"ftp://a"}', "invalid_url");
      assert.equal(await invalid(page, "url"), "true");
      assert.deepEqual(await described(page, "#url"), ["Where to", message]);
      assert.equal(await validity(page, "url"), message);
      assert.equal(await page.locator(".webhook-messages").count(), 1);

      await page.locator("#url").fill("https://a");
      assert.equal(await invalid(page, "url"), "false");
      assert.deepEqual(await described(page, "#url"), ["Where to"]);
      assert.equal(await validity(page, "url"), "");
    }));

  test("is not part of the label around a control", () =>
    bind(FORM, async (page) => {
      await page.locator("#timeout").fill("1");
      assert.equal(await page.locator("label:has(#timeout)").textContent(), "Timeout ");
      assert.equal(await page.locator("label:has(#timeout) + ul > .error").count(), 1);
    }));

  test("about a header appears beside its own name or value", () =>
    bind(FORM, async (page) => {
      const rows = [
        ["X-Site", "é"],
        ["x-site", " "],
        ["HOST", "ü"],
      ];
      for (const [index, [name, text]] of rows.entries()) {
        await page.locator(`#name-${index}`).fill(name);
        await page.locator(`#value-${index}`).fill(text);
      }
      const headers = JSON.stringify({ headers: '{"X-Site":"é","x-site":" ","HOST":"ü"}' });
      const badValue = sentence(headers, "invalid_header_value");
      const expected = {
        "name-0": [[], "false"],
        "value-0": [[badValue], "true"],
        "name-1": [[sentence(headers, "duplicate_header")], "true"],
        "value-1": [[`Warning: ${sentence(headers, "header_whitespace")}`], "false"],
        "name-2": [[sentence(headers, "reserved_header")], "true"],
        "value-2": [[badValue], "true"],
      };
      for (const [id, [texts, marked]] of Object.entries(expected)) {
        assert.deepEqual(await described(page, `#${id}`), texts, id);
        assert.equal(await invalid(page, id), marked, id);
      }
    }));

  test("about a header whose name has no field appears beside its value", () =>
    bind('<form><input name="header_value" id="value"></form>', async (page) => {
      await page.locator("#value").fill("a");
      const headers = JSON.stringify({ headers: '{"":"a"}' });
      assert.deepEqual(await described(page, "#value"), [sentence(headers, "invalid_header_name")]);
    }));

  test("about all event types appears at the group, about one beside it", () =>
    bind(FORM, async (page) => {
      await page.locator("#call").check();
      await page.locator("#call").uncheck();
      const none = sentence('{"event_types":[]}', "no_event_types");
      assert.deepEqual(await described(page, "#events"), [none]);
      assert.equal(await page.locator("#events > legend + ul").textContent(), none);
      assert.equal(await invalid(page, "tamper"), "true");

      await page.locator("#wrong").check();
      const unknown = sentence('{"event_types":["log.tamper_evnt"]}', "unknown_event_type");
      assert.match(unknown, /log\.tamper_event/);
      assert.deepEqual(await described(page, "#events"), []);
      assert.deepEqual(await described(page, "#wrong"), [unknown]);
      assert.equal(await invalid(page, "wrong"), "true");
      assert.equal(await invalid(page, "tamper"), "false");
    }));

  test("that is a warning does not stop a submit", () =>
    bind(FORM, async (page) => {
      await fillValid(page);
      await page.locator("#url").fill("http://example.com");
      await page.locator("#secret").fill("");
      const warning = sentence('{"url":"http://example.com"}', "insecure_url");
      assert.deepEqual(await described(page, "#url"), ["Where to", `Warning: ${warning}`]);
      assert.equal(await invalid(page, "url"), "false");
      assert.equal(await validity(page, "url"), "");
      await submit(page);
      await page.waitForURL(/\/sent/);
    }));

  test("appears in the element the page has for it", () =>
    bind(
      `<form><input name="url" id="url"><p data-error-for="url" id="there" hidden>None yet</p>
      <input name="header_name" id="n"><input name="header_value" id="v">
      <ul data-error-for="n" hidden></ul></form>`,
      async (page) => {
        await page.locator("#url").fill("a");
        const there = page.locator("#there");
        assert.ok(await there.isVisible());
        assert.equal(await there.locator("span.error").count(), 1);
        assert.doesNotMatch(await there.textContent(), /None yet/);
        await page.locator("#n").fill("Host");
        assert.equal(await page.locator("ul[data-error-for=n] > li.error").count(), 1);
        assert.equal(await page.locator(".webhook-messages").count(), 0);
        await page.locator("#url").fill("https://a");
        assert.equal(await there.textContent(), "None yet");
        assert.ok(await there.isHidden());
      },
    ));

  test("about a field that the form lacks appears for the form, once it is submitted", () =>
    bind('<form novalidate><input name="url"><button>Send</button></form>', async (page) => {
      await page.evaluate(() => form.addEventListener("submit", (event) => event.preventDefault()));
      assert.equal(await page.getByRole("alert").count(), 0);
      await submit(page);
      const messages = await page.getByRole("alert").locator("li").allTextContents();
      // Only errors: the user cannot act on a warning about an absent field.
      assert.deepEqual(messages, [
        "Enter a value for status.",
        "Enter a value for event_types.",
        "Enter a value for max_retries.",
      ]);
    }));

  test("in English names a field by its label, not as the API does", () =>
    bind(FORM, async (page) => {
      await page.locator("#max_retries").fill("a few");
      assert.deepEqual(await described(page, "#max_retries"), [
        "Enter a whole number for Retries.",
      ]);
      await page.locator("#max_retries").fill("");
      assert.deepEqual(await described(page, "#max_retries"), ["Enter a value for Retries."]);
      await page.locator("#description").fill("😀".repeat(600));
      assert.match(
        (await described(page, "#description"))[0],
        /^Warning: The value of Description has 600 /,
      );
    }));

  test("about one of many rows appears there, with work that grows as their number does", () =>
    bind(
      `<form>${"<p><input name=header_name><input name=header_value></p>".repeat(1000)}</form>`,
      async (page) => {
        const counts = await page.evaluate(() => {
          const checks = [];
          const { validateWebhook } = window.guard;
          bound.unbind();
          window.bound = module.bindWebhookForm(form, {
            validateWebhook(text, options) {
              checks.push(text.length);
              return validateWebhook(text, options);
            },
          });
          const rows = [...document.querySelectorAll("p")];
          for (const [at, { children }] of rows.entries()) {
            children[0].value = `X-${at}`;
            children[1].value = at % 20 === 7 ? "é" : "a";
          }
          return window.bound.ready.then(() => {
            checks.length = 0;
            rows[0].dispatchEvent(new Event("input", { bubbles: true }));
            const first = checks.reduce((sum, length) => sum + length, 0);
            checks.length = 0;
            rows[1].dispatchEvent(new Event("input", { bubbles: true }));
            const complete = bound.value().length;
            return { first, next: checks.reduce((sum, length) => sum + length, 0), complete };
          });
        });
        // Each row was checked once separately, and then only the complete form.
        assert.ok(counts.first < counts.complete * 10, JSON.stringify(counts));
        assert.equal(counts.next, counts.complete);
        await page.evaluate(() => bound.report());
        const wrong = page.locator('[aria-invalid="true"]');
        assert.equal(await wrong.count(), 50);
        const at = await wrong
          .nth(1)
          .evaluate((it) => [...document.querySelectorAll("p")].indexOf(it.parentNode));
        assert.equal(at, 27);
      },
    ));

  test("that is unchanged is not written again", () =>
    bind(FORM, async (page) => {
      await page.locator("#url").fill("ftp://a");
      await page.evaluate(() => {
        window.drawn = document.querySelector(".webhook-messages .error");
      });
      await page.locator("#url").fill("ftp://ab");
      assert.ok(await page.evaluate(() => drawn.isConnected));
    }));
});

describe("a catalogue", () => {
  const german = {
    warning: "Hinweis: {message}",
    suggestion: "Gemeint ist wohl {suggestion}.",
    missing: "{field} fehlt.",
    "field.max_retries": "Die Zahl der Versuche",
    wrong_type: "Erwartet: {expected}, nicht {actual}.",
    "expected.integer": "eine ganze Zahl",
    "actual.string": "Text",
    "too_short.url": "Die Adresse ist zu kurz: {actual} statt {min} Zeichen.",
    "invalid_url.scheme": "Die Adresse beginnt mit https://.",
    insecure_url: "Unverschlüsselt.",
    unknown_event_type: "Das Gerät kennt das nicht.",
    "response.conflict": "Diese Adresse gibt es schon.",
    "response.validation": "Das Gerät sagt: {error}",
  };
  const options = { messages: german };

  test("has messages by code, field and reason, with their params", () =>
    bind(
      FORM,
      async (page) => {
        const shows = async (text, expected) => {
          await page.locator("#url").fill(text);
          assert.deepEqual(await described(page, "#url"), ["Where to", expected]);
        };
        await shows("abc", "Die Adresse ist zu kurz: 3 statt 4 Zeichen.");
        await shows("ftp://a", "Die Adresse beginnt mit https://.");
        await shows("http://a", "Hinweis: Unverschlüsselt.");
        // What the catalogue lacks is shown in English.
        await shows("https://", sentence('{"url":"https://"}', "invalid_url"));
        await page.locator("#wrong").check();
        assert.deepEqual(await described(page, "#wrong"), [
          "Das Gerät kennt das nicht. Gemeint ist wohl log.tamper_event.",
        ]);
        await page.locator("#timeout").fill("x");
        assert.deepEqual(await described(page, "#timeout"), [
          "Erwartet: eine ganze Zahl, nicht Text.",
        ]);
        await page.locator("#max_retries").fill("1");
        await page.locator("#max_retries").fill("");
        assert.deepEqual(await described(page, "#max_retries"), ["Die Zahl der Versuche fehlt."]);
      },
      { options },
    ));

  test("has functions too, and can be changed while messages are shown", () =>
    bind(FORM, async (page) => {
      await page.locator("#url").fill("abc");
      const english = sentence('{"url":"abc"}', "too_short");
      assert.equal(await validity(page, "url"), english);
      await page.evaluate(() => {
        bound.setMessages({ too_short: ({ field, min }) => `${field}: ${min}` });
      });
      assert.equal(await validity(page, "url"), "URL: 4");
      assert.deepEqual(await described(page, "#url"), ["Where to", "URL: 4"]);
      await page.evaluate((german) => bound.setMessages(german), german);
      assert.match((await described(page, "#url"))[1], /zu kurz/);
      await page.evaluate(() => bound.setMessages({}));
      assert.equal(await validity(page, "url"), english);
    }));

  test("has messages for the device's responses", () =>
    bind(
      FORM,
      async (page) => {
        const responses = [
          ["Webhook with the same URL already exists", "Diese Adresse gibt es schon."],
          [
            "Invalid URL format. Must be HTTP URL",
            "Das Gerät sagt: Invalid URL format. Must be HTTP URL",
          ],
        ];
        for (const [error, expected] of responses) {
          const response = parseResponse({ operation: "create", status: 400, body: { error } });
          await page.evaluate((response) => bound.showResponse(response), response);
          assert.deepEqual(await described(page, "#url"), ["Where to", expected]);
        }
      },
      { options },
    ));
});

describe("the device's response", () => {
  const conflict = parseResponse({
    operation: "create",
    status: 400,
    body: '{"error":"Webhook with the same URL already exists"}',
  });
  const show = (page, response) =>
    page.evaluate((response) => bound.showResponse(response), response);

  test("is shown beside its field until that changes", () =>
    bind(FORM, async (page) => {
      await fillValid(page);
      await show(page, conflict);
      assert.deepEqual(await described(page, "#url"), ["Where to", conflict.error]);
      assert.equal(await invalid(page, "url"), "true");
      assert.equal(await page.evaluate(() => document.activeElement.id), "url");
      await page.locator("#max_retries").fill("4");
      assert.deepEqual(await described(page, "#url"), ["Where to", conflict.error]);
      await page.locator("#url").fill("https://example.com/other");
      assert.deepEqual(await described(page, "#url"), ["Where to"]);
      assert.equal(await invalid(page, "url"), "false");
    }));

  test("does not stop another submit, and disappears with it", () =>
    bind(FORM, async (page) => {
      await page.evaluate(() => form.addEventListener("submit", (event) => event.preventDefault()));
      await fillValid(page);
      await show(page, conflict);
      await submit(page);
      assert.deepEqual(await described(page, "#url"), ["Where to"]);
    }));

  test("about headers is shown at their table", () =>
    bind(FORM, async (page) => {
      const body = '{"error":"Invalid header name"}';
      await show(page, parseResponse({ operation: "create", status: 400, body }));
      assert.deepEqual(await described(page, "#headers"), ["Invalid header name"]);
      await page.locator("#name-1").fill("X");
      assert.deepEqual(await described(page, "#headers"), []);
    }));

  test("about no field is shown for the form, until the next one", () =>
    bind(FORM, async (page) => {
      const forbidden = parseResponse({ operation: "create", status: 403, body: "" });
      await show(page, forbidden);
      assert.equal(await page.getByRole("alert").textContent(), forbidden.error);
      await show(page, { ok: true, itemUid: 3 });
      assert.equal(await page.getByRole("alert").count(), 0);
    }));
});
