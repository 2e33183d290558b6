// One suite over the packed package in every runtime and under every bundler. docs/runtimes.md has the
// resulting matrix.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { ENGINES, visit } from "./browsers.js";
import { BUNDLERS } from "./bundlers.js";
import { BROWSERS, makePages } from "./pages.js";
import { root } from "./project.js";
import { RUNTIMES } from "./runtimes.js";
import { collector, serve } from "./server.js";

const results = new Map();

/** Runs each way of each row, and records its result. */
function tryRows(rows, run) {
  for (const { runtime, ways } of rows) {
    for (const [way, value] of Object.entries(ways)) {
      test(`${runtime}: ${way}`, async () => {
        const of = results.get(runtime) ?? {};
        results.set(runtime, { ...of, [way]: "FAILED" });
        const { cases, failures } = await run(value);
        assert.deepEqual(failures, []);
        assert.ok(cases > 3000, `only ${cases} cases`);
        results.set(runtime, { ...of, [way]: cases });
      });
    }
  }
}

let reports;
before(async () => {
  reports = await collector();
});
after(() => reports.close());

describe("runtimes", () => tryRows(RUNTIMES, (run) => run()));

for (const row of BROWSERS) {
  describe(row.runtime, () => {
    let server;
    let browser;
    before(async () => {
      server = await serve(await makePages());
      browser = await ENGINES[row.engine]();
    });
    after(async () => {
      await browser?.close();
      server.close();
    });
    tryRows([row], (path) => visit(browser, server.origin + path, reports));
  });
}

describe("bundlers, in Chromium", () => {
  let browser;
  before(async () => {
    browser = await ENGINES.Chromium();
  });
  after(() => browser?.close());
  tryRows(BUNDLERS, async (start) => {
    const server = await start();
    try {
      return await visit(browser, `${server.origin}/`, reports);
    } finally {
      await server.close();
    }
  });
});

describe("the matrix", () => {
  test("is that of docs/runtimes.md", (t) => {
    const lines = [...RUNTIMES, ...BROWSERS, ...BUNDLERS].map(({ runtime, ways }) => {
      const got = results.get(runtime) ?? {};
      t.diagnostic(
        `${runtime}: ${Object.entries(got)
          .map((it) => it.join(" "))
          .join(", ")}`,
      );
      const passed = Object.keys(ways).every((way) => Number.isInteger(got[way]));
      return `| ${runtime} | ${Object.keys(ways).join(", ")} | ${passed ? "all pass" : "FAILED"} |`;
    });
    const document = readFileSync(join(root, "docs/runtimes.md"), "utf8");
    const [, matrix = ""] = document.match(/^\| runtime \| .*\n\|---.*\n((?:\|.*\n)*)/m) ?? [];
    assert.equal(matrix, lines.map((line) => `${line}\n`).join(""));
  });
});
