// `npm run bench:memory`: the size of the module's memory, and of its table of object handles, after a
// thousand and after ten million verdicts.

import { realpathSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { main } from "../tools/run.js";
import { bundle, bundlePath, guardEntry } from "./bundle.js";
import { markdown, writeSection } from "./markdown.js";

const KIB = 1024;
const UNCOUNTED = new Set(["undefined", "boolean", "function"]);

/** The module's exports once it is instantiated, which the package does not expose. */
function catchInstance() {
  const { Instance } = WebAssembly;
  let caught;
  WebAssembly.Instance = class extends Instance {
    constructor(...args) {
      super(...args);
      caught = this.exports;
    }
  };
  return () => {
    WebAssembly.Instance = Instance;
    return caught;
  };
}

function sizes(exports) {
  const tables = Object.values(exports).filter((value) => value instanceof WebAssembly.Table);
  let handles = 0;
  for (const table of tables) {
    for (let at = 0; at < table.length; at++) {
      const value = table.get(at);
      // A new table contains undefined, null, true and false; the functions are in another table.
      if (value !== null && !UNCOUNTED.has(typeof value)) handles += 1;
    }
  }
  return { memory: exports.memory.buffer.byteLength, handles };
}

/** The sizes after a thousand verdicts and after `count`, over every workload in every form. */
export async function measureMemory(count) {
  const caught = catchInstance();
  const outfile = "memory/workloads.mjs";
  await bundle(`export * from "./workloads.js";`, { runtime: "node", outfile });
  const { FORMS, WORKLOADS } = await import(pathToFileURL(bundlePath(outfile)));
  const inputs = Object.values(WORKLOADS)
    .flat()
    .flatMap((body) => ["bytes", "text", "object"].map((form) => FORMS[form](body)));

  const { validateWebhook } = await import(pathToFileURL(guardEntry("node")));
  validateWebhook("");
  const exports = caught();
  let early;
  for (let at = 0; at < count; at++) {
    if (at === 1000) early = sizes(exports);
    validateWebhook(inputs[at % inputs.length]);
  }
  return { early, late: sizes(exports) };
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main(async () => {
    const count = 10_000_000;
    const { early, late } = await measureMemory(count);
    const rows = Object.entries({ 1000: early, [count]: late }).map(([after, sizes]) => [
      Number(after).toLocaleString("en"),
      `${sizes.memory / KIB} KiB`,
      `${sizes.handles}`,
    ]);
    const text = markdown(["verdicts", "the module's memory", "objects it holds"], rows);
    console.log(text);
    if (!process.env.GUARD) writeSection("memory", text);
    if (late.memory !== early.memory || late.handles !== early.handles) process.exitCode = 1;
  });
}
