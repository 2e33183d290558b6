// The rows of the table of frameworks in docs/runtimes.md: each is a framework and the ways of using it,
// and each way a test.

import { test } from "node:test";

const rows = new Map();

/** Declares a way of a row, and its test. */
export function row(framework, way, run) {
  const ways = rows.get(framework) ?? new Map();
  rows.set(framework, ways.set(way, "FAILED"));
  test(`${framework}: ${way}`, async () => {
    await run();
    ways.set(way, "all pass");
  });
}

/** The table's rows, as Markdown, once the tests have run. */
export const table = () =>
  Array.from(rows, ([framework, ways]) => {
    const failed = [...ways.values()].includes("FAILED");
    return `| ${framework} | ${[...ways.keys()].join(", ")} | ${failed ? "FAILED" : "all pass"} |\n`;
  }).join("");
