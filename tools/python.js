// Finds Python, and the virtual environment in which set-up puts what the second implementation
// needs. PYTHON names another Python.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { find } from "./chromium.js";
import { cache } from "./run.js";

const windows = process.platform === "win32";

export const environment = join(cache, "python");

export const findSystemPython = () =>
  process.env.PYTHON ?? find(windows ? ["python.exe"] : ["python3"]);

/** The environment's Python, where there is one. */
export function findPython() {
  const path = join(environment, ...(windows ? ["Scripts", "python.exe"] : ["bin", "python"]));
  return existsSync(path) ? path : undefined;
}
