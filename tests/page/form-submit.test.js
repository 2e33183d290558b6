// webhook-guard/form: submits, loading, and unbinding.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { parseResponse, validateWebhook } from "../../pkg/entry/default.js";
import {
  bind,
  described,
  FORM,
  fillValid,
  invalid,
  sent,
  sentence,
  stack,
  submit,
  useForms,
  value,
} from "./form.js";

useForms();

describe("a submit", () => {
  test("of an invalid form is stopped, everything is shown, and no bubble of the browser", () =>
    bind(FORM, async (page) => {
      await submit(page);
      assert.ok(!sent(page));
      const { errors } = validateWebhook('{"status":"active","event_types":[]}');
      const labels = { url: "URL", max_retries: "Retries" };
      assert.deepEqual(
        await page.locator(".webhook-messages .error").allTextContents(),
        errors.map(({ code, path: [name], message }) =>
          code === "missing" ? `Enter a value for ${labels[name]}.` : message,
        ),
      );
      assert.equal(await page.evaluate(() => document.activeElement.id), "url");
      assert.equal(await page.evaluate(() => form.matches(":invalid")), true);
      // The browser shows its bubble for an invalid control whose event is not cancelled.
      const cancelled = await page.evaluate(() => {
        const events = [];
        form.addEventListener("invalid", (event) => events.push(event.defaultPrevented), true);
        form.reportValidity();
        return events;
      });
      assert.ok(cancelled.length > 0 && cancelled.every(Boolean));
      assert.equal(await page.evaluate(() => form.noValidate), true);
    }));

  test("still respects what the browser itself checks", () =>
    bind(FORM.replace("</form>", '<input id="own" required></form>'), async (page) => {
      await fillValid(page);
      await submit(page);
      assert.ok(!sent(page));
      assert.equal(await page.evaluate(() => document.activeElement.id), "own");
      await page.locator("#own").fill("a");
      await submit(page);
      await page.waitForURL(/\/sent/);
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

  test("is not needed: report shows everything and moves to the first mistake", () =>
    bind(FORM, async (page) => {
      await page.locator("#url").fill("https://a");
      assert.equal(await page.evaluate(() => bound.report().valid), false);
      assert.equal(await page.evaluate(() => document.activeElement.id), "call");
      assert.equal(await invalid(page, "max_retries"), "true");
    }));
});

describe("before the guard has loaded", () => {
  const slow = { guard: "slow" };

  test("the form is usable, and is checked as soon as it has", () =>
    bind(
      FORM,
      async (page) => {
        await page.locator("#url").fill("ftp://a");
        assert.match(await value(page), /"url":"ftp:\/\/a"/);
        assert.equal(await page.evaluate(() => bound.verdict), undefined);
        assert.equal(await page.locator(".webhook-messages").count(), 0);
        await page.evaluate(() => finishLoading());
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
        await page.evaluate(() => finishLoading());
        assert.equal(await invalid(page, "url"), "true");
        assert.ok(!sent(page));
      },
      slow,
    ));

  test("a submit waits for it, before any listener of the page", () =>
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

  test("a submit of a valid form continues once it has", () =>
    bind(
      FORM,
      async (page) => {
        await fillValid(page);
        await submit(page);
        assert.ok(!sent(page));
        await page.evaluate(() => finishLoading());
        await page.waitForURL(/\/sent\?url=https/);
      },
      slow,
    ));

  test("and if it never does, ready rejects with the reason and the form is submitted unchecked", () =>
    bind(
      FORM,
      async (page) => {
        await submit(page);
        const reason = page.evaluate(() => bound.ready.catch((error) => error.message));
        await page.evaluate(() => fail());
        assert.equal(await reason, "No module.");
        await page.waitForURL(/\/sent/);
      },
      slow,
    ));
});

describe("a form that is unbound", () => {
  test("is as it was, and reacts to nothing", () =>
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
        await page.evaluate((response) => bound.showResponse(response), forbidden);
        const changed = await page.evaluate(() => form.outerHTML !== before);
        assert.ok(changed);
        await page.evaluate(() => {
          window.events = 0;
          form.addEventListener("webhookverdict", () => (window.events += 1));
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
          bound.showResponse({ ok: false, kind: "forbidden", error: "No", path: [] });
          form.reset();
        });
        await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
        assert.equal(await page.evaluate(() => window.events), 0);
        assert.equal(await page.locator(".webhook-messages, .error").count(), 0);
        assert.equal(
          await page.locator('[aria-invalid="true"], [aria-invalid="false"]').count(),
          0,
        );
        await submit(page);
        await page.waitForURL(/\/sent/);
      },
    ));

  test("before the guard has loaded is not changed", () =>
    bind(
      FORM,
      async (page) => {
        await page.locator("#url").fill("ftp://a");
        await page.evaluate(async () => {
          bound.unbind();
          finishLoading();
          await bound.ready;
        });
        const html = await page.evaluate(() => form.outerHTML);
        assert.equal(html, await page.evaluate(() => before));
      },
      { guard: "slow" },
    ));

  test("can be bound again, and not before", () =>
    bind(FORM, async (page) => {
      const again = () =>
        page.evaluate(() => {
          try {
            return typeof module.bindWebhookForm(form, guard).unbind;
          } catch ({ name, message }) {
            return `${name}: ${message}`;
          }
        });
      assert.match(await again(), /^TypeError: form is already bound/);
      await page.evaluate(() => bound.unbind());
      assert.equal(await again(), "function");
    }));
});

const guide = readFileSync(new URL("../../docs/form.md", import.meta.url), "utf8");

test("the example of the guide runs unchanged: it is checked, sent, and shows the response", async () => {
  const { browser, origin } = stack;
  const example = [...guide.matchAll(/^```html\n(.*?)^```/gms)].map(([, html]) => html).join("");
  const body = '{"error":"Webhook with the same URL already exists"}';
  const page = await browser.newPage();
  try {
    let webhook;
    await page.route(`${origin}/form`, (route) =>
      route.fulfill({ contentType: "text/html", body: `<!doctype html>${example}` }),
    );
    await page.route(`${origin}/webhook-guard/**`, async (route) => {
      const url = route.request().url().replace("/webhook-guard/", "/pkg/");
      await route.fulfill({ response: await page.request.get(url) });
    });
    await page.route(`${origin}/api/v1/webhooks`, (route) => {
      webhook = route.request().postData();
      return route.fulfill({ status: 400, body });
    });
    await page.goto(`${origin}/form`);
    const url = page.getByLabel("URL");
    await page.getByRole("button").click();
    await page.getByText("Enter a value for URL.").waitFor();
    await url.fill("https://example.com/hook");
    await page.getByLabel("Incoming call").check();
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

test("every example of a form uses POST: without its script, no secret gets into an address", async () => {
  const { browser, origin } = stack;
  for (const name of ["README.md", "docs/form.md", "docs/api.md"]) {
    const text = readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");
    for (const [, html] of text.matchAll(/^```html\n(.*?)^```/gms)) {
      for (const [tag] of html.matchAll(/<form\b[^>]*>/g)) assert.match(tag, /method="post"/, name);
    }
  }
  const [, example] = /^```html\n(.*?)^```/ms.exec(guide);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.route(`${origin}/form`, (route) =>
    route.fulfill({ contentType: "text/html", body: `<!doctype html>${example}` }),
  );
  await page.goto(`${origin}/form`);
  await page.getByLabel("URL").fill("https://example.com/confidential");
  const submitted = page.waitForRequest((request) => request.isNavigationRequest());
  await page.getByRole("button").click();
  assert.doesNotMatch((await submitted).url(), /confidential|\?/);
  await context.close();
});

test("a wrong form or guard is a TypeError that names it", () =>
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
