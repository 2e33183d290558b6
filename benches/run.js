// `npm run bench`: compares the package with its peers, in Node, workerd and Chromium. The results of a
// complete run go into README.md, those of Node into the chart.
//
//   --quick            Node alone, fewer samples, nothing written
//   --runtime=node     this runtime alone: node, workerd or chromium
//   --only=guard,zod   these contestants
//   --workload=typical workloads whose name contains this
//   --form=bytes       this form alone
//
// GUARD=path/to/pkg/entry/default.js measures another build.

import { parseArgs } from "node:util";
import { main } from "../tools/run.js";
import { CONTESTANTS } from "./contestants.js";
import { table, targets, writeResults } from "./report.js";
import { chromium } from "./runtimes/chromium.js";
import { node } from "./runtimes/node.js";
import { workerd } from "./runtimes/workerd.js";
import { median, shuffled } from "./statistics.js";

const RUNTIMES = { node, workerd, chromium };
const WORKLOADS = ["typical valid", "typical 4 errors", "full valid", "full 4 errors"];
const FORMS = ["bytes", "text", "object"];

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    runtime: { type: "string" },
    only: { type: "string" },
    workload: { type: "string", default: "" },
    form: { type: "string" },
  },
});
const { quick, only, workload, form } = options;
const complete = !(quick || only || workload || form || process.env.GUARD);

const runtimes = options.runtime?.split(",") ?? (options.quick ? ["node"] : Object.keys(RUNTIMES));
const contestants = options.only?.split(",") ?? Object.keys(CONTESTANTS);
const workloads = WORKLOADS.filter((name) => name.includes(options.workload));
const forms = options.form?.split(",") ?? FORMS;

/**
 * The median of each round, by form, workload and contestant. In a round every contestant runs once,
 * in a different order each time, so that whatever slows the machine slows all of them.
 */
async function measure(runtime) {
  const { rounds, ...plan } = options.quick ? runtime.quickPlan : runtime.plan;
  const results = {};
  for (const form of forms) {
    const runners = new Map();
    for (const name of contestants) {
      const about = CONTESTANTS[name];
      if (runtime.takes(about) && (about.floor?.includes(form) ?? true)) {
        runners.set(name, await runtime.start(name));
      }
    }
    const cells = Object.fromEntries(workloads.map((workload) => [workload, {}]));
    results[form] = cells;
    // The first round warms up.
    for (let round = 0; round <= rounds; round++) {
      for (const workload of workloads) {
        for (const name of shuffled([...runners.keys()])) {
          const times = await runners.get(name).sample({ workload, form, ...plan });
          cells[workload][name] ??= [];
          if (round > 0) cells[workload][name].push(median(times));
        }
      }
    }
    for (const { stop } of runners.values()) await stop();
  }
  await runtime.stop?.();
  return results;
}

main(async () => {
  for (const name of runtimes) {
    const { title } = RUNTIMES[name];
    console.log(`\n${title}: nanoseconds per body (multiple of webhook-guard's)`);
    const results = await measure(RUNTIMES[name]);
    for (const form of forms) console.log(`\n${table(form, results[form])}`);
    if (contestants.includes("guard")) console.log(`\n${targets(results)}`);
    if (complete) writeResults(name, title, results);
  }
});
