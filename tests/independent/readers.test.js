// What is sent says the same to whoever reads it: JSON.parse, serde_json, Python's json and Go's
// encoding/json.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import fc from "fast-check";
import { buildRequest } from "../../pkg/entry/default.js";
import { parameters, webhook } from "../package/webhooks.js";

const READERS = {
  serde_json: ["cargo", "run", "--quiet", "--example", "read"],
  "Python's json": ["python3", "tests/independent/readers/read.py"],
  "Go's encoding/json": ["go", "run", "tests/independent/readers/read.go"],
};

/** A text for equal data alone: strings in hexadecimal, members sorted. */
function show(value) {
  if (typeof value === "string") return `"${Buffer.from(value).toString("hex")}`;
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return `[${value.map(show).join(",")}]`;
  const members = Object.entries(value).map(([name, value]) => `${show(name)}:${show(value)}`);
  return `{${members.sort().join(",")}}`;
}

const webhooks = fc.sample(webhook, parameters);
const bodies = webhooks.map((webhook) => buildRequest({ operation: "create", webhook }).body);
const shown = (webhook) => `${show(webhook)} ${show(JSON.parse(webhook.headers ?? "{}"))}`;
// What JSON.stringify made of the headers is compared as text too.
const wanted = webhooks.map(shown);

test("the canonical body is read by JSON.parse as it was meant", () => {
  assert.deepEqual(
    bodies.map((body) => shown(JSON.parse(body))),
    wanted,
  );
});

for (const [name, [command, ...args]] of Object.entries(READERS)) {
  test(`the canonical body is read by ${name} as it was meant`, () => {
    const input = `${bodies.join("\n")}\n`;
    const { error, status, stdout, stderr } = spawnSync(command, args, {
      cwd: new URL("../..", import.meta.url),
      encoding: "utf8",
      input,
      maxBuffer: 1 << 28,
    });
    assert.ifError(error);
    assert.equal(status, 0, stderr);
    assert.deepEqual(stdout.trim().split(/\r?\n/), wanted);
  });
}
