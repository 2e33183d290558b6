// `webhook-guard probe` as a command, against the device simulator.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { USERS, withDevice } from "../../dev/device/device.js";
import { bin, createRun } from "./command.js";

const folder = mkdtempSync(join(tmpdir(), "webhook-guard-"));
after(() => rmSync(folder, { recursive: true }));

const isWindows = process.platform === "win32";
const { password } = USERS.admin;
const env = { ...process.env, PANEL_PASSWORD: password, XDG_STATE_HOME: join(folder, "state") };
const LOG_IN = ["--user", "admin", "--password-env", "PANEL_PASSWORD"];

const command = createRun({ cwd: folder, env });
const run = (args) => command(["probe", ...args]);

const ask = (device, ...args) =>
  run(["--device", device.url, ...LOG_IN, "--rate", "1000", ...args]);

/** Starts a run, and collects in `printed` what it prints on standard error. */
function start(device, ...args) {
  const words = [bin, "probe", "--device", device.url, ...LOG_IN, "--rate", "1000", ...args];
  const stdio = ["ignore", "ignore", "pipe"];
  const child = spawn(process.execPath, words, { cwd: folder, env, stdio });
  child.printed = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    child.printed += text;
  });
  return child;
}

const readFile = (name) => readFileSync(join(folder, name), "utf8");

test("exits with 0 for a device that follows the contract", () =>
  withDevice({ reader: "strict" }, async (device) => {
    const { status, stdout, stderr } = await ask(device, "--label", "model A, firmware 1.2");
    assert.equal(status, 0, stderr);
    assert.match(stdout, /url\.invalid_url +\d+ +\d+/);
    assert.match(stdout, /cases: no difference\. Nothing is left on the device\.\n$/);
    const { cases, label, rules } = JSON.parse(readFile("webhook-guard-probe.json"));
    assert.ok(cases.done > 2700 && cases.done === cases.planned && cases.differ === 0);
    assert.equal(label, "model A, firmware 1.2");
    assert.ok(rules.every(({ cases, agrees }) => cases === agrees));
    assert.match(readFile("webhook-guard-probe.md"), /- Device: model A, firmware 1\.2\n/);
    assert.equal(device.webhooks.size, 0);
  }));

test("exits with 1 for a lenient device, and reports every difference", () =>
  withDevice({}, async (device) => {
    const { status, stdout, stderr } = await ask(device, "--report", "a.md", "--json", "a.json");
    assert.equal(status, 1, stderr);
    assert.match(
      stdout,
      /^D3 .* differs from the contract\n {4}It accepts: same letter case \(stores both/m,
    );
    const { differences } = JSON.parse(readFile("a.json"));
    assert.ok(differences.length > 800);
    const report = readFile("a.md");
    assert.match(
      report,
      /\| reading: block comment before \| rejects it: Wrong JSON body \| accepts it \|/,
    );
    for (const text of [stdout, stderr, report, readFile("a.json")]) {
      // Longer numbers of the cases contain its digits.
      assert.doesNotMatch(text, new RegExp(`\\b${password}\\b`));
    }
    assert.equal(device.webhooks.size, 0);
  }));

test("--only selects rules, fields and questions", () =>
  withDevice({ reader: "strict" }, async (device) => {
    const { status, stdout } = await ask(device, "--only", "D5", "--only", "status");
    assert.equal(status, 0);
    assert.match(stdout, /status\.invalid_status/);
    assert.doesNotMatch(stdout, /url\.|D4/);
  }));

test("--dry-run prints what would be sent, and sends nothing", () =>
  withDevice({}, async (device) => {
    const { status, stdout } = await run(["--device", device.url, "--dry-run"]);
    assert.equal(status, 0);
    assert.match(stdout, /\d+ cases, about \d+ requests, \d+ min at 2 per second\.\n$/);
    assert.equal(device.requests.length, 0);
  }));

test("the device describes itself, unless --label does", () =>
  withDevice({ reader: "strict" }, async (device) => {
    const labels = [];
    for (const args of [[], ["--label", "Front door"]]) {
      await ask(device, "--only", "D5", ...args);
      labels.push(JSON.parse(readFile("webhook-guard-probe.json")).label);
    }
    assert.deepEqual(labels, ["AV-08FB, firmware 3.25.8, API 1.10.0", "Front door"]);
  }));

test("control characters in the label are escaped", () =>
  withDevice({ info: { device_model: "A\n# B\u001b[31m\u202e" } }, async (device) => {
    const { stdout } = await ask(device, "--only", "D5", "--format", "markdown");
    assert.match(stdout, /^- Device: A\\\\u\\\{a\\\}\\# B/m);
    assert.doesNotMatch(stdout, /[^\P{C}\n]/u);
  }));

test("exits with 2 and a message with the remedy if it cannot run", () =>
  withDevice({}, async (device) => {
    const at = ["--device", device.url];
    const gone = await withDevice({}, ({ url }) => url);
    const misuse = [
      [["--nope"], /unknown option '--nope'\nRun "webhook-guard probe --help"/],
      [["extra", ...at], /too many arguments|unknown command/],
      [LOG_IN, /--device is missing\. Give its URL/],
      [["--device", "192.168.1.90", ...LOG_IN], /--device must be an http or https URL/],
      [
        ["--device", "http://a:b@panel.example", ...LOG_IN],
        /--device must be an http or https URL/,
      ],
      [[...at], /--user is missing/],
      [[...at, "--user", "admin"], /--password-env is missing/],
      [[...at, "--user", "admin", "--password-env", "NOT_SET"], /--password-env names is not set/],
      [[...at, ...LOG_IN, "--rate", "0"], /--rate .*Give a number above 0/],
      [[...at, ...LOG_IN, "--format", "yaml"], /--format .*Allowed choices are text, json/],
      [[...at, ...LOG_IN, "--only", "nowhere"], /--only does not accept "nowhere"\. Name a rule/],
      [[...at, ...LOG_IN, "--listen", "8080"], /--listen must be HOST:PORT/],
      [[...at, ...LOG_IN, "--listen", "192.0.2.1:0"], /--listen cannot use 192\.0\.2\.1:0/],
      [[...at, "--user", "nobody", ...LOG_IN.slice(2)], /rejects this user or password\. Check/],
      [["--device", gone, ...LOG_IN], /The device does not respond \(ECONNREFUSED\)\. Check/],
      [
        ["--device", gone, ...LOG_IN, "--listen", "127.0.0.1:0", "--report", "not-run.md"],
        /The device does not respond/,
      ],
      [
        [...at, ...LOG_IN, "--report", "no/such/folder.md"],
        /no\/such\/folder\.md: .*Check the name/,
      ],
      [[...at, ...LOG_IN, "--json", "."], /\.: This is a folder\. Name a file/],
      [
        ["diff", "missing.json", "missing.json"],
        /missing\.json: There is no such .*Check the name/,
      ],
      [["diff", ".", "."], /\.: This is a folder\. Name a file/],
      [
        ["diff", "one.json"],
        /missing required argument 'new'\nRun "webhook-guard probe diff --help"/,
      ],
    ];
    for (const [args, sentence] of misuse) {
      const { status, stdout, stderr } = await run(args);
      assert.equal(status, 2, args.join(" "));
      assert.match(stderr, sentence);
      assert.doesNotMatch(stderr, / at .*\.js:\d/, "no stack");
      assert.equal(stdout, "");
      assert.ok(!stderr.includes(password));
    }
    assert.ok(!readdirSync(folder).includes("not-run.md"), "no empty report is left");
  }));

for (const signal of ["SIGINT", "SIGTERM"]) {
  test(`${signal} during a run: nothing is left on the device, and the results so far are written`, {
    skip: isWindows,
  }, () => {
    let child;
    let asked = 0;
    const fail = ({ method }) => {
      // Within a case: created, and not yet read back.
      if (method === "GET" && ++asked === 30) child.kill(signal);
    };
    return withDevice({ fail }, async (device) => {
      child = start(device, "--report", "b.md", "--json", "b.json");
      const [status] = await once(child, "close");
      assert.equal(status, 2, child.printed);
      assert.match(child.printed, new RegExp(`${signal}: deleting what is on the device`));
      const { cases, stopped, clean } = JSON.parse(readFile("b.json"));
      assert.ok(cases.done > 0 && cases.done < cases.planned);
      assert.deepEqual([stopped, clean], ["It was interrupted.", true]);
      assert.match(readFile("b.md"), /Stopped: It was interrupted/);
      assert.equal(device.webhooks.size, 0);
    });
  });
}

test("the next run deletes the webhooks that a killed run left, and nothing else", {
  skip: isWindows,
}, () => {
  let child;
  let asked = 0;
  const fail = ({ method }) => {
    if (method === "GET") asked += 1;
    if (asked < 12 || child.killed) return undefined;
    child.kill("SIGKILL");
    return "hang up";
  };
  return withDevice({ reader: "strict", fail }, async (device) => {
    const foreign = { url: "https://owner.example/", status: "active", max_retries: 1 };
    device.webhooks.set(1, foreign);
    child = start(device, "--only", "questions");
    const [, signal] = await once(child, "close");
    assert.equal(signal, "SIGKILL");
    assert.equal(device.webhooks.size, 2, "one was left");

    const { status, stderr } = await ask(device, "--only", "D5");
    assert.equal(status, 0, stderr);
    assert.match(stderr, /Deleted 1 webhook that an earlier run left\./);
    assert.deepEqual([...device.webhooks], [[1, foreign]]);
  });
});

test("--resume continues where an interrupted run ended", { skip: isWindows }, () => {
  let child;
  let asked = 0;
  const fail = ({ method }) => {
    if (method === "POST" && ++asked === 40) child.kill("SIGKILL");
  };
  return withDevice({ reader: "strict", fail }, async (device) => {
    child = start(device, "--only", "status");
    await once(child, "close");
    const before = device.requests.length;
    const { status, stdout } = await ask(device, "--only", "status", "--resume");
    assert.equal(status, 0, stdout);
    const { cases, outcomes } = JSON.parse(readFile("webhook-guard-probe.json"));
    assert.equal(cases.done, cases.planned);
    assert.equal(new Set(outcomes.map(({ name }) => name)).size, cases.planned);
    const sent = device.requests.slice(before).filter(({ method }) => method === "POST");
    // The remaining cases, and the two that show whether the device can be probed.
    assert.ok(sent.length < cases.planned && sent.length > 2, `${sent.length}`);
  });
});

test("two runs cannot use one device at the same time", { skip: isWindows }, async () => {
  let begin;
  const begun = new Promise((resolve) => {
    begin = resolve;
  });
  const fail = ({ method }) => (method === "POST" ? begin() : undefined);
  await withDevice({ reader: "strict", fail }, async (device) => {
    const child = start(device, "--rate", "5");
    await begun;
    const { status, stderr } = await ask(device);
    assert.equal(status, 2);
    assert.match(stderr, new RegExp(`Another run is in progress \\(process ${child.pid}\\)`));
    child.kill("SIGTERM");
    await once(child, "close");
    assert.equal(device.webhooks.size, 0);
  });
});

test("--clean deletes the webhooks of runs on any machine", () =>
  withDevice({}, async (device) => {
    const webhook = { status: "disabled", event_types: ["log.device_booted"], max_retries: 3 };
    const owned = { ...webhook, url: "https://owner.example/" };
    device.webhooks.set(1, owned);
    device.webhooks.set(2, {
      ...webhook,
      url: "https://webhook-guard-probe-0123abcd-00003.invalid/",
    });
    const { status, stdout } = await ask(device, "--clean");
    assert.equal(status, 0);
    assert.equal(stdout, "Deleted 1 webhook of earlier runs.\n");
    assert.deepEqual([...device.webhooks], [[1, owned]]);
  }));
