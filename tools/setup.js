// Makes a fresh clone ready: npm's dependencies, the Rust toolchain, the wasm tools and, for the
// tests, the browsers, Python and the tools the package is tried with. What is there already is taken as
// it is. Imports no dependency, since it is what installs them.

import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { findFirefox, findMiniBrowser, findWebKitDriver, findXvfb } from "./browsers.js";
import { findChromedriver, findChromium } from "./chromium.js";
import { environment, findPython, findSystemPython } from "./python.js";
import { cache, output, root, run } from "./run.js";

const read = (path) => readFileSync(join(root, path), "utf8");

/** Puts all that the other scripts run on PATH. */
export function setup({
  browser = false,
  consumers = false,
  python = false,
  readers = false,
} = {}) {
  npmDependencies(".", "Installing the npm dependencies: about a minute.");
  prependPath(join(root, "node_modules", ".bin"));
  rustToolchain();
  // The generated glue and the tool that generates it must have the same version.
  const [, wasmBindgen] = read("Cargo.lock").match(/name = "wasm-bindgen"\r?\nversion = "(.+)"/);
  // Without --locked: the tool's own lock file names a crate that cannot always be had.
  cargoTool({ crate: "wasm-bindgen-cli", command: "wasm-bindgen", version: wasmBindgen });
  cargoTool({ crate: "wasm-pack", command: "wasm-pack", version: "0.15.1", flags: ["--locked"] });
  if (browser) chromium();
  if (python) pythonEnvironment();
  if (readers) otherLanguages();
  if (consumers) {
    npmDependencies(
      "tests/runtimes",
      "Installing the runtimes, bundlers and libraries the package is tried with: 1.2 GB, two minutes.",
    );
    otherBrowsers();
  }
}

/** What `npm run fuzz` needs: libFuzzer is C++, which the machine's compiler builds. */
export function fuzzTools() {
  if (!["c++", "g++", "clang++"].some((compiler) => output([compiler, "--version"]))) {
    apt(["g++"], "Installing a C++ compiler with apt-get, for libFuzzer: half a minute.");
  }
  cargoTool({
    crate: "cargo-fuzz",
    command: "cargo-fuzz",
    version: "0.13.2",
    flags: ["--locked"],
  });
}

/** What `npm run mutants` needs. */
export function mutationTools() {
  cargoTool({
    crate: "cargo-mutants",
    command: "cargo-mutants",
    version: "27.1.0",
    flags: ["--locked"],
    // By itself it does not tell.
    ask: ["cargo", "mutants"],
  });
}

/** What `npm run audit` needs. */
export function auditTools() {
  cargoTool({ crate: "cargo-deny", command: "cargo-deny", version: "0.20.2", flags: ["--locked"] });
}

function prependPath(folder) {
  process.env.PATH = folder + delimiter + process.env.PATH;
}

function npmDependencies(folder, notice) {
  const modified = (path) =>
    statSync(join(root, folder, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (modified("node_modules/.package-lock.json") >= modified("package-lock.json")) return;
  console.log(notice);
  run(["npm", "ci", "--prefix", folder, "--include=dev", "--no-audit", "--no-fund"]);
}

function rustToolchain() {
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
  const wanted = [...components, ...targets.map((target) => `rust-std-${target}`)];
  if (wanted.every((name) => installed.includes(name))) return;
  console.log("Installing the Rust toolchain of rust-toolchain.toml: one to three minutes.");
  run(["rustup", "toolchain", "install"]);
}

function cargoTool({ crate, command, version, flags = [], ask = [command] }) {
  const ready = () => output([...ask, "--version"]) === `${command} ${version}`;
  if (ready()) return;
  const folder = join(cache, `${crate}-${version}`);
  prependPath(join(folder, "bin"));
  if (ready()) return;
  console.log(`Building ${crate} ${version} into ${folder}: two to five minutes, once.`);
  run(["cargo", "install", crate, "--version", version, "--root", folder, ...flags], {
    CARGO_PROFILE_RELEASE_OPT_LEVEL: "1",
    CARGO_PROFILE_RELEASE_LTO: "off",
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS: "16",
  });
}

/** Installs Debian's packages where the system has such. */
function apt(packages, notice) {
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  if (!output([...sudo, "apt-get", "--version"])) return;
  console.log(notice);
  const get = [...sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
  run([...get, "update"]);
  run([...get, "install", "-y", "--no-install-recommends", ...packages]);
}

function chromium() {
  if (findChromium() && findChromedriver()) return;
  apt(
    ["chromium", "chromium-driver"],
    "Installing Chromium and its driver with apt-get: a minute or two.",
  );
  // Where only the driver is missing, wasm-pack fetches one.
  if (!findChromium()) {
    throw new Error(
      "Chromium is missing. Install Chromium and chromedriver, or Google Chrome, and run this again.",
    );
  }
}

/** Python and Go read what is sent, in tests/independent/readers.test.js. */
function otherLanguages() {
  const packages = [
    ...(output(["python3", "--version"]) ? [] : ["python3"]),
    ...(output(["go", "version"]) ? [] : ["golang-go"]),
  ];
  if (packages.length === 0) return;
  apt(packages, `Installing ${packages.join(" and ")} with apt-get: a minute.`);
  if (!output(["python3", "--version"]) || !output(["go", "version"])) {
    throw new Error("Python 3 or Go is missing. Install them and run this again.");
  }
}

function otherBrowsers() {
  const ready = () => findFirefox() && findWebKitDriver() && findMiniBrowser() && findXvfb();
  if (ready()) return;
  apt(
    ["firefox-esr", "webkit2gtk-driver", "xvfb", "xauth"],
    "Installing Firefox, WebKitGTK and a display for it with apt-get: two minutes.",
  );
  if (!ready()) {
    throw new Error(
      "Firefox, WebKitWebDriver, WebKitGTK's MiniBrowser or xvfb-run is missing. Install them and " +
        "run this again.",
    );
  }
}

/** A virtual environment with what tests/independent/python/requirements.txt names, by hash. */
function pythonEnvironment() {
  const requirements = "tests/independent/python/requirements.txt";
  const wanted = read(requirements);
  const stamp = join(environment, ".requirements");
  if (findPython() && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;

  // Debian has the module that makes environments apart.
  const ready = () => findSystemPython() && output([findSystemPython(), "-c", "import ensurepip"]);
  if (ready() === undefined) {
    apt(["python3", "python3-venv"], "Installing Python with apt-get: half a minute.");
  }
  const version = "import sys; print(sys.version_info >= (3, 9))";
  if (ready() === undefined || output([findSystemPython(), "-c", version]) !== "True") {
    throw new Error(
      "Python is missing. Install Python 3.9 or later with its venv module and run this again.",
    );
  }
  console.log(`Making a Python environment in ${environment}: half a minute, once.`);
  rmSync(environment, { recursive: true, force: true });
  run([findSystemPython(), "-m", "venv", environment]);
  const pip = [findPython(), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"];
  run([...pip, "--require-hashes", "--only-binary", ":all:", "-r", requirements]);
  writeFileSync(stamp, wanted);
}
