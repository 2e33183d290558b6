// `npm run release -- vX.Y.Z`: prepares what is published for a tag in release/. It publishes nothing:
// .github/workflows/release.yml does, from these files.

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "./build.js";
import { emptyFields, staleManifests, version } from "./manifests.js";
import { main, root, run } from "./run.js";
import { setup } from "./setup.js";

const FOLDER = join(root, "release");
const WASM = join(root, "pkg/wasm/webhook_guard_bg.wasm");

const read = (path) => readFileSync(join(root, path), "utf8");

/** Throws unless everything that names the version agrees, and the owner is named. */
function check(tag) {
  const empty = emptyFields();
  if (empty.length > 0) {
    throw new Error(`Fill in ${empty.join(", ")} in package.json, then run "npm run manifests".`);
  }
  const [stale] = staleManifests();
  if (stale) throw new Error(`${stale} differs from package.json: run "npm run manifests".`);
  if (tag !== `v${version}`)
    throw new Error(`The tag is ${tag}, package.json's version ${version}.`);
}

/** The changelog's section of this version. */
function releaseNotes() {
  const [, ...sections] = read("CHANGELOG.md").split(/^## /m);
  const notes = sections.find((section) => section.startsWith(`[${version}] - `));
  if (!notes) throw new Error(`CHANGELOG.md has no section "## [${version}] - DATE".`);
  return notes.slice(notes.indexOf("\n")).trim();
}

main(() => {
  const [tag] = process.argv.slice(2);
  check(tag);
  const notes = releaseNotes();

  setup();
  build();
  run(["node", "tools/reproduce.js", "--against", "pkg"]);
  run(["cargo", "package", "--locked"]);

  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER);
  for (const folder of ["./pkg", "./cli"]) {
    run(["npm", "pack", folder, "--pack-destination", FOLDER]);
  }
  const files = [WASM, ...readdirSync(FOLDER).map((name) => join(FOLDER, name))];
  const sums = files.map((file) => {
    const hash = createHash("sha256").update(readFileSync(file)).digest("hex");
    return `${hash}  ${basename(file)}\n`;
  });
  writeFileSync(join(FOLDER, "SHA256SUMS"), sums.join(""));
  writeFileSync(join(FOLDER, "notes.md"), `${notes}\n`);
});
