// `webhook-guard check`: validates webhooks in files.

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { sep } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { glob, isDynamicPattern } from "tinyglobby";
import { describeFileError, Failure } from "../failure.js";
import { integerFrom } from "../integer.js";
import { printable } from "../printable.js";
import { formats } from "./formats/index.js";
import { validateFile } from "./validate-file.js";

const STDIN = "-";

export function checkCommand(finish) {
  return new Command("check")
    .description("Validate webhooks in files, or on standard input.")
    .argument("[files...]", "files or glob patterns; - is standard input, and the default")
    .addOption(
      new Option("--format <format>", "output format")
        .choices(Object.keys(formats))
        .default("text"),
    )
    .option("--jsonl", "read one webhook per line (the default for .jsonl and .ndjson)")
    .option("--quiet", "print errors only: no warnings, no summary")
    .option("--max-warnings <n>", "exit with 1 if there are more warnings", integerFrom(0))
    .option("--extra-event-type <name>", "accept this event type too; may be repeated", collectName)
    .addHelpText("after", EXIT_STATUS)
    .action(async (files, options) => finish(await check(files, options)));
}

const EXIT_STATUS = `
A file contains one webhook, an array of them, or one per line.

Exit status: 0 if all webhooks are valid, 1 if one is not or there are too many warnings, 2 if a
file cannot be read or the arguments are wrong.`;

function collectName(name, before = []) {
  if (name === "") throw new InvalidArgumentError("Give a name, such as log.new_event.");
  return [...before, name];
}

async function check(patterns, { format, jsonl, quiet, maxWarnings = Infinity, extraEventType }) {
  if (patterns.length === 0 && process.stdin.isTTY) {
    throw new Failure("No files. Name some, such as hooks/*.json, or pipe one in.");
  }
  const print = formats[format](process.stdout, { quiet });
  const total = { files: 0, webhooks: 0, invalid: 0, errors: 0, warnings: 0 };
  let unreadable = false;
  let undercounted = false;
  print.begin?.();
  for (const file of await expand(patterns)) {
    const bytes = await read(file).catch((error) => {
      unreadable = true;
      console.error(
        `error: ${printable(`${nameOf(file)}: ${PROBLEMS[error.code] ?? describeFileError(error)}`)}`,
      );
    });
    if (bytes === undefined) continue;
    const jsonLines = jsonl || /\.(?:jsonl|ndjson)$/i.test(file);
    const result = validateFile(bytes, { jsonLines, extraEventTypes: extraEventType, quiet });
    total.files += 1;
    for (const key of ["webhooks", "invalid", "errors", "warnings"]) total[key] += result[key];
    undercounted ||= result.undercounted;
    print.file(nameOf(file), result);
  }
  print.end(total);
  if (unreadable) return 2;
  if (total.errors > 0 || total.warnings > maxWarnings) return 1;
  if (maxWarnings === Infinity || !undercounted) return 0;
  console.error("--max-warnings: more warnings than can be counted.");
  return 1;
}

/** The files of these names and patterns, each once, in order. */
async function expand(patterns) {
  const files = new Set(patterns.length === 0 ? [STDIN] : []);
  for (const pattern of patterns) {
    // An existing file may have brackets in its name.
    const isPattern = !existsSync(pattern) && isDynamicPattern(pattern);
    const found = isPattern ? await glob(pattern.replaceAll(sep, "/"), { dot: true }) : [];
    for (const file of found.length > 0 ? found.sort() : [pattern]) files.add(file);
  }
  return files;
}

async function read(file) {
  if (file !== STDIN) return readFile(file);
  return Buffer.concat(await process.stdin.toArray());
}

const nameOf = (file) => (file === STDIN ? "<stdin>" : file);

const PROBLEMS = {
  ENOENT: "There is no such file. Check the name or the pattern.",
  EISDIR: "This is a directory. Name its files, such as hooks/*.json.",
  ERR_FS_FILE_TOO_LARGE: "This file is larger than 2 GiB. Split it.",
};
