// The canonical body has one meaning for every JSON reader: JSON.parse, serde_json, Python's json and Go's
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

/** A text that is the same for equal data: strings in hexadecimal, members sorted. */
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
// The headers are compared as text as well, as JSON.stringify wrote them.
const expected = webhooks.map(shown);

test("JSON.parse reads the canonical body as the webhook it was built from", () => {
  assert.deepEqual(
    bodies.map((body) => shown(JSON.parse(body))),
    expected,
  );
});

for (const [name, [command, ...args]] of Object.entries(READERS)) {
  test(`${name} reads the canonical body as the webhook it was built from`, () => {
    const input = `${bodies.join("\n")}\n`;
    const { error, status, stdout, stderr } = spawnSync(command, args, {
      cwd: new URL("../..", import.meta.url),
      encoding: "utf8",
      input,
      maxBuffer: 1 << 28,
    });
    assert.ifError(error);
    assert.equal(status, 0, stderr);
    assert.deepEqual(stdout.trim().split(/\r?\n/), expected);
  });
}
