// `npm run fuzz:objects`: compares generated values with their text (tests/package/objects), in a runtime
// of tests/runtimes.
//
//   --values 1000000   how many
//   --runtime bun      node (the one that runs this), node20, node22, node26, bun or deno
//   --seed 1           where to begin

import { join } from "node:path";
import { parseArgs } from "node:util";
import { main, root, run } from "./run.js";

const TOOLS = join(root, "tests/runtimes/node_modules");
const node = (version) => [join(TOOLS, `node-${version}`, "bin", "node")];
const RUNTIMES = {
  node: [process.execPath],
  node20: node(20),
  node22: node(22),
  node26: node(26),
  bun: [join(TOOLS, ".bin", "bun")],
  deno: [join(TOOLS, ".bin", "deno"), "run", "--allow-read"],
};
/** Values of one process, so that no garbage of a runtime adds up. */
const PORTION = 100_000;

const { values: options } = parseArgs({
  options: {
    values: { type: "string", default: "1000000" },
    runtime: { type: "string", default: "node" },
    seed: { type: "string", default: "1" },
  },
});

main(() => {
  const command = RUNTIMES[options.runtime];
  if (!command) {
    throw new Error(`No runtime "${options.runtime}": ${Object.keys(RUNTIMES).join(", ")}`);
  }
  const [total, seed] = [Number(options.values), Number(options.seed)];
  for (let done = 0; done < total; done += PORTION) {
    const count = Math.min(PORTION, total - done);
    run([...command, "tests/package/objects/run.js", `${seed + done}`, `${count}`]);
  }
});
