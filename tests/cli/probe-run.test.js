// The differences that the probe finds between the device simulator and the contract, over HTTP.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { select } from "../../cli/src/probe/cases.js";
import { toMarkdown } from "../../cli/src/probe/markdown.js";
import { toTerminal } from "../../cli/src/probe/terminal.js";
import { ApiError } from "../../dev/device/api-error.js";
import { contractVerdict } from "../../dev/device/contract.js";
import { SCHEMES } from "../../dev/device/delivery.js";
import { withDevice } from "../../dev/device/device.js";
import { READERS } from "../../dev/device/readers.js";
import { LAYOUTS } from "../../dev/device/test-report.js";
import { ALL, answers, CASES, creates, run } from "./probe.js";

test("a device that follows the contract has no differences", () =>
  withDevice({ reader: "strict" }, async (device) => {
    const result = await run(device, { cases: CASES });
    assert.deepEqual(result.summary.differences, []);
    assert.deepEqual(result.summary.cases, {
      planned: CASES.length,
      done: CASES.length,
      differ: 0,
    });
    assert.ok(result.summary.questions.every(({ asContract }) => asContract));
    assert.deepEqual([result.stopped, result.clean, result.unread], [undefined, true, []]);
    assert.equal(device.webhooks.size, 0);
    assert.ok(!existsSync(result.journal.file));
    // Every case once, after the two that show whether the device can be probed.
    assert.equal(creates(device).length, CASES.length + 2);
  }));

// Why the lenient device differs from the contract, by its own code and comments: which rules that
// touches, and how.
const LENIENCIES = {
  "reads text that is not JSON, as org.json does": [
    ["body.malformed_json", "accepts", "other_text"],
    ["headers.invalid_headers", "accepts", "other_text"],
  ],
  "stores the last of two members, and passes on two headers": [
    ["body.duplicate_key", "accepts", "other_text"],
    ["headers.duplicate_header", "accepts"],
  ],
  "has a text for every value": [
    ["url.wrong_type", "other_text"],
    ["secret.wrong_type", "accepts", "other_text"],
    ["status.wrong_type", "other_text"],
    ["headers.wrong_type", "accepts", "other_text"],
    ["headers.invalid_header_value", "accepts", "other_text"],
    ["description.wrong_type", "accepts"],
    ["event_types.wrong_type", "other_text"],
  ],
  "reads integers as Java's getInt does": [
    ["timeout.wrong_type", "accepts", "other_text"],
    ["timeout.out_of_range", "accepts"],
    ["max_retries.wrong_type", "accepts", "other_text"],
    ["max_retries.out_of_range", "accepts"],
  ],
  "accepts as a URL what begins with http:": [["url.invalid_url", "accepts"]],
  "accepts the reference's pattern of header names as it is printed": [
    ["headers.valid", "rejects"],
    ["headers.invalid_header_name", "accepts"],
  ],
  "counts UTF-16 units": [
    ["url.valid", "rejects"],
    ["secret.valid", "rejects"],
    ["secret.too_short", "accepts"],
    ["description.valid", "rejects"],
  ],
};

/** How a device with this reader differs on a body, derived only from its reader and the contract. */
function differenceOf(reader, bytes) {
  const { error } = contractVerdict(bytes);
  let text;
  try {
    READERS[reader](bytes, new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
  } catch (thrown) {
    assert.ok(thrown instanceof ApiError);
    text = thrown.message;
  }
  if (text === error) return undefined;
  if (error === undefined) return "rejects";
  return text === undefined ? "accepts" : "other_text";
}

for (const reader of ["lenient", "documented"]) {
  test(`all differences of a ${reader} device are found, and no others`, () =>
    withDevice({ reader }, async (device) => {
      const { summary, clean } = await run(device, { cases: CASES });
      const sent = creates(device).slice(2);
      assert.equal(sent.length, CASES.length);
      const known = CASES.map(({ name }, i) => [name, differenceOf(reader, sent[i].bytes)]);
      assert.deepEqual(
        summary.differences.map(({ name, kind }) => [name, kind]),
        known.filter(([, kind]) => kind !== undefined),
      );
      assert.ok(clean);
      assert.equal(device.webhooks.size, 0);
      if (reader === "documented") return;

      const touched = new Set(summary.differences.map(({ rule, kind }) => `${kind} ${rule}`));
      const explained = Object.values(LENIENCIES)
        .flat()
        .flatMap(([rule, ...kinds]) => kinds.map((kind) => `${kind} ${rule}`));
      assert.deepEqual([...touched].sort(), explained.sort());
    }));
}

test("the behaviour of a device answers the open questions", async () => {
  const { D1, D2, D3, D5, D6, ...others } = answers(await withDevice({}, run));
  assert.match(D1, /It accepts: .*no slash \(stores url "https:\{marker\}.invalid\/hook"\)/);
  assert.match(D2, /It responds 400 "Invalid header name" to: asterisk in a name/);
  assert.match(D2, /It accepts: .*comma in a name .*empty value/);
  assert.equal(D3, "It accepts: same letter case (stores both), other letter case (stores both).");
  assert.match(D5, /^It accepts: 1 retry, 5 retries\. It responds 400 ".*" to: -1, 0 retries, 6/);
  assert.equal(D6, "It accepts: unknown member (stores nothing of it).");
  assert.equal(others["length-url"], "It counts UTF-16 units.");
  assert.equal(others["length-secret"], "It counts UTF-16 units.");
  assert.equal(others["length-description"], "It counts UTF-16 units.");
  assert.match(others.empty, /description empty.*description null \(stores description "null"\)/);
  assert.match(others.number, /4294972296 \(stores 5000\), 05000 \(stores 2560\)/);
  assert.match(others.duplicate, /description twice \(stores the second\)/);
  assert.match(others.json, /^It accepts: byte-order mark, block comment/);

  const strict = answers(await withDevice({ reader: "strict" }, run));
  assert.equal(
    strict.D4,
    'It responds 400 "event_types must contain at least one item" to: empty list.',
  );
  assert.equal(strict["length-url"], "It counts code points.");
  assert.match(strict.D3, /^It responds 400 "Invalid header name" to: same letter case, other/);
});

test("updates and lists are probed too, and their differences found", () => {
  const fail = ({ method, url, bytes }) => {
    if (method === "PUT" && bytes.includes('"max_retries":-1')) {
      return { status: 200, body: '{"item_uid":1}' };
    }
    return url.includes("page_number=0") && { status: 400, body: '{"error":"Wrong page"}' };
  };
  return withDevice({ reader: "strict", fail }, async (device) => {
    const cases = select(ALL, ["update", "list"]);
    const { summary, clean } = await run(device, { cases });
    const found = summary.differences.map(({ rule, kind, device }) => [rule, kind, device]);
    assert.deepEqual(found, [
      ["update.max_retries.out_of_range", "accepts", "accepts it, stores max_retries 3"],
      ["list.page_number", "other_text", "rejects it: 400 Wrong page"],
    ]);
    assert.equal(summary.cases.done, cases.length);
    assert.ok(clean);
    assert.equal(device.webhooks.size, 0);
  });
});

test("the signature is found from the report on a test, in every layout", async () => {
  const cases = select(ALL, ["D9"]);
  for (const layout of Object.keys(LAYOUTS)) {
    for (const scheme of Object.keys(SCHEMES)) {
      const { summary, clean } = await withDevice({ layout, scheme }, (device) =>
        run(device, { cases }),
      );
      const [{ asContract, answer }] = summary.questions;
      assert.match(
        answer[0],
        new RegExp(`by the scheme "${scheme.replace(/[.+]/, "\\$&")}" of verify`),
      );
      assert.equal(asContract, scheme === "body");
      const kinds = summary.differences.map(({ kind }) => kind);
      assert.deepEqual(kinds, scheme === "body" ? [] : ["other_scheme"]);
      assert.ok(clean);
    }
  }
});

test("a signature that cannot be found is not a difference, and what was tried is reported", async () => {
  const cases = select(ALL, ["D9"]);
  const unknown = () => "0".repeat(64);
  const silent = { testReport: "The test request was sent" };
  for (const [settings, sentence] of [
    [
      { scheme: unknown },
      /^No match among \d+ constructions: HMAC-SHA256 of the body .* or Base64\.$/,
    ],
    [silent, /^The report on the test shows no signed delivery\.$/],
  ]) {
    const { summary } = await withDevice(settings, (device) => run(device, { cases }));
    assert.deepEqual(summary.differences, []);
    assert.match(summary.questions[0].answer[0], sentence);
    assert.equal(summary.questions[0].asContract, false);
    assert.match(toMarkdown(summary), /\(undecided\)$/m);
    const terminal = toTerminal(summary, { paint: (_, text) => text, width: 80 });
    assert.match(terminal, /^D9 .* undecided$/m);
  }
});

test("a password's hash is accepted only in upper case", () =>
  withDevice({ reader: "strict", hashCase: "upper" }, async (device) => {
    const { summary } = await run(device, { cases: select(CASES, ["D5"]) });
    assert.deepEqual(summary.differences, []);
  }));

test("another text, another status and a failure are distinguished", () => {
  const RETRIES = JSON.stringify({ error: "Max retries must be between 1 and 5" });
  const fail = ({ method, bytes }) => {
    if (method !== "POST") return undefined;
    const text = bytes.toString();
    const body = JSON.stringify({ error: "auth_factors must contain at least one item" });
    if (text.includes('"event_types":[]')) return { status: 400, body };
    if (text.includes('"max_retries":0')) return { status: 422, body: RETRIES };
    return text.includes('"max_retries":6') ? { status: 500 } : undefined;
  };
  return withDevice({ reader: "strict", fail }, async (device) => {
    const result = await run(device);
    const found = result.summary.differences.map(({ name, kind, status }) => [name, kind, status]);
    assert.deepEqual(found, [
      ["D4: empty list", "other_text", 400],
      ["D5: 0 retries", "other_text", 422],
      ["D5: 6 retries", "fails", 500],
    ]);
    assert.match(answers(result).D4, /"auth_factors must contain at least one item" to: empty/);
  });
});

test("a rejection with status 200 is not an accepted webhook", () => {
  const fail = ({ method, bytes }) =>
    method === "POST" &&
    contractVerdict(bytes).error !== undefined && { status: 200, body: '{"error":"Invalid"}' };
  return withDevice({ reader: "strict", fail }, async (device) => {
    const { summary } = await run(device, { cases: select(CASES, ["D5"]) });
    const found = summary.differences.map(({ name, kind, device }) => [name, kind, device]);
    assert.deepEqual(
      found,
      ["-1", "0 retries", "6 retries"].map((probe) => [
        `D5: ${probe}`,
        "other_text",
        "rejects it: 200 Invalid",
      ]),
    );
  });
});

test("a field that the device alters is reported", () =>
  withDevice({ reader: "strict" }, async (device) => {
    const { set } = device.webhooks;
    device.webhooks.set = (uid, { headers, ...webhook }) => {
      const url = new URL(webhook.url).href;
      // Headers as an object mean the same.
      const same = headers && { headers: JSON.parse(headers) };
      return set.call(device.webhooks, uid, { ...webhook, url, ...same });
    };
    const result = await run(device);
    const found = result.summary.differences.map(({ name, kind, device }) => [name, kind, device]);
    const altered = (name, shown) => [name, "alters", `accepts it, stores url ${shown}`];
    const cut = (char) => `${`"https://{marker}.invalid/${char.repeat(20)}`.slice(0, 79)}…`;
    assert.deepEqual(found, [
      altered("D1: scheme in capitals", '"https://{marker}.invalid/hook"'),
      altered("D1: international host", '"https://xn--mnchen-3ya.{marker}.invalid/hook"'),
      altered("length-url: 2000 × é", cut("%C3%A9")),
      altered("length-url: 2000 × \u{1f600}", cut("%F0%9F%98%80")),
    ]);
    assert.deepEqual(result.unread, []);
  }));

test("a field that is never returned is not a difference, and is reported", () =>
  withDevice({ reader: "strict" }, async (device) => {
    const { set } = device.webhooks;
    device.webhooks.set = (uid, webhook) =>
      set.call(device.webhooks, uid, { ...webhook, ...(webhook.secret && { secret: "***" }) });
    const result = await run(device);
    assert.deepEqual(result.unread, ["secret"]);
    assert.deepEqual(result.summary.differences, []);
    const text = toTerminal(result.summary, { paint: (_, text) => text, width: 80 });
    assert.match(text, /Not compared: secret\. The device does not return/);
  }));
