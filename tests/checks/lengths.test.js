// No module has more than 400 lines (CONTRIBUTING.md, Style).

import assert from "node:assert/strict";
import { test } from "node:test";
import { writtenFiles } from "./files.js";

const MAX_LINES = 400;
// Tables of cases, and the declarations of every public type.
const TABLES = /^tests\/vectors\/source\/|^pkg\/index\.d\.ts$/;

test(`no module has more than ${MAX_LINES} lines`, () => {
  const long = writtenFiles()
    .filter(({ path }) => /\.(rs|[jt]sx?|css|py)$/.test(path) && !TABLES.test(path))
    .filter(({ text }) => text.trimEnd().split("\n").length > MAX_LINES);
  assert.deepEqual(
    long.map(({ path }) => path),
    [],
  );
});
