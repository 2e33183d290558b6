// webhook-guard/form: the webhook that a form describes.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { validateWebhook, webhookRules } from "../../pkg/entry/default.js";
import { bind, FORM, fillValid, invalid, submit, useForms, value } from "./form.js";

useForms();

describe("the webhook that a form describes", () => {
  test("has the fields by their names, without empty ones", () =>
    bind(FORM, async (page) => {
      assert.equal(await value(page), '{"status":"active","event_types":[]}');
      await fillValid(page);
      await page.locator("#off").check();
      await page.locator("#description").fill('a\n"b"');
      assert.equal(
        await value(page),
        '{"url":"https://example.com/hook","secret":"0123456789abcdef","status":"disabled",' +
          '"description":"a\\n\\"b\\"","event_types":["log.incoming_call"],"max_retries":3}',
      );
      assert.equal(await page.evaluate(() => bound.verdict.valid), true);
    }));

  test("has each field of the rules in its type", () => {
    const { fields } = webhookRules();
    const inputs = fields.map(({ name }) => `<input name="${name}" value="7">`).join("");
    const types = { string: '"7"', integer: "7", array: '["7"]' };
    const members = fields.map(({ name, type }) => `"${name}":${types[type]}`);
    return bind(`<form>${inputs}</form>`, async (page) => {
      assert.equal(await value(page), `{${members.join(",")}}`);
    });
  });

  test("has numbers as they were typed", () =>
    bind(FORM, async (page) => {
      const texts = { 5000.5: "5000.5", " 5e3 ": "5e3", "0x10": '"0x10"', "007": '"007"' };
      texts[`1${"0".repeat(400)}`] = `1${"0".repeat(400)}`;
      for (const [typed, json] of Object.entries(texts)) {
        await page.locator("#timeout").fill(typed);
        const expected = `{"status":"active","timeout":${json},"event_types":[]}`;
        assert.equal(await value(page), expected);
      }
    }));

  test("does not leave out what a number field cannot read", () =>
    bind('<form><input type="number" name="timeout" id="timeout"></form>', async (page) => {
      await page.locator("#timeout").pressSequentially("1e");
      assert.equal(await invalid(page, "timeout"), "true");
      await page.locator("#timeout").fill("2000");
      assert.equal(await invalid(page, "timeout"), "false");
    }));

  test("has header rows in their order, also two of one name and names like 1", () =>
    bind(FORM, async (page) => {
      const rows = [
        ["X-A", "a"],
        ["1", ""],
        ["X-A", "b"],
      ];
      for (const [index, [name, text]] of rows.entries()) {
        await page.locator(`#name-${index}`).fill(name);
        await page.locator(`#value-${index}`).fill(text);
      }
      const headers = JSON.stringify('{"X-A":"a","1":"","X-A":"b"}');
      assert.ok((await value(page)).includes(`"headers":${headers}`));
      await page.locator("#name-0").fill("");
      await page.locator("#value-0").fill("");
      assert.ok((await value(page)).includes(JSON.stringify('{"1":"","X-A":"b"}')));
    }));

  test("has headers as text where the form has a field for that", () =>
    bind('<form><textarea name="headers" id="headers"></textarea></form>', async (page) => {
      await page.locator("#headers").fill('{"Host":"a","X":"é"}');
      assert.equal(await value(page), JSON.stringify({ headers: '{"Host":"a","X":"é"}' }));
      assert.equal(await invalid(page, "headers"), "true");
      const { errors } = validateWebhook({ headers: '{"Host":"a","X":"é"}' });
      const expected = errors.filter(({ path }) => path[0] === "headers");
      assert.equal(expected.length, 2);
      assert.deepEqual(await page.locator(".webhook-messages .error").allTextContents(), [
        ...expected.map(({ message }) => message),
      ]);
    }));

  test("has event types from a list, and nothing that is disabled", () =>
    bind(
      `<form id="f"><fieldset disabled><input name="url" value="a"></fieldset>
      <select multiple name="event_types"><option selected>a<option>b<option selected>c</select>
      </form><input form="f" name="secret" id="outside">`,
      async (page) => {
        await page.locator("#outside").fill("short");
        assert.equal(await value(page), '{"secret":"short","event_types":["a","c"]}');
        assert.equal(await invalid(page, "outside"), "true");
      },
    ));
});

describe("a form that changes", () => {
  test("has new rows checked and removed ones forgotten", () =>
    bind(FORM, async (page) => {
      await page.locator("#name-0").fill("X-A");
      await page.locator("#name-1").fill("x-a");
      assert.equal(await invalid(page, "name-1"), "true");
      await page.evaluate(() => document.querySelector("#headers tr").remove());
      assert.equal(await invalid(page, "name-1"), "false");
      await page.evaluate(() => {
        const rows = document.querySelector("#headers tbody");
        const added = rows.lastElementChild.cloneNode(true);
        for (const input of added.querySelectorAll("input")) input.id += "-new";
        rows.append(added);
      });
      await page.locator("#name-2-new").fill("X-A");
      assert.equal(await invalid(page, "name-2-new"), "true");
    }));

  test("is checked again where code has changed a value", () =>
    bind(FORM, async (page) => {
      await page.locator("#url").fill("ftp://a");
      await page.evaluate(() => {
        document.querySelector("#url").value = "https://a";
        bound.check();
      });
      assert.equal(await invalid(page, "url"), "false");
    }));

  test("keeps what the page itself changes once a message is gone", () =>
    bind(FORM, async (page) => {
      await page.locator("#url").fill("ftp://a");
      await page.locator("#url").fill("https://a");
      await page.evaluate(() => {
        document.querySelector("#url").setAttribute("aria-describedby", "url");
      });
      await page.locator("#timeout").fill("1000");
      assert.equal(await page.locator("#url").getAttribute("aria-describedby"), "url");
    }));

  test("shows no message once it is reset", () =>
    bind(FORM, async (page) => {
      const html = () => page.evaluate(() => form.outerHTML.replace(' novalidate=""', ""));
      await page.locator("#url").fill("ftp://a");
      await submit(page);
      await page.getByRole("button", { name: "Reset" }).click();
      await page.waitForFunction(() => !document.querySelector(".webhook-messages"));
      assert.equal(await html(), await page.evaluate(() => before));
    }));

  test("reports every verdict to the page, and where each finding is", () =>
    bind(FORM, async (page) => {
      await page.evaluate(() => {
        window.reported = [];
        document.addEventListener("webhookverdict", ({ target, detail }) => {
          reported.push(target === form && detail.verdict.errors.map(({ path }) => path[0]).join());
          // What a page shows inside the form is not a reason to check it again.
          form.append(document.createElement("p"));
        });
      });
      await page.locator("#url").fill("https://a");
      await page.locator("#call").check();
      const reported = await page.evaluate(() => [...new Set(window.reported)]);
      assert.deepEqual(reported, ["event_types,max_retries", "max_retries"]);
      const findings = await page.evaluate(() =>
        bound.findings.map(({ severity, control, text }) => [severity, control?.id, text !== ""]),
      );
      assert.deepEqual(findings, [
        ["error", "max_retries", true],
        ["warning", "secret", true],
      ]);
    }));
});
