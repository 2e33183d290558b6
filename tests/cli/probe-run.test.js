// The probe against the device simulator, over HTTP: what it finds, and that it leaves nothing behind.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { loadCases, select } from "../../cli/src/probe/cases.js";
import { recover, removeAll } from "../../cli/src/probe/cleanup.js";
import { createClient, createPace, waitMs } from "../../cli/src/probe/client.js";
import { openJournal } from "../../cli/src/probe/journal.js";
import { toMarkdown } from "../../cli/src/probe/markdown.js";
import { runCases } from "../../cli/src/probe/run.js";
import { summarise } from "../../cli/src/probe/summary.js";
import { toTerminal } from "../../cli/src/probe/terminal.js";
import { ApiError } from "../../dev/device/api-error.js";
import { contractVerdict } from "../../dev/device/contract.js";
import { SCHEMES } from "../../dev/device/delivery.js";
import { USERS, withDevice } from "../../dev/device/device.js";
import { READERS } from "../../dev/device/readers.js";
import { LAYOUTS } from "../../dev/device/test-report.js";

const state = mkdtempSync(join(tmpdir(), "webhook-guard-"));
after(() => rmSync(state, { recursive: true }));

const ALL = loadCases();
const CASES = ALL.filter(({ operation }) => operation === "create");
const FEW = select(CASES, ["questions"]);

/** A clock without real waiting. */
function createClock() {
  const clock = { time: 0, waits: [], now: () => clock.time };
  clock.sleep = async (ms) => {
    clock.waits.push(ms);
    clock.time += ms;
  };
  return clock;
}

/** All that a run needs against a device. */
function prepare(device, { user = "admin", password = USERS[user].password } = {}) {
  const baseUrl = `${device.url}/api/v1`;
  const clock = createClock();
  const client = createClient({ baseUrl, user, password, rate: 1000, clock });
  const journal = openJournal(baseUrl, { XDG_STATE_HOME: state });
  return { client, journal, clock };
}

async function run(device, { cases = FEW, stopAfter = Infinity, ...rest } = {}) {
  const { client, journal, clock } = prepare(device, rest);
  const stopping = new AbortController();
  let done = 0;
  const result = await runCases({
    client,
    journal,
    cases,
    signal: stopping.signal,
    onOutcome: () => {
      done += 1;
      if (done === stopAfter) stopping.abort();
    },
  });
  const summary = summarise(result, cases, { tool: "the probe", date: "today" });
  return { ...result, summary, client, journal, clock };
}

const creates = (device) =>
  device.requests.filter(({ method, url }) => method === "POST" && url.endsWith("/webhooks"));

const answers = ({ summary }) =>
  Object.fromEntries(summary.questions.map(({ id, answer }) => [id, answer.join(" ")]));

/** The owner's webhooks. */
function addForeign(device, count) {
  for (let uid = 1; uid <= count; uid += 1) {
    device.webhooks.set(uid, {
      url: `https://owner.example/${uid}`,
      status: "active",
      event_types: ["log.device_booted"],
      max_retries: 3,
    });
  }
  return structuredClone([...device.webhooks]);
}

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
    // Every case once, behind the two that show whether the device can be asked at all.
    assert.equal(creates(device).length, CASES.length + 2);
  }));

// Why the lenient device differs from the contract, by its own code and comments: which rules that
// touches, and how.
const LENIENCIES = {
  "reads text that is no JSON, as org.json does": [
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

/** How a device with this reader differs over a body, from its reader and the contract alone. */
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

test("a signature that cannot be found is no difference, and what was tried is reported", async () => {
  const cases = select(ALL, ["D9"]);
  const unknown = () => "0".repeat(64);
  const silent = { testReport: "The test request was sent" };
  for (const [settings, sentence] of [
    [{ scheme: unknown }, /^None of \d+ known signature schemes matches\.$/],
    [silent, /^The report on the test shows no signed delivery\.$/],
  ]) {
    const { summary } = await withDevice(settings, (device) => run(device, { cases }));
    assert.deepEqual(summary.differences, []);
    assert.match(summary.questions[0].answer[0], sentence);
    assert.equal(summary.questions[0].asContract, false);
  }
});

test("a password's hash is accepted in upper case alone", () =>
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
      // Headers as an object say the same.
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

test("a field that is never returned is no difference, and is reported", () =>
  withDevice({ reader: "strict" }, async (device) => {
    const { set } = device.webhooks;
    device.webhooks.set = (uid, webhook) =>
      set.call(device.webhooks, uid, { ...webhook, ...(webhook.secret && { secret: "***" }) });
    const result = await run(device);
    assert.deepEqual(result.unread, ["secret"]);
    assert.deepEqual(result.summary.differences, []);
    const text = toTerminal(result.summary, { paint: (_, text) => text, width: 80 });
    assert.match(text, /What it stores of secret is not known/);
  }));

test("the owner's webhooks are not touched, even if a case has the URL of one", () =>
  withDevice({ reader: "strict" }, async (device) => {
    const foreign = addForeign(device, 120);
    const url = "https://localhost/";
    device.webhooks.set(121, { ...foreign[0][1], url });
    const before = structuredClone([...device.webhooks]);
    const { outcomes, clean } = await run(device, { cases: select(CASES, ["url"]) });
    assert.deepEqual([...device.webhooks], before);
    assert.ok(clean);
    const touched = device.requests.filter(({ url }) =>
      /\/webhooks\/(?:\d\d?|1[01]\d|12[01])$/.test(url),
    );
    assert.deepEqual(touched, [], "not even read");
    const open = outcomes.filter(({ kind }) => kind !== "agrees");
    assert.deepEqual(
      open.map(({ kind, text }) => [kind, text]),
      [["open", "Webhook with the same URL already exists"]],
    );
  }));

test("a webhook whose uid the device does not return is found by its marker", () =>
  withDevice({ reader: "strict" }, async (device) => {
    const foreign = addForeign(device, 3);
    const { set } = device.webhooks;
    device.webhooks.set = (uid, webhook) => {
      set.call(device.webhooks, uid, webhook);
      // Its answer is a 200 without a uid.
      throw Object.assign(new Error("made"), { status: 200 });
    };
    const { summary, clean } = await run(device);
    assert.ok(clean);
    assert.deepEqual(summary.differences, []);
    assert.deepEqual([...device.webhooks], foreign);
  }));

test("a webhook that the device creates before it fails is deleted", () =>
  withDevice({ reader: "strict" }, async (device) => {
    const { set } = device.webhooks;
    device.webhooks.set = (uid, webhook) => {
      set.call(device.webhooks, uid, webhook);
      if (webhook.max_retries === 5) throw new Error("out of memory");
    };
    const { summary, clean } = await run(device);
    assert.deepEqual(
      summary.differences.map(({ name, kind, status }) => [name, kind, status]),
      [["D5: 5 retries", "fails", 500]],
    );
    assert.ok(clean);
    assert.equal(device.webhooks.size, 0);
  }));

test("a webhook that was there before stays, even if the device claims to have just created it", () => {
  const fail = ({ method }) => method === "POST" && { status: 200, body: '{"item_uid":2}' };
  return withDevice({ reader: "strict", fail }, async (device) => {
    const foreign = addForeign(device, 3);
    await run(device, { cases: FEW.slice(0, 9) });
    assert.deepEqual([...device.webhooks], foreign);
  });
});

test("a busy device is asked again after the time it requests", () => {
  let asked = 0;
  const fail = () => {
    asked += 1;
    if (asked % 5 !== 0) return undefined;
    return asked % 2 ? { status: 503 } : { status: 429, headers: { "Retry-After": "7" } };
  };
  return withDevice({ reader: "strict", fail }, async (device) => {
    const { summary, clean, clock } = await run(device);
    assert.deepEqual(summary.differences, []);
    assert.equal(summary.cases.done, FEW.length);
    assert.ok(clean);
    assert.ok(clock.waits.includes(7000) && clock.waits.includes(1000));
  });
});

test("a request whose response was lost is repeated, and nothing is left on the device", () => {
  const lost = new Set();
  const fail = ({ method, bytes }) => {
    const key = bytes.toString().replace(/-\d{5}/, "");
    if (method !== "POST" || lost.has(key)) return undefined;
    lost.add(key);
    return "lose response";
  };
  return withDevice({ reader: "strict", fail }, async (device) => {
    const { summary, clean } = await run(device);
    assert.ok(lost.size > 50);
    assert.deepEqual(summary.differences, []);
    assert.ok(clean);
    assert.equal(device.webhooks.size, 0);
  });
});

test("a body after which the device stops responding is a difference", () => {
  const fail = ({ bytes }) => (bytes.includes('"max_retries":6') ? "hang up" : undefined);
  return withDevice({ reader: "strict", fail }, async (device) => {
    const { summary, stopped } = await run(device);
    assert.equal(stopped, undefined);
    const [{ name, kind, device: did }, ...others] = summary.differences;
    assert.deepEqual([name, kind, did], ["D5: 6 retries", "fails", "does not respond"]);
    assert.deepEqual(others, []);
  });
});

test("a device that goes down ends the run; the next one deletes what was left", async () => {
  let down = false;
  let up = false;
  const fail = ({ method, url }) => {
    // It goes down with a webhook on it.
    down ||= method === "GET" && url.endsWith("/webhooks/30");
    return down && !up ? "hang up" : undefined;
  };
  await withDevice({ reader: "strict", fail }, async (device) => {
    const foreign = addForeign(device, 2);
    const { summary, stopped, clean, journal } = await run(device, { cases: CASES });
    assert.match(stopped, /^The device does not respond \(/);
    assert.equal(clean, false);
    assert.ok(summary.cases.done > 0 && summary.cases.done < CASES.length);
    assert.match(toMarkdown(summary), /may be left on the device; the next run deletes them/);
    assert.equal(device.webhooks.size, 3);

    up = true;
    const { client } = prepare(device);
    assert.equal(await recover(client, journal), 1);
    assert.deepEqual([...device.webhooks], foreign);
    assert.ok(!existsSync(journal.file));
    assert.equal(await recover(client, journal), 0);
  });
});

test("an interrupted run deletes what it created, and reports what it found", () =>
  withDevice({}, async (device) => {
    const { summary, stopped, clean, journal } = await run(device, { stopAfter: 20 });
    assert.equal(stopped, "It was interrupted.");
    assert.equal(summary.cases.done, 20);
    assert.ok(summary.differences.length > 0);
    assert.ok(clean);
    assert.equal(device.webhooks.size, 0);
    assert.ok(!existsSync(journal.file));
  }));

test("two runs cannot use one device at the same time", () =>
  withDevice({}, async (device) => {
    const { client, journal } = prepare(device);
    journal.write({ run: "0123abcd", pid: process.ppid, before: [] });
    await assert.rejects(recover(client, journal), /Another run is in progress \(process \d+\)/);
    journal.remove();
  }));

test("webhooks of earlier runs can be deleted, and nothing else, even if the list shows few members", async () => {
  for (const isShort of [false, true]) {
    let device;
    const uids = () => [...device.webhooks.keys()].map((uid) => ({ item_uid: uid }));
    const fail = ({ url }) =>
      isShort &&
      url.includes("/webhooks?") && { status: 200, body: JSON.stringify({ list_items: uids() }) };
    await withDevice({ fail }, async (started) => {
      device = started;
      const foreign = addForeign(device, 40);
      const [, webhook] = foreign[0];
      const marker = "webhook-guard-probe-89abcdef-00012";
      device.webhooks.set(100, { ...webhook, url: `https://${marker}.invalid/hook` });
      device.webhooks.set(101, { ...webhook, url: "https://localhost/", description: marker });
      const { client } = prepare(device);
      assert.equal(await removeAll(client), 2);
      assert.deepEqual([...device.webhooks], foreign);
    });
  }
});

test("an expired token is renewed", () => {
  let asked = 0;
  const fail = ({ url }) => {
    asked += 1;
    return asked % 40 === 0 && !url.includes("/login") ? { status: 401 } : undefined;
  };
  return withDevice({ reader: "strict", fail }, async (device) => {
    const { summary } = await run(device);
    assert.deepEqual(summary.differences, []);
    assert.equal(summary.cases.done, FEW.length);
    assert.ok(device.requests.filter(({ url }) => url.includes("/login")).length > 2);
  });
});

test("an error explains why a device cannot be probed", () =>
  withDevice({}, async (device) => {
    await assert.rejects(run(device, { password: "wrong" }), {
      message: /^The device rejects this user or password\./,
    });
    await assert.rejects(run(device, { user: "guest" }), {
      message: /^The user may not manage webhooks: Administrator rights required\./,
    });
    await assert.rejects(run({ url: "http://127.0.0.1:1" }), /The device does not respond \(/);
  }));

test("a device that rejects a minimal webhook gives no verdict", () => {
  const fail = ({ method }) => (method === "POST" ? { status: 405 } : undefined);
  return withDevice({ fail }, async (device) => {
    const { summary, stopped } = await run(device);
    assert.match(stopped, /^The device does not accept a minimal webhook: 405 /);
    assert.equal(summary.cases.done, 0);
  });
});

test("no report contains a secret, even if the device echoes it", async () => {
  const { password } = USERS.admin;
  const hash = createHash("md5").update(password).digest("hex");
  const tokens = [];
  const fail = ({ method, rawHeaders }) => {
    const token = rawHeaders[rawHeaders.indexOf("Authorization") + 1];
    if (method !== "POST" || tokens.push(token) < 3) return undefined;
    return { status: 400, body: JSON.stringify({ error: `${token} ${hash}` }) };
  };
  const echoed = await withDevice({ fail }, run);
  const cases = select(CASES, ["questions", "secret", "headers"]);
  const lenient = await withDevice({}, (device) => run(device, { cases }));
  // One that stores other secrets and headers than it was sent.
  const altering = await withDevice({ reader: "strict" }, (device) => {
    const { set } = device.webhooks;
    device.webhooks.set = (uid, { headers, secret, ...webhook }) => {
      const isComplete = headers && secret;
      const stored = isComplete ? { headers, secret } : { headers: '{"X":"else"}', secret: "else" };
      return set.call(device.webhooks, uid, { ...webhook, ...stored });
    };
    return run(device, { cases });
  });
  const shown = altering.summary.differences.map(({ device }) => device);
  assert.ok(shown.includes('accepts it, stores headers (names ["X"])'));
  assert.ok(shown.includes("accepts it, stores secret (4 characters)"));
  for (const { summary } of [echoed, lenient, altering]) {
    const paint = (_, text) => text;
    // A request to repeat by hand contains what the case sends.
    const differences = summary.differences.map(({ curl, ...difference }) => difference);
    const shown = { ...summary, differences };
    const all = [JSON.stringify(shown), toMarkdown(shown), toTerminal(shown, { paint, width: 80 })];
    for (const text of all) {
      for (const token of tokens) assert.ok(!text.includes(token.split(" ")[1]));
      assert.ok(!text.includes(hash));
      assert.doesNotMatch(text, /0123456789abcdef|"else"/);
    }
  }
  assert.match(JSON.stringify(echoed.summary), /\[hidden\]/);
});

test("the device's text is escaped for a terminal and for Markdown", () => {
  const error = "\u001b[2J\u202e| <img src=x> `x`\n# ".repeat(9);
  const fail = ({ bytes }) =>
    bytes.includes('"max_retries":6')
      ? { status: 400, body: JSON.stringify({ error }) }
      : undefined;
  return withDevice({ reader: "strict", fail }, async (device) => {
    const { summary } = await run(device);
    const terminal = toTerminal(summary, { paint: (_, text) => text, width: 80 });
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

test("requests start no closer together than the rate allows", async () => {
  const clock = createClock();
  const pace = createPace(4, clock);
  const turns = [];
  for (const busy of [0, 0, 100, 400, 0, 0]) {
    await pace();
    turns.push(clock.time);
    clock.time += busy;
  }
  assert.deepEqual(turns, [0, 250, 500, 750, 1150, 1400]);
});

test("the wait for a busy device is bounded", () => {
  assert.equal(waitMs("3", 0, 0), 3000);
  assert.equal(waitMs("0", 0, 0), 0);
  assert.equal(waitMs("99999", 0, 0), 60_000);
  assert.equal(waitMs(new Date(5000).toUTCString(), 0, 1000), 4000);
  assert.equal(waitMs(new Date(5000).toUTCString(), 0, 9000), 0);
  assert.deepEqual(
    [0, 1, 2, 9].map((tried) => waitMs(null, tried, 0)),
    [1000, 2000, 4000, 60_000],
  );
  assert.equal(waitMs("soon", 1, 0), 2000);
});
