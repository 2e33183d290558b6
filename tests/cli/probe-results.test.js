// The forms in which the probe reports, and the difference between two results.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { loadCases } from "../../cli/src/probe/cases.js";
import { curlOf } from "../../cli/src/probe/curl.js";
import { diff } from "../../cli/src/probe/diff.js";
import { toHar } from "../../cli/src/probe/har.js";
import { toJunit } from "../../cli/src/probe/junit.js";
import { bodyOf, markerOf } from "../../cli/src/probe/marker.js";
import { verdictOf } from "../../cli/src/probe/summary.js";
import { USERS, withDevice } from "../../dev/device/device.js";
import { createRun } from "./command.js";

const folder = mkdtempSync(join(tmpdir(), "webhook-guard-"));
after(() => rmSync(folder, { recursive: true }));
const isWindows = process.platform === "win32";
const { password } = USERS.admin;
const env = { ...process.env, PANEL_PASSWORD: password, XDG_STATE_HOME: folder };
const run = createRun({ cwd: folder, env });
const ask = (device, ...args) =>
  run([
    ...["probe", "--device", device.url, "--user", "admin", "--password-env", "PANEL_PASSWORD"],
    ...["--rate", "1000", ...args],
  ]);

test("the curl command of a case sends exactly its request", { skip: isWindows }, async () => {
  const received = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    received.push({ method: request.method, url: request.url, headers: request.headers, body });
    response.end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const variables = {
    API: `http://127.0.0.1:${server.address().port}/api/v1`,
    TOKEN: "t0",
    WEBHOOK_UID: "7",
  };
  const cases = loadCases();
  const isOdd = ({ name }) => /control|UTF-8|BOM|quote|percent|list|^update|line feed/.test(name);
  try {
    for (const each of cases.filter(isOdd).slice(0, 120)) {
      const { curl } = curlOf(each);
      await promisify(execFile)("sh", ["-c", curl], { env: { ...env, ...variables } });
      const { method, url, headers, body } = received.pop();
      assert.equal(headers.authorization, "Bearer t0");
      if (each.operation === "list") {
        assert.equal(url, `/api/v1/webhooks?${each.query}`);
        continue;
      }
      const isUpdate = each.operation === "update";
      assert.deepEqual(
        [method, url],
        isUpdate ? ["PUT", "/api/v1/webhooks/7"] : ["POST", "/api/v1/webhooks"],
      );
      assert.ok(body.equals(bodyOf(each, markerOf("00000000", 0))), each.name);
    }
  } finally {
    server.close();
  }
  assert.equal(curlOf(cases.find(({ operation }) => operation === "signature")), undefined);
});

test("--format junit has a suite per rule and a failure per difference", () =>
  withDevice({}, async (device) => {
    const { status, stdout } = await ask(
      device,
      "--only",
      "D3",
      "--only",
      "list",
      "--format",
      "junit",
    );
    assert.equal(status, 1);
    assert.match(stdout, /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites /);
    assert.match(
      stdout,
      /<testsuite name="headers\.duplicate_header" tests="2" failures="2" skipped="0">/,
    );
    assert.match(
      stdout,
      /<failure type="accepts" message="The device accepts what the contract rejects\.">/,
    );
    assert.match(stdout, /<testcase name="list: limit=15" classname="list\.limit"\/>/);
  }));

test("JUnit XML contains no character that XML forbids", () => {
  const name = 'a\u0001<b>&"\ud800\u{1f600}';
  const outcome = { name, rule: "r", kind: "accepts" };
  const difference = { ...outcome, contract: "c", device: "d", curl: "curl" };
  const xml = toJunit({
    outcomes: [outcome, { name: "o", rule: "r", kind: "open" }],
    differences: [difference],
    rules: [{ rule: "r" }],
    cases: { done: 2, differ: 1 },
  });
  assert.match(xml, /name="a\ufffd&#60;b&#62;&#38;&#34;\ufffd\u{1f600}"/u);
  assert.match(xml, /<testcase name="o" classname="r"><skipped\/><\/testcase>/);
});

test("--format har records every exchange, without a secret", () =>
  withDevice({ reader: "strict" }, async (device) => {
    const owned = {
      url: "https://owner:owners-password@owner.example/",
      secret: "the-owners-secret-1",
      headers: '{"X-Key":"owners-header"}',
      status: "active",
      event_types: ["log.device_booted"],
      max_retries: 1,
    };
    device.webhooks.set(1, owned);
    const { stdout } = await ask(device, "--only", "D5", "--format", "har");
    const { log } = JSON.parse(stdout);
    assert.equal(log.version, "1.2");
    assert.equal(log.entries.length, device.requests.length);
    const [login] = log.entries;
    assert.match(login.request.url, /password=\[hidden\]$/);
    const create = log.entries.find(({ request }) => request.method === "POST");
    assert.match(create.request.postData.text, /"max_retries":3/);
    assert.equal(create.response.status, 200);
    const tokens = device.requests.flatMap(({ rawHeaders }) =>
      rawHeaders.filter((value) => value.startsWith("Bearer ")).map((value) => value.slice(7)),
    );
    const secrets = [owned.secret, "owners-header", "owners-password", "0123456789abcdef"];
    for (const secret of [...new Set(tokens), ...secrets]) {
      assert.ok(!stdout.includes(secret), secret);
    }
  }));

test("--format har escapes what a terminal would not print", () => {
  const error = "\u001b\u009b\u202e##[error]";
  const fail = ({ bytes }) =>
    bytes.includes('"max_retries":6') && { status: 400, body: JSON.stringify({ error }) };
  return withDevice({ reader: "strict", fail }, async (device) => {
    const { stdout } = await ask(device, "--only", "D5", "--format", "har");
    assert.doesNotMatch(stdout, /[^\P{C}\n]|##\[/u);
    const texts = JSON.parse(stdout).log.entries.map(({ response }) => response.content.text);
    assert.ok(texts.includes(JSON.stringify({ error })));
  });
});

test("a HAR is valid whatever the password, and contains nothing that cannot be masked", () => {
  const exchange = (method, text) => ({
    start: 0,
    end: 1,
    request: { method, url: "http://192.168.1.90/api/v1/login?password=1", headers: {} },
    response: new Response(null, { headers: { location: "/login?password=1" } }),
    text,
  });
  const exchanges = [exchange("GET", '{"secret":"of the owner",}'), exchange("POST", "Not 1 JSON")];
  const hide = (text) => text.replaceAll("1", "[hidden]");
  const { entries } = toHar(exchanges, { hide, version: "0" }).log;
  assert.deepEqual(
    entries.map(({ request, response }) => [request.url, response.content.text]),
    [
      ["http://192.168.1.90/api/v1/login?password=[hidden]", "[hidden]: this is not JSON"],
      ["http://192.168.1.90/api/v1/login?password=[hidden]", "Not [hidden] JSON"],
    ],
  );
  assert.deepEqual(entries[0].response.headers, [
    { name: "location", value: "/login?password=[hidden]" },
  ]);
});

test("the result uses singular and plural correctly", () => {
  const verdict = (differ) => verdictOf({ cases: { planned: 2, done: 2, differ }, clean: true });
  assert.match(verdict(0), /^2 of 2 cases: no difference\. /);
  assert.match(verdict(1), /^2 of 2 cases: 1 differs\. /);
  assert.match(verdict(2), /^2 of 2 cases: 2 differ\. /);
});

test("--format json and markdown print what the files contain", () =>
  withDevice({ reader: "strict" }, async (device) => {
    const json = await ask(device, "--only", "D5", "--format", "json", "--json", "j.json");
    assert.deepEqual(
      JSON.parse(json.stdout),
      JSON.parse(readFileSync(join(folder, "j.json"), "utf8")),
    );
    const markdown = await ask(device, "--only", "D5", "--format", "markdown", "--report", "m.md");
    assert.equal(markdown.stdout, `${readFileSync(join(folder, "m.md"), "utf8")}\n`);
  }));

test("probe diff ignores differences in duration between two runs of one firmware", () => {
  const result = (times) => ({
    outcomes: [],
    differences: [],
    questions: [],
    delivery: [{ name: "attempts", result: times }],
  });
  const changes = (before, after) => diff(result(before), result(after)).length;
  assert.equal(changes("3, after 202 ms and 30000 ms", "3, after 297 ms and 27500 ms"), 0);
  assert.equal(changes("3, after 202 ms", "3, after 303 ms"), 1);
  assert.equal(changes("3, after 202 ms", "2, after 202 ms"), 1);
  assert.equal(changes("3, after 202 ms and 202 ms", "3, after 202 ms"), 1);
});

test("probe diff reports what changed between two firmwares", async () => {
  await withDevice({ reader: "strict" }, (device) =>
    ask(device, "--only", "D3", "--only", "D5", "--json", "old.json"),
  );
  await withDevice({ reader: "lenient" }, (device) =>
    ask(device, "--only", "D3", "--json", "new.json"),
  );
  const changed = await run(["probe", "diff", "old.json", "new.json"]);
  assert.equal(changed.status, 1);
  assert.match(
    changed.stdout,
    /^case D3: same letter case: agrees → accepts \(accepts it, stores both\)$/m,
  );
  assert.match(changed.stdout, /^question D3: .* → It accepts: same letter case/m);
  assert.doesNotMatch(changed.stdout, /D5/);
  const same = await run(["probe", "diff", "old.json", "old.json"]);
  assert.deepEqual([same.status, same.stdout], [0, "Nothing changed.\n"]);
  for (const text of [
    "{}",
    "no JSON",
    '{"outcomes":[null],"differences":[],"questions":[]}',
    '{"outcomes":[],"differences":[],"questions":[{}]}',
    '{"outcomes":[],"differences":[],"questions":[],"delivery":null}',
  ]) {
    writeFileSync(join(folder, "other.json"), text);
    const other = await run(["probe", "diff", "old.json", "other.json"]);
    assert.equal(other.status, 2);
    assert.match(other.stderr, /other\.json is not a result of probe\. Name a file/);
  }
});
