// The parts of the tests, for tools/test.js. CONTRIBUTING.md lists them, which a test compares.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { testCommand } from "./node-tests.js";
import { commands as pythonCommands } from "./python.js";
import { root } from "./run.js";

/** Runs every `*.test.js` below a folder of tests/. */
const nodeTests = (folder) => () => testCommand(testFiles(folder));
const workflowTool = (name) => join(pythonCommands("workflows"), name);

// `daily`: part of `npm test`, which needs only Rust, Node and npm. `needs`: what set-up installs for it
// (tools/setup.js). `separate`: too long for `npm run test:all`, and run only by its name. `built`: needs
// the built package. `rerun`: files that fail are run once more, since on a busy machine a browser or server may
// be late, and the result names them. A command is words in one text, or a function.
export const PARTS = [
  {
    name: "core",
    about: "the Rust core: unit tests, vectors, properties, JSON Schema, examples, host names",
    daily: true,
    commands: ["cargo test --locked", "cargo test --locked --manifest-path idna/Cargo.toml"],
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
      "cargo fmt --check --manifest-path idna/Cargo.toml",
      "cargo fmt --check --manifest-path fuzz/Cargo.toml",
      "cargo fmt --check --manifest-path benches/native/Cargo.toml",
      "cargo clippy --locked --workspace --all-targets -- -D warnings",
      "cargo clippy --locked --manifest-path idna/Cargo.toml --all-targets -- -D warnings",
      "cargo clippy --locked --workspace --all-features --all-targets --target wasm32-unknown-unknown -- -D warnings",
      "biome check --error-on-warnings",
      "tsc --project tests/package/types",
      "cspell --no-progress --no-summary --quiet .",
      nodeTests("checks"),
    ],
  },
  {
    name: "page",
    about: "the admin page and the form binding, in Chromium",
    needs: ["chromium"],
    built: true,
    rerun: true,
    commands: [nodeTests("page")],
  },
  {
    name: "dev",
    about: "the device simulator and the local stack",
    rerun: true,
    built: true,
    commands: [nodeTests("dev")],
  },
  {
    name: "edge",
    about: "the edge guard in workerd, Deno, Bun and Node",
    needs: ["runtimes"],
    built: true,
    rerun: true,
    commands: [nodeTests("edge")],
  },
  {
    name: "cli",
    about: "the command line, from its packed package",
    built: true,
    rerun: true,
    commands: [nodeTests("cli")],
  },
  {
    name: "runtimes",
    about: "the packed package in every runtime, bundler and library",
    needs: ["chromium", "browsers", "runtimes"],
    built: true,
    rerun: true,
    commands: [nodeTests("runtimes")],
  },
  {
    name: "frameworks",
    about: "the packed package in frameworks, by the recipes of docs/runtimes.md",
    separate: true,
    needs: ["chromium", "runtimes", "frameworks", "languages"],
    built: true,
    rerun: true,
    commands: [nodeTests("frameworks")],
  },
  {
    name: "independent",
    about: "the implementation in Python, other languages' JSON readers, public test data",
    needs: ["python", "languages"],
    built: true,
    commands: [nodeTests("independent")],
  },
  {
    name: "tools",
    about: "the build's tools, the size of the download, the benchmarks' contestants",
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
    about: "the GitHub workflows and the Containerfile, by actionlint, zizmor and hadolint",
    needs: ["workflows"],
    commands: [
      [workflowTool("actionlint")],
      [workflowTool("zizmor"), "--offline", "--quiet", "--no-progress", ".github"],
      [workflowTool("hadolint"), "cli/Containerfile"],
    ],
  },
];

const GENERATED = ["node_modules", "projects"];

function testFiles(folder) {
  // Neither what npm installed, nor the projects that tests/frameworks writes.
  const entries = readdirSync(join(root, "tests", folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return GENERATED.includes(entry.name) ? [] : testFiles(path);
    return entry.name.endsWith(".test.js") ? [join("tests", path)] : [];
  });
}
