// What the fuzzers found worth keeping, through the module and its own vector instructions, which
// they do not run, against the oracle.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { contractVerdict } from "../../dev/device/contract.js";
import { validateWebhook } from "../../pkg/entry/default.js";

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

const BODIES = {
  body: corpus("body"),
  headers: corpus("headers").map((headers) => body({ headers: headers.toString() })),
  url: corpus("url").map((url) => body({ url: url.toString() })),
};

/** What two verdicts must share. */
const outline = ({ valid, error, errors, warnings }) => ({
  valid,
  error,
  errors: errors.map(({ code, path, error }) => ({ code, path, error })),
  warnings: warnings.map(({ code, path }) => ({ code, path })),
});

// Which international host names there are hangs on the runtime's version of Unicode.
const isAscii = (bytes) => !/[^\0-\x7f]|\\u|xn--|%/i.test(bytes.toString("latin1"));

for (const [target, bodies] of Object.entries(BODIES)) {
  test(target, (t) => {
    const judged = bodies.filter((bytes) => target !== "url" || isAscii(bytes));
    t.diagnostic(`${judged.length} of ${bodies.length}`);
    assert.ok(judged.length > 20);
    for (const bytes of judged) {
      assert.deepEqual(
        outline(validateWebhook(bytes)),
        outline(contractVerdict(bytes)),
        `${bytes}`,
      );
    }
  });
}
