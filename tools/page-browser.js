// Starts the Chromium that tools/chromium.js finds, for Playwright.

import { chromium } from "playwright-core";
import { findChromium } from "./chromium.js";

export function launchChromium() {
  const root = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      ...(root ? ["--no-sandbox"] : []),
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-quic",
      "--no-first-run",
    ],
  });
}
