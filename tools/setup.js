// Prepares a fresh clone: npm's dependencies, the Rust toolchain, the wasm tools, and what else a
// script needs (NEEDS). What is already installed is used as it is. Imports no dependency, since it
// installs them.

import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { findFirefox, findMiniBrowser, findWebKitDriver, findXvfb } from "./browsers.js";
import { find, findChromium } from "./chromium.js";
import { environment, findPython, findSystemPython } from "./python.js";
import { cache, output, root, run } from "./run.js";

const read = (path) => readFileSync(join(root, path), "utf8");

/** What every script needs. */
const BASE = ["dependencies", "rust", "wasm-bindgen", "wasm-pack"];

// `what` describes an installation for the user. `ready` may put an installed tool on PATH.
const NEEDS = {
  dependencies: npmDependencies(".", "the npm dependencies: about a minute"),
  rust: {
    what: "the Rust toolchain of rust-toolchain.toml, with rustup: one to three minutes",
    ready: hasRustToolchain,
    install: () => run(["rustup", "toolchain", "install"]),
  },
  // The generated glue and the tool that generates it must have the same version.
  "wasm-bindgen": cargoTool({
    crate: "wasm-bindgen-cli",
    command: "wasm-bindgen",
    version: read("Cargo.lock").match(/name = "wasm-bindgen"\r?\nversion = "(.+)"/)[1],
    // Its own lock file names a crate version that is not always available.
    locked: false,
  }),
  "wasm-pack": cargoTool({ crate: "wasm-pack", version: "0.15.1" }),
  chromium: systemPackages("Chromium: a minute or two", { chromium: findChromium }),
  browsers: systemPackages("Firefox, WebKitGTK and a virtual display: two minutes", {
    "firefox-esr": findFirefox,
    "webkit2gtk-driver": () => findWebKitDriver() && findMiniBrowser(),
    xvfb: findXvfb,
    xauth: () => find(["xauth"]),
  }),
  runtimes: npmDependencies(
    "tests/runtimes",
    "the runtimes, bundlers and libraries of tests/runtimes: 1.2 GB, two minutes",
  ),
  frameworks: npmDependencies(
    "tests/frameworks",
    "the frameworks of tests/frameworks: 1.5 GB, three minutes",
  ),
  python: pythonEnvironment("python", "tests/independent/python/requirements.txt"),
  workflows: pythonEnvironment("workflows", "tools/requirements.txt"),
  languages: systemPackages("Python, Go and OpenSSL: a minute", {
    python3: () => output(["python3", "--version"]),
    "golang-go": () => output(["go", "version"]),
    openssl: () => output(["openssl", "version"]),
  }),
  // libFuzzer is C++.
  compiler: systemPackages("a C++ compiler: half a minute", {
    "g++": () => ["c++", "g++", "clang++"].some((compiler) => output([compiler, "--version"])),
  }),
  "cargo-fuzz": cargoTool({ crate: "cargo-fuzz", version: "0.13.2" }),
  // It reports its version only as a subcommand of cargo.
  "cargo-mutants": cargoTool({
    crate: "cargo-mutants",
    version: "27.1.0",
    ask: ["cargo", "mutants"],
  }),
  "cargo-deny": cargoTool({ crate: "cargo-deny", version: "0.20.2" }),
};

/** What has to be installed before a script with these needs can run. */
export function plan(...needs) {
  prependPath(join(root, "node_modules", ".bin"));
  return needed(needs)
    .filter(({ ready }) => !ready())
    .map(({ what }) => what);
}

/** Installs what is missing, and puts every tool on PATH. */
export function setup(...needs) {
  prependPath(join(root, "node_modules", ".bin"));
  for (const need of needed(needs)) {
    if (need.ready()) continue;
    console.log(`Installing ${need.what}.`);
    need.install();
    if (need.missing && !need.ready()) {
      throw new Error(`${need.missing} Install it and run this again.`);
    }
  }
}

const needed = (names) => [...new Set([...BASE, ...names])].map((name) => NEEDS[name]);

function prependPath(folder) {
  const folders = process.env.PATH.split(delimiter);
  if (!folders.includes(folder)) process.env.PATH = [folder, ...folders].join(delimiter);
}

function npmDependencies(folder, what) {
  const modified = (path) =>
    statSync(join(root, folder, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return {
    what,
    ready: () => modified("node_modules/.package-lock.json") >= modified("package-lock.json"),
    install: () =>
      run(["npm", "ci", "--prefix", folder, "--include=dev", "--no-audit", "--no-fund"]),
  };
}

function hasRustToolchain() {
  if (!output(["rustup", "--version"])) {
    prependPath(join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "bin"));
    if (!output(["rustup", "--version"])) {
      throw new Error("rustup is missing. Install it from https://rustup.rs and run this again.");
    }
  }
  const [components, targets] = ["components", "targets"].map((key) =>
    read("rust-toolchain.toml")
      .match(new RegExp(`^${key} = \\[(.*)\\]`, "m"))[1]
      .match(/[\w-]+/g),
  );
  const installed = output(["rustup", "component", "list", "--installed"]) ?? "";
  return [...components, ...targets.map((target) => `rust-std-${target}`)].every((name) =>
    installed.includes(name),
  );
}

/** A command that cargo builds, once for all clones. */
function cargoTool({ crate, command = crate, version, locked = true, ask = [command] }) {
  const folder = join(cache, `${crate}-${version}`);
  const isInstalled = () => output([...ask, "--version"]) === `${command} ${version}`;
  return {
    what: `${crate} ${version}, built into ${folder}: two to five minutes`,
    ready() {
      if (isInstalled()) return true;
      prependPath(join(folder, "bin"));
      return isInstalled();
    },
    install() {
      const flags = locked ? ["--locked"] : [];
      run(["cargo", "install", crate, "--version", version, "--root", folder, ...flags], {
        CARGO_PROFILE_RELEASE_OPT_LEVEL: "1",
        CARGO_PROFILE_RELEASE_LTO: "off",
        CARGO_PROFILE_RELEASE_CODEGEN_UNITS: "16",
      });
    },
  };
}

/** Programs of the system, by the Debian package that contains each. */
function systemPackages(what, programs) {
  const missing = () => Object.keys(programs).filter((name) => !programs[name]());
  return {
    what: `${what}, with apt-get`,
    ready: () => missing().length === 0,
    install: () => apt(...missing()),
    get missing() {
      return `Missing, by the names of Debian's packages: ${missing().join(", ")}.`;
    },
  };
}

const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
const hasApt = () => output([...sudo, "apt-get", "--version"]) !== undefined;

/** Installs Debian's packages where the system has apt-get. */
function apt(...packages) {
  if (!hasApt()) return;
  const get = [...sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
  run([...get, "update"]);
  run([...get, "install", "-y", "--no-install-recommends", ...packages]);
}

/** A virtual environment with the packages that a file of requirements lists, by hash. */
function pythonEnvironment(name, requirements) {
  const stamp = join(environment(name), ".requirements");
  return {
    what: `the Python packages of ${requirements}, in ${environment(name)}: half a minute`,
    ready: () => existsSync(stamp) && readFileSync(stamp, "utf8") === read(requirements),
    install() {
      // Debian packages the module that makes environments separately.
      const canCreate = () =>
        findSystemPython() && output([findSystemPython(), "-c", "import ensurepip"]) !== undefined;
      if (!canCreate()) apt("python3", "python3-venv");
      const isRecent = "import sys; print(sys.version_info >= (3, 9))";
      if (!canCreate() || output([findSystemPython(), "-c", isRecent]) !== "True") {
        throw new Error("Install Python 3.9 or later with its venv module and run this again.");
      }
      rmSync(environment(name), { recursive: true, force: true });
      run([findSystemPython(), "-m", "venv", environment(name)]);
      const pip = [findPython(name), "-m", "pip", "--disable-pip-version-check", "--quiet"];
      run([...pip, "install", "--require-hashes", "--only-binary", ":all:", "-r", requirements]);
      writeFileSync(stamp, read(requirements));
    },
  };
}
