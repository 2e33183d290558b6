// `webhook-guard check` as a command.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { bin, createRun, WEBHOOK } from "./command.js";

const folder = mkdtempSync(join(tmpdir(), "webhook-guard-"));
after(() => rmSync(folder, { recursive: true }));

const env = { ...process.env, NO_COLOR: "", FORCE_COLOR: undefined };
const command = createRun({ cwd: folder, env });
const check = (args, input) => command(["check", ...args], input);

const VALID = JSON.stringify(WEBHOOK);
const INVALID = JSON.stringify({ ...WEBHOOK, status: "on", max_retries: 9 });

function write(files) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** The findings of one text, as JSON; `name` decides how it is read. */
async function findingsOf(text, { name = "file.json", args = [] } = {}) {
  write({ [name]: text });
  const { stdout } = await check(["--format", "json", ...args, name]);
  return JSON.parse(stdout).files[0].findings;
}

test("exits with 0 for valid webhooks, with 1 for an invalid one", async () => {
  write({ "valid.json": VALID, "invalid.json": INVALID });
  const valid = await check(["valid.json"]);
  assert.deepEqual(valid, {
    status: 0,
    stdout: "1 webhook in 1 file, 0 invalid: 0 errors, 0 warnings.\n",
    stderr: "",
  });
  assert.equal((await check(["valid.json", "invalid.json"])).status, 1);
});

test("shows place, message and the source line underlined", async () => {
  write({ "hooks/door.json": JSON.stringify({ ...WEBHOOK, status: "on" }, undefined, 2) });
  const { stdout } = await check(["hooks/door.json"]);
  const [place, message, source, underline] = stdout.split("\n");
  assert.equal(place, "hooks/door.json:4:13 error invalid_status");
  assert.match(message, /^ {2}\S.*active.*\.$/);
  assert.equal(source, '  4 |   "status": "on",');
  assert.equal(underline, "    |             ^^^^");
});

test("an underline is as wide as the text above it", async () => {
  const { stdout } = await check(
    [],
    '{"description":"日本 e\u0301 \u{1f600}","status":"on","url":"https://a.example","event_types":["log.door_was_opened"],"max_retries":1,"secret":"0123456789abcdef"}',
  );
  const [, , source, underline] = stdout.split("\n");
  const before = source.slice(0, source.indexOf('"on"'));
  // Two columns for each of three characters, none for a combining mark; one is two code units already.
  assert.equal(underline.indexOf("^"), before.length + 2 - 1);
  assert.match(underline, /\^{4}$/);
});

test("proposes a similar name", async () => {
  write({ "typo.json": JSON.stringify({ ...WEBHOOK, event_types: ["log.door_was_open"] }) });
  const { stdout } = await check(["typo.json"]);
  assert.match(stdout, /log\.door_was_opened/);
});

test("reads standard input without files, and for -", async () => {
  for (const args of [[], ["-"]]) {
    const { status, stdout } = await check(args, INVALID);
    assert.equal(status, 1);
    assert.match(stdout, /^<stdin>:1:\d+ error invalid_status$/m);
  }
});

test("checks each item of a top-level array, and each line of JSON Lines", async () => {
  const list = `[\n  ${VALID},\n  ${INVALID}\n]\n`;
  const [first] = await findingsOf(list);
  assert.deepEqual([first.item, first.line], [1, 3]);

  const lines = `${VALID}\r\n\r\n${INVALID}\n`;
  for (const [name, args] of [["a.jsonl"], ["a.ndjson"], ["a.txt", ["--jsonl"]]]) {
    const found = await findingsOf(lines, { name, args });
    assert.deepEqual(
      found.map(({ code, line, item }) => [code, line, item]),
      [
        ["invalid_status", 3, undefined],
        ["out_of_range", 3, undefined],
      ],
    );
  }
  const array = await findingsOf(`[${VALID}]\n`, { name: "b.jsonl" });
  assert.deepEqual(
    array.map(({ code }) => code),
    ["not_an_object"],
  );
});

test("an array that is not closed, or has text after it, is malformed", async () => {
  const cases = [
    [`[${VALID}`, "not closed"],
    [`[${VALID}] x`, "after the list"],
    [`[${VALID} ${VALID}]`, "JSON"],
    [`[${VALID},]`, "JSON"],
    ["[", "JSON"],
  ];
  for (const [text, message] of cases) {
    const findings = await findingsOf(text);
    assert.ok(
      findings.some((it) => it.code === "malformed_json" && it.message.includes(message)),
      text,
    );
  }
  assert.deepEqual(await findingsOf("[]"), []);
});

test("an issue is located at its value, and for a missing member at the body's brace", async () => {
  const text = ` {"a b":1,\r\n"status":"on","url":"https://a.example",\n"headers":"{\\"Host\\":\\"x\\"}"}`;
  const places = Object.fromEntries(
    (await findingsOf(text)).map((it) => [
      `${it.code} ${it.path}`,
      [it.line, it.column, it.length],
    ]),
  );
  assert.deepEqual(places["missing event_types"], [1, 2, 1]);
  assert.deepEqual(places["no_secret secret"], [1, 2, 1]);
  assert.deepEqual(places["unknown_field a b"], [1, 3, 5]);
  assert.deepEqual(places["invalid_status status"], [2, 10, 4]);
  assert.deepEqual(places["reserved_header headers,Host"], [3, 13, 8]);
});

test("lines end with LF, CRLF or CR, and columns count UTF-16 units", async () => {
  for (const end of ["\n", "\r\n", "\r"]) {
    const text = `{${end}${end}"description":"\u{1f600}é","status":"on"}`;
    const found = await findingsOf(text);
    const { line, column, offset } = found.find(({ code }) => code === "invalid_status");
    assert.deepEqual([line, column], [3, 30], JSON.stringify(end));
    assert.equal(offset, Buffer.byteLength(text.slice(0, text.indexOf('"on"'))));
  }
});

test("a byte-order mark, UTF-16 and an empty file are named as the cause", async () => {
  for (const [input, cause] of [
    [`\ufeff${VALID}`, /has a byte-order mark\. Save the file as UTF-8 without one\.$/m],
    [Buffer.from(`\ufeff${VALID}`, "utf16le"), /is UTF-16\. Save the file as UTF-8\.$/m],
    [" \n", /The file is empty\.$/m],
  ]) {
    const { status, stdout } = await check([], input);
    assert.equal(status, 1);
    assert.match(stdout, cause);
  }
});

test("malformed text is shown at its place", async () => {
  const [{ code, line, column }] = await findingsOf(`{\n  "url": "https://a",\n  "status" "on"}`);
  assert.deepEqual([code, line, column], ["malformed_json", 3, 12]);
});

test("truncated text is shown at its end", async () => {
  for (const [text, name] of [
    ["", "a.json"],
    ['{"url":1', "a.json"],
    ['{"url":1\n', "a.jsonl"],
  ]) {
    const column = text.trimEnd().length + 1;
    const [{ code, ...place }] = await findingsOf(text, { name });
    assert.equal(code, "malformed_json");
    assert.deepEqual(
      [place.line, place.column, place.endLine, place.endColumn, place.length],
      [1, column, 1, column, 0],
    );
  }
});

test("--max-warnings and --quiet", async () => {
  write({ "warns.json": VALID.replace("https:", "http:") });
  const run = (...args) => check([...args, "warns.json"]);
  assert.equal((await run()).status, 0);
  assert.equal((await run("--max-warnings", "1")).status, 0);
  const many = await run("--max-warnings", "0");
  assert.equal(many.status, 1);
  assert.match(many.stdout, /warning insecure_url/);
  assert.deepEqual(await run("--quiet"), { status: 0, stdout: "", stderr: "" });
  assert.equal((await run("--quiet", "--max-warnings", "0")).status, 1);
});

const entries = (count, value) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`x${i}`, value]));
const checkMost = (most, text) => check(["--max-warnings", String(most)], text);

test("--max-warnings counts every unknown member", async () => {
  const run = (count, most) =>
    checkMost(
      most,
      JSON.stringify({ ...entries(count, 1), ...WEBHOOK }).replace("url", "\\u0075rl"),
    );
  assert.equal((await run(100, 100)).status, 0);
  assert.equal((await run(250, 249)).status, 1);
  const { status, stdout, stderr } = await run(250, 250);
  assert.deepEqual([status, stderr], [0, ""]);
  assert.match(stdout, /0 errors, 250 warnings\.\n$/);
});

test("--max-warnings is exceeded if warnings within a field may be left out", async () => {
  const reason = "--max-warnings: more warnings than can be counted.\n";
  for (const field of [
    { headers: JSON.stringify(entries(250, " padded ")) },
    { event_types: Array(251).fill("log.door_was_opened") },
  ]) {
    const text = JSON.stringify({ ...WEBHOOK, ...field, ...entries(250, 1) });
    const { status, stderr } = await checkMost(1000, text);
    assert.deepEqual([status, stderr], [1, reason], Object.keys(field)[0]);
    assert.equal((await checkMost(100, text)).stderr, "");
    assert.equal((await check([], text)).status, 0);
  }
});

test("--extra-event-type accepts names of newer firmware", async () => {
  const text = JSON.stringify({ ...WEBHOOK, event_types: ["log.new", "log.newer"] });
  assert.equal((await check(["--extra-event-type", "log.new"], text)).status, 1);
  const both = ["--extra-event-type", "log.new", "--extra-event-type", "log.newer"];
  assert.equal((await check(both, text)).status, 0);
});

test("expands patterns, prefers names, and reads each file once", async () => {
  write({ "many/b.json": INVALID, "many/a.json": VALID, "many/[c].json": VALID, "many/x.txt": "" });
  const files = async (...args) => {
    const { stdout } = await check(["--format", "json", ...args]);
    return JSON.parse(stdout).files.map(({ file }) => file);
  };
  assert.deepEqual(await files("many/*.json"), ["many/[c].json", "many/a.json", "many/b.json"]);
  assert.deepEqual(await files("many/b.json", "many/[ab].json"), ["many/b.json", "many/a.json"]);
  assert.deepEqual(await files("many/[c].json"), ["many/[c].json"]);
});

test("misuse and unreadable files exit with 2 and a message with the remedy", async () => {
  write({ "secret.json": VALID, "valid.json": VALID });
  chmodSync(join(folder, "secret.json"), 0);
  const misuse = [
    [["--nope"], /unknown option '--nope'[\s\S]*Run "webhook-guard check --help"/],
    [["--format", "xml"], /Allowed choices are text, json, github, sarif/],
    [["--max-warnings", "few"], /Give an integer from 0/],
    [["--max-warnings"], /argument missing/],
    [["none.json"], /none\.json: There is no such file\. Check/],
    [["none/*.json"], /none\/\*\.json: There is no such file\. Check/],
    [["."], /\.: This is a directory\. Name its files/],
    [["valid.json/x"], /valid\.json\/x: A file is named where a folder is needed\. Check/],
    [["--extra-event-type", ""], /Give a name, such as log\.new_event/],
    ...(process.getuid?.() === 0 ? [] : [[["secret.json"], /Access is denied\. Check/]]),
  ];
  for (const [args, sentence] of misuse) {
    const { status, stderr } = await check(args);
    assert.equal(status, 2, args.join(" "));
    assert.match(stderr, sentence);
    assert.doesNotMatch(stderr, / at .*\.js:\d/, "no stack");
  }
  // The other files are still checked.
  const { status, stdout } = await check(["none.json", "valid.json"]);
  assert.equal(status, 2);
  assert.match(stdout, /1 webhook in 1 file/);
});

test("colours follow NO_COLOR, FORCE_COLOR and the terminal", async () => {
  const run = (colours) =>
    createRun({ cwd: folder, env: { ...env, ...colours } })(["check"], INVALID);
  const isColoured = async (colours) => (await run(colours)).stdout.includes("\u001b[");
  assert.equal(await isColoured({}), false);
  assert.equal(await isColoured({ FORCE_COLOR: "1" }), true);
  assert.equal(await isColoured({ FORCE_COLOR: "1", NO_COLOR: "1" }), false);
});

test("reports up to 1000 findings of a file, and counts all", async () => {
  write({ "many.jsonl": `${INVALID}\n`.repeat(700) });
  const { status, stdout } = await check(["--format", "json", "many.jsonl"]);
  const { files, summary } = JSON.parse(stdout);
  assert.equal(status, 1);
  assert.equal(files[0].findings.length, 1000);
  assert.equal(files[0].truncated, true);
  assert.deepEqual(summary, { files: 1, webhooks: 700, invalid: 700, errors: 1400, warnings: 0 });
  const text = await check(["many.jsonl"]);
  assert.match(text.stdout, /many\.jsonl: more findings were omitted\./);
});

test("a reader that closes the pipe ends the output without an error", {
  skip: process.platform === "win32",
}, () => {
  write({ "long.jsonl": `${INVALID}\n`.repeat(700) });
  const words = [`"${process.execPath}" "${bin}" check long.jsonl | head -1`];
  const { stdout, stderr } = spawnSync("sh", ["-c", ...words], { cwd: folder, encoding: "utf8" });
  assert.match(stdout, /^long\.jsonl:1:\d+ error invalid_status\n$/);
  assert.equal(stderr, "");
});
