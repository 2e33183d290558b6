// The accessibility of the page: axe-core, the keyboard, small and large windows, forced colours, right to
// left, and less motion.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  catalogue,
  checkAccessibility,
  choose,
  create,
  edit,
  en,
  fillValid,
  hold,
  listed,
  logIn,
  many,
  openAdvanced,
  openGroup,
  openMenu,
  press,
  row,
  STORED,
  save,
  selectEvent,
  stack,
  usePage,
  visit,
} from "./page.js";

usePage();

const withWebhooks = {
  stored: [
    STORED,
    { ...STORED, url: "http://192.168.1.9/", status: "disabled", secret: undefined },
  ],
};

async function makeMistakes(page, texts = en) {
  await page.locator("#url").fill("example.com");
  await openAdvanced(page);
  await page.getByRole("button", { name: texts["headers.add"] }).click();
  await page.locator("[name=header_name]").fill("Host");
  await page.locator("[name=header_value]").fill("é");
  await save(page);
}

async function openAll(page) {
  await openAdvanced(page);
  await openGroup(page, "doors");
  await press(page, "secret.reveal");
  await page.getByText(en["request.title"]).click();
  await page.getByText(en["example.title"]).click();
  await page.locator(".plain summary").click();
}

/** States of the page: how it is opened, what is done, and with which options. */
const STATES = {
  login: [visit, (page) => page.locator("#login-name").waitFor(), { user: null }],
  "a login that failed": [
    visit,
    async (page) => {
      await logIn(page, "admin", "wrong");
      await page.getByText(en["login.wrong"]).waitFor();
    },
    { user: null },
  ],
  "no rights": [
    visit,
    (page) => page.getByText(en["response.forbidden"]).waitFor(),
    { user: "guest" },
  ],
  loading: [
    visit,
    (page) => page.locator(".skeleton").first().waitFor(),
    { user: null, prepare: (page) => hold(page, "**/webhooks?*") },
  ],
  empty: [visit, listed],
  list: [visit, listed, withWebhooks],
  "a menu": [
    visit,
    async (page) => {
      await openMenu(page);
      await page.getByRole("menu").waitFor();
    },
    withWebhooks,
  ],
  "the user's menu": [visit, (page) => page.locator("#user").click()],
  "a failure in a row": [
    visit,
    async (page) => {
      await listed(page);
      stack.device.webhooks.clear();
      await press(row(page), "list.disable");
      await page.getByText(en["response.not_found"]).waitFor();
    },
    withWebhooks,
  ],
  "a toast": [
    visit,
    async (page) => {
      await press(row(page), "list.disable");
      await page.locator(".toast").waitFor();
    },
    withWebhooks,
  ],
  "a question": [
    visit,
    async (page) => {
      await openMenu(page);
      await choose(page, "list.delete");
    },
    withWebhooks,
  ],
  "a test": [
    visit,
    async (page) => {
      await press(row(page), "list.test");
      await page.locator(".result:not(.progress)").waitFor();
    },
    withWebhooks,
  ],
  "a new webhook": [create, (page) => page.locator("#url").waitFor()],
  "a valid webhook": [create, fillValid],
  mistakes: [create, (page) => makeMistakes(page)],
  "an error that is not of a field": [
    create,
    async (page) => {
      // Half a character is invalid in JSON text.
      await page.locator("#description").evaluate((it) => {
        it.value = "\ud800";
        it.dispatchEvent(new Event("input", { bubbles: true }));
      });
      await save(page);
      await page.getByRole("alert").getByText(en.malformed_json).waitFor();
      assert.doesNotMatch(await page.locator("main").innerText(), /undefined/);
    },
  ],
  "everything open": [edit, openAll],
  "a search for events": [
    create,
    async (page) => {
      await selectEvent(page, "log.tamper_event");
      await page.locator("#event-search").fill("door");
    },
  ],
  "a conflict": [
    edit,
    async (page) => {
      stack.device.webhooks.set(1, {
        ...STORED,
        description: "theirs",
        event_types: ["log.device_booted"],
      });
      await page.locator("#description").fill("mine");
      await save(page);
      await page.getByText(en["conflict.title"]).waitFor();
    },
  ],
  "no rules": [
    visit,
    (page) => page.getByRole("alert").getByText("cannot be fetched").waitFor(),
    { user: null, prepare: (page) => page.route("**/*.wasm", (route) => route.abort()) },
  ],
  "mistakes in Russian": [create, (page) => makeMistakes(page, catalogue("ru")), { locale: "ru" }],
  "a list in Russian": [visit, listed, { ...withWebhooks, locale: "ru" }],
};

for (const [state, [open, act, options]] of Object.entries(STATES)) {
  test(`${state}: no violation in light and dark, no horizontal scroll from 320 px to desktop`, () =>
    open(
      async (page) => {
        await act(page);
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme });
          await checkAccessibility(page);
        }
        for (const width of [320, 600, 900, 1440]) {
          await page.setViewportSize({ width, height: 640 });
          for (const dir of ["ltr", "rtl"]) {
            await page.evaluate((dir) => (document.documentElement.dir = dir), dir);
            const wide = await page.evaluate(() => {
              const all = [...document.querySelectorAll("body *:not(.skip)")];
              const over = all.find((it) => {
                const { left, right, width } = it.getBoundingClientRect();
                return width > 1 && (right > innerWidth + 1 || left < -1);
              });
              const { scrollWidth } = document.documentElement;
              return scrollWidth > innerWidth ? scrollWidth : over?.outerHTML.slice(0, 200);
            });
            assert.equal(wide, undefined, `${width} px, ${dir}`);
          }
        }
      },
      { bypassCSP: true, ...options },
    ));
}

describe("the keyboard", () => {
  /** Checks that Tab or, in a group, the arrow keys reach every control. */
  async function reaches(page) {
    const count = await page.evaluate(() => {
      const controls = "button, input, textarea, select, summary, a[href], [tabindex='0']";
      const reachable = [...document.querySelectorAll(controls)].filter(
        (it) =>
          it.checkVisibility() &&
          !it.disabled &&
          it.tabIndex >= 0 &&
          (it.type !== "radio" || it.checked),
      );
      for (const [at, element] of reachable.entries()) element.dataset.at = at;
      return reachable.length;
    });
    const reached = new Set();
    for (let presses = 0; presses < count + 5; presses += 1) {
      await page.keyboard.press("Tab");
      reached.add(await page.evaluate(() => document.activeElement.dataset.at));
    }
    const missing = Array.from({ length: count }, (_, at) => String(at)).filter(
      (at) => !reached.has(at),
    );
    const left = await page.evaluate(
      (all) => all.map((at) => document.querySelector(`[data-at="${at}"]`).outerHTML),
      missing,
    );
    assert.deepEqual(left, []);
  }

  test("reaches everything in the list, with two tab stops per row", () =>
    visit(async (page) => {
      await listed(page);
      const stops = await row(page).evaluate(
        (it) =>
          [...it.querySelectorAll("a, button")].filter(({ tabIndex }) => tabIndex >= 0).length,
      );
      assert.equal(stops, 2);
      await reaches(page);
    }, withWebhooks));

  test("reaches everything in the editor", () =>
    edit(async (page) => {
      await openAll(page);
      await reaches(page);
    }));

  test("skips the header", () =>
    visit(async (page) => {
      await listed(page);
      await page.locator(".skip").focus();
      assert.ok(await page.locator(".skip").isVisible());
      await page.keyboard.press("Enter");
      assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1");
    }));
});

describe("forced colours", () => {
  test("show which fields are invalid, and which choices are selected", () =>
    create(
      async (page) => {
        await makeMistakes(page);
        const border = (selector) =>
          page.locator(selector).evaluate((it) => getComputedStyle(it).borderStyle);
        assert.equal(await border("#url"), "double");
        assert.equal(await border("[name=header_name]"), "double");
        assert.equal(await border(".picker"), "double");
        assert.equal(await border("#description"), "solid");
        const outline = await page
          .locator(".segments label:has(:checked)")
          .evaluate((it) => getComputedStyle(it).outlineStyle);
        assert.equal(outline, "solid");
      },
      { forcedColors: "active" },
    ));
});

describe("right to left", () => {
  test("a URL stays beside its status, and reads from left to right", () =>
    visit(
      async (page) => {
        await listed(page);
        await page.evaluate(() => (document.documentElement.dir = "rtl"));
        const gap = await row(page).evaluate((it) => {
          const url = it.querySelector(".url").getBoundingClientRect();
          const pill = it.querySelector(".state").getBoundingClientRect();
          return pill.left - url.right;
        });
        assert.ok(gap > 0 && gap < 40, `${gap} px`);
        assert.equal(await page.locator(".url").first().getAttribute("dir"), "ltr");
      },
      { ...withWebhooks, viewport: { width: 1280, height: 800 } },
    ));
});

test("right to left, a secret is not under the buttons in its field", () =>
  create(
    async (page) => {
      await press(page, "secret.generate");
      await page.evaluate(() => (document.documentElement.dir = "rtl"));
      const [text, buttons] = await page.locator("#secret").evaluate((input) => {
        const { left } = input.getBoundingClientRect();
        const [reveal] = input.parentElement.querySelectorAll("button");
        return [
          left + Number.parseFloat(getComputedStyle(input).paddingLeft),
          reveal.getBoundingClientRect().right,
        ];
      });
      assert.ok(text >= buttons, `${text} and ${buttons} px`);
    },
    { viewport: { width: 1280, height: 800 } },
  ));

describe("reduced motion", () => {
  test("moves nothing", () =>
    visit(
      async (page) => {
        await listed(page);
        await press(row(page), "list.test");
        await page.locator("dialog.panel").waitFor();
        assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
      },
      { ...withWebhooks, reducedMotion: "reduce" },
    ));
});

describe("a dark page", () => {
  test("has enough contrast", () =>
    create(
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
});

test("messages never move what is above or beside them: a list of many stays where it is", () =>
  visit(
    async (page) => {
      await listed(page);
      const first = row(page, "example.com/20");
      const top = () => first.evaluate((it) => it.getBoundingClientRect().top);
      const before = await top();
      await press(first, "list.disable");
      await page.locator(".toast").waitFor();
      assert.equal(await top(), before);
    },
    { stored: many(20), viewport: { width: 1280, height: 800 } },
  ));
