// Every example of README.md runs and prints what its comments say.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const entry = new URL("../pkg/entry/default.js", import.meta.url);
const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const examples = [...readme.matchAll(/^```js\n(.*?)^```/gms)].map(([, code]) => code);

for (const code of examples) {
  test(code.match(/import \{ (.*?) \}/)[1], () => {
    const said = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text);
    const args = ["--input-type=module", "--eval", code.replace('"webhook-guard"', `"${entry}"`)];
    const printed = execFileSync(process.execPath, args, { encoding: "utf8" });
    assert.deepEqual(printed.split("\n").slice(0, -1), said);
  });
}
