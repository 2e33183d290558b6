#!/usr/bin/env node
// The command: reads its arguments, asks the device, and writes what it found.

import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs, styleText } from "node:util";
import * as guard from "webhook-guard";
import { loadCases, select } from "./cases.js";
import { CannotRun, createClient } from "./client.js";
import { openJournal } from "./journal.js";
import { countByRule, summarise, toMarkdown, toTerminal } from "./report.js";
import { recover, removeAll, runCases } from "./run.js";

const { name, version } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
);

const HELP = `Asks a device's webhook API where it differs from the contract of webhook-guard.

  npx ${name} --device http://192.168.1.90 --user admin --password-env PANEL_PASSWORD

Creates webhooks one by one, reads each back and removes it at once. All are disabled where the
case allows and lead to names that no network resolves; none of yours is touched.

  --device URL         the device, or the URL of its API where that is not URL/api/v1
  --user NAME          an administrator
  --password-env NAME  the environment variable that holds the password
  --rate N             requests a second at most (2)
  --only NAME          a rule (url.invalid_url), a field (url), a question (D1) or "questions";
                       may be given several times
  --label TEXT         model and firmware, for the report
  --report FILE        the report, in Markdown (${name}.md)
  --json FILE          the same as data (${name}.json)
  --dry-run            tell what would be sent, and send nothing
  --clean              remove what any run left on the device, and do nothing else
  --help, --version

Ends with 0 where device and contract agree, 1 where they differ, 2 where it could not run to its end.
Interrupted, it removes what it made; killed, the next run does.
`;

const OPTIONS = {
  device: { type: "string" },
  user: { type: "string" },
  "password-env": { type: "string" },
  rate: { type: "string", default: "2" },
  only: { type: "string", multiple: true, default: [] },
  label: { type: "string" },
  report: { type: "string", default: `${name}.md` },
  json: { type: "string", default: `${name}.json` },
  "dry-run": { type: "boolean", default: false },
  clean: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
  version: { type: "boolean", default: false },
};

const clock = { now: Date.now, sleep };

const say = (line) => process.stderr.write(`${line}\n`);

function readOptions() {
  let options;
  try {
    options = parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    throw new CannotRun(`${error.message.split("\n")[0]} --help tells the options.`);
  }
  const rate = Number(options.rate);
  if (!(rate > 0 && rate <= 1000)) throw new CannotRun("--rate is a number above 0, up to 1000.");
  return { ...options, rate };
}

/** The base URL of the device's API. */
function readDevice(text) {
  if (text === undefined) throw new CannotRun("--device is missing. --help tells the options.");
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const bare = url && !url.username && !url.password && !url.search && !url.hash;
  if (!bare || !/^https?:$/.test(url.protocol)) {
    throw new CannotRun("--device is an http or https URL without user, query or fragment.");
  }
  return url.origin + (url.pathname === "/" ? "/api/v1" : url.pathname.replace(/\/+$/, ""));
}

function readPassword(variable) {
  if (variable === undefined) throw new CannotRun("--password-env is missing.");
  const password = process.env[variable];
  if (!password) throw new CannotRun(`The environment variable ${variable} holds no password.`);
  return password;
}

const webhooks = (count) => `${count} webhook${count === 1 ? "" : "s"}`;

const minutes = (seconds) =>
  seconds < 90 ? `${Math.ceil(seconds)} seconds` : `${Math.round(seconds / 60)} minutes`;

// What is taken is read back and removed.
const requestsOf = (cases) =>
  cases.reduce((sum, { error }) => sum + (error === undefined ? 3 : 1), 0);

/** Tells how far a run is: on one line of a terminal, elsewhere now and then. */
function createProgress(cases, rate) {
  const isTerminal = process.stderr.isTTY;
  const every = isTerminal ? 1 : Math.max(1, Math.round(cases.length / 10));
  let done = 0;
  let differ = 0;
  return {
    onOutcome({ rule, kind }) {
      done += 1;
      if (kind !== "agrees" && kind !== "open") differ += 1;
      if (done % every !== 0) return;
      const left = minutes(requestsOf(cases.slice(done)) / rate);
      const line = `${done} of ${cases.length}  ${differ} differ  ${left} left  ${rule}`;
      if (isTerminal) process.stderr.write(`\r\x1b[K${line}`);
      else say(line);
    },
    end() {
      if (isTerminal) process.stderr.write("\r\x1b[K");
    },
  };
}

function dryRun(cases, rate) {
  for (const { rule, cases: count } of countByRule(cases)) {
    console.log(`${String(count).padStart(5)}  ${rule}`);
  }
  const requests = requestsOf(cases);
  console.log(
    `\n${cases.length} cases, about ${requests} requests, ${minutes(requests / rate)} at ${rate} a second.`,
  );
}

async function main() {
  const options = readOptions();
  if (options.help) return void process.stdout.write(HELP);
  if (options.version) return void console.log(version);

  const { rate } = options;
  const cases = select(loadCases(guard), options.only);
  if (options["dry-run"]) return dryRun(cases, rate);

  const baseUrl = readDevice(options.device);
  const { user } = options;
  if (!user) throw new CannotRun("--user is missing. --help tells the options.");
  const password = readPassword(options["password-env"]);
  const client = createClient({ guard, baseUrl, user, password, rate, clock });
  if (options.clean) {
    return void console.log(`Removed ${webhooks(await removeAll(client))} of earlier runs.`);
  }

  const journal = openJournal(baseUrl);
  const recovered = await recover(client, journal);
  if (recovered > 0) say(`Removed ${webhooks(recovered)} that an earlier run had left.`);
  // Rather now than after the run.
  for (const file of [options.report, options.json]) closeSync(openSync(file, "a"));

  const stopping = new AbortController();
  const stop = (signal) => {
    if (stopping.signal.aborted) process.exit(2);
    say(`\n${signal}: removing what is on the device. Once more ends at once.`);
    stopping.abort();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);

  say(`${cases.length} cases, ${minutes(requestsOf(cases) / rate)} at ${rate} requests a second.`);
  const progress = createProgress(cases, rate);
  const { onOutcome } = progress;
  const { signal } = stopping;
  const result = await runCases({ guard, client, journal, cases, signal, onOutcome });
  progress.end();

  const about = {
    tool: `${name} ${version}`,
    ...(options.label && { label: options.label }),
    date: new Date().toISOString(),
  };
  const summary = summarise(result, cases, about);
  writeFileSync(options.json, `${JSON.stringify(summary, undefined, 2)}\n`);
  writeFileSync(options.report, toMarkdown(summary));
  const coloured = process.stdout.isTTY && !process.env.NO_COLOR;
  const paint = (format, text) => (coloured ? styleText(format, text) : text);
  console.log(toTerminal(summary, { paint, width: Math.min(process.stdout.columns ?? 100, 100) }));
  say(`Written: ${options.report}, ${options.json}`);

  if (result.stopped || !result.clean) return 2;
  return summary.cases.differ > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  // Of the system's, such as a file that cannot be written, the message is enough too.
  console.error(error instanceof CannotRun || error.syscall ? error.message : error);
  process.exitCode = 2;
}
