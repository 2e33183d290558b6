// The packed package in frameworks, one after the other; docs/runtimes.md has the resulting table.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../runtimes/project.js";
import "./next.js";
import "./servers.js";
import "./bundlers.js";
import "./runners.js";
import "./pages.js";
import { table } from "./rows.js";

test("the table is that of docs/runtimes.md", () => {
  const document = readFileSync(join(root, "docs/runtimes.md"), "utf8");
  const [, documented] = document.match(/^\| framework \| .*\n\|---.*\n((?:\|.*\n)*)/m) ?? [];
  assert.equal(documented, table());
});
