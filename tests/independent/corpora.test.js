// The inputs that the fuzzers found, through the built module: it has vector instructions, which the
// fuzzers do not run. The strict reader of the device simulator gives the expected results.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { contractVerdict } from "../../dev/device/contract.js";
import { validateWebhook } from "../../pkg/entry/default.js";
import { outline } from "./outline.js";

const corpus = (target) =>
  JSON.parse(
    readFileSync(new URL(`../../fuzz/corpora/${target}.json`, import.meta.url), "utf8"),
  ).map((text) => Buffer.from(text, "latin1"));

const body = (members) =>
  Buffer.from(
    JSON.stringify({
      url: "https://a.example",
      status: "active",
      event_types: ["log.device_booted"],
      max_retries: 1,
      ...members,
    }),
  );

// Which international host names are valid depends on the runtime's version of Unicode.
const isAscii = (bytes) => !/[^\0-\x7f]|\\u|xn--|%/i.test(bytes.toString("latin1"));

const BODIES = {
  body: corpus("body"),
  headers: corpus("headers").map((headers) => body({ headers: headers.toString() })),
  url: corpus("url")
    .filter(isAscii)
    .map((url) => body({ url: url.toString() })),
};

for (const [target, bodies] of Object.entries(BODIES)) {
  test(`the corpus of the target ${target}`, (t) => {
    t.diagnostic(`${bodies.length} inputs`);
    assert.ok(bodies.length > 20);
    for (const bytes of bodies) {
      const expected = outline(contractVerdict(bytes));
      assert.deepEqual(outline(validateWebhook(bytes)), expected, `${bytes}`);
    }
  });
}
