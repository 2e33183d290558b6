// Finds Firefox, and WebKitGTK's MiniBrowser and driver, in the usual places. The environment variable
// FIREFOX names another Firefox.

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { find } from "./chromium.js";

export const findFirefox = () => process.env.FIREFOX ?? find(["firefox-esr", "firefox"]);
export const findWebKitDriver = () => find(["WebKitWebDriver"]);
export const findXvfb = () => find(["xvfb-run"]);

/** It is not on PATH but in the library's folder. */
export function findMiniBrowser() {
  const folders = (path) => (existsSync(path) ? readdirSync(path) : []).map((it) => join(path, it));
  return folders("/usr/lib")
    .filter((path) => path.endsWith("-linux-gnu"))
    .flatMap(folders)
    .filter((path) => path.includes("/webkit2gtk-4."))
    .map((path) => join(path, "MiniBrowser"))
    .find(existsSync);
}
