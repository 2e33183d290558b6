// `npm test`: the tests for every day, which need Rust, Node and npm alone.
// `npm run test:all`: every test.
// Either runs only the parts whose names it is given: `npm run test:all -- edge page`.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.js";
import { commands as pythonCommands } from "./python.js";
import { main, root, run } from "./run.js";
import { plan, setup } from "./setup.js";

/** Runs every `*.test.js` below a folder of tests/. */
const nodeTests = (folder) => () => [
  "node",
  "--test",
  "--test-reporter=spec",
  ...testFiles(folder),
];
const workflowTool = (name) => join(pythonCommands("workflows"), name);

const PARTS = [
  {
    name: "core",
    about: "the Rust core: unit tests, vectors, properties, JSON Schema, examples",
    daily: true,
    commands: ["cargo test --locked"],
  },
  {
    name: "wasm",
    about: "the core as WebAssembly, in Node",
    daily: true,
    commands: ["wasm-pack test --node --features talc"],
  },
  {
    name: "package",
    about: "the npm package in Node: vectors, objects, examples, the packed files",
    daily: true,
    built: true,
    commands: [nodeTests("package")],
  },
  {
    name: "checks",
    about: "format, lints, types, words and spelling, citations, links",
    daily: true,
    built: true,
    commands: [
      "cargo fmt --all --check",
      "cargo fmt --check --manifest-path fuzz/Cargo.toml",
      "cargo clippy --locked --workspace --all-targets -- -D warnings",
      "cargo clippy --locked --workspace --all-features --all-targets --target wasm32-unknown-unknown -- -D warnings",
      "biome check --error-on-warnings",
      "tsc --project tests/package/types",
      "cspell --no-progress --no-summary --quiet .",
      nodeTests("checks"),
    ],
  },
  {
    name: "wasm-chromium",
    about: "the core as WebAssembly, in Chromium",
    needs: ["chromium"],
    commands: ["wasm-pack test --headless --chrome --features talc"],
    // Without the first, tests that are not for browsers alone are skipped, and that passes.
    env: {
      WASM_BINDGEN_USE_BROWSER: "1",
      WASM_BINDGEN_TEST_TIMEOUT: "120",
      WASM_BINDGEN_TEST_DRIVER_TIMEOUT: "30",
    },
  },
  {
    name: "page",
    about: "the admin page and the form binding, in Chromium",
    needs: ["chromium"],
    built: true,
    commands: [nodeTests("page")],
  },
  {
    name: "dev",
    about: "the device simulator and the local stack",
    built: true,
    commands: [nodeTests("dev")],
  },
  {
    name: "edge",
    about: "the edge guard in workerd, Deno, Bun and Node",
    needs: ["runtimes"],
    built: true,
    commands: [nodeTests("edge")],
  },
  {
    name: "cli",
    about: "the command line, from its packed package",
    built: true,
    commands: [nodeTests("cli")],
  },
  {
    name: "runtimes",
    about: "the packed package in every runtime, bundler and library",
    needs: ["chromium", "browsers", "runtimes"],
    built: true,
    commands: [nodeTests("runtimes")],
  },
  {
    name: "independent",
    about: "the implementation in Python, other languages' JSON readers, public test data",
    needs: ["python", "languages"],
    built: true,
    commands: [nodeTests("independent")],
  },
  {
    name: "benches",
    about: "the benchmarks' contestants reach the same verdicts",
    built: true,
    commands: [nodeTests("tools")],
  },
  {
    name: "fuzz",
    about: "a fixed number of fuzzing runs",
    needs: ["compiler", "cargo-fuzz"],
    commands: [
      "cargo clippy --locked --manifest-path fuzz/Cargo.toml -- -D warnings",
      "node tools/fuzz.js --runs 25000",
    ],
  },
  {
    name: "workflows",
    about: "the GitHub workflows, by actionlint and zizmor",
    needs: ["workflows"],
    commands: [
      [workflowTool("actionlint")],
      [workflowTool("zizmor"), "--offline", "--quiet", "--no-progress", ".github"],
    ],
  },
];

function testFiles(folder) {
  // Not recursively, which would read all of tests/runtimes/node_modules.
  const entries = readdirSync(join(root, "tests", folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : testFiles(path);
    return entry.name.endsWith(".test.js") ? [join("tests", path)] : [];
  });
}

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

function runPart({ name, commands, env }) {
  console.log(`\n=== ${name}`);
  const start = performance.now();
  let passed = true;
  for (const command of commands.map(words)) {
    console.log(`$ ${command.join(" ")}`);
    try {
      run(command, env);
    } catch (error) {
      console.error(error.message);
      passed = false;
    }
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  return { passed, line: `${passed ? "passed" : "FAILED"}  ${name} (${seconds} s)` };
}

main(() => {
  const names = process.argv.slice(2).filter((argument) => argument !== "--all");
  const unknown = names.find((name) => !PARTS.some((part) => part.name === name));
  if (unknown !== undefined) {
    throw new Error(`No part "${unknown}". There are ${PARTS.map(({ name }) => name).join(", ")}.`);
  }
  const all = process.argv.includes("--all");
  const chosen = ({ name, daily }) => (names.length > 0 ? names.includes(name) : daily || all);
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
