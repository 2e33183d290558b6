// Temporary projects with the package as npm packs and installs it.

import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { readVectors } from "../../tools/vectors.js";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const tools = join(root, "tests", "runtimes", "node_modules");
export const tool = (name) => join(tools, ".bin", name);

const consumers = createRequire(join(root, "tests", "runtimes", "package.json"));

/** Imports one of the tools. */
export const importTool = (name) => import(pathToFileURL(consumers.resolve(name)));

/** TypeScript's oldest and newest major version that are tried, and their programs. */
export const COMPILERS = [
  [5, join(tools, "typescript-5", "bin", "tsc")],
  [7, join(root, "node_modules", "typescript", "bin", "tsc")],
];

/** What a command prints; throws with its complete output if it fails. */
export async function execute(command, args, cwd, settings) {
  const shell = process.platform === "win32";
  // Bun takes more than a minute for the suite on a fast machine.
  const options = { cwd, shell, timeout: 600_000, maxBuffer: 1 << 26, ...settings };
  try {
    return (await promisify(execFile)(command, args, options)).stdout;
  } catch (error) {
    throw new Error(`${command} ${args.join(" ")}: ${error.message}\n${error.stdout}`);
  }
}

const folder = mkdtempSync(join(tmpdir(), "webhook-guard-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const write = (project, files) => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, name)), { recursive: true });
    writeFileSync(join(project, name), text);
  }
};

let installed;

/** Packs the package and installs the tarball, once; returns the installed folder. */
async function install() {
  const base = join(folder, "base");
  write(base, { "package.json": '{ "private": true }' });
  const pack = ["pack", "--json", "--pack-destination", base];
  const [{ filename }] = JSON.parse(await execute("npm", pack, join(root, "pkg")));
  await execute("npm", ["install", "--offline", "--no-audit", "--no-fund", filename], base);
  return join(base, "node_modules", "webhook-guard");
}

/**
 * Makes a project that has the package, the suite (`runtimes/suite.js`, `vectors.js`), the named
 * tools and `files`, by name, in a temporary folder or `parent`. Returns its folder.
 */
export async function makeProject(name, { files, uses = [], type = "module", parent = folder }) {
  installed ??= install();
  const project = join(parent, name);
  cpSync(await installed, join(project, "node_modules", "webhook-guard"), { recursive: true });
  for (const used of uses) {
    const link = join(project, "node_modules", used);
    mkdirSync(dirname(link), { recursive: true });
    if (!existsSync(join(tools, used))) throw new Error(`${used} is not installed.`);
    symlinkSync(join(tools, used), link, "junction");
  }
  const tests = join(root, "tests");
  for (const file of ["runtimes/suite.js", "vectors/values.js"]) {
    cpSync(join(tests, file), join(project, file));
  }
  write(project, {
    "package.json": JSON.stringify({ private: true, type }),
    // A literal would take a member named __proto__ for the prototype.
    "vectors.js": `export default JSON.parse(${JSON.stringify(JSON.stringify(readVectors()))});`,
    ...files,
  });
  return project;
}
