// `npm test`: the standard tests, which need only Rust, Node and npm.
// `npm run test:all`: every test.
// With names of parts, either runs only these: `npm run test:all -- edge page`.

import { build } from "./build.js";
import { failedTestFiles, testCommand } from "./node-tests.js";
import { PARTS } from "./parts.js";
import { main, run } from "./run.js";
import { plan, setup } from "./setup.js";

function words(command) {
  if (typeof command === "function") return command();
  return typeof command === "string" ? command.split(" ") : command;
}

function printPlan(parts, missing) {
  console.log("To run:");
  for (const { name, about } of parts) console.log(`  ${name.padEnd(14)} ${about}`);
  if (missing.length > 0) console.log("To install first:");
  for (const what of missing) console.log(`  ${what}`);
  console.log();
}

function passes(command) {
  console.log(`$ ${command.join(" ")}`);
  try {
    run(command);
    return true;
  } catch (error) {
    console.error(error.message);
    return false;
  }
}

function runPart({ name, commands, rerun }) {
  console.log(`\n=== ${name}`);
  const start = performance.now();
  let passed = commands.map(words).map(passes).every(Boolean);
  let note = "";
  const files = !passed && rerun ? failedTestFiles() : [];
  if (files.length > 0) {
    passed = passes(testCommand(files));
    note = `; run twice: ${files.join(" ")}`;
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  return { passed, line: `${passed ? "passed" : "FAILED"}  ${name} (${seconds} s${note})` };
}

main(() => {
  const names = process.argv.slice(2).filter((argument) => argument !== "--all");
  const unknown = names.find((name) => !PARTS.some((part) => part.name === name));
  if (unknown !== undefined) {
    throw new Error(`No part "${unknown}". There are ${PARTS.map(({ name }) => name).join(", ")}.`);
  }
  const all = process.argv.includes("--all");
  const chosen = ({ name, daily, separate }) =>
    names.length > 0 ? names.includes(name) : daily || (all && !separate);
  const parts = PARTS.filter(chosen);

  const needs = parts.flatMap(({ needs = [] }) => needs);
  printPlan(parts, plan(...needs));
  setup(...needs);
  if (parts.some((part) => part.built)) build();
  const results = parts.map(runPart);

  const failed = results.filter((result) => !result.passed).length;
  console.log(`\n${results.map((result) => result.line).join("\n")}`);
  console.log(`${results.length - failed} passed, ${failed} failed`);
  if (failed) process.exitCode = 1;
});
