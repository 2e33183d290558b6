// The core as native code against the package in Node, in workerd and in the browser engines, on
// random bodies: `npm run parity -- --bodies 20000 --seed 1`.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { main, run } from "../../tools/run.js";
import { setup } from "../../tools/setup.js";
import { blockBodies, hashBlocks } from "../independent/differential/hash-blocks.js";
import { startProgram } from "../independent/differential/program.js";
import { numberOption } from "../independent/generate/byte-bodies.js";
import { ENGINES, visit } from "./browsers.js";
import { page } from "./pages.js";
import { execute, makeProject, root } from "./project.js";
import { askWorkerd } from "./runtimes.js";
import { collector, REPORT, serve } from "./server.js";

const SOURCES = [
  "tests/independent/differential/package-result",
  "tests/independent/differential/hash-blocks",
  ...readdirSync(join(root, "tests/independent/generate")).map(
    (name) => `tests/independent/generate/${name.replace(/\.js$/, "")}`,
  ),
  "dev/device/rules",
];

const script = (wanted) => `import * as guard from "webhook-guard";
import { run } from "./tests/independent/differential/hash-blocks.js";
export const answer = () => run(guard, ${JSON.stringify(wanted)});`;

const PRINT = `import { answer } from "./answer.js";
console.log(JSON.stringify(await answer()));`;

const WORKER = `import { answer } from "./answer.js";
export default { fetch: async () => Response.json(await answer()) };`;

const TELL = `import { answer } from "./answer.js";
report(await answer());`;

let projects = 0;

/** A project with everything that gives a runtime's answer. */
function parityProject(wanted) {
  const sources = SOURCES.map((name) => `${name}.js`);
  projects += 1;
  return makeProject(`parity-${projects}`, {
    files: {
      ...Object.fromEntries(sources.map((name) => [name, readFileSync(join(root, name), "utf8")])),
      "answer.js": script(wanted),
      "print.js": PRINT,
      "worker.js": WORKER,
      "report.js": REPORT,
      "tell.js": TELL,
      "index.html": page("tell.js"),
    },
  });
}

const inBrowser = (open) => async (project) => {
  const reports = await collector();
  const server = await serve(project);
  const browser = await open();
  try {
    return await visit(browser, `${server.origin}/`, reports);
  } finally {
    await browser.close();
    server.close();
    reports.close();
  }
};

const RUNTIMES = {
  Node: async (project) => JSON.parse(await execute(process.execPath, ["print.js"], project)),
  workerd: (project) => askWorkerd("workerd", project),
  ...Object.fromEntries(Object.entries(ENGINES).map(([name, open]) => [name, inBrowser(open)])),
};

/** The core as native code. `texts(bodies)` gives its answers on bodies, as JSON texts. */
function startNative() {
  const args = ["run", "--quiet", "--example", "verdicts"];
  const { ask, stop } = startProgram("cargo", args, root);
  const hex = (it) => Buffer.from(it).toString("hex");
  const line = ({ bytes, extraEventTypes = [] }) => [bytes, ...extraEventTypes].map(hex).join(" ");
  return { texts: (bodies) => ask(bodies.map(line)), stop };
}

/** Returns each runtime's name with where it first differs from native code, if anywhere. */
export async function compareRuntimes(seed, count) {
  const native = startNative();
  const results = {};
  try {
    const wanted = await hashBlocks(native.texts, seed, count);
    const project = await parityProject({ seed, count });
    for (const [name, ask] of Object.entries(RUNTIMES)) {
      const hashes = await ask(project);
      if (!Array.isArray(hashes)) throw new Error(`${name}: ${JSON.stringify(hashes)}`);
      const block = wanted.findIndex((hash, at) => hash !== hashes[at]);
      results[name] = block < 0 ? undefined : await explain(native, ask, seed, block);
    }
  } finally {
    await native.stop();
  }
  return results;
}

async function explain(native, ask, seed, block) {
  const bodies = blockBodies(seed, block);
  const ours = await native.texts(bodies);
  const theirs = await ask(await parityProject({ seed, block }));
  const at = ours.findIndex((it, index) => it !== theirs[index]);
  return `${theirs[at]}, natively ${ours[at]}, of ${Buffer.from(bodies[at].bytes).toString("hex")}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main(async () => {
    const seed = numberOption(process.argv, "seed", 1);
    const count = numberOption(process.argv, "bodies", 20_000);
    setup("chromium", "browsers", "runtimes");
    run(["cargo", "build", "--quiet", "--example", "verdicts"]);
    const results = Object.entries(await compareRuntimes(seed, count));
    for (const [name, wrong] of results) {
      console.log(`${name}: ${wrong ?? `${count} verdicts as natively`}`);
    }
    if (results.some(([, wrong]) => wrong)) throw new Error("A runtime differs from native code.");
  });
}
