// The notices of third-party software that the npm package contains: the licence of every crate in
// the WebAssembly module, of Unicode's data, and of Rust's standard library.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { output } from "./run.js";

const HEADER = `The WebAssembly module of webhook-guard (wasm/, and inlined in dist/) contains code and data of the
projects below. Where a project offers a choice of licences, this package uses it under the MIT License.
`;

const STANDARD_LIBRARY = `The Rust standard library (core, alloc, std, compiler-builtins)
Copyright (c) The Rust Project contributors
Used under the Apache License, Version 2.0, compiler-builtins with the LLVM exception: see LICENSE-APACHE.
`;

// The source of the Unicode tables in idna/, whose test generates them from it.
const UNICODE_SOURCE = "icu_normalizer";

/** The packages that a manifest needs. */
function packages(manifest) {
  const metadata = ["cargo", "metadata", "--format-version=1", "--locked", "--all-features"];
  return JSON.parse(output([...metadata, "--manifest-path", manifest])).packages;
}

/** The crates that are compiled into the module, with their licences; not those that only build it. */
function linkedCrates() {
  const target = ["--target", "wasm32-unknown-unknown", "--features", "talc", "--edges"];
  const tree = ["normal,no-proc-macro", "--prefix", "none", "--format", "{p}"];
  const lines = output(["cargo", "tree", "--locked", ...target, ...tree]).split("\n");
  const names = new Set(lines.map((line) => line.split(" ").slice(0, 2).join(" ")));
  const own = ({ source }) => source === null;
  const linked = packages("Cargo.toml").filter(
    (it) => names.has(`${it.name} v${it.version}`) && !own(it),
  );
  const unicode = packages("idna/Cargo.toml").find(({ name }) => name === UNICODE_SOURCE);
  return [...linked, { ...unicode, name: "Unicode data, by way of ICU4X" }];
}

/** The licence texts of a crate: MIT if it is offered, and Unicode's if there is one. */
function texts({ name, manifest_path: manifest }) {
  const folder = dirname(manifest);
  const files = readdirSync(folder).filter((file) => /^LICEN[CS]E/i.test(file));
  const chosen = files.filter((file) => /MIT|UNICODE/.test(file));
  if (files.length === 0) throw new Error(`${name} has no licence file.`);
  return (chosen.length > 0 ? chosen : files).map((file) =>
    readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim(),
  );
}

/** The notices as one text; projects with the same licence text share it. */
export function notices() {
  const byText = new Map();
  for (const crate of linkedCrates()) {
    for (const text of texts(crate)) {
      byText.set(text, [...(byText.get(text) ?? []), `${crate.name} ${crate.version}`]);
    }
  }
  const rule = "=".repeat(80);
  const parts = Array.from(byText, ([text, names]) => `${names.join(", ")}\n\n${text}\n`);
  return [HEADER, STANDARD_LIBRARY, ...parts].join(`\n${rule}\n\n`);
}
