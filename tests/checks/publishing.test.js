// What is published: one version everywhere, the owner's fields from one place, notices, and no package
// that is not built.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { emptyFields, staleManifests, version } from "../../tools/manifests.js";
import { notices } from "../../tools/notices.js";
import { root, writtenFiles } from "./files.js";

const read = (path) => readFileSync(join(root, path), "utf8");
const script = (name, args, cwd) =>
  spawnSync("node", [join(root, "tools", name), ...args], { cwd, encoding: "utf8" });

test("the manifests have the version and the owner's fields of package.json", () => {
  assert.deepEqual(staleManifests(), []);
});

test("a release stops while the owner's fields are empty", {
  skip: emptyFields().length === 0,
}, () => {
  const { status, stderr } = script("release.js", [`v${version}`], root);
  assert.equal(status, 1);
  assert.match(stderr, /Fill in author, repository, homepage, bugs in package\.json/);
});

test("a package that is not built cannot be packed", () => {
  const folder = mkdtempSync(join(tmpdir(), "webhook-guard-"));
  try {
    writeFileSync(join(folder, "package.json"), '{ "files": ["wasm"] }');
    const { status, stderr } = script("prepack.js", [], folder);
    assert.equal(status, 1);
    assert.match(stderr, /The package lacks wasm\. Run "npm run build" first\./);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the notices contain each crate of the module, in the locked version, with its licence", () => {
  const parts = notices().split("=".repeat(80));
  const locked = Object.fromEntries(
    Array.from(
      read("Cargo.lock").matchAll(/^name = "(.+)"\nversion = "(.+)"/gm),
      ([, ...it]) => it,
    ),
  );
  const crates = ["url", "percent-encoding", "form_urlencoded", "serde", "wasm-bindgen", "talc"];
  for (const name of crates) {
    const part = parts.find((it) => new RegExp(`\\b${name} ${locked[name]}\\b`).test(it));
    assert.match(part ?? "", /Permission is hereby granted/, name);
  }
  assert.ok(parts.some((part) => /^\s*Unicode data.*UNICODE LICENSE/is.test(part)));
});

test("no lock file contains the address of a registry", () => {
  for (const path of ["", "tests/runtimes/", "tests/frameworks/"].map(
    (folder) => `${folder}package-lock.json`,
  )) {
    assert.doesNotMatch(read(path), /"resolved": "https?:/, path);
  }
});

test("no file contains the host name of an npm or Python registry", () => {
  const host = new RegExp(["npmjs", "pypi", "pythonhosted"].map((it) => `${it}\\.org`).join("|"));
  const found = writtenFiles().filter(({ text }) => host.test(text));
  assert.deepEqual(
    found.map(({ path }) => path),
    [],
  );
});

test("the crate contains only its sources and documents", () => {
  const list = ["package", "--list", "--allow-dirty", "--locked"];
  const { stdout } = spawnSync("cargo", list, { cwd: root, encoding: "utf8" });
  const files = stdout.trim().split("\n");
  assert.ok(files.includes("src/lib.rs"));
  const others = files.filter((path) => !path.startsWith("src/"));
  assert.deepEqual(others.sort(), [
    ".cargo_vcs_info.json",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "Cargo.toml.orig",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
  ]);
});

// Until the names are ours, such a command would run a stranger's code.
test("no command of a document fetches an npm package that is not published yet", () => {
  const fetches =
    /\b(?:npx|bunx|npm (?:install|i|exec|create)|npm:)[^\n`]*?(?<![./\w-])webhook-guard(?:-cli)?(?![\w./-])/;
  const commands = (text) => [
    ...Array.from(text.matchAll(/^ *```(?:sh|bash|console)?\n(.*?)^ *```/gms), ([, code]) => code),
    ...Array.from(text.matchAll(/^\|.*\|$/gm), ([row]) => row),
    ...Array.from(text.matchAll(/`npx [^`]*`/g), ([command]) => command),
  ];
  const found = writtenFiles().filter(
    ({ path, text }) =>
      (path.endsWith(".md") && commands(text).some((it) => fetches.test(it))) ||
      (path.endsWith("Containerfile") && fetches.test(text)),
  );
  assert.deepEqual(
    found.map(({ path }) => path),
    [],
  );
});
