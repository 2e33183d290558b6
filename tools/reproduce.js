// `npm run reproduce`: builds the committed tree twice, each time from scratch and in another folder, and
// compares the files that the build adds to the package. `--against FOLDER` compares them also with another
// build, such as an unpacked package.

import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { main, output, root, run } from "./run.js";
import { setup } from "./setup.js";

// The folders that the build writes. All else in the package is source.
const BUILT = ["wasm", "dist"];

/** The SHA-256 of each built file below a package's folder. */
function hashes(folder) {
  const built = BUILT.map((name) => join(folder, name));
  const files = built.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      // The build's stamp is not published.
      .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
  );
  const hash = (file) => createHash("sha256").update(readFileSync(file)).digest("hex");
  return Object.fromEntries(files.sort().map((file) => [relative(folder, file), hash(file)]));
}

/** Builds HEAD in a new folder. Returns the hashes of the built files. */
function build(folder) {
  mkdirSync(folder, { recursive: true });
  run(["git", "archive", "--output", join(folder, "tree.tar"), "HEAD"]);
  run(["tar", "-xf", join(folder, "tree.tar"), "-C", folder]);
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const script = pathToFileURL(join(folder, "tools", "build.js"));
  run(["node", "--eval", `import("${script}").then(({ build }) => build())`], {
    CARGO_TARGET_DIR: join(folder, "target"),
  });
  return hashes(join(folder, "pkg"));
}

main(() => {
  const { values } = parseArgs({ options: { against: { type: "string" } } });
  setup();
  if (output(["git", "status", "--porcelain"])) {
    console.log("Uncommitted changes are not built.");
  }
  const folder = mkdtempSync(join(tmpdir(), "webhook-guard-"));
  try {
    const builds = [build(join(folder, "one")), build(join(folder, "a longer name", "two"))];
    if (values.against) builds.push(hashes(resolve(values.against)));
    const [first] = builds;
    const names = new Set(builds.flatMap(Object.keys));
    const differ = [...names].filter((name) => builds.some((it) => it[name] !== first[name]));
    for (const name of names) console.log(`${first[name] ?? "absent".padEnd(64)}  ${name}`);
    if (differ.length > 0)
      throw new Error(`These files differ between builds: ${differ.join(", ")}`);
    console.log(`${builds.length} builds are identical.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
