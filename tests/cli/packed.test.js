// The kit as npm packs and installs it, run by its command as a device's owner would.

import assert from "node:assert/strict";
import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { USERS, withDevice } from "../../dev/device/device.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const project = mkdtempSync(join(tmpdir(), "webhook-guard-"));
const shell = process.platform === "win32";
const NAME = "webhook-guard-conformance";
const { password } = USERS.admin;
const env = { ...process.env, PANEL_PASSWORD: password, XDG_STATE_HOME: join(project, "state") };
const LOG_IN = ["--user", "admin", "--password-env", "PANEL_PASSWORD"];

let packed;

before(() => {
  const npm = (args, cwd) => execFileSync("npm", args, { cwd, encoding: "utf8", shell });
  const pack = (folder) =>
    JSON.parse(npm(["pack", "--json", "--pack-destination", project], join(root, folder)))[0];
  const guard = pack("pkg");
  packed = pack("cli");
  npm(["init", "--yes"], project);
  const flags = ["--offline", "--no-audit", "--no-fund"];
  npm(["install", ...flags, guard.filename, packed.filename], project);
});

after(() => rmSync(project, { recursive: true }));

/** Runs a command to its end; gives its exit status and what it prints. */
function execute(command, args) {
  return new Promise((ended) => {
    execFile(command, args, { cwd: project, env, shell }, (error, stdout, stderr) =>
      ended({ status: error ? error.code : 0, stdout, stderr }),
    );
  });
}

const bin = join(project, "node_modules", NAME, "src/probe/command.js");
const run = (args) => execute(process.execPath, [bin, ...args]);

/** Starts it, and gathers in `told` what it says. */
function start(device, ...args) {
  const words = [bin, "--device", device.url, ...LOG_IN, "--rate", "1000", ...args];
  const stdio = ["ignore", "ignore", "pipe"];
  const child = spawn(process.execPath, words, { cwd: project, env, stdio });
  child.told = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    child.told += text;
  });
  return child;
}

const readProject = (name) => readFileSync(join(project, name), "utf8");

const ask = (device, ...args) =>
  run(["--device", device.url, ...LOG_IN, "--rate", "1000", ...args]);

test("the package holds what it needs and nothing else", () => {
  const files = packed.files.map(({ path }) => path);
  const modules = readdirSync(join(root, "cli/src/probe")).filter((name) => name.endsWith(".js"));
  assert.deepEqual(
    files.sort(),
    [...modules, "cases.json"]
      .map((name) => `src/probe/${name}`)
      .concat("CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md", "package.json")
      .sort(),
  );
});

test("a device that reads by the contract: 0, and a report that says so", () =>
  withDevice({ reader: "strict" }, async (device) => {
    const { status, stdout, stderr } = await ask(device, "--label", "model A, firmware 1.2");
    assert.equal(status, 0, stderr);
    assert.match(stdout, /url\.invalid_url +\d+ +\d+\n/);
    assert.match(stdout, /cases: no difference\. Nothing is left on the device\.\n$/);
    const { cases, label, rules } = JSON.parse(readProject(`${NAME}.json`));
    assert.ok(cases.done > 2700 && cases.done === cases.planned && cases.differ === 0);
    assert.equal(label, "model A, firmware 1.2");
    assert.ok(rules.every(({ cases, agrees }) => cases === agrees));
    assert.match(readProject(`${NAME}.md`), /- Device: model A, firmware 1\.2\n/);
    assert.equal(device.webhooks.size, 0);
  }));

test("a lenient device: 1, and every difference in the report", () =>
  withDevice({}, async (device) => {
    const { status, stdout, stderr } = await ask(device, "--report", "a.md", "--json", "a.json");
    assert.equal(status, 1, stderr);
    assert.match(
      stdout,
      /^D3 .* not as the contract\n {4}It takes: same letter case \(keeps both/m,
    );
    const { differences } = JSON.parse(readProject("a.json"));
    assert.ok(differences.length > 800);
    const report = readProject("a.md");
    assert.match(
      report,
      /\| reading: block comment before \| refuses it: Wrong JSON body \| takes it \|/,
    );
    for (const text of [stdout, stderr, report, readProject("a.json")]) {
      // Longer numbers of the cases hold its digits.
      assert.doesNotMatch(text, new RegExp(`\\b${password}\\b`));
    }
    assert.equal(device.webhooks.size, 0);
  }));

test("by npx, a rule or a question alone", () =>
  withDevice({ reader: "strict" }, async (device) => {
    const only = ["--only", "D5", "--only", "status"];
    const words = ["--offline", NAME, "--device", device.url, ...LOG_IN, ...only, "--rate", "99"];
    const { status, stdout } = await execute("npx", words);
    assert.equal(status, 0);
    assert.match(stdout, /status\.invalid_status/);
    assert.doesNotMatch(stdout, /url\.|D4/);
  }));

test("a dry run tells what would be sent, and sends nothing", () =>
  withDevice({}, async (device) => {
    const { status, stdout } = await run(["--device", device.url, "--dry-run"]);
    assert.equal(status, 0);
    assert.match(stdout, /\d+ cases, about \d+ requests, \d+ minutes at 2 a second\.\n$/);
    assert.equal(device.requests.length, 0);
  }));

test("the help tells every option, and the version is told", async () => {
  const { status, stdout } = await run(["--help"]);
  assert.equal(status, 0);
  const options = [
    ...readFileSync(join(root, "cli/src/probe/command.js"), "utf8").matchAll(
      /^ {2}"?([\w-]+)"?: \{ type: /gm,
    ),
  ].map(([, name]) => name);
  assert.ok(options.length > 10);
  for (const option of options) assert.ok(stdout.includes(`--${option}`), option);
  const { stdout: version } = await run(["--version"]);
  assert.equal(version.trim(), packed.version);
});

test("2, and a sentence, where it cannot run", () =>
  withDevice({}, async (device) => {
    const at = ["--device", device.url];
    const gone = await withDevice({}, ({ url }) => url);
    const refused = [
      [["--nope"], /Unknown option '--nope'.*--help tells the options\./],
      [LOG_IN, /--device is missing/],
      [["--device", "192.168.1.90", ...LOG_IN], /--device is an http or https URL/],
      [["--device", "http://a:b@panel.example", ...LOG_IN], /--device is an http or https URL/],
      [[...at], /--user is missing/],
      [[...at, "--user", "admin"], /--password-env is missing/],
      [[...at, "--user", "admin", "--password-env", "NOT_SET"], /NOT_SET holds no password/],
      [[...at, ...LOG_IN, "--rate", "0"], /--rate is a number above 0/],
      [[...at, ...LOG_IN, "--only", "unheard"], /Nothing is called "unheard"/],
      [[...at, "--user", "nobody", ...LOG_IN.slice(2)], /refuses this user or password/],
      [["--device", gone, ...LOG_IN], /The device does not answer: ECONNREFUSED/],
      [[...at, ...LOG_IN, "--report", "no/such/folder.md"], /no\/such\/folder\.md/],
    ];
    for (const [args, sentence] of refused) {
      const { status, stdout, stderr } = await run(args);
      assert.equal(status, 2, args.join(" "));
      assert.match(stderr, sentence);
      assert.doesNotMatch(stderr, / at .*\.js:\d/, "no stack");
      assert.equal(stdout, "");
      assert.ok(!stderr.includes(password));
    }
  }));

for (const signal of ["SIGINT", "SIGTERM"]) {
  test(`${signal} in the middle: nothing stays, and what was found is written`, {
    skip: shell,
  }, () => {
    let child;
    let asked = 0;
    const fail = ({ method }) => {
      // In the middle of a case: made, and not yet read back.
      if (method === "GET" && ++asked === 30) child.kill(signal);
    };
    return withDevice({ fail }, async (device) => {
      child = start(device, "--report", "b.md", "--json", "b.json");
      const [status] = await once(child, "close");
      assert.equal(status, 2, child.told);
      assert.match(child.told, new RegExp(`${signal}: removing what is on the device`));
      const { cases, stopped, clean } = JSON.parse(readProject("b.json"));
      assert.ok(cases.done > 0 && cases.done < cases.planned);
      assert.deepEqual([stopped, clean], ["It was interrupted.", true]);
      assert.match(readProject("b.md"), /Stopped: It was interrupted/);
      assert.equal(device.webhooks.size, 0);
    });
  });
}

test("killed in the middle: what it left goes with the next run, and nothing else", {
  skip: shell,
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
    assert.match(stderr, /Removed 1 webhook that an earlier run had left\./);
    assert.deepEqual([...device.webhooks], [[1, foreign]]);
  });
});

test("one run at a time asks a device", { skip: shell }, async () => {
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
    assert.match(stderr, new RegExp(`A run is under way \\(process ${child.pid}\\)`));
    child.kill("SIGTERM");
    await once(child, "close");
    assert.equal(device.webhooks.size, 0);
  });
});

test("--clean removes what runs left, wherever they ran", () =>
  withDevice({}, async (device) => {
    const webhook = { status: "disabled", event_types: ["log.device_booted"], max_retries: 3 };
    const owned = { ...webhook, url: "https://owner.example/" };
    device.webhooks.set(1, owned);
    device.webhooks.set(2, { ...webhook, url: `https://${NAME}-0123abcd-00003.invalid/` });
    const { status, stdout } = await ask(device, "--clean");
    assert.equal(status, 0);
    assert.equal(stdout, "Removed 1 webhook of earlier runs.\n");
    assert.deepEqual([...device.webhooks], [[1, owned]]);
  }));
