// `npm run manifests`: copies the version and what only the owner knows (author, repository, homepage,
// bugs) from package.json, where they are written once, to the manifests that are published.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { main, root, run } from "./run.js";

const OWNER_FIELDS = ["author", "repository", "homepage", "bugs"];
const NPM_PACKAGES = ["pkg", "cli"];

const read = (path) => readFileSync(join(root, path), "utf8");
const source = JSON.parse(read("package.json"));

export const { version } = source;

/** The owner's fields that are still empty. */
export const emptyFields = () => OWNER_FIELDS.filter((field) => !source[field]);

/** The manifests that differ from what they should be, whatever their layout. */
export function staleManifests() {
  const data = (path, text) => (path.endsWith(".json") ? JSON.parse(text) : text);
  const isStale = ({ path, text }) => !isDeepStrictEqual(data(path, read(path)), data(path, text));
  return manifests()
    .filter(isStale)
    .map(({ path }) => path);
}

/** Each published manifest as it should be. */
function manifests() {
  return [
    ...NPM_PACKAGES.map((folder) => {
      const path = `${folder}/package.json`;
      return { path, text: npmManifest(folder, JSON.parse(read(path))) };
    }),
    { path: "Cargo.toml", text: cargoManifest(read("Cargo.toml")) },
  ];
}

function npmManifest(directory, manifest) {
  const { author, repository, homepage, bugs } = source;
  const url = `git+${repository}.git`;
  const fields = {
    ...manifest,
    version,
    // An absent member is left out of the JSON.
    author: author || undefined,
    repository: repository ? { type: "git", url, directory } : undefined,
    homepage: homepage || undefined,
    bugs: bugs || undefined,
  };
  if (manifest.dependencies?.["webhook-guard"]) {
    fields.dependencies = { ...manifest.dependencies, "webhook-guard": version };
  }
  return `${JSON.stringify(fields, null, 2)}\n`;
}

function cargoManifest(text) {
  const set = (name) => (source[name] ? `${name} = ${JSON.stringify(source[name])}\n` : "");
  return text
    .replace(/^version = .*$/m, `version = "${version}"`)
    .replace(/^(?:repository|homepage) = .*\n/gm, "")
    .replace(/^license = .*\n/m, (line) => `${line}${set("repository")}${set("homepage")}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main(() => {
    for (const { path, text } of manifests()) writeFileSync(join(root, path), text);
    // The lock files contain the version too.
    run(["npm", "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"]);
    for (const path of ["Cargo.toml", "fuzz/Cargo.toml", "benches/native/Cargo.toml"]) {
      run(["cargo", "update", "--workspace", "--manifest-path", path]);
    }
  });
}
