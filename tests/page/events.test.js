// The events in the editor: presets, groups, search, and names that are not known.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  create,
  en,
  file,
  isFocused,
  listed,
  many,
  notes,
  openGroup,
  pageText,
  press,
  rules,
  STORED,
  save,
  selectEvent,
  toast,
  usePage,
  visit,
} from "./page.js";

usePage();

const total = rules.eventTypes.length;
const selected = (page, count) =>
  page.getByText(pageText("events.selected", { count, total }), { exact: true }).waitFor();
const namesOf = (matches) => rules.eventTypes.filter(matches).map(({ name }) => name);
const checked = (page) =>
  page.locator('[name="event_types"]:checked').evaluateAll((all) => all.map(({ value }) => value));
const head = (page, id) => page.locator(`[aria-controls="events-${id}"]`);

describe("the groups", () => {
  test("hold every event type with its label and name", () =>
    create(async (page) => {
      await page.locator("#url").waitFor();
      const boxes = await page
        .locator('[name="event_types"]')
        .evaluateAll((all) => all.map((box) => [box.value, box.labels[0].textContent]));
      const expected = rules.eventTypes.map(({ name, label }) => [name, label + name]);
      assert.deepEqual(boxes.sort(), expected.sort());
    }));

  test("are closed, count what is selected, and show it as chips", () =>
    create(async (page) => {
      await page.locator("#url").waitFor();
      assert.equal(await page.locator(".items:visible").count(), 0);
      for (const name of ["log.door_was_closed", "log.door_was_opened", "log.tamper_event"]) {
        await selectEvent(page, name);
      }
      await selectEvent(page, "log.door_sensor_was_closed");
      await openGroup(page, "doors");
      const text = await head(page, "doors").innerText();
      assert.match(text, /Door closed[\s\S]*Door sensor closed[\s\S]*\+1[\s\S]*3 of 9/);
      await selected(page, 4);
    }));

  test("select all of their events or none, and show a partial selection", () =>
    create(async (page) => {
      const names = namesOf(({ group }) => group === "lift");
      await openGroup(page, "lift");
      const every = page.getByRole("checkbox", {
        name: pageText("events.every", { count: names.length }),
      });
      await selectEvent(page, names[0]);
      assert.ok(await every.evaluate(({ indeterminate }) => indeterminate));
      await every.check();
      assert.deepEqual(await checked(page), names);
      await every.uncheck();
      await selected(page, 0);
      await notes(page, "event_types").getByText(en.no_event_types).waitFor();
    }));
});

describe("the presets", () => {
  test("select all, access, doors, denied accesses, and alarms, and are pressed while that is so", () =>
    create(async (page) => {
      const presets = {
        everything: namesOf(() => true),
        access: namesOf(({ group }) => group === "access"),
        doors: namesOf(({ group }) => group === "doors"),
        denied: namesOf(({ name, group }) => group === "access" && name.includes("denied")),
        alarms: [
          "log.emergency_lock_is_opened",
          "log.lock_is_opened_to_long",
          "log.sip_registration_lost",
          "log.door_was_not_closed_too_long",
          "log.tamper_event",
          "log.lift_call_error",
          "log.lift_module_access_error",
        ],
      };
      for (const [id, names] of Object.entries(presets)) {
        await press(page.locator(".presets"), `preset.${id}`);
        assert.deepEqual((await checked(page)).sort(), [...names].sort(), id);
        const pressed = await page.locator('.preset[aria-pressed="true"]').allInnerTexts();
        assert.deepEqual(pressed, [en[`preset.${id}`]]);
      }
      await press(page, "events.clear");
      await selected(page, 0);
      assert.equal(await page.locator('.preset[aria-pressed="true"]').count(), 0);
    }));
});

describe("the search", () => {
  test("shows what its words match in labels and names, marks it, and announces how many", () =>
    create(async (page) => {
      await page.locator("#event-search").fill("door closed");
      const labels = page.locator(".items label:visible:not(.every)");
      const found = rules.eventTypes.filter(({ name, label }) =>
        ["door", "closed"].every((word) => `${label} ${name}`.toLowerCase().includes(word)),
      );
      assert.equal(await labels.count(), found.length);
      assert.equal(await labels.first().locator(".title mark").count(), 2);
      const state = pageText("events.selected", { count: 0, total });
      await page
        .getByText(pageText("events.matching", { count: found.length, total, state }))
        .waitFor();
    }));

  test("selects only what it shows, and nothing by the name of a group alone", () =>
    create(async (page) => {
      await page.locator("#event-search").fill("locks");
      assert.equal(await page.locator(".items label:visible").count(), 0);
      await page.locator("#event-search").fill("sensor");
      const found = namesOf(({ name }) => name.includes("sensor"));
      await page
        .getByRole("checkbox", { name: pageText("events.found", { count: found.length }) })
        .check();
      assert.deepEqual(await checked(page), found);
    }));

  test("leaves the groups as they were once it is cleared", () =>
    create(async (page) => {
      await openGroup(page, "calls");
      await page.locator("#event-search").fill("lift");
      assert.equal(await head(page, "lift").getAttribute("aria-expanded"), "true");
      assert.ok(await head(page, "calls").isHidden());
      await press(page.locator(".search"), "search.clear");
      assert.equal(await head(page, "lift").getAttribute("aria-expanded"), "false");
      assert.equal(await head(page, "calls").getAttribute("aria-expanded"), "true");
      assert.ok(await isFocused(page.locator("#event-search")));
    }));
});

test("clearing the selection leads to the search", () =>
  create(async (page) => {
    await selectEvent(page, "log.incoming_call");
    await press(page, "events.clear");
    assert.deepEqual(await checked(page), []);
    assert.ok(await isFocused(page.locator("#event-search")));
  }));

test("a search without a match shows no empty list", () =>
  create(async (page) => {
    await page.locator("#event-search").fill("nothing of this kind");
    await page.locator(".picker").waitFor({ state: "hidden" });
    await page.locator("#event-search").fill("lift");
    await page.locator(".picker").waitFor();
  }));

describe("an unknown event", () => {
  const imported = async (page, event_types) => {
    await listed(page);
    const chooser = page.waitForEvent("filechooser");
    await press(page, "list.import");
    await (await chooser).setFiles(file({ ...STORED, event_types }));
    await page.locator(".unknown li").first().waitFor();
  };

  test("is replaced by the one that was probably intended, or removed", () =>
    visit(
      async (page) => {
        await imported(page, ["log.door_was_open", "log.of_newer_firmware"]);
        const [first, second] = [
          page.locator(".unknown li:has(code)").first(),
          page.locator(".unknown > li").nth(1),
        ];
        await first.getByText(en.unknown_event_type).waitFor();
        await page
          .getByText(pageText("events.selected.unknown", { count: 0, total, others: 2 }))
          .waitFor();
        await press(second, "events.remove");
        await press(first, "events.replace");
        assert.deepEqual(await checked(page), ["log.door_was_opened"]);
        assert.equal(await page.locator(".unknown > li").count(), 0);
        await save(page);
        await toast(page, en["done.saved"]);
      },
      { stored: many(1) },
    ));
});
