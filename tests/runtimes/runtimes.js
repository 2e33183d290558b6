// The suite in every runtime except browsers.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execute, importTool, makeProject, tool, tools } from "./project.js";

const PARTS = `import { verifyDelivery } from "webhook-guard/verify";
import { run } from "./runtimes/suite.js";
import vectors from "./vectors.js";
`;
const PRINT = ".then((result) => console.log(JSON.stringify(result)));";

const imported = (entry, ready = "Promise.resolve()") => `import * as entry from "${entry}";
${PARTS}const guard = { ...entry, verifyDelivery };
${ready}.then(() => run(guard, vectors))${PRINT}`;

const SLIM = `import { readFile } from "node:fs/promises";
const wasm = new URL(import.meta.resolve("webhook-guard/webhook_guard.wasm"));
${imported("webhook-guard/slim", "entry.init(readFile(wasm))")}`;

const REQUIRED = `const guard = { ...require("webhook-guard"), ...require("webhook-guard/verify") };
Promise.all([import("./runtimes/suite.js"), import("./vectors.js")])
  .then(([{ run }, { default: vectors }]) => run(guard, vectors))${PRINT}`;

let project;
const useProject = () => {
  project ??= makeProject("runtimes", {
    files: {
      "imported.js": imported("webhook-guard"),
      "inline.js": imported("webhook-guard/inline"),
      "source.js": imported("webhook-guard/source"),
      "slim.js": SLIM,
      "required.cjs": REQUIRED,
    },
  });
  return project;
};

const program = (command, args) => async () =>
  JSON.parse(await execute(command, args, await useProject()));

const nodeOf = (version) => join(tools, `node-${version}`, "bin", "node");

const node = (version) => {
  const run = (...args) => program(nodeOf(version), args);
  return {
    runtime: `Node ${version}`,
    ways: {
      import: run("imported.js"),
      require: run("required.cjs"),
      // As in a Node whose `require` rejects ES modules.
      "require (CommonJS)": run("--no-experimental-require-module", "required.cjs"),
      "./inline": run("inline.js"),
      "./slim": run("slim.js"),
      ...(version >= 24 && { "./source": run("source.js") }),
    },
  };
};

// For both test runners.
const TEST = `test("the suite", async () => {
  const result = await run(guard, vectors);
  writeFileSync("result.json", JSON.stringify(result));
}, 600_000);`;

async function vitest() {
  const test = `import { writeFileSync } from "node:fs";
import { test } from "vitest";
import * as entry from "webhook-guard";
${PARTS}const guard = { ...entry, verifyDelivery };
${TEST}`;
  const project = await makeProject("vitest", {
    files: { "guard.test.js": test },
    uses: ["vitest"],
  });
  // Vitest 5 needs a newer Node than the oldest this project supports.
  await execute(nodeOf(26), [join(tools, "vitest", "vitest.mjs"), "run"], project);
  return JSON.parse(readFileSync(join(project, "result.json"), "utf8"));
}

async function jest() {
  const test = `const { writeFileSync } = require("node:fs");
const guard = { ...require("webhook-guard"), ...require("webhook-guard/verify") };
const { run, vectors } = require("./suite.cjs");
${TEST}`;
  const project = await makeProject("jest", {
    files: {
      "guard.test.cjs": test,
      "parts.js":
        'export { run } from "./runtimes/suite.js";\nexport { default as vectors } from "./vectors.js";',
    },
  });
  const { build } = await importTool("esbuild");
  const options = { bundle: true, format: "cjs", outfile: "suite.cjs" };
  await build({ absWorkingDir: project, entryPoints: ["parts.js"], ...options });
  await execute(tool("jest"), ["--rootDir", project], project);
  return JSON.parse(readFileSync(join(project, "result.json"), "utf8"));
}

const WORKER = `import * as entry from "webhook-guard";
${PARTS}const guard = { ...entry, verifyDelivery };
export default { fetch: async () => Response.json(await run(guard, vectors)) };`;

const MODULE = "./guard.wasm";

const workerd = async (condition) =>
  askWorkerd(condition, await makeProject(condition, { files: { "worker.js": WORKER } }));

/**
 * What a project's `worker.js` answers in workerd, bundled as wrangler deploys it: by esbuild, the
 * wasm beside it as a module of its own.
 */
export async function askWorkerd(condition, directory) {
  const { build } = await importTool("esbuild");
  let wasm;
  const besideIt = {
    name: "wasm",
    setup({ onResolve }) {
      onResolve({ filter: /\.wasm(\?module)?$/ }, ({ path, resolveDir }) => {
        wasm = join(resolveDir, path.replace("?module", ""));
        return { path: MODULE, external: true };
      });
    },
  };
  const { outputFiles } = await build({
    absWorkingDir: directory,
    entryPoints: ["worker.js"],
    bundle: true,
    conditions: [condition],
    format: "esm",
    plugins: [besideIt],
    write: false,
  });
  return askWorker([
    { type: "ESModule", path: "/worker.js", contents: outputFiles[0].text },
    { type: "CompiledWasm", path: join("/", MODULE), contents: readFileSync(wasm) },
  ]);
}

/** The same of `./source`, which esbuild does not parse: the files as they are. */
async function workerdSource() {
  const guard = "node_modules/webhook-guard";
  const directory = await makeProject("workerd-source", {
    files: {
      "worker.js": WORKER.replace('"webhook-guard"', `"./${guard}/entry/source.js"`).replace(
        '"webhook-guard/verify"',
        `"./${guard}/verify/index.js"`,
      ),
    },
  });
  const module = (type) => (path) => ({
    type,
    path: `/${path}`,
    contents: readFileSync(join(directory, path)),
  });
  const paths = ["worker.js", "runtimes/suite.js", "vectors.js", "vectors/values.js"];
  const parts = ["entry/source.js", "entry/api.js", "verify/index.js", "wasm/webhook_guard.js"];
  return askWorker([
    ...[...paths, ...parts.map((part) => `${guard}/${part}`)].map(module("ESModule")),
    module("CompiledWasm")(`${guard}/wasm/webhook_guard_bg.wasm`),
  ]);
}

/** What a worker of these modules, the first of them its own, answers in workerd. */
async function askWorker(modules) {
  const { Miniflare } = await importTool("miniflare");
  const options = { compatibilityDate: "2026-06-01", modulesRoot: "/", modules };
  const worker = new Miniflare(options);
  try {
    const answer = await worker.dispatchFetch("http://localhost/");
    return await answer.json();
  } finally {
    await worker.dispose();
  }
}

export const RUNTIMES = [
  node(20),
  node(22),
  node(26),
  {
    runtime: "Bun",
    ways: {
      import: program(tool("bun"), ["imported.js"]),
      require: program(tool("bun"), ["required.cjs"]),
    },
  },
  {
    runtime: "Deno, no permission",
    ways: {
      import: program(tool("deno"), ["run", "--no-prompt", "imported.js"]),
      "./source": program(tool("deno"), ["run", "--no-prompt", "source.js"]),
    },
  },
  { runtime: "Vitest", ways: { import: vitest } },
  { runtime: "Jest", ways: { require: jest } },
  { runtime: "workerd", ways: { import: () => workerd("workerd"), "./source": workerdSource } },
  { runtime: "workerd as edge-light", ways: { import: () => workerd("edge-light") } },
];
