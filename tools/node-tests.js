// Runs test files by node:test, and knows which of them failed.

import { existsSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, relative } from "node:path";
import { root } from "./run.js";

const failedFiles = join(tmpdir(), `webhook-guard-failed-${process.pid}`);

// By default Node runs one file fewer at a time than there are processors. Tests of a page or a server mostly
// wait, so all processors are used.
export const testCommand = (files) => [
  "node",
  "--test",
  `--test-concurrency=${availableParallelism()}`,
  "--test-reporter=spec",
  "--test-reporter-destination=stdout",
  "--test-reporter=./tools/failed-files.js",
  `--test-reporter-destination=${failedFiles}`,
  ...files,
];

/**
 * The test files with a failure in the last run of a `testCommand`. None if something failed elsewhere, such as a
 * hook of a module: node:test names the module, and not the file that imports it.
 */
export function failedTestFiles() {
  if (!existsSync(failedFiles)) return [];
  const paths = readFileSync(failedFiles, "utf8").split("\n").filter(Boolean);
  return paths.every((path) => path.endsWith(".test.js"))
    ? paths.map((path) => relative(root, path))
    : [];
}
process.on("exit", () => rmSync(failedFiles, { force: true }));
