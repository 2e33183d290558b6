// The kit against the device of the tests, over HTTP: what it finds, and that it leaves nothing.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { loadCases, select } from "../../cli/src/probe/cases.js";
import { createClient, createPace, waitMs } from "../../cli/src/probe/client.js";
import { openJournal } from "../../cli/src/probe/journal.js";
import { summarise, toMarkdown, toTerminal } from "../../cli/src/probe/report.js";
import { recover, removeAll, runCases } from "../../cli/src/probe/run.js";
import { ApiError } from "../../dev/device/api-error.js";
import { contractVerdict } from "../../dev/device/contract.js";
import { USERS, withDevice } from "../../dev/device/device.js";
import { READERS } from "../../dev/device/readers.js";
import * as guard from "../../pkg/entry/default.js";

const state = mkdtempSync(join(tmpdir(), "webhook-guard-"));
after(() => rmSync(state, { recursive: true }));

const CASES = loadCases(guard);
const FEW = select(CASES, ["questions"]);

/** A clock that no one waits for. */
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
  const client = createClient({ guard, baseUrl, user, password, rate: 1000, clock });
  const journal = openJournal(baseUrl, { XDG_STATE_HOME: state });
  return { client, journal, clock };
}

async function run(device, { cases = FEW, stopAfter = Infinity, ...rest } = {}) {
  const { client, journal, clock } = prepare(device, rest);
  const stopping = new AbortController();
  let done = 0;
  const result = await runCases({
    guard,
    client,
    journal,
    cases,
    signal: stopping.signal,
    onOutcome: () => {
      done += 1;
      if (done === stopAfter) stopping.abort();
    },
  });
  const summary = summarise(result, cases, { tool: "the kit", date: "today" });
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

test("a device that reads by the contract differs in nothing", () =>
  withDevice({ reader: "strict" }, async (device) => {
    const result = await run(device, { cases: CASES });
    assert.deepEqual(result.summary.differences, []);
    assert.deepEqual(result.summary.cases, {
      planned: CASES.length,
      done: CASES.length,
      differ: 0,
    });
    assert.ok(result.summary.questions.every(({ asContract }) => asContract));
    assert.deepEqual([result.stopped, result.clean, result.blind], [undefined, true, []]);
    assert.equal(device.webhooks.size, 0);
    assert.ok(!existsSync(result.journal.file));
    // Every case once, behind the two that show whether the device can be asked at all.
    assert.equal(creates(device).length, CASES.length + 2);
  }));

// Why the lenient device differs from the contract, by its own code and comments: which rules that
// touches, and how.
const LENIENCIES = {
  "reads text that is no JSON, as org.json does": [
    ["body.malformed_json", "takes", "says"],
    ["headers.invalid_headers", "takes", "says"],
  ],
  "keeps the last of two members, and hands on two headers": [
    ["body.duplicate_key", "takes", "says"],
    ["headers.duplicate_header", "takes"],
  ],
  "has a text for every value": [
    ["url.wrong_type", "says"],
    ["secret.wrong_type", "takes", "says"],
    ["status.wrong_type", "says"],
    ["headers.wrong_type", "takes", "says"],
    ["headers.invalid_header_value", "takes", "says"],
    ["description.wrong_type", "takes"],
    ["event_types.wrong_type", "says"],
  ],
  "reads integers as Java's getInt does": [
    ["timeout.wrong_type", "takes", "says"],
    ["timeout.out_of_range", "takes"],
    ["max_retries.wrong_type", "takes", "says"],
    ["max_retries.out_of_range", "takes"],
  ],
  "takes for a URL what begins with http:": [["url.invalid_url", "takes"]],
  "takes the document's pattern of header names as it is printed": [
    ["headers.valid", "refuses"],
    ["headers.invalid_header_name", "takes"],
  ],
  "counts UTF-16 units": [
    ["url.valid", "refuses"],
    ["secret.valid", "refuses"],
    ["secret.too_short", "takes"],
    ["description.valid", "refuses"],
  ],
};

/** What a lenient device does with a body, from its own reader and the oracle alone. */
function differenceOf(bytes) {
  const { error } = contractVerdict(bytes);
  let said;
  try {
    READERS.lenient(bytes, new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
  } catch (thrown) {
    assert.ok(thrown instanceof ApiError);
    said = thrown.message;
  }
  if (said === error) return undefined;
  if (error === undefined) return "refuses";
  return said === undefined ? "takes" : "says";
}

test("of a lenient device every difference is found, and no other", () =>
  withDevice({}, async (device) => {
    const result = await run(device, { cases: CASES });
    const sent = creates(device).slice(2);
    assert.equal(sent.length, CASES.length);
    const known = CASES.map(({ name }, i) => [name, differenceOf(sent[i].bytes)]);
    const found = result.summary.differences.map(({ name, kind }) => [name, kind]);
    assert.deepEqual(
      found,
      known.filter(([, kind]) => kind !== undefined),
    );

    const touched = new Set(result.summary.differences.map(({ rule, kind }) => `${kind} ${rule}`));
    const explained = Object.values(LENIENCIES)
      .flat()
      .flatMap(([rule, ...kinds]) => kinds.map((kind) => `${kind} ${rule}`));
    assert.deepEqual([...touched].sort(), explained.sort());
    assert.ok(result.clean);
    assert.equal(device.webhooks.size, 0);
  }));

test("the open questions are answered from what a device does", async () => {
  const { D1, D2, D3, D5, D6, ...others } = answers(await withDevice({}, run));
  assert.match(D1, /It takes: .*no slash \(keeps url "https:\{mark\}.invalid\/hook"\)/);
  assert.match(D2, /It answers 400 "Invalid header name" to: asterisk in a name/);
  assert.match(D2, /It takes: .*comma in a name .*empty value/);
  assert.equal(D3, "It takes: same letter case (keeps both), other letter case (keeps both).");
  assert.match(D5, /^It takes: 1 retry, 5 retries\. It answers 400 ".*" to: -1, 0 retries, 6/);
  assert.equal(D6, "It takes: unknown member (keeps nothing of it).");
  assert.equal(others["length-url"], "It counts UTF-16 units.");
  assert.equal(others["length-secret"], "It counts UTF-16 units.");
  assert.equal(others["length-description"], "It counts UTF-16 units.");
  assert.match(others.empty, /description empty.*description null \(keeps description "null"\)/);
  assert.match(others.number, /4294972296 \(keeps 5000\), 05000 \(keeps 2560\)/);
  assert.match(others.duplicate, /description twice \(keeps the second\)/);
  assert.match(others.json, /^It takes: byte-order mark, block comment/);

  const strict = answers(await withDevice({ reader: "strict" }, run));
  assert.equal(
    strict.D4,
    'It answers 400 "event_types must contain at least one item" to: empty list.',
  );
  assert.equal(strict["length-url"], "It counts code points.");
  assert.match(strict.D3, /^It answers 400 "Invalid header name" to: same letter case, other/);
});

test("another text, another status and a failure are told apart", () => {
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
    const told = result.summary.differences.map(({ name, kind, status }) => [name, kind, status]);
    assert.deepEqual(told, [
      ["D4: empty list", "says", 400],
      ["D5: 0 retries", "says", 422],
      ["D5: 6 retries", "fails", 500],
    ]);
    assert.match(answers(result).D4, /"auth_factors must contain at least one item" to: empty/);
  });
});

test("a refusal with status 200 is told from a webhook that was taken", () => {
  const fail = ({ method, bytes }) =>
    method === "POST" &&
    contractVerdict(bytes).error !== undefined && { status: 200, body: '{"error":"Invalid"}' };
  return withDevice({ reader: "strict", fail }, async (device) => {
    const { summary } = await run(device, { cases: select(CASES, ["D5"]) });
    const told = summary.differences.map(({ name, kind, device }) => [name, kind, device]);
    assert.deepEqual(
      told,
      ["-1", "0 retries", "6 retries"].map((probe) => [
        `D5: ${probe}`,
        "says",
        "refuses it: 200 Invalid",
      ]),
    );
  });
});

test("what a device keeps otherwise than it was sent is told", () =>
  withDevice({ reader: "strict" }, async (device) => {
    const { set } = device.webhooks;
    device.webhooks.set = (uid, { headers, ...webhook }) => {
      const url = new URL(webhook.url).href;
      // Headers as an object say the same.
      const same = headers && { headers: JSON.parse(headers) };
      return set.call(device.webhooks, uid, { ...webhook, url, ...same });
    };
    const result = await run(device);
    const told = result.summary.differences.map(({ name, kind, device }) => [name, kind, device]);
    const mended = (name, shown) => [name, "keeps", `takes it, keeps url ${shown}`];
    const cut = (char) => `${`"https://{mark}.invalid/${char.repeat(20)}`.slice(0, 80)}…`;
    assert.deepEqual(told, [
      mended("D1: scheme in capitals", '"https://{mark}.invalid/hook"'),
      mended("D1: international host", '"https://xn--mnchen-3ya.{mark}.invalid/hook"'),
      mended("length-url: 2000 × é", cut("%C3%A9")),
      mended("length-url: 2000 × \u{1f600}", cut("%F0%9F%98%80")),
    ]);
    assert.deepEqual(result.blind, []);
  }));

test("a field that is never shown is no difference, and said", () =>
  withDevice({ reader: "strict" }, async (device) => {
    const { set } = device.webhooks;
    device.webhooks.set = (uid, webhook) =>
      set.call(device.webhooks, uid, { ...webhook, ...(webhook.secret && { secret: "***" }) });
    const result = await run(device);
    assert.deepEqual(result.blind, ["secret"]);
    assert.deepEqual(result.summary.differences, []);
    const text = toTerminal(result.summary, { paint: (_, text) => text, width: 80 });
    assert.match(text, /What it keeps of secret is not known/);
  }));

test("the owner's webhooks are not touched, also where a case has the URL of one", () =>
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
      open.map(({ kind, said }) => [kind, said]),
      [["open", "Webhook with the same URL already exists"]],
    );
  }));

test("where the device does not say which webhook it made, that one is found by its mark", () =>
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

test("what a device makes and then fails over does not stay", () =>
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

test("a webhook that was there before stays, also where the device says it has just made it", () => {
  const fail = ({ method }) => method === "POST" && { status: 200, body: '{"item_uid":2}' };
  return withDevice({ reader: "strict", fail }, async (device) => {
    const foreign = addForeign(device, 3);
    await run(device, { cases: FEW.slice(0, 9) });
    assert.deepEqual([...device.webhooks], foreign);
  });
});

test("a busy device is left alone for as long as it asks, and then asked again", () => {
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

test("an answer that was lost is asked for again, and nothing stays", () => {
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

test("a body that silences the device is a finding", () => {
  const fail = ({ bytes }) => (bytes.includes('"max_retries":6') ? "hang up" : undefined);
  return withDevice({ reader: "strict", fail }, async (device) => {
    const { summary, stopped } = await run(device);
    assert.equal(stopped, undefined);
    const [{ name, kind, device: did }, ...others] = summary.differences;
    assert.deepEqual([name, kind, did], ["D5: 6 retries", "fails", "gives no answer"]);
    assert.deepEqual(others, []);
  });
});

test("a device that goes down ends the run; what it held is removed by the next", async () => {
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
    assert.match(stopped, /^The device does not answer: /);
    assert.equal(clean, false);
    assert.ok(summary.cases.done > 0 && summary.cases.done < CASES.length);
    assert.match(toMarkdown(summary), /may be left on the device; the next run removes them/);
    assert.equal(device.webhooks.size, 3);

    up = true;
    const { client } = prepare(device);
    assert.equal(await recover(client, journal), 1);
    assert.deepEqual([...device.webhooks], foreign);
    assert.ok(!existsSync(journal.file));
    assert.equal(await recover(client, journal), 0);
  });
});

test("an interrupted run removes what it made, and tells what it found", () =>
  withDevice({}, async (device) => {
    const { summary, stopped, clean, journal } = await run(device, { stopAfter: 20 });
    assert.equal(stopped, "It was interrupted.");
    assert.equal(summary.cases.done, 20);
    assert.ok(summary.differences.length > 0);
    assert.ok(clean);
    assert.equal(device.webhooks.size, 0);
    assert.ok(!existsSync(journal.file));
  }));

test("a run is kept from another's device while that is under way", () =>
  withDevice({}, async (device) => {
    const { client, journal } = prepare(device);
    journal.write({ run: "0123abcd", pid: process.ppid, before: [] });
    await assert.rejects(recover(client, journal), /A run is under way \(process \d+\)/);
    journal.remove();
  }));

test("what any run left can be removed, and nothing else, however little the list tells", async () => {
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
      const mark = "webhook-guard-conformance-89abcdef-00012";
      device.webhooks.set(100, { ...webhook, url: `https://${mark}.invalid/hook` });
      device.webhooks.set(101, { ...webhook, url: "https://localhost/", description: mark });
      const { client } = prepare(device);
      assert.equal(await removeAll(client), 2);
      assert.deepEqual([...device.webhooks], foreign);
    });
  }
});

test("a token that no longer holds is got anew", () => {
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

test("where it cannot be asked, a sentence says why", () =>
  withDevice({}, async (device) => {
    await assert.rejects(run(device, { password: "wrong" }), {
      message: "The device refuses this user or password.",
    });
    await assert.rejects(run(device, { user: "guest" }), {
      message: "The user has no rights to webhooks: Administrator rights required",
    });
    await assert.rejects(run({ url: "http://127.0.0.1:1" }), /The device does not answer: /);
  }));

test("a device that refuses the plainest webhook is not judged", () => {
  const fail = ({ method }) => (method === "POST" ? { status: 405 } : undefined);
  return withDevice({ fail }, async (device) => {
    const { summary, stopped } = await run(device);
    assert.match(stopped, /^The device does not take the plainest webhook: 405 /);
    assert.equal(summary.cases.done, 0);
  });
});

test("no secret is told, even by a device that echoes it", async () => {
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
  // One that keeps other secrets and headers than it was sent.
  const altering = await withDevice({ reader: "strict" }, (device) => {
    const { set } = device.webhooks;
    device.webhooks.set = (uid, { headers, secret, ...webhook }) => {
      const isWhole = headers && secret;
      const kept = isWhole ? { headers, secret } : { headers: '{"X":"kept"}', secret: "kept" };
      return set.call(device.webhooks, uid, { ...webhook, ...kept });
    };
    return run(device, { cases });
  });
  const shown = altering.summary.differences.map(({ device }) => device);
  assert.ok(shown.includes('takes it, keeps headers (names ["X"])'));
  assert.ok(shown.includes("takes it, keeps secret (4 characters)"));
  for (const { summary } of [echoed, lenient, altering]) {
    const paint = (_, text) => text;
    const all = [
      JSON.stringify(summary),
      toMarkdown(summary),
      toTerminal(summary, { paint, width: 80 }),
    ];
    for (const text of all) {
      for (const token of tokens) assert.ok(!text.includes(token.split(" ")[1]));
      assert.ok(!text.includes(hash));
      assert.doesNotMatch(text, /0123456789abcdef|"kept"/);
    }
  }
  assert.match(JSON.stringify(echoed.summary), /\[hidden\]/);
});

test("what a device says does nothing to a terminal or to Markdown", () => {
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

test("no two requests begin closer than the rate allows", async () => {
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

test("the wait for a busy device has a bound", () => {
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
