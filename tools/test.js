// `npm test`: makes the clone ready, builds the package and runs every part, or those named:
// `npm test -- rust wasm-node`.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.js";
import { main, root, run } from "./run.js";
import { setup } from "./setup.js";

const NODE_TEST = "node --test --test-reporter=spec";
const PACKAGE_TESTS = ["package/package.test.js", "runtimes", "cli/packed.test.js"].map((it) =>
  join("tests", it),
);
// One level deep, which leaves out the node_modules of the runtimes.
const FOLDERS = readdirSync(join(root, "tests")).filter((name) => !name.includes("."));
const nodeTests = [...FOLDERS, join("runtimes", "libraries")]
  .flatMap((folder) =>
    readdirSync(join(root, "tests", folder)).map((name) => join("tests", folder, name)),
  )
  .filter((path) => path.endsWith(".test.js"));
const ofPackage = (path) => PACKAGE_TESTS.some((start) => path.startsWith(start));
const sourceTests = nodeTests.filter((path) => !ofPackage(path));
const packageTests = nodeTests.filter(ofPackage);

const PARTS = [
  { name: "rust", commands: ["cargo test"] },
  { name: "wasm-node", commands: ["wasm-pack test --node --features talc"] },
  {
    name: "wasm-chromium",
    commands: ["wasm-pack test --headless --chrome --features talc"],
    // Without the first, tests that are not for browsers alone are skipped, and that passes.
    env: {
      WASM_BINDGEN_USE_BROWSER: "1",
      WASM_BINDGEN_TEST_TIMEOUT: "120",
      WASM_BINDGEN_TEST_DRIVER_TIMEOUT: "30",
    },
    browser: true,
  },
  {
    name: "node",
    commands: [`${NODE_TEST} ${sourceTests.join(" ")}`],
    built: true,
    browser: true,
    python: true,
    // The guard's tests run in Deno and Bun too.
    consumers: true,
    readers: true,
  },
  { name: "fuzz", commands: ["node tools/fuzz.js --runs 25000"] },
  {
    name: "package",
    commands: [`${NODE_TEST} ${packageTests.join(" ")}`],
    built: true,
    browser: true,
    consumers: true,
  },
  {
    name: "check",
    commands: [
      "cargo fmt --all --check",
      "cargo fmt --check --manifest-path fuzz/Cargo.toml",
      "cargo clippy --workspace --all-targets -- -D warnings",
      "cargo clippy --workspace --all-features --all-targets --target wasm32-unknown-unknown -- -D warnings",
      "cargo clippy --manifest-path fuzz/Cargo.toml -- -D warnings",
      "biome check --error-on-warnings",
      "tsc --project tests/package/types",
    ],
  },
];

function runPart({ name, commands, env }) {
  console.log(`\n=== ${name}`);
  const start = performance.now();
  let passed = true;
  for (const command of commands) {
    console.log(`$ ${command}`);
    try {
      run(command.split(" "), env);
    } catch (error) {
      console.error(error.message);
      passed = false;
    }
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  return { passed, line: `${passed ? "passed" : "FAILED"}  ${name} (${seconds} s)` };
}

main(() => {
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !PARTS.some((part) => part.name === name));
  if (unknown !== undefined) {
    throw new Error(`No part "${unknown}": ${PARTS.map((part) => part.name).join(", ")}`);
  }
  const parts = names.length ? PARTS.filter(({ name }) => names.includes(name)) : PARTS;

  setup({
    browser: parts.some((part) => part.browser),
    consumers: parts.some((part) => part.consumers),
    python: parts.some((part) => part.python),
    readers: parts.some((part) => part.readers),
  });
  if (parts.some((part) => part.built)) build();
  const results = parts.map(runPart);

  const failed = results.filter((result) => !result.passed).length;
  console.log(`\n${results.map((result) => result.line).join("\n")}`);
  console.log(`${results.length - failed} passed, ${failed} failed`);
  if (failed) process.exitCode = 1;
});
