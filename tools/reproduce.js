// `npm run reproduce`: builds the committed tree twice, each time from nothing and in another
// folder, and compares what the package ships of it. With `--against FOLDER`, such as an unpacked
// `npm pack webhook-guard`, also with that.

import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { main, output, root, run } from "./run.js";
import { setup } from "./setup.js";

// What is built; all else in the package is the source itself.
const BUILT = ["wasm", "dist"];

/** The SHA-256 of each built file below a package's folder. */
function hashes(folder) {
  const built = BUILT.map((name) => join(folder, name));
  const files = built.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      // The stamp of tools/build.js is not shipped.
      .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
  );
  const hash = (file) => createHash("sha256").update(readFileSync(file)).digest("hex");
  return Object.fromEntries(files.sort().map((file) => [relative(folder, file), hash(file)]));
}

/** Builds HEAD in a folder of its own. */
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
    console.log("There are changes that are not committed: they are not built.");
  }
  const folder = mkdtempSync(join(tmpdir(), "webhook-guard-"));
  try {
    const builds = [build(join(folder, "one")), build(join(folder, "of another name", "two"))];
    if (values.against) builds.push(hashes(resolve(values.against)));
    const [first] = builds;
    const names = new Set(builds.flatMap(Object.keys));
    const differ = [...names].filter((name) => builds.some((it) => it[name] !== first[name]));
    for (const name of names) console.log(`${first[name] ?? "absent".padEnd(64)}  ${name}`);
    if (differ.length > 0) throw new Error(`Not the same in every build: ${differ.join(", ")}`);
    console.log(`The same in ${builds.length} builds.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
