// The admin page in Chromium, used as a person uses it, and the server that serves it.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { validateWebhook, webhookRules } from "../pkg/entry/default.js";
import { serve } from "../scripts/serve.js";
import { launchChromium } from "./browser.js";

const rules = webhookRules();
const rule = Object.fromEntries(rules.fields.map((field) => [field.name, field]));
const www = new URL("../www/", import.meta.url);

/** What the rules say of a body, for comparison with what the page shows. */
const messages = (body) => validateWebhook(body).errors.map(({ message }) => message);

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

/** Opens the page, uses it, and holds that nothing was complained of and nothing else was asked. */
async function visit(use, options) {
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    const complaints = [];
    page.on("console", (entry) => complaints.push(entry.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (asked) => {
      if (!asked.url().startsWith(origin)) complaints.push(asked.url());
    });
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(event.violatedDirective, event.blockedURI);
      });
    });
    await page.goto(origin);
    await submitButton(page).waitFor();
    await use(page, context);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

const submitButton = (page) => page.getByRole("button", { name: "Check the webhook" });
const notes = (page, id) => page.locator(`#${id}-notes`);
const headerRow = (page, index) => page.locator(".rows > li").nth(index);

async function fillHeader(page, index, name, value) {
  await headerRow(page, index).getByLabel("Name").fill(name);
  await headerRow(page, index).getByLabel("Value").fill(value);
}

async function fillValid(page) {
  await page.locator("#url").fill("https://example.com/hook");
  await page.locator("#secret").fill("a secret of some length");
  await page.locator("#timeout").fill("5000");
  await fillHeader(page, 0, "X-Site", "a header's value");
  await page.locator("#description").fill("It's the front door");
  await page.getByLabel(rules.eventTypes[0].label, { exact: true }).check();
  await page.locator("#max_retries").fill("3");
}

async function fillInvalid(page) {
  await page.locator("#url").fill("example.com");
  await fillHeader(page, 0, "Host", "é");
  await page.locator("#body").fill('{"url":"a","url":"b"}');
  await submitButton(page).click();
}

/** Presses Tab until `locator` has the focus. */
async function tabTo(page, locator) {
  for (let presses = 0; presses < 100; presses += 1) {
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`${locator} is not reached by Tab`);
}

describe("the form", () => {
  test("draws every field and every event type of the rules", () =>
    visit(async (page) => {
      const form = page.locator("form").first();
      const labels = form.locator(".field > label, .field > legend");
      assert.equal(await labels.count(), rules.fields.length);
      for (const [index, { label, help }] of rules.fields.entries()) {
        assert.ok((await labels.nth(index).textContent()).startsWith(label));
        await form.getByText(help, { exact: true }).waitFor();
      }
      for (const { label } of rules.eventTypeGroups) {
        await form.getByRole("group", { name: label }).first().waitFor();
      }
      for (const { label } of rules.eventTypes) {
        await form.getByRole("checkbox", { name: label, exact: true }).waitFor();
      }
    }));

  test("says nothing of a field before it is touched", () =>
    visit(async (page) => {
      assert.equal(await page.locator(".notes li").count(), 0);
      assert.equal(await page.locator("form").first().locator('[aria-invalid="true"]').count(), 0);
    }));

  test("shows a message beside the field, and takes it away once it is mended", () =>
    visit(async (page) => {
      const url = page.locator("#url");
      await url.pressSequentially("ftp://a");
      assert.deepEqual(await notes(page, "url").locator(".error").allTextContents(), [
        messages('{"url":"ftp://a"}')[0],
      ]);
      assert.equal(await url.getAttribute("aria-invalid"), "true");
      assert.match(await url.getAttribute("aria-describedby"), /\burl-notes\b/);
      await url.fill("https://a");
      assert.equal(await notes(page, "url").locator("li").count(), 0);
      assert.equal(await url.getAttribute("aria-invalid"), "false");
      await url.fill("http://a");
      assert.equal(await notes(page, "url").locator(".warning").count(), 1);
    }));

  test("hands numbers to the rules as they were typed", () =>
    visit(async (page) => {
      const texts = {
        5000.5: "5000.5",
        [`1${"0".repeat(400)}`]: null,
        abc: '"abc"',
        "0x10": '"0x10"',
      };
      for (const [typed, json] of Object.entries(texts)) {
        await page.locator("#timeout").fill(typed);
        const expected = validateWebhook(`{"timeout":${json ?? typed}}`).errors.find(
          ({ path }) => path[0] === "timeout",
        );
        assert.deepEqual(await notes(page, "timeout").locator("li").allTextContents(), [
          expected.message,
        ]);
      }
      for (const typed of ["5000", " 5000 ", "5e3", ""]) {
        await page.locator("#timeout").fill(typed);
        assert.equal(await notes(page, "timeout").locator("li").count(), 0);
      }
    }));

  test("shows what is wrong with a header in its own row", () =>
    visit(async (page) => {
      await fillHeader(page, 0, "X-Site", "é");
      await page.getByRole("button", { name: "Add a header" }).click();
      await fillHeader(page, 1, "X-Site", "north");
      await page.getByRole("button", { name: "Add a header" }).click();
      await fillHeader(page, 2, "HOST", "");
      const marked = (index) =>
        headerRow(page, index)
          .getByRole("textbox")
          .evaluateAll((inputs) => inputs.map((input) => input.getAttribute("aria-invalid")));
      assert.deepEqual(await marked(0), ["false", "true"]);
      assert.deepEqual(await marked(1), ["true", "false"]);
      assert.deepEqual(await marked(2), ["true", "false"]);
      const text = '{"X-Site":"é","X-Site":"north","HOST":""}';
      const expected = validateWebhook(JSON.stringify({ headers: text }));
      assert.deepEqual(
        await page.locator(".rows .error").allTextContents(),
        expected.errors.filter(({ path }) => path[0] === "headers").map(({ message }) => message),
      );

      await headerRow(page, 0).getByRole("button", { name: "Remove" }).click();
      assert.deepEqual(await marked(0), ["false", "false"]);
    }));

  test("filters, chooses and counts event types", () =>
    visit(async (page) => {
      const { name } = rules.eventTypes[0];
      await page.getByLabel("Filter").fill(name);
      const boxes = page.locator(".groups input:visible");
      assert.equal(
        await boxes.count(),
        rules.eventTypes.filter((type) => type.name.includes(name)).length,
      );
      assert.equal(await notes(page, "event_types").locator("li").count(), 0);
      await page.getByRole("button", { name: "Choose shown" }).click();
      await page.getByText(`1 of ${rules.eventTypes.length} chosen`).waitFor();
      await page.getByRole("button", { name: "Clear shown" }).click();
      assert.equal(await notes(page, "event_types").locator(".error").count(), 1);
    }));

  test("makes and reveals a secret", () =>
    visit(async (page) => {
      const secret = page.locator("#secret");
      await page.getByRole("button", { name: "Generate" }).click();
      assert.match(await secret.inputValue(), /^[0-9a-f]{64}$/);
      assert.equal(await secret.getAttribute("type"), "password");
      await page.getByRole("button", { name: `Show ${rule.secret.label}` }).click();
      assert.equal(await secret.getAttribute("type"), "text");
    }));

  test("leads from the summary of errors to each field", () =>
    visit(async (page) => {
      await fillInvalid(page);
      const summary = page.locator(".summary");
      assert.ok(await summary.evaluate((element) => element === document.activeElement));
      const errors = validateWebhook(
        '{"url":"example.com","status":"active","headers":"{\\"Host\\":\\"é\\"}","event_types":[]}',
      ).errors;
      const links = summary.getByRole("link");
      assert.deepEqual(
        await links.allTextContents(),
        errors.map(({ path: [name, ...inside], message }) => {
          return `${[rule[name].label, ...inside].join(", ")}: ${message}`;
        }),
      );
      for (let index = 0; index < errors.length; index += 1) {
        await links.nth(index).click();
        const focused = page.locator(":focus");
        assert.equal(await focused.getAttribute("aria-invalid"), "true");
      }
      await page.getByText(`${errors.length} problems left`).waitFor();
    }));

  test("shows the device's own answer", () =>
    visit(async (page) => {
      const answer = page.getByRole("region", { name: "The device's answer" });
      const { error } = validateWebhook('{"status":"active","event_types":[]}');
      await answer.getByText("HTTP 400").waitFor();
      await answer.getByText(JSON.stringify({ error })).waitFor();
      await fillValid(page);
      await answer.getByText("The device would take it.").waitFor();
    }));

  test("is filled in and sent by the keyboard alone", () =>
    visit(async (page) => {
      await tabTo(page, page.locator("#url"));
      await page.keyboard.type("https://example.com/hook");
      await tabTo(page, page.locator("#status-active"));
      await page.keyboard.press("ArrowRight");
      assert.ok(await page.locator("#status-disabled").isChecked());
      await tabTo(page, page.locator(".groups input").first());
      await page.keyboard.press("Space");
      await tabTo(page, page.locator("#max_retries"));
      await page.keyboard.type("2");
      await tabTo(page, submitButton(page));
      await page.keyboard.press("Enter");
      const focused = page.locator(":focus");
      assert.equal(await focused.textContent(), "The request");
    }));
});

describe("the request", () => {
  const preview = (page) => page.getByRole("group", { name: "Request", exact: true });
  const confidential = /a secret of some length|a header's value|a-token/;

  test("is shown as it would be sent, with confidential values masked", () =>
    visit(async (page) => {
      assert.equal(await preview(page).count(), 0);
      await fillValid(page);
      await page.locator("#token").fill("a-token");
      const text = await preview(page).textContent();
      assert.match(text, /^POST http:\/\/localhost:\d+\/api\/v1\/webhooks\n/);
      assert.match(text, /^Authorization: Bearer ••••$/m);
      assert.doesNotMatch(text, confidential);
      const body = JSON.parse(text.slice(text.indexOf("{")));
      assert.equal(body.secret, "••••");
      assert.equal(body.headers, '{"X-Site":"••••"}');
      assert.equal(body.timeout, 5000);

      await page.getByRole("button", { name: "Show secrets" }).click();
      const shown = await preview(page).textContent();
      assert.equal(JSON.parse(shown.slice(shown.indexOf("{"))).secret, "a secret of some length");
    }));

  test("is copied as a cURL command that a shell reads back, confidential values masked", () =>
    visit(async (page, context) => {
      await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin });
      await fillValid(page);
      await page.locator("#token").fill("a-token");
      await page.getByLabel("Base URL").fill("https://panel.example/it's[1]/");
      await page.getByRole("button", { name: "Show secrets" }).click();
      await page.getByRole("button", { name: "Copy as cURL" }).click();
      await page.getByText("Copied").waitFor();
      const command = await page.evaluate(() => navigator.clipboard.readText());
      assert.doesNotMatch(command, confidential);
      const script = `curl() { for arg; do printf '%s\\n' "$arg"; done; }\n${command}`;
      const args = execFileSync("sh", ["-c", script], { encoding: "utf8" }).trimEnd().split("\n");
      const body = JSON.parse(args.pop());
      assert.deepEqual(args.slice(0, 4), [
        "--globoff",
        "--request",
        "POST",
        "https://panel.example/it's[1]/webhooks",
      ]);
      assert.deepEqual(args.slice(4).sort(), [
        "--data-raw",
        "--header",
        "--header",
        "Authorization: Bearer <token>",
        "Content-Type: application/json",
      ]);
      assert.equal(body.secret, "<secret>");
      assert.equal(body.headers, '{"X-Site":"<value>"}');
      assert.equal(body.description, "It's the front door");
    }));

  test("selects the command where the clipboard is closed", () =>
    visit(async (page) => {
      await page.evaluate(() => {
        Object.defineProperty(navigator, "clipboard", { value: undefined });
      });
      await fillValid(page);
      await page.getByRole("button", { name: "Copy as cURL" }).click();
      assert.match(await page.evaluate(() => String(getSelection())), /^curl /);
    }));

  test("says what is wrong with an argument beside it", () =>
    visit(async (page) => {
      await fillValid(page);
      await page.getByLabel("update").check();
      assert.equal(await notes(page, "uid").locator(".error").count(), 1);
      await page.locator("#uid").fill("3");
      assert.match(await preview(page).textContent(), /^PUT \S+\/webhooks\/3\n/);
      await page.locator("#token").fill("two words");
      assert.equal(await notes(page, "token").locator(".error").count(), 1);
      assert.doesNotMatch(await notes(page, "token").textContent(), /two words/);
      await page.locator("#token").fill("");
      await page.getByLabel("Base URL").fill("//panel");
      assert.equal(await notes(page, "baseUrl").locator(".error").count(), 1);
    }));
});

describe("the JSON box", () => {
  test("names every issue of a raw text", () =>
    visit(async (page) => {
      const box = page.getByRole("region", { name: "Check a JSON body" });
      for (const body of [
        '{"url":"https://a","url":"https://b"}',
        '{"url":"https://a","timeout":5000.5,"max_retries":9,"unknown":1}',
        "[]",
        "{",
      ]) {
        await box.getByLabel("Body").fill(body);
        const { error, errors, warnings } = validateWebhook(body);
        const expected = [...errors, ...warnings];
        const items = box.getByRole("listitem");
        assert.equal(await items.count(), expected.length);
        for (const [index, { code, path, message }] of expected.entries()) {
          const text = await items.nth(index).textContent();
          for (const part of [code, JSON.stringify(path), message]) assert.ok(text.includes(part));
        }
        await box.getByText(JSON.stringify({ error })).waitFor();
      }
    }));
});

describe("for everyone", () => {
  const states = { fresh: () => {}, valid: fillValid, invalid: fillInvalid };

  for (const [state, fill] of Object.entries(states)) {
    test(`has no horizontal scroll at 320 px: ${state}`, () =>
      visit(
        async (page) => {
          await fill(page);
          const width = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(width <= 320, `${width} px wide`);
        },
        { viewport: { width: 320, height: 640 } },
      ));

    for (const colorScheme of ["light", "dark"]) {
      test(`has no violation of axe-core: ${state}, ${colorScheme}`, () =>
        visit(
          async (page) => {
            await fill(page);
            await page.evaluate(axe.source);
            const { violations } = await page.evaluate(() => globalThis.axe.run());
            assert.deepEqual(
              violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
              [],
            );
          },
          { colorScheme, bypassCSP: true },
        ));
    }
  }

  test("is dark where dark is preferred, with text well above the ground", () =>
    visit(
      async (page) => {
        const [ground, ink] = await page.evaluate(() => {
          const { backgroundColor, color } = getComputedStyle(document.body);
          return [backgroundColor, color].map((text) => {
            const [red, green, blue] = text.match(/\d+/g).map((part) => {
              const level = part / 255;
              return level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
          });
        });
        assert.ok(ground < 0.05);
        assert.ok((ink + 0.05) / (ground + 0.05) > 7);
      },
      { colorScheme: "dark" },
    ));

  test("says what to do where it cannot draw itself", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(origin);
    await page.getByText("needs JavaScript").waitFor();
    await context.close();
  });

  test("says what failed where the rules do not load", async () => {
    const page = await browser.newPage();
    await page.route("**/pkg/**", (route) => route.abort());
    await page.goto(origin);
    await page.getByRole("alert").getByText("could not be loaded: TypeError").waitFor();
    await page.close();
  });
});

describe("the sources", () => {
  const files = readdirSync(www).map((name) => [name, readFileSync(new URL(name, www), "utf8")]);

  test("write no rule again", () => {
    const listed = rules.eventTypes.flatMap(({ name, label }) => [name, label]);
    for (const [name, text] of files) {
      for (const word of [...listed, "Wrong JSON body"]) assert.ok(!text.includes(word), name);
    }
  });

  test("never read text as HTML", () => {
    for (const [name, text] of files) assert.doesNotMatch(text, /HTML\b.*[=(]|style=/, name);
  });
});

describe("the server", () => {
  /** Asks for a target as it stands: fetch would tidy a path. */
  const ask = (path, options) =>
    new Promise((resolve, reject) => {
      request(`${origin}/`, { ...options, path }, (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () => {
          const { statusCode, headers } = response;
          resolve({ statusCode, headers, body: Buffer.concat(chunks).toString() });
        });
      })
        .on("error", reject)
        .end();
    });

  test("sends a strict policy, the same as the page's own", async () => {
    const { headers, body } = await ask("/");
    const policy = headers["content-security-policy"];
    const meta = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(body)[1];
    assert.equal(policy, `${meta}; frame-ancestors 'none'`);
    assert.match(policy, /^default-src 'none'; /);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|\*/);
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["referrer-policy"], "no-referrer");
    assert.equal(headers["cache-control"], "no-cache");
  });

  test("names the types of files", async () => {
    const types = {
      "/": "text/html; charset=utf-8",
      "/app.js": "text/javascript; charset=utf-8",
      "/style.css?v=1": "text/css; charset=utf-8",
      "/pkg/entry/default.js": "text/javascript; charset=utf-8",
    };
    for (const [path, type] of Object.entries(types)) {
      const { statusCode, headers } = await ask(path);
      assert.deepEqual([statusCode, headers["content-type"]], [200, type]);
    }
  });

  test("serves nothing outside its two folders", async () => {
    const paths = [
      "/../package.json",
      "/%2e%2e/package.json",
      "/pkg/../../package.json",
      "/pkg/..%2f..%2fpackage.json",
      "//etc/passwd",
      "/pkg//etc/passwd",
      "/pkg/",
      "/nothing",
    ];
    for (const path of paths) assert.equal((await ask(path)).statusCode, 404, path);
    for (const path of ["/%", "/%00", "*"]) assert.equal((await ask(path)).statusCode, 400, path);
  });

  test("answers GET and HEAD alone", async () => {
    const head = await ask("/", { method: "HEAD" });
    assert.deepEqual([head.statusCode, head.body], [200, ""]);
    const { statusCode, headers } = await ask("/", { method: "POST" });
    assert.deepEqual([statusCode, headers.allow], [405, "GET, HEAD"]);
  });

  test("says what to do where its port is taken", () => {
    const script = fileURLToPath(new URL("../scripts/serve.js", import.meta.url));
    const env = { ...process.env, PORT: String(server.address().port) };
    const { status, stderr } = spawnSync(process.execPath, [script], { env, encoding: "utf8" });
    assert.equal(status, 1);
    assert.match(stderr, /Port \d+ is taken\. Choose another, such as PORT=\d+\./);
  });
});
