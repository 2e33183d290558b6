// Finds Chromium or Chrome in the usual places. The environment variable CHROMIUM names another.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const BROWSERS = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "Google Chrome",
  "Chromium",
  "chrome.exe",
];

const folders = () => [
  ...process.env.PATH.split(delimiter),
  "/Applications/Google Chrome.app/Contents/MacOS",
  "/Applications/Chromium.app/Contents/MacOS",
  ...["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"]
    .filter((name) => process.env[name])
    .map((name) => join(process.env[name], "Google", "Chrome", "Application")),
];

export const find = (names) =>
  folders()
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(existsSync);

export const findChromium = () => process.env.CHROMIUM ?? find(BROWSERS);
