// CONTRIBUTING.md lists the parts of the tests, and every test file belongs to one.

import assert from "node:assert/strict";
import { test } from "node:test";
import { PARTS } from "../../tools/parts.js";
import { writtenFiles } from "./files.js";

const files = writtenFiles();

test("CONTRIBUTING.md lists each part of the tests", () => {
  const rows = PARTS.map(
    ({ name, about, daily }) => `| \`${name}\` | ${about} | ${daily ? "yes" : ""} |`,
  );
  const { text } = files.find(({ path }) => path === "CONTRIBUTING.md");
  assert.ok(
    text.includes(rows.join("\n")),
    `CONTRIBUTING.md lacks this table:\n${rows.join("\n")}`,
  );
});

test("every JavaScript test belongs to a part", () => {
  const commands = PARTS.flatMap((part) => part.commands);
  const run = commands.flatMap((command) => (typeof command === "function" ? command() : []));
  const tests = files.map(({ path }) => path).filter((path) => path.endsWith(".test.js"));
  assert.deepEqual(
    tests.filter((path) => !run.includes(path)),
    [],
  );
});
