// The device's text is printable in every report of the probe.

import assert from "node:assert/strict";
import { test } from "node:test";
import { select } from "../../cli/src/probe/cases.js";
import { toMarkdown } from "../../cli/src/probe/markdown.js";
import { toTerminal } from "../../cli/src/probe/terminal.js";
import { withDevice } from "../../dev/device/device.js";
import { ALL, CASES, run } from "./probe.js";

const terminalOf = (summary) => toTerminal(summary, { paint: (_, text) => text, width: 80 });

test("the device's text is escaped for a terminal and for Markdown", () => {
  const error = "\u001b[2J\u202e| <img src=x> `x`\n# ".repeat(9);
  const fail = ({ bytes }) =>
    bytes.includes('"max_retries":6')
      ? { status: 400, body: JSON.stringify({ error }) }
      : undefined;
  return withDevice({ reader: "strict", fail }, async (device) => {
    const { summary } = await run(device);
    const terminal = terminalOf(summary);
    assert.doesNotMatch(terminal, /[^\P{C}\n]/u);
    const lines = toMarkdown(summary).split("\n");
    const [line] = lines.filter((each) => each.includes("D5: 6 retries"));
    assert.match(line, /\\\| \\<img src=x\\> \\`x\\`/);
    assert.ok(
      lines.every((each) => !/(?<!\\)</.test(each)),
      "escaped",
    );
  });
});

test("the device's text is escaped where it is not shortened", async () => {
  const text = "\u001b[2J\u009b2J\u202e";
  // The webhook of the signature is the only active one; a minimal one is created first.
  for (const part of ['"status":"active"', '"status":"disabled"']) {
    const fail = ({ bytes }) =>
      bytes.includes(part) && { status: 400, body: JSON.stringify({ error: text }) };
    await withDevice({ reader: "strict", fail }, async (device) => {
      const { summary } = await run(device, { cases: select(ALL, ["D9"]) });
      const terminal = terminalOf(summary);
      assert.match(terminal, /\\u\{1b\}\[2J\\u\{9b\}2J\\u\{202e\}/);
      assert.doesNotMatch(terminal, /[^\P{C}\n]/u);
    });
  }
});

test("what the device stores of a number is escaped", () =>
  withDevice({ reader: "lenient" }, async (device) => {
    const { set } = device.webhooks;
    device.webhooks.set = (uid, webhook) =>
      set.call(device.webhooks, uid, { ...webhook, timeout: "\u001b[2J\u202e" });
    const { summary } = await run(device, { cases: select(CASES, ["number"]) });
    const terminal = terminalOf(summary);
    assert.match(terminal, /\(stores "\\u001b\[2J\\u\{202e\}"\)/);
    assert.doesNotMatch(terminal, /[^\P{C}\n]/u);
  }));

test("a number that the device does not store is shown as none", () =>
  withDevice({ reader: "lenient" }, async (device) => {
    const { set } = device.webhooks;
    device.webhooks.set = (uid, { timeout, ...webhook }) => set.call(device.webhooks, uid, webhook);
    const { summary } = await run(device, { cases: select(CASES, ["number"]) });
    assert.match(terminalOf(summary), /\(stores none\)/);
  }));
