// Every example of README.md runs and prints what its comments say.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const ENTRIES = { "webhook-guard": "entry/default.js", "webhook-guard/edge": "edge.js" };
const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const examples = [...readme.matchAll(/^```js\n(.*?)^```/gms)].map(([, code]) => code);

for (const code of examples) {
  test(code.match(/import \{ (.*?) \}/)[1], () => {
    const said = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text);
    const local = code.replace(
      /(?<=from )"(.*)"/,
      (_, name) => `"${new URL(`../../pkg/${ENTRIES[name]}`, import.meta.url)}"`,
    );
    const args = ["--input-type=module", "--eval", local];
    const printed = execFileSync(process.execPath, args, { encoding: "utf8" });
    assert.deepEqual(printed.split("\n").slice(0, -1), said);
  });
}
