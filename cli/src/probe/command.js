// `webhook-guard probe`: tests a real device against the contract.

import { closeSync, existsSync, openSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import { colours } from "../colours.js";
import { Failure } from "../failure.js";
import { printable, printableJson } from "../printable.js";
import { version } from "../version.js";
import { loadCases, select } from "./cases.js";
import { recover, removeAll } from "./cleanup.js";
import { createClient } from "./client.js";
import { createMeasurements } from "./delivery.js";
import { diff, readSummary } from "./diff.js";
import { toHar } from "./har.js";
import { openJournal } from "./journal.js";
import { toJunit } from "./junit.js";
import { toMarkdown } from "./markdown.js";
import { createProgress, duration, requestsOf } from "./progress.js";
import { startReceiver } from "./receiver.js";
import { runCases } from "./run.js";
import { countByRule, summarise } from "./summary.js";
import { toTerminal } from "./terminal.js";

const clock = { now: Date.now, sleep };

const FORMATS = ["text", "json", "markdown", "junit", "har"];

const collect = (value, before = []) => [...before, value];

export function probeCommand(finish) {
  return new Command("probe")
    .summary(SUMMARY)
    .description(`${SUMMARY}\n\n${DETAILS}`)
    .usage(
      "--device <url> --user <name> --password-env <variable> [options]\n       webhook-guard probe diff <old.json> <new.json>",
    )
    .option("--device <url>", "the device, or the URL of its API where that is not URL/api/v1")
    .option("--user <name>", "an administrator")
    .option("--password-env <variable>", "the environment variable that holds the password")
    .option("--rate <n>", "requests per second at most", rate, 2)
    .option("--only <name>", ONLY, collect)
    .option(
      "--listen <host:port>",
      "receive deliveries at this address of this machine, and measure them",
    )
    .option(
      "--label <text>",
      "model and firmware, for the report (default: what the device reports)",
    )
    .addOption(new Option("--format <format>", "what to print").choices(FORMATS).default("text"))
    .option("--report <file>", "write the report in Markdown here", "webhook-guard-probe.md")
    .option("--json <file>", "write the data here, for probe diff", "webhook-guard-probe.json")
    .option("--resume", "continue an interrupted run")
    .option("--dry-run", "print what would be sent, and send nothing")
    .option("--clean", "delete the webhooks that earlier runs left on the device, and exit")
    .addHelpText("after", EXIT_STATUS)
    .action(async (options) => finish(await probe(options)))
    .addCommand(diffCommand(finish));
}

const SUMMARY = "Test a real device, case by case, against the contract.";

const DETAILS = [
  "Creates webhooks one by one, reads each back and deletes it immediately. They are disabled if the case",
  "allows it, and point only to reserved names and addresses, to the device itself, or to --listen. Your own webhooks",
  "are not touched.",
].join(" ");

const ONLY =
  "a rule (url.invalid_url), the first part of one (url, update, list), a question (D1), or questions; may be repeated";

const EXIT_STATUS = `
Exit status: 0 if device and contract agree, 1 if they differ, 2 if the run could not finish.
An interrupted run deletes the webhooks it created; after a killed run, the next one does.`;

const diffCommand = (finish) =>
  new Command("diff")
    .description("Show what changed between two results, for example of two firmware versions.")
    .argument("<old>", "the data of the earlier run, as written by --json")
    .argument("<new>", "the data of the later run")
    .addHelpText(
      "after",
      "\nExit status: 0 if nothing changed, 1 if something did, 2 for wrong arguments.",
    )
    .action((old, recent) => {
      const changes = diff(readSummary(old), readSummary(recent));
      console.log(changes.length > 0 ? changes.join("\n") : "Nothing changed.");
      finish(changes.length > 0 ? 1 : 0);
    });

function rate(text) {
  const number = Number(text);
  if (!(number > 0 && number <= 1000)) {
    throw new InvalidArgumentError("Give a number above 0, up to 1000.");
  }
  return number;
}

async function probe(options) {
  const cases = select(loadCases(), options.only ?? []);
  if (options.dryRun) return dryRun(cases, options.rate);

  const baseUrl = readDevice(options.device);
  if (!options.user) throw new Failure("--user is missing. Name an administrator of the device.");
  const password = readPassword(options.passwordEnv);
  const exchanges = options.format === "har" ? [] : undefined;
  const client = createClient({
    baseUrl,
    user: options.user,
    password,
    rate: options.rate,
    clock,
    record: exchanges && ((exchange) => exchanges.push(exchange)),
  });
  if (options.clean) {
    console.log(`Deleted ${count(await removeAll(client), "webhook")} of earlier runs.`);
    return 0;
  }

  const journal = openJournal(baseUrl);
  const recovered = await recover(client, journal);
  if (recovered > 0) print(`Deleted ${count(recovered, "webhook")} that an earlier run left.`);
  const earlier = options.resume ? journal.readOutcomes() : [];
  if (!options.resume) journal.removeOutcomes();
  // A file that cannot be written is reported now, not after the run.
  for (const file of [options.report, options.json]) requireWritable(file);

  const receiver = options.listen && (await startReceiver(readAddress(options.listen)));
  try {
    return await probeWith({ client, journal, cases, earlier, receiver, exchanges }, options);
  } finally {
    receiver?.stop();
  }
}

async function probeWith({ client, journal, cases, earlier, receiver, exchanges }, options) {
  const label = options.label ?? (await client.describe());
  print(
    `${count(cases.length, "case")}, ${duration(requestsOf(cases) / options.rate)} at ${options.rate} requests per second.`,
  );
  const progress = createProgress(cases, options.rate);
  const result = await runCases({
    client,
    journal,
    cases,
    earlier,
    signal: stopOnSignals(),
    onOutcome: progress.onOutcome,
    ...(receiver && { measure: createMeasurements({ receiver, onMeasured: progress.onMeasured }) }),
  });
  progress.end();

  const about = {
    tool: `webhook-guard probe ${version}`,
    ...(label && { label: printable(label) }),
    date: new Date().toISOString(),
  };
  const summary = summarise(result, cases, about);
  writeFileSync(options.json, `${printableJson(summary, 2)}\n`);
  writeFileSync(options.report, toMarkdown(summary));
  console.log(render(options.format, summary, exchanges, client));
  print(`Written: ${options.report}, ${options.json}`);

  if (result.stopped || !result.clean) return 2;
  return summary.cases.differ > 0 ? 1 : 0;
}

function requireWritable(file) {
  const isNew = !existsSync(file);
  closeSync(openSync(file, "a"));
  if (isNew) rmSync(file);
}

function render(format, summary, exchanges, client) {
  const { columns = 100 } = process.stdout;
  const render = {
    text: () =>
      toTerminal(summary, { paint: colours(process.stdout), width: Math.min(columns, 100) }),
    json: () => printableJson(summary, 2),
    markdown: () => toMarkdown(summary),
    junit: () => toJunit(summary),
    har: () => printableJson(toHar(exchanges, { hide: client.hide, version }), 2),
  };
  return render[format]();
}

/** A signal that a first Ctrl-C aborts; a second one ends the process. */
function stopOnSignals() {
  const stopping = new AbortController();
  const stop = (name) => {
    if (stopping.signal.aborted) process.exit(2);
    print(`\n${name}: deleting what is on the device. A second signal ends it immediately.`);
    stopping.abort();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, stop);
  return stopping.signal;
}

/** The base URL of the device's API. */
function readDevice(text) {
  if (text === undefined) {
    throw new Failure("--device is missing. Give its URL, such as http://192.168.1.90.");
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isBare = url && !url.username && !url.password && !url.search && !url.hash;
  if (!isBare || !/^https?:$/.test(url.protocol)) {
    throw new Failure(
      "--device must be an http or https URL without user, query or fragment, such as http://192.168.1.90.",
    );
  }
  return url.origin + (url.pathname === "/" ? "/api/v1" : url.pathname.replace(/\/+$/, ""));
}

// The variable's name is not repeated: someone may have given the password itself.
function readPassword(variable) {
  if (variable === undefined) {
    throw new Failure(
      "--password-env is missing. Put the password in an environment variable and name that.",
    );
  }
  const password = process.env[variable];
  if (!password) {
    throw new Failure("The environment variable that --password-env names is not set. Set it.");
  }
  return password;
}

function readAddress(text) {
  const [, host, port] = /^\[?([\w.:%-]+?)\]?:(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) > 65_535) {
    throw new Failure(
      "--listen must be HOST:PORT, an address of this machine that the device reaches, such as 192.168.1.10:8181.",
    );
  }
  return { host, port: Number(port) };
}

function dryRun(cases, rate) {
  for (const { rule, cases: number } of countByRule(cases)) {
    console.log(`${String(number).padStart(5)}  ${rule}`);
  }
  const requests = requestsOf(cases);
  console.log(
    `\n${count(cases.length, "case")}, about ${count(requests, "request")}, ${duration(requests / rate)} at ${rate} per second.`,
  );
  return 0;
}

const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

const print = (line) => process.stderr.write(`${line}\n`);
