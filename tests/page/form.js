// webhook-guard/form on native forms in Chromium, under a strict policy, used as a user would.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { serve } from "../../dev/serve.js";
import { validateWebhook } from "../../pkg/entry/default.js";
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

export const FORM = `<form action="/sent" method="get">${FIELDS}</form>`;

/** The server's origin and the browser; set while the tests of a file run. */
export const stack = {};

/** Starts server and browser for the tests of a file. */
export function useForms() {
  let server;
  before(async () => {
    server = await serve({ port: 0 });
    stack.origin = `http://localhost:${server.address().port}`;
    stack.browser = await launchChromium();
  });
  after(async () => {
    await stack.browser?.close();
    server.close();
  });
}

/** Opens a page that holds `html`, binds its form, uses it, and checks that nothing was logged. */
export async function bind(html, use, { options = {}, guard = "" } = {}) {
  const { origin } = stack;
  const context = await stack.browser.newContext();
  try {
    const page = await context.newPage();
    const problems = [];
    page.on("console", (entry) => problems.push(entry.text()));
    page.on("pageerror", (error) => problems.push(error.message));
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
        window.module = await import("/pkg/form/index.js");
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
                window.finishLoading = () => {
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
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
}

export const sentence = (body, code) => {
  const { errors, warnings } = validateWebhook(body);
  return [...errors, ...warnings].find((finding) => finding.code === code).message;
};
export const value = (page) => page.evaluate(() => bound.value());
export const invalid = (page, id) => page.locator(`#${id}`).getAttribute("aria-invalid");
export const validity = (page, id) =>
  page.evaluate((id) => document.getElementById(id).validationMessage, id);
export const submit = (page) => page.getByRole("button", { name: "Send" }).click();
export const sent = (page) => page.url().startsWith(`${stack.origin}/sent`);

/** The texts that describe an element. */
export const described = (page, selector) =>
  page.locator(selector).evaluate((element) =>
    (element.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .filter(Boolean)
      .map((id) => document.getElementById(id).textContent.trim()),
  );

export async function fillValid(page) {
  await page.locator("#url").fill("https://example.com/hook");
  await page.locator("#secret").fill("0123456789abcdef");
  await page.locator("#call").check();
  await page.locator("#max_retries").fill("3");
}
