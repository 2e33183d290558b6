// Projects of frameworks, beside the packages that they share, and the servers these start.

import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join, posix } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { freePort } from "../runtimes/browsers.js";
import { execute, makeProject, root, tools } from "../runtimes/project.js";

export const folder = fileURLToPath(new URL(".", import.meta.url));
const parent = join(folder, "projects");

// Many of the frameworks need a newer Node than the oldest this package supports.
const node = join(tools, "node-26", "bin");
export const environment = {
  ...process.env,
  ASTRO_TELEMETRY_DISABLED: "1",
  CI: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  NUXT_TELEMETRY_DISABLED: "1",
  PATH: [node, join(tools, ".bin"), process.env.PATH].join(delimiter),
  WRANGLER_SEND_METRICS: "false",
};

/** A program of a package: the command and its first arguments. */
export const program = (path) => [join(node, "node"), join(folder, "node_modules", path)];

const frameworks = createRequire(join(folder, "package.json"));

/** Imports one of the tools that are installed here. */
export const importFramework = (name) => import(pathToFileURL(frameworks.resolve(name)));

/** A project as `makeProject` makes it, below the packages that are installed here. */
export function frameworkProject(name, files) {
  rmSync(join(parent, name), { recursive: true, force: true });
  return makeProject(name, { files, parent });
}

/** Runs a program in a project, and returns what it prints. */
export const run = ([command, ...start], args, cwd) =>
  execute(command, [...start, ...args], cwd, { env: environment, timeout: 240_000 });

/** Starts a server, has `use` work with its origin once it responds, and ends it. */
export async function withServer([command, ...start], args, cwd, use) {
  const port = await freePort();
  const words = [...start, ...args.map((it) => it.replace("PORT", port))];
  const server = spawn(command, words, {
    cwd,
    env: { ...environment, PORT: port, NITRO_PORT: port },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [server.stdout, server.stderr]) {
    stream.on("data", (chunk) => {
      printed += chunk;
    });
  }
  const origin = `http://localhost:${port}`;
  try {
    await responding(origin, server);
    return await use(origin);
  } catch (error) {
    throw new Error(`${error.message}\n${printed}`, { cause: error });
  } finally {
    // Its own children too.
    if (server.exitCode === null) process.kill(-server.pid, "SIGKILL");
  }
}

async function responding(origin, server) {
  for (let tries = 0; tries < 600; tries += 1) {
    if (server.exitCode !== null) throw new Error(`The server ended with ${server.exitCode}.`);
    try {
      await fetch(origin);
      return;
    } catch {
      await sleep(100);
    }
  }
  throw new Error(`${origin} does not respond.`);
}

const documented = readFileSync(join(root, "docs", "runtimes.md"), "utf8");

/** The files of a recipe in docs/runtimes.md: blocks below its heading that begin with their path. */
export function recipe(name) {
  const [, section] = documented.split(`\n### ${name}\n`);
  if (section === undefined) throw new Error(`docs/runtimes.md has no recipe "${name}".`);
  const [own] = section.split(/\n##/);
  const blocks = own.matchAll(/^```\w+\n(?:\/\/|<!--|#) (\S+).*\n([\s\S]*?)^```/gm);
  return Object.fromEntries(Array.from(blocks, ([, path, code]) => [path, code]));
}

/** How a module at `path` of a project imports the one at `to`. */
export const importPath = (path, to) => `./${posix.relative(posix.dirname(path), to)}`;
