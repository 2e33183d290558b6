// Finds Firefox, and WebKitGTK's small browser and driver, where systems put them. FIREFOX names
// another Firefox.

import { readdirSync } from "node:fs";
import { find } from "./chromium.js";

const LIBRARIES = "/usr/lib";

export const findFirefox = () => process.env.FIREFOX ?? find(["firefox-esr", "firefox"]);
export const findWebKitDriver = () => find(["WebKitWebDriver"]);

/** It is no command but a file of the library, whose folder names the system and the API's version. */
export function findMiniBrowser() {
  const folders = (path) => readdirSync(path, { withFileTypes: true }).filter((it) => it.isDirectory());
  return folders(LIBRARIES)
    .filter(({ name }) => name.includes("linux"))
    .flatMap(({ name }) => folders(`${LIBRARIES}/${name}`).map((it) => `${LIBRARIES}/${name}/${it.name}`))
    .filter((path) => path.includes("/webkit2gtk-4"))
    .map((path) => `${path}/MiniBrowser`)
    .at(-1);
}
