// `webhook-guard check` on large files: memory is at most four times the file (contract §10).

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { createRun } from "./command.js";

const folder = mkdtempSync(join(tmpdir(), "webhook-guard-"));
after(() => rmSync(folder, { recursive: true }));

const SIZE = 60_000_000;

// The command prints its largest resident set when it exits, in kilobytes.
const REPORT = "process.on('exit',()=>console.error('RSS',process.resourceUsage().maxRSS))";
const env = { ...process.env, NODE_OPTIONS: `--import=data:text/javascript,${REPORT}` };
const run = createRun({ cwd: folder, env });

const WEBHOOK = {
  url: "https://example.com/hook",
  secret: "0123456789abcdef",
  status: "on",
  event_types: ["log.door_was_opened"],
  max_retries: 9,
};
const TEXT = JSON.stringify(WEBHOOK);
const fill = (text) => text.repeat(Math.ceil(SIZE / Buffer.byteLength(text)));

const FILES = {
  "an array on one line": ["array.json", `[${fill(`${TEXT},`)}${TEXT}]`],
  "JSON Lines": ["lines.jsonl", fill(`${TEXT}\n`)],
  "one long value": ["value.json", `${TEXT.slice(0, -1)},"description":"${fill("é")}"}`],
  "unknown members": ["members.json", `${TEXT.slice(0, -1)}${fill(',"unknown":"value"')}}`],
  "event types": [
    "types.json",
    TEXT.replace('"log.door_was_opened"', () => `"log.x"${fill(',"log.door_was_opened"')}`),
  ],
  "malformed text": ["malformed.json", `{"a":"${fill("word ")}\n`],
};

for (const [name, [file, text]] of Object.entries(FILES)) {
  test(name, async () => {
    writeFileSync(join(folder, file), text);
    const { status, stdout, stderr } = await run(["check", file]);
    assert.equal(status, 1, stderr);
    assert.match(stdout, /\d invalid: /);
    const [, kilobytes] = /RSS (\d+)/.exec(stderr);
    const times = (Number(kilobytes) * 1024) / statSync(join(folder, file)).size;
    assert.ok(times <= 4, `${times.toFixed(1)} times the file`);
    rmSync(join(folder, file));
  });
}
