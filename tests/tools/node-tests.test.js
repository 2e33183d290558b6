// Which test files are run once more (tools/test.js).

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, before, test } from "node:test";
import { failedTestFiles, testCommand } from "../../tools/node-tests.js";
import { root } from "../../tools/run.js";

let folder;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "webhook-guard-"));
});
after(() => rmSync(folder, { recursive: true }));

/** Runs test files of these texts; returns those that are named as failed. */
function failed(texts) {
  const paths = Object.entries(texts).map(([name, text]) => {
    const path = join(folder, name);
    writeFileSync(path, `import { after, test } from "node:test";\n${text}`);
    return path;
  });
  const [command, ...args] = testCommand(paths.filter((path) => path.endsWith(".test.js")));
  // Otherwise node:test takes its files for part of this run.
  const { NODE_TEST_CONTEXT, ...env } = process.env;
  spawnSync(command, args, { cwd: root, env });
  return failedTestFiles().map((path) => relative(folder, join(root, path)));
}

const FAILS = 'test("fails", () => { throw new Error(); });';
const PASSES = 'test("passes", () => {});';

test("files with a failed test, a failed hook or an early end are named", () => {
  const names = failed({
    "passes.test.js": PASSES,
    "fails.test.js": PASSES + FAILS,
    "hook.test.js": `after(() => { throw new Error(); });${PASSES}`,
    "ends.test.js": "process.exit(3);",
  });
  assert.deepEqual(names.sort(), ["ends.test.js", "fails.test.js", "hook.test.js"]);
});

test("no file is named if a hook of a module fails, whose importer is unknown", () => {
  const module = "export const use = () => after(() => { throw new Error(); });";
  const names = failed({
    "module.js": module,
    "imports.test.js": `import { use } from "./module.js"; use(); ${PASSES}`,
    "fails.test.js": FAILS,
  });
  assert.deepEqual(names, []);
});
