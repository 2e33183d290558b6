// pkg/form.js on native forms in Chromium, under a strict policy, used as a person uses them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { serve } from "../../dev/serve.js";
import { parseResponse, validateWebhook, webhookRules } from "../../pkg/entry/default.js";
import { launchChromium } from "../../tools/page-browser.js";

const POLICY =
  "default-src 'none'; img-src data:; script-src 'self' 'wasm-unsafe-eval'; form-action 'self'; " +
  "require-trusted-types-for 'script'; trusted-types 'none'";

const row = (index) => `
  <tr>
    <td><input name="header_name" id="name-${index}"></td>
    <td><input name="header_value" id="value-${index}"></td>
  </tr>`;

const FIELDS = `
  <label for="url">URL</label>
  <input name="url" id="url" aria-describedby="hint">
  <p id="hint">Where to</p>
  <label>Secret <input name="secret" id="secret"></label>
  <fieldset id="status" role="radiogroup">
    <legend>Status</legend>
    <label><input type="radio" name="status" value="active" checked> on</label>
    <label><input type="radio" name="status" value="disabled" id="off"> off</label>
  </fieldset>
  <label>Timeout <input name="timeout" id="timeout"></label>
  <table id="headers"><tbody>${row(0)}${row(1)}${row(2)}</tbody></table>
  <label>Description <textarea name="description" id="description"></textarea></label>
  <fieldset id="events">
    <legend>Events</legend>
    <label><input type="checkbox" name="event_types" value="log.incoming_call" id="call"> A</label>
    <label><input type="checkbox" name="event_types" value="log.tamper_event" id="tamper"> B</label>
    <label><input type="checkbox" name="event_types" value="log.tamper_evnt" id="wrong"> C</label>
  </fieldset>
  <label>Retries <input name="max_retries" id="max_retries"></label>
  <button>Send</button>
  <button type="reset">Reset</button>`;

const FORM = `<form action="/sent" method="get">${FIELDS}</form>`;

let server;
let origin;
let browser;

before(async () => {
  server = await serve({ port: 0 });
  origin = `http://localhost:${server.address().port}`;
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  server.close();
});

/** Opens a page that holds `html`, binds its form, uses it, and holds that nothing complained. */
async function bind(html, use, { options = {}, guard = "" } = {}) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const complaints = [];
    page.on("console", (entry) => complaints.push(entry.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.route(`${origin}/sent*`, (route) => route.fulfill({ body: "sent" }));
    await page.route(`${origin}/form`, (route) =>
      route.fulfill({
        contentType: "text/html; charset=utf-8",
        headers: { "Content-Security-Policy": POLICY },
        body: `<!doctype html><title>Form</title><link rel="icon" href="data:,">${html}`,
      }),
    );
    await page.goto(`${origin}/form`);
    await page.evaluate(
      async ([options, guardOf]) => {
        window.form = document.querySelector("form");
        window.before = form.outerHTML;
        window.module = await import("/pkg/form.js");
        const guard = await import("/pkg/entry/default.js");
        window.guard = guardOf === "slow" ? slow(guard) : guard;
        window.bound = module.bindWebhookForm(form, window.guard, options);
        if (guardOf === "") await bound.ready;

        function slow({ validateWebhook }) {
          let waiting = true;
          return {
            validateWebhook(...args) {
              if (waiting) throw new Error("Not loaded yet.");
              return validateWebhook(...args);
            },
            init: () =>
              new Promise((resolve, reject) => {
                window.arrive = () => {
                  waiting = false;
                  resolve();
                };
                window.fail = () => reject(new Error("No module."));
              }),
          };
        }
      },
      [options, guard],
    );
    await use(page);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

const sentence = (body, code) => {
  const { errors, warnings } = validateWebhook(body);
  return [...errors, ...warnings].find((finding) => finding.code === code).message;
};
const value = (page) => page.evaluate(() => bound.value());
const invalid = (page, id) => page.locator(`#${id}`).getAttribute("aria-invalid");
const validity = (page, id) =>
  page.evaluate((id) => document.getElementById(id).validationMessage, id);
const submit = (page) => page.getByRole("button", { name: "Send" }).click();
const sent = (page) => page.url().startsWith(`${origin}/sent`);

/** What an element is described by, in words. */
const described = (page, selector) =>
  page.locator(selector).evaluate((element) =>
    (element.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .filter(Boolean)
      .map((id) => document.getElementById(id).textContent.trim()),
  );

async function fillValid(page) {
  await page.locator("#url").fill("https://example.com/hook");
  await page.locator("#secret").fill("0123456789abcdef");
  await page.locator("#call").check();
  await page.locator("#max_retries").fill("3");
}

describe("the webhook of a form", () => {
  test("holds the fields by their names, the empty ones left out", () =>
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

  test("gives each field of the rules its type", () => {
    const { fields } = webhookRules();
    const inputs = fields.map(({ name }) => `<input name="${name}" value="7">`).join("");
    const types = { string: '"7"', integer: "7", array: '["7"]' };
    const members = fields.map(({ name, type }) => `"${name}":${types[type]}`);
    return bind(`<form>${inputs}</form>`, async (page) => {
      assert.equal(await value(page), `{${members.join(",")}}`);
    });
  });

  test("hands numbers on as they were typed", () =>
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

  test("keeps header rows in their order, also two of one name and names like 1", () =>
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

  test("takes headers as text where the form has a field for that", () =>
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

  test("takes event types from a list, and leaves out what is disabled", () =>
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

describe("what is said", () => {
  test("stands beside a field once it is touched, and goes when it is mended", () =>
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

  test("is no part of the label around a control", () =>
    bind(FORM, async (page) => {
      await page.locator("#timeout").fill("1");
      assert.equal(await page.locator("label:has(#timeout)").textContent(), "Timeout ");
      assert.equal(await page.locator("label:has(#timeout) + ul > .error").count(), 1);
    }));

  test("of a header stands beside its own name or value", () =>
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
      for (const [id, [said, marked]] of Object.entries(expected)) {
        assert.deepEqual(await described(page, `#${id}`), said, id);
        assert.equal(await invalid(page, id), marked, id);
      }
    }));

  test("of a header whose name has no field stands beside its value", () =>
    bind('<form><input name="header_value" id="value"></form>', async (page) => {
      await page.locator("#value").fill("a");
      const headers = JSON.stringify({ headers: '{"":"a"}' });
      assert.deepEqual(await described(page, "#value"), [sentence(headers, "invalid_header_name")]);
    }));

  test("of all event types stands at the group, of one beside it", () =>
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

  test("as a warning advises and does not keep from submitting", () =>
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

  test("stands where the page has a place for it, and is named in order to be drawn", () =>
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

  test("of a field the form lacks is said of the form, once it is submitted", () =>
    bind('<form novalidate><input name="url"><button>Send</button></form>', async (page) => {
      await page.evaluate(() => form.addEventListener("submit", (event) => event.preventDefault()));
      assert.equal(await page.getByRole("alert").count(), 0);
      await submit(page);
      const missing = validateWebhook("{}").errors.filter(({ path }) => path[0] !== "url");
      assert.deepEqual(await page.getByRole("alert").locator(".error").allTextContents(), [
        ...missing.map(({ message }) => message),
      ]);
    }));

  test("is drawn once: what stands there already is left alone", () =>
    bind(FORM, async (page) => {
      await page.locator("#url").fill("ftp://a");
      await page.evaluate(() => {
        window.drawn = document.querySelector(".webhook-messages .error");
      });
      await page.locator("#url").fill("ftp://ab");
      assert.ok(await page.evaluate(() => drawn.isConnected));
    }));
});

describe("a submit", () => {
  test("of an invalid form is stopped by the browser, and everything is shown", () =>
    bind(FORM, async (page) => {
      await submit(page);
      assert.ok(!sent(page));
      const { errors } = validateWebhook('{"status":"active","event_types":[]}');
      assert.deepEqual(
        await page.locator(".webhook-messages .error").allTextContents(),
        errors.map(({ message }) => message),
      );
      assert.equal(await page.evaluate(() => document.activeElement.id), "url");
      assert.equal(await page.evaluate(() => form.matches(":invalid")), true);
    }));

  test("of a form with novalidate is not stopped, and everything is shown", () =>
    bind(FORM.replace("<form", "<form novalidate"), async (page) => {
      await page.evaluate(() => {
        form.addEventListener("submit", (event) => {
          event.preventDefault();
          window.submitted = bound.verdict.valid;
        });
      });
      await submit(page);
      assert.equal(await page.evaluate(() => window.submitted), false);
      assert.ok((await page.locator(".webhook-messages .error").count()) > 2);
    }));

  test("may be asked for: report shows everything and leads to the first mistake", () =>
    bind(FORM, async (page) => {
      await page.locator("#url").fill("https://a");
      assert.equal(await page.evaluate(() => bound.report().valid), false);
      assert.equal(await page.evaluate(() => document.activeElement.id), "call");
      assert.equal(await invalid(page, "max_retries"), "true");
    }));
});

describe("before the guard has arrived", () => {
  const slow = { guard: "slow" };

  test("the form is usable, and is checked as soon as it has", () =>
    bind(
      FORM,
      async (page) => {
        await page.locator("#url").fill("ftp://a");
        assert.match(await value(page), /"url":"ftp:\/\/a"/);
        assert.equal(await page.evaluate(() => bound.verdict), undefined);
        assert.equal(await page.locator(".webhook-messages").count(), 0);
        await page.evaluate(() => arrive());
        assert.deepEqual(await described(page, "#url"), [
          "Where to",
          sentence('{"url":"ftp://a"}', "invalid_url"),
        ]);
      },
      slow,
    ));

  test("a submit waits for it", () =>
    bind(
      FORM,
      async (page) => {
        await page.evaluate(() => {
          form.addEventListener("submit", () => console.error("submitted"));
        });
        await submit(page);
        await page.evaluate(() => arrive());
        assert.equal(await invalid(page, "url"), "true");
        assert.ok(!sent(page));
      },
      slow,
    ));

  test("a submit waits for it before any listener of the page's", () =>
    bind(
      FORM,
      async (page) => {
        await page.evaluate(() => {
          bound.unbind();
          form.addEventListener("submit", () => console.error("submitted"));
          window.bound = module.bindWebhookForm(form, guard);
        });
        await submit(page);
        assert.ok(!sent(page));
      },
      slow,
    ));

  test("a submit of a valid form goes through once it has", () =>
    bind(
      FORM,
      async (page) => {
        await fillValid(page);
        await submit(page);
        assert.ok(!sent(page));
        await page.evaluate(() => arrive());
        await page.waitForURL(/\/sent\?url=https/);
      },
      slow,
    ));

  test("and where it never does, ready says why and the form submits unchecked", () =>
    bind(
      FORM,
      async (page) => {
        await submit(page);
        const said = page.evaluate(() => bound.ready.catch((error) => error.message));
        await page.evaluate(() => fail());
        assert.equal(await said, "No module.");
        await page.waitForURL(/\/sent/);
      },
      slow,
    ));
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
    "answer.conflict": "Diese Adresse gibt es schon.",
    "answer.validation": "Das Gerät sagt: {error}",
  };
  const options = { messages: german };

  test("gives messages by code, field and reason, with their params", () =>
    bind(
      FORM,
      async (page) => {
        const says = async (text, expected) => {
          await page.locator("#url").fill(text);
          assert.deepEqual(await described(page, "#url"), ["Where to", expected]);
        };
        await says("abc", "Die Adresse ist zu kurz: 3 statt 4 Zeichen.");
        await says("ftp://a", "Die Adresse beginnt mit https://.");
        await says("http://a", "Hinweis: Unverschlüsselt.");
        // What the catalogue lacks is said in English.
        await says("https://", sentence('{"url":"https://"}', "invalid_url"));
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

  test("may be a function, and may be changed while messages are shown", () =>
    bind(FORM, async (page) => {
      await page.locator("#url").fill("abc");
      const english = sentence('{"url":"abc"}', "too_short");
      assert.equal(await validity(page, "url"), english);
      await page.evaluate(() => {
        bound.setMessages({ too_short: ({ field, min }) => `${field}: ${min}` });
      });
      assert.equal(await validity(page, "url"), "url: 4");
      assert.deepEqual(await described(page, "#url"), ["Where to", "url: 4"]);
      await page.evaluate((german) => bound.setMessages(german), german);
      assert.match((await described(page, "#url"))[1], /zu kurz/);
      await page.evaluate(() => bound.setMessages({}));
      assert.equal(await validity(page, "url"), english);
    }));

  test("says the device's answers", () =>
    bind(
      FORM,
      async (page) => {
        const answers = [
          ["Webhook with the same URL already exists", "Diese Adresse gibt es schon."],
          [
            "Invalid URL format. Must be HTTP URL",
            "Das Gerät sagt: Invalid URL format. Must be HTTP URL",
          ],
        ];
        for (const [error, expected] of answers) {
          const answer = parseResponse({ operation: "create", status: 400, body: { error } });
          await page.evaluate((answer) => bound.showAnswer(answer), answer);
          assert.deepEqual(await described(page, "#url"), ["Where to", expected]);
        }
      },
      { options },
    ));
});

describe("the device's answer", () => {
  const conflict = parseResponse({
    operation: "create",
    status: 400,
    body: '{"error":"Webhook with the same URL already exists"}',
  });
  const show = (page, answer) => page.evaluate((answer) => bound.showAnswer(answer), answer);

  test("stands beside its field until that changes", () =>
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

  test("does not keep from submitting again, and goes when that is done", () =>
    bind(FORM, async (page) => {
      await page.evaluate(() => form.addEventListener("submit", (event) => event.preventDefault()));
      await fillValid(page);
      await show(page, conflict);
      await submit(page);
      assert.deepEqual(await described(page, "#url"), ["Where to"]);
    }));

  test("about headers stands at their table", () =>
    bind(FORM, async (page) => {
      const body = '{"error":"Invalid header name"}';
      await show(page, parseResponse({ operation: "create", status: 400, body }));
      assert.deepEqual(await described(page, "#headers"), ["Invalid header name"]);
      await page.locator("#name-1").fill("X");
      assert.deepEqual(await described(page, "#headers"), []);
    }));

  test("about no field is said of the form, and another takes its place", () =>
    bind(FORM, async (page) => {
      const forbidden = parseResponse({ operation: "create", status: 403, body: "" });
      await show(page, forbidden);
      assert.equal(await page.getByRole("alert").textContent(), forbidden.error);
      await show(page, { ok: true, itemUid: 3 });
      assert.equal(await page.getByRole("alert").count(), 0);
    }));
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

  test("is checked anew where code has changed a value", () =>
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

  test("says nothing any more once it is reset", () =>
    bind(FORM, async (page) => {
      const html = () => page.evaluate(() => form.outerHTML);
      await page.locator("#url").fill("ftp://a");
      await submit(page);
      await page.getByRole("button", { name: "Reset" }).click();
      await page.waitForFunction(() => !document.querySelector(".webhook-messages"));
      assert.equal(await html(), await page.evaluate(() => before));
    }));

  test("tells the page of every verdict, with where each finding stands", () =>
    bind(FORM, async (page) => {
      await page.evaluate(() => {
        window.told = [];
        document.addEventListener("webhookverdict", ({ target, detail }) => {
          told.push(target === form && detail.verdict.errors.map(({ path }) => path[0]).join());
          // What a page shows inside the form is no reason to check it again.
          form.append(document.createElement("p"));
        });
      });
      await page.locator("#url").fill("https://a");
      await page.locator("#call").check();
      const told = await page.evaluate(() => [...new Set(window.told)]);
      assert.deepEqual(told, ["event_types,max_retries", "max_retries"]);
      const findings = await page.evaluate(() =>
        bound.findings.map(({ severity, control, text }) => [severity, control?.id, text !== ""]),
      );
      assert.deepEqual(findings, [
        ["error", "max_retries", true],
        ["warning", "secret", true],
      ]);
    }));
});

describe("a form that is unbound", () => {
  test("is as it was, and hears nothing", () =>
    bind(
      FORM.replace("</form>", '<p data-error-for="form" id="note">Fine</p></form>').replace(
        '<input name="url"',
        '<p data-error-for="url" hidden></p><input aria-invalid="spelling" name="url"',
      ),
      async (page) => {
        await page.locator("#url").fill("ftp://a");
        await page.locator("#name-0").fill("Host");
        await page.locator("#wrong").check();
        await page.locator("#wrong").uncheck();
        await submit(page);
        const forbidden = parseResponse({ operation: "create", status: 403, body: "" });
        await page.evaluate((answer) => bound.showAnswer(answer), forbidden);
        const changed = await page.evaluate(() => form.outerHTML !== before);
        assert.ok(changed);
        await page.evaluate(() => {
          window.heard = 0;
          form.addEventListener("webhookverdict", () => (window.heard += 1));
          bound.unbind();
        });
        assert.equal(await page.evaluate(() => form.outerHTML), await page.evaluate(() => before));
        assert.equal(await page.evaluate(() => form.checkValidity()), true);

        await page.locator("#url").fill("ftp://ab");
        await page.locator("#url").blur();
        await page.evaluate(() => {
          document.querySelector("#headers tr").remove();
          bound.check();
          bound.report();
          bound.setMessages({});
          bound.showAnswer({ ok: false, kind: "forbidden", error: "No", path: [] });
          form.reset();
        });
        await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
        assert.equal(await page.evaluate(() => window.heard), 0);
        assert.equal(await page.locator(".webhook-messages, .error").count(), 0);
        assert.equal(
          await page.locator('[aria-invalid="true"], [aria-invalid="false"]').count(),
          0,
        );
        await submit(page);
        await page.waitForURL(/\/sent/);
      },
    ));

  test("before the guard has arrived is left alone by it", () =>
    bind(
      FORM,
      async (page) => {
        await page.locator("#url").fill("ftp://a");
        await page.evaluate(async () => {
          bound.unbind();
          arrive();
          await bound.ready;
        });
        const html = await page.evaluate(() => form.outerHTML);
        assert.equal(html, await page.evaluate(() => before));
      },
      { guard: "slow" },
    ));

  test("may be bound again, and no sooner", () =>
    bind(FORM, async (page) => {
      const again = () =>
        page.evaluate(() => {
          try {
            return typeof module.bindWebhookForm(form, guard).unbind;
          } catch ({ name, message }) {
            return `${name}: ${message}`;
          }
        });
      assert.match(await again(), /^TypeError: form is bound already/);
      await page.evaluate(() => bound.unbind());
      assert.equal(await again(), "function");
    }));
});

test("the README's form is checked, sent, and shows the device's answer", async () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const [section] = readme.match(/^### Binding a form$.*?^### /ms);
  const example = [...section.matchAll(/^```html\n(.*?)^```/gms)].map(([, html]) => html).join("");
  const imports = {
    "webhook-guard": "/pkg/entry/default.js",
    "webhook-guard/form": "/pkg/form.js",
  };
  const map = `<script type="importmap">${JSON.stringify({ imports })}</script>`;
  const body = '{"error":"Webhook with the same URL already exists"}';
  const page = await browser.newPage();
  try {
    let webhook;
    await page.route(`${origin}/form`, (route) =>
      route.fulfill({ contentType: "text/html", body: `<!doctype html>${map}${example}` }),
    );
    await page.route(`${origin}/api/v1/webhooks`, (route) => {
      webhook = route.request().postData();
      return route.fulfill({ status: 400, body });
    });
    await page.goto(`${origin}/form`);
    const url = page.getByLabel("URL");
    await page.getByRole("button").click();
    await page.getByText(sentence("{}", "missing")).waitFor();
    await url.fill("https://example.com/hook");
    await page.getByLabel("A call").check();
    await page.getByRole("button").click();
    await page.getByText("Webhook with the same URL already exists").waitFor();
    assert.equal(await url.getAttribute("aria-invalid"), "true");
    assert.deepEqual(JSON.parse(webhook), {
      url: "https://example.com/hook",
      status: "active",
      event_types: ["log.incoming_call"],
      max_retries: 3,
    });
  } finally {
    await page.close();
  }
});

test("what is no form or no guard is refused with a TypeError that names it", () =>
  bind(FORM, async (page) => {
    const messages = await page.evaluate(() =>
      [
        [null, guard],
        [document.body, guard],
        [form, undefined],
        [form, {}],
      ].map((args) => {
        try {
          module.bindWebhookForm(...args);
          return undefined;
        } catch ({ name, message }) {
          return `${name} ${message.split(" ")[0]}`;
        }
      }),
    );
    assert.deepEqual(messages, [
      "TypeError form",
      "TypeError form",
      "TypeError guard",
      "TypeError guard",
    ]);
  }));
