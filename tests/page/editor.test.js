// The editor of a webhook: its fields, its messages and its bar.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  addHeader,
  bar,
  create,
  edit,
  en,
  fillValid,
  isFocused,
  notes,
  openAdvanced,
  openGroup,
  pageText,
  paste,
  press,
  row,
  rules,
  STORED,
  save,
  selectEvent,
  stack,
  toast,
  usePage,
  visit,
  waitForFocus,
} from "./page.js";

usePage();

describe("the fields", () => {
  test("are those of the rules, and none has a message before it is touched", () =>
    create(async (page) => {
      await page.locator("#url").waitFor();
      for (const { name } of rules.fields.filter(({ name }) => name !== "headers")) {
        assert.ok((await page.locator(`[name="${name}"]`).count()) > 0, name);
      }
      assert.equal(await page.locator(".notes li").count(), 0);
      assert.equal(await page.locator('form [aria-invalid="true"]').count(), 0);
      const text = await page.locator("form").innerText();
      // Limits are shown near the limit, not before.
      assert.doesNotMatch(text, /\b(2000|1000|128)\b/);
    }));

  test("are marked where the rules require them", () =>
    create(async (page) => {
      await page.locator("#url").waitFor();
      const marked = (selector) => page.locator(selector).locator(".required").count();
      for (const selector of ["[for=url]", "#part-events", "#max_retries-label"])
        assert.equal(await marked(selector), 1, selector);
      // And the explanation of the mark; the status has a value in any case.
      const required = rules.fields.filter(({ required }) => required).length;
      assert.equal(await page.locator(".required").count(), required);
      assert.equal(await page.locator("#url").getAttribute("aria-required"), "true");
    }));

  test("start with three retries, and Advanced shows what is set there", () =>
    create(async (page) => {
      await page.getByText("Default timeout, 3 retries, no extra headers").waitFor();
      await fillValid(page);
      await openAdvanced(page);
      await page.getByText("5 s timeout, 3 retries, 1 extra header").waitFor();
    }));

  test("that are closed away and break a rule are named as invalid", () =>
    edit(
      (page) =>
        page.getByText("invalid timeout, invalid number of retries, 2 extra headers").waitFor(),
      { stored: [{ ...STORED, timeout: 12, max_retries: 9 }] },
    ));

  test("show a message beside them until they are corrected", () =>
    create(async (page) => {
      const url = page.locator("#url");
      await url.fill("ftp://a");
      await notes(page, "url").getByText(en["invalid_url.scheme"]).waitFor();
      assert.equal(await url.getAttribute("aria-invalid"), "true");
      assert.match(await url.getAttribute("aria-describedby"), /\burl-notes\b/);
      await url.fill("https://a");
      assert.equal(await notes(page, "url").locator("li").count(), 0);
      await url.fill("http://a");
      assert.equal(await notes(page, "url").locator(".warning").count(), 1);
    }));

  test("offer a URL with the scheme that is missing", () =>
    create(async (page) => {
      await page.locator("#url").fill("alarm.example.com/hook");
      await press(page, pageText("url.use", { url: "https://alarm.example.com/hook" }));
      assert.equal(await page.locator("#url").inputValue(), "https://alarm.example.com/hook");
      assert.equal(await notes(page, "url").locator("li").count(), 0);
    }));

  test("accept a URL without the white space around it", () =>
    create(async (page) => {
      const url = page.locator("#url");
      await paste(url, "  https://example.com/hook ");
      assert.equal(await notes(page, "url").locator("li").count(), 0);
      await page.locator("#description").focus();
      assert.equal(await url.inputValue(), "https://example.com/hook");
    }));

  test("count characters near a limit", () =>
    create(async (page) => {
      await page.locator("#description").fill("😀".repeat(999));
      await page.getByText(pageText("counter", { count: 999, max: 1000 })).waitFor();
      await page.locator("#description").fill("short");
      assert.equal(await page.getByText("of 1000 characters").count(), 0);
    }));

  test("show how long all attempts may take", () =>
    create(async (page) => {
      await fillValid(page);
      await page.getByText(pageText("delivery.seconds", { count: 4, seconds: 60 })).waitFor();
      await page.locator("#timeout").fill("");
      await page.getByText(pageText("delivery.attempts", { count: 4 })).waitFor();
    }));
});

describe("the secret", () => {
  test("is generated, shown and copied", () =>
    create(async (page, context) => {
      await context.grantPermissions(["clipboard-read", "clipboard-write"], {
        origin: stack.origin,
      });
      const secret = page.locator("#secret");
      assert.ok(await page.getByRole("button", { name: en["secret.copy"] }).isHidden());
      await press(page, "secret.generate");
      assert.match(await secret.inputValue(), /^[0-9a-f]{64}$/);
      assert.equal(await secret.getAttribute("type"), "password");
      await press(page, "secret.reveal");
      assert.equal(await secret.getAttribute("type"), "text");
      await press(page, "secret.copy");
      await toast(page, en["copy.done"]);
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      assert.equal(copied, await secret.inputValue());
    }));

  test("of a new webhook is set directly, and a stored one is replaced after a confirmation", async () => {
    await create(async (page) => {
      await press(page, "secret.generate");
      await page.getByText(en["secret.help"]).waitFor();
    });
    await edit(async (page) => {
      await press(page, "secret.generate");
      await press(page.getByRole("dialog"), "dialog.cancel");
      assert.equal(await page.locator("#secret").inputValue(), STORED.secret);
      await press(page, "secret.generate");
      await press(page.getByRole("dialog"), "replace.confirm");
      await page.getByText(en["secret.replaced"]).waitFor();
      await page.locator("#secret").fill("");
      await page.getByText(en["secret.removed"]).waitFor();
    });
  });

  test("is selected for copying if the clipboard is not available", () =>
    create(async (page) => {
      await page.evaluate(() =>
        Object.defineProperty(navigator, "clipboard", { value: undefined }),
      );
      await press(page, "secret.generate");
      await press(page, "secret.copy");
      await toast(page, en["copy.selected"]);
      assert.equal(await page.locator("#secret").getAttribute("type"), "text");
    }));
});

describe("the bar", () => {
  test("is visible immediately, and shows the state of the webhook", () =>
    edit(async (page) => {
      const inSight = await page.locator("#save").evaluate((it) => {
        const { top, bottom } = it.getBoundingClientRect();
        return top > 0 && bottom <= innerHeight;
      });
      assert.ok(inSight);
      await bar(page).getByText(en["edit.unchanged"]).waitFor();
      await page.locator("#description").fill("changed");
      await bar(page).getByText(en["edit.unsaved"]).waitFor();
    }));

  test("names the fields that need attention and links to each, even a hidden one", () =>
    create(async (page) => {
      await page.locator("#url").fill("example.com");
      await page.locator("#event-search").fill("nothing of this kind");
      await openAdvanced(page);
      await addHeader(page, "Host", "a");
      await openAdvanced(page);
      await save(page);
      await bar(page)
        .getByText(pageText("edit.attention", { count: 3 }))
        .waitFor();
      assert.ok(await isFocused(page.locator("#url")));
      await press(bar(page), "label.headers");
      assert.ok(await isFocused(page.locator("[name=header_name]")));
      await press(bar(page), "label.event_types");
      assert.ok(await isFocused(page.locator("#event-search")));
      await press(bar(page), "label.url");
      assert.ok(await isFocused(page.locator("#url")));
      assert.equal(stack.device.webhooks.size, 0);

      await page.locator("#url").fill("https://example.com");
      await bar(page)
        .getByText(pageText("edit.attention", { count: 2 }))
        .waitFor();
    }));

  test("states an error of the form itself, which has no field", () =>
    create(async (page) => {
      await fillValid(page);
      // Half a character is invalid in JSON text.
      await page.locator("#description").evaluate((it) => {
        it.value = "\ud800";
        it.dispatchEvent(new Event("input", { bubbles: true }));
      });
      await save(page);
      await bar(page).getByText(en.malformed_json).waitFor();
      assert.equal(await bar(page).getByRole("button").count(), 0);
    }));

  test("does not cover the focused element", () =>
    create(
      async (page) => {
        await page.locator("#url").focus();
        for (let presses = 0; presses < 18; presses += 1) {
          await page.keyboard.press("Tab");
          const covered = await page.evaluate(() => {
            const focused = document.activeElement;
            if (focused === document.body || focused.closest(".bar")) return false;
            const { bottom } = focused.getBoundingClientRect();
            return bottom > document.querySelector(".bar").getBoundingClientRect().top;
          });
          assert.ok(!covered, await page.evaluate(() => document.activeElement.outerHTML));
        }
      },
      { viewport: { width: 1280, height: 600 } },
    ));

  test("asks before changes are discarded, and again before the page is closed", () =>
    create(async (page) => {
      await page.locator("#url").fill("https://a.example");
      await press(page, "dialog.cancel");
      await press(page, "discard.keep");
      assert.equal(await page.locator("#url").inputValue(), "https://a.example");

      const asked = new Promise((resolve) => {
        page.once("dialog", async (dialog) => {
          await dialog.dismiss();
          resolve(dialog.type());
        });
      });
      await page.evaluate(() => location.reload());
      assert.equal(await asked, "beforeunload");

      await press(page, "dialog.cancel");
      await press(page, "discard.confirm");
      await page.locator("dialog.login, .row, .empty").first().waitFor();
    }));
});

test("a webhook with two events and a generated secret takes six clicks and its URL", () =>
  visit(async (page) => {
    await page.locator(".empty").waitFor();
    await press(page, "list.new");
    await waitForFocus(page.locator("#url"));
    await page.keyboard.type("https://example.com/hook");
    await openGroup(page, "doors");
    await page.getByText("Door opened", { exact: true }).click();
    await page.getByText("Door closed", { exact: true }).click();
    await press(page, "secret.generate");
    await save(page);
    await row(page, "example.com/hook").getByText(en["list.created"]).waitFor();
    const [{ secret, event_types: names }] = stack.device.webhooks.values();
    assert.deepEqual(names, ["log.door_was_closed", "log.door_was_opened"]);
    assert.equal(secret.length, 64);
  }));

describe("the keyboard alone", () => {
  /** Presses Tab until an element has the focus; returns how often. */
  async function tabTo(page, locator) {
    for (let presses = 0; presses < 40; presses += 1) {
      if (await isFocused(locator)) return presses;
      await page.keyboard.press("Tab");
    }
    return assert.fail(`${locator} is not reached by Tab`);
  }

  test("creates a webhook with two events and a generated secret, and deletes it", () =>
    visit(async (page) => {
      await page.locator(".empty").waitFor();
      await tabTo(page, page.getByRole("button", { name: en["list.new"] }));
      await page.keyboard.press("Enter");
      await page.locator("#url").waitFor();
      await tabTo(page, page.locator("#url"));
      await page.keyboard.type("https://example.com/hook");
      await tabTo(page, page.locator('[aria-controls="events-doors"]'));
      await page.keyboard.press("Enter");
      await tabTo(page, page.locator("[id='log.door_was_closed']"));
      await page.keyboard.press("Space");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
      await tabTo(page, page.getByRole("button", { name: en["secret.generate"] }));
      await page.keyboard.press("Enter");
      await page.keyboard.press("Control+Enter");
      await row(page, "example.com/hook").getByText(en["list.created"]).waitFor();
      const [{ secret, event_types: names }] = stack.device.webhooks.values();
      assert.equal(names.length, 2);
      assert.equal(secret.length, 64);

      assert.ok(await isFocused(row(page, "example.com/hook").locator(".open")));
      await tabTo(page, page.getByRole("button", { name: en["list.disable"] }));
      await page.keyboard.press("End");
      await page.keyboard.press("Enter");
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("Enter");
      await tabTo(page, page.getByRole("button", { name: en["delete.confirm"] }));
      await page.keyboard.press("Enter");
      await toast(page, en["done.deleted"]);
    }));

  test("reaches Save in at most 25 steps of a new webhook with everything closed", () =>
    visit(async (page) => {
      await page.locator(".empty").waitFor();
      await press(page, "list.new");
      await page.locator("#url").waitFor();
      await press(page, "secret.generate");
      await page.evaluate(() => document.activeElement.blur());
      await page.locator("body").evaluate((it) => {
        it.tabIndex = -1;
        it.focus();
        it.removeAttribute("tabindex");
      });
      const steps = await tabTo(page, page.locator("#save"));
      assert.ok(steps <= 25, `${steps} steps`);
      assert.ok(steps > 10);
    }));

  test("selects retries with the arrow keys, and does not save on Enter in the search", () =>
    create(async (page) => {
      await openAdvanced(page);
      await page.getByRole("radio", { name: "3", exact: true }).focus();
      await page.keyboard.press("ArrowRight");
      assert.ok(await page.getByRole("radio", { name: "4", exact: true }).isChecked());
      await page.locator("#event-search").press("Enter");
      assert.equal(await page.locator(".notes li").count(), 0);
    }));
});

test("a webhook of newer firmware keeps the event types that the page does not know", () =>
  edit(
    async (page) => {
      await openGroup(page, "other");
      await page.getByRole("checkbox", { name: "log.of_newer_firmware" }).waitFor();
      await page.locator("#description").fill("changed");
      const saving = page.waitForRequest((request) => request.method() === "PUT");
      await save(page);
      const { event_types: sent } = (await saving).postDataJSON();
      assert.deepEqual(sent, ["log.incoming_call", "log.of_newer_firmware"]);
      // The guard in front of this device does not know the newer firmware.
      await notes(page, "event_types").getByText("Invalid event types").waitFor();
    },
    { stored: [{ ...STORED, event_types: ["log.incoming_call", "log.of_newer_firmware"] }] },
  ));

test("a form with only warnings is saved", () =>
  visit(async (page) => {
    await page.locator(".empty").waitFor();
    await press(page, "list.new");
    await page.locator("#url").fill("http://192.168.1.5/hook#part");
    await selectEvent(page, "log.tamper_event");
    await openAdvanced(page);
    await addHeader(page, "Cookie", " a=b");
    await page.locator(".notes .warning").nth(3).waitFor();
    await save(page);
    await row(page, "192.168.1.5/hook#part").waitFor();
    await waitForFocus(row(page, "192.168.1.5/hook#part").locator(".open"));
  }));
