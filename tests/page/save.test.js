// Saving a webhook: nothing is overwritten unseen, nothing is created twice, nothing typed is lost.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  bar,
  create,
  edit,
  en,
  fillValid,
  hold,
  isFocused,
  listed,
  logIn,
  many,
  notes,
  pageText,
  press,
  row,
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

const stored = () => [...stack.device.webhooks.values()];
/** Opens the editor of a new webhook from the list. */
const createFromList = (use, options) =>
  visit(async (page) => {
    await listed(page);
    await press(page, "list.new");
    await page.locator("#url").waitFor();
    await use(page);
  }, options);

describe("a new webhook", () => {
  test("is saved as the form has it, shown on top of the list, and can be tested from there", () =>
    createFromList(
      async (page) => {
        await fillValid(page);
        await save(page);
        await row(page, "example.com/hook").getByText(en["list.created"]).waitFor();
        assert.match(await page.locator(".row").first().innerText(), /example\.com\/hook/);
        await waitForFocus(row(page, "example.com/hook").locator(".open"));
        const webhook = stack.device.webhooks.get(61);
        assert.equal(stack.device.bodies.at(-1), JSON.stringify(webhook));
        assert.equal(webhook.headers, '{"X-Site":"a header\'s value"}');
        assert.equal(webhook.max_retries, 3);
        await toast(page, en["done.saved"]);
        await press(page.locator(".toast"), "list.test");
        await page.locator("dialog.panel").waitFor();
      },
      { stored: many(60) },
    ));

  test("with the URL of another webhook links to that one", () =>
    createFromList(
      async (page) => {
        await fillValid(page, "https://example.com/3");
        await save(page);
        await notes(page, "url").getByText(en["response.conflict"]).waitFor();
        assert.ok(await isFocused(page.locator("#url")));
        await bar(page)
          .getByText(pageText("edit.attention", { count: 1 }))
          .waitFor();
        await press(page, "edit.openexisting");
        await press(page, "discard.confirm");
        await page.getByRole("heading", { name: en["edit.title"] }).waitFor();
        await page.locator("#url").waitFor();
        assert.equal(await page.locator("#url").inputValue(), "https://example.com/3");
      },
      { stored: many(60) },
    ));

  test("whose response was lost is found to be saved, and linked to", () =>
    createFromList(
      async (page) => {
        await fillValid(page);
        await save(page);
        await bar(page).getByText(en["response.bad_gateway"]).waitFor();
        stack.device.settings.fail = undefined;
        await save(page);
        await bar(page).getByText(en["edit.savedbefore"]).waitFor();
        await press(page, "edit.openexisting");
        await page.getByRole("heading", { name: en["edit.title"] }).waitFor();
        assert.equal(stored().length, 1);
      },
      { device: { fail: ({ method }) => method === "POST" && "lose response" } },
    ));

  test("does not replace another one in the editor when its response is late", () =>
    createFromList(async (page) => {
      const release = await hold(page, "**/webhooks");
      await fillValid(page);
      await save(page);
      await bar(page).getByText(en["edit.saving"]).waitFor();
      await press(page, "dialog.cancel");
      await press(page, "discard.confirm");
      await press(page, "list.new");
      await page.locator("#url").fill("https://b.example");
      release();
      await toast(page, en["done.saved"]);
      assert.equal(await page.locator("#url").inputValue(), "https://b.example");
      await press(page, "dialog.cancel");
      await press(page, "discard.confirm");
      await row(page, "example.com/hook").waitFor();
    }));
});

describe("a webhook that another user changed meanwhile", () => {
  const changeOnPanel = (changes) => {
    const webhook = stack.device.webhooks.get(1);
    stack.device.webhooks.set(1, { ...webhook, ...changes });
  };
  const conflict = (page, field) =>
    page.getByRole("radiogroup", { name: en[`label.${field}`], exact: true });

  test("is saved without a question where nothing conflicts", () =>
    edit(async (page) => {
      await page.locator("#description").fill("mine");
      await save(page);
      await toast(page, en["done.saved"]);
      assert.deepEqual(stored(), [{ ...STORED, description: "mine" }]);
    }));

  test("shows what differs, and saves what the user chooses", () =>
    edit(async (page) => {
      changeOnPanel({ description: "theirs", max_retries: 5, secret: "another secret of theirs" });
      await page.locator("#description").fill("mine");
      await save(page);
      const dialog = page.getByRole("dialog");
      await dialog.getByText(en["conflict.title"]).waitFor();
      assert.equal(await dialog.getByRole("radiogroup").count(), 3);
      assert.ok(await conflict(page, "description").getByRole("radio").first().isChecked());
      // Members that this user did not change come from the panel.
      assert.ok(await conflict(page, "max_retries").getByRole("radio").nth(1).isChecked());
      assert.doesNotMatch(await dialog.innerText(), /another secret|a stored secret/);
      await press(dialog, "conflict.save");
      await toast(page, en["done.saved"]);
      const expected = {
        ...STORED,
        description: "mine",
        max_retries: 5,
        secret: "another secret of theirs",
      };
      assert.deepEqual(stored(), [expected]);
    }));

  test("shows which events were added and removed", () =>
    edit(async (page) => {
      changeOnPanel({ event_types: ["log.incoming_call", "log.door_was_closed"] });
      await selectEvent(page, "log.lift_call_error");
      await save(page);
      const text = await conflict(page, "event_types").innerText();
      for (const part of [
        "3 events",
        "+ Lift call failed",
        "2 events",
        "+ Door closed",
        "− Tamper switch",
      ]) {
        assert.ok(text.replace(/\s+/g, " ").includes(part), part);
      }
    }));

  test("is sent with an event of newer firmware that the other user added", () =>
    edit(async (page) => {
      changeOnPanel({ event_types: ["log.of_newer_firmware"] });
      await page.locator("#description").fill("mine");
      await save(page);
      const saving = page.waitForRequest((request) => request.method() === "PUT");
      await press(page.getByRole("dialog"), "conflict.save");
      assert.deepEqual((await saving).postDataJSON().event_types, ["log.of_newer_firmware"]);
      // The guard in front of this device does not know the newer firmware.
      await notes(page, "event_types").getByText("Invalid event types").waitFor();
    }));

  test("is valid with an event of newer firmware, once the version of the panel is chosen", () =>
    edit(async (page) => {
      changeOnPanel({ event_types: ["log.of_newer_firmware"], description: "theirs" });
      await page.locator("#description").fill("mine");
      await save(page);
      await press(page.getByRole("dialog"), "conflict.discard");
      await bar(page).getByText(en["edit.unchanged"]).waitFor();
      await page.locator("#description").fill("mine again");
      const saving = page.waitForRequest((request) => request.method() === "PUT");
      await save(page);
      assert.deepEqual((await saving).postDataJSON().event_types, ["log.of_newer_firmware"]);
    }));

  test("is shown to be corrected if what was chosen breaks a rule", () =>
    edit(async (page) => {
      changeOnPanel({ timeout: 12 });
      await page.locator("#description").fill("mine");
      await save(page);
      await press(page.getByRole("dialog"), "conflict.save");
      await notes(page, "timeout").locator(".error").waitFor();
      assert.equal(await page.locator("#description").inputValue(), "mine");
      await page.locator("#timeout").fill("2000");
      await save(page);
      await toast(page, en["done.saved"]);
      assert.deepEqual(stored(), [{ ...STORED, description: "mine", timeout: 2000 }]);
    }));

  test("can be edited further or reset to the version of the panel", () =>
    edit(async (page) => {
      changeOnPanel({ description: "theirs" });
      await page.locator("#description").fill("mine");
      await save(page);
      await press(page.getByRole("dialog"), "discard.keep");
      assert.equal(await page.locator("#description").inputValue(), "mine");
      assert.equal(stored()[0].description, "theirs");
      await save(page);
      await press(page.getByRole("dialog"), "conflict.discard");
      await bar(page).getByText(en["edit.unchanged"]).waitFor();
      assert.equal(await page.locator("#description").inputValue(), "theirs");
    }));

  test("and deleted is saved as a new one", () =>
    edit(async (page) => {
      await page.locator("#description").fill("mine");
      stack.device.webhooks.clear();
      await save(page);
      await bar(page).getByText(en["edit.gone"]).waitFor();
      await press(page, "edit.saveasnew");
      await row(page).getByText(en["list.created"]).waitFor();
      assert.deepEqual(stored(), [{ ...STORED, description: "mine" }]);
    }));
});

describe("a failure", () => {
  /** Saves with a device that responds with `status`. */
  const failing = (status, use, body = "") =>
    create(async (page) => {
      await fillValid(page);
      await page.route("**/api/v1/webhooks", (route) => route.fulfill({ status, body }));
      await save(page);
      await use(page);
      assert.equal(await page.locator("#url").inputValue(), "https://example.com/hook");
      await page.unroute("**/api/v1/webhooks");
    });

  for (const [status, key, error] of [
    [302, "response.redirect"],
    [429, "response.busy"],
    [500, "response.failed", "Disk full"],
    [502, "response.bad_gateway"],
    [504, "response.timeout"],
  ]) {
    test(`by status ${status} shows what to do in that case, and only once`, () =>
      failing(
        status,
        async (page) => {
          await bar(page).getByText(pageText(key, { error })).waitFor();
          assert.equal(await page.getByText(en["edit.unchanged"]).count(), 0);
          await page.locator("#description").fill("still there");
          await bar(page).getByText(en["edit.notsaved"]).waitFor();
        },
        error && JSON.stringify({ error }),
      ));
  }

  test("of the network leaves everything as it is, and the next attempt succeeds", () =>
    createFromList(async (page) => {
      await fillValid(page);
      await page.route("**/api/**", (route) => route.abort());
      await save(page);
      await bar(page).getByText(en["response.unreachable"]).waitFor();
      await page.unroute("**/api/**");
      await save(page);
      await toast(page, en["done.saved"]);
    }));

  for (const [status, error, reason] of [
    [401, "Log In", "login.help"],
    [403, "Administrator rights required", "login.forbidden"],
  ]) {
    test(`by status ${status} asks to log in, and then saves`, () =>
      createFromList(async (page) => {
        await fillValid(page);
        let rejected = false;
        await page.route("**/api/v1/webhooks", (route) => {
          if (rejected) return route.continue();
          rejected = true;
          return route.fulfill({ status, json: { error } });
        });
        await save(page);
        await page.getByRole("dialog").getByText(en[reason]).waitFor();
        await logIn(page, "admin");
        await toast(page, en["done.saved"]);
        assert.equal(stored().length, 1);
      }));
  }

  test("to log in is shown in the bar, and no success is shown", () =>
    create(async (page) => {
      await fillValid(page);
      await save(page);
      await page.getByRole("dialog").waitFor();
      await page.keyboard.press("Escape");
      await bar(page).getByText(en["response.unauthorized"]).waitFor();
      await save(page);
      await logIn(page, "admin");
      await toast(page, en["done.saved"]);
    }));

  test("that names a field is shown beside it until that changes", () =>
    failing(
      400,
      async (page) => {
        await notes(page, "url").getByText("Invalid URL format. Must be HTTP URL").waitFor();
        await page.locator("#url").fill("https://example.com/hook2");
        assert.equal(await notes(page, "url").locator(".error").count(), 0);
        await page.locator("#url").fill("https://example.com/hook");
      },
      '{"error":"Invalid URL format. Must be HTTP URL"}',
    ));
});
