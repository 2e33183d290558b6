// Measures a contestant in a Chromium process of its own: each has a site of its own.

import { readFileSync } from "node:fs";
import { chromium as playwright } from "playwright-core";
import { findChromium } from "../../tools/chromium.js";
import { bundle, bundlePath } from "../bundle.js";

const source = (name) => `
import contestant from "./contestants/${name}.js";
import { sample } from "./runner.js";

globalThis.sample = (what) => sample(contestant, () => performance.now(), what);
`;

let browser;

async function launch() {
  const root = process.getuid?.() === 0;
  return playwright.launch({
    executablePath: findChromium(),
    args: ["--disable-background-networking", ...(root ? ["--no-sandbox"] : [])],
  });
}

export const chromium = {
  title: "Chromium",
  plan: { rounds: 5, samples: 5, times: 2 },
  quickPlan: { rounds: 3, samples: 4, times: 4 },

  async start(name) {
    browser ??= launch();
    const outfile = `chromium/${name}.js`;
    await bundle(source(name), { runtime: "chromium", outfile, format: "iife" });
    const context = await (await browser).newContext();
    const page = await context.newPage();
    // The clock of an isolated page has a resolution of 5 µs.
    await page.route("**", (route) =>
      route.fulfill({
        contentType: "text/html; charset=utf-8",
        headers: {
          "Cross-Origin-Opener-Policy": "same-origin",
          "Cross-Origin-Embedder-Policy": "require-corp",
        },
        body: "<!doctype html><title>bench</title>",
      }),
    );
    await page.goto(`http://${name}.localhost/`);
    await page.addScriptTag({ content: readFileSync(bundlePath(outfile), "utf8") });
    return {
      sample: async (what) =>
        (await page.evaluate((what) => globalThis.sample(what), what)).results,
      stop: () => context.close(),
    };
  },

  async stop() {
    await (await browser)?.close();
    browser = undefined;
  },
};
