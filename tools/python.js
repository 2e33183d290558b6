// Finds Python, and the virtual environments in which set-up installs its packages. The environment variable
// PYTHON names another Python.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { find } from "./chromium.js";
import { cache } from "./run.js";

const windows = process.platform === "win32";

export const findSystemPython = () =>
  process.env.PYTHON ?? find(windows ? ["python.exe"] : ["python3"]);

/** The folder of the environment with this name, and its commands. */
export const environment = (name) => join(cache, name);
export const commands = (name) => join(environment(name), windows ? "Scripts" : "bin");

/** The Python of that environment, if it exists: by default that of the independent implementation. */
export function findPython(name = "python") {
  const path = join(commands(name), windows ? "python.exe" : "python");
  return existsSync(path) ? path : undefined;
}
