// `npm run bench`: compares the package with its peers, in Node, workerd and Chromium. A complete run
// rewrites the tables and charts of README.md and results.md, and three numbers in the README of the project.
//
//   --quick            only Node, fewer samples, nothing written
//   --runtime=node     only this runtime: node, workerd or chromium
//   --only=guard,zod   these contestants
//   --workload=typical workloads whose name contains this
//   --form=bytes       only this form: bytes, text, object or export
//   --regime=new       only these inputs: new or repeated
//
// GUARD=path/to/pkg/entry/default.js measures another build.

import { parseArgs } from "node:util";
import { main } from "../tools/run.js";
import { contestantsOf } from "./contestants.js";
import { goals } from "./goals.js";
import { REGIMES, table, writeResults } from "./report.js";
import { chromium } from "./runtimes/chromium.js";
import { node } from "./runtimes/node.js";
import { workerd } from "./runtimes/workerd.js";
import { median, shuffled } from "./statistics.js";

const RUNTIMES = { node, workerd, chromium };
const WORKLOADS = ["typical valid", "typical 4 errors", "full valid", "full 4 errors"];
const FORMS = ["bytes", "text", "object", "export"];

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    runtime: { type: "string" },
    only: { type: "string" },
    workload: { type: "string", default: "" },
    form: { type: "string" },
    regime: { type: "string" },
  },
});
const { runtime, quick, ...selection } = options;
const complete = !(quick || process.env.GUARD || Object.values(selection).some(Boolean));

const only = (list, chosen) => (chosen ? chosen.split(",") : list);
const runtimes = only(quick ? ["node"] : Object.keys(RUNTIMES), runtime);
const workloads = WORKLOADS.filter((name) => name.includes(options.workload));
const forms = only(FORMS, options.form);
const regimes = only(Object.keys(REGIMES), options.regime);

/** Calls `measured` for every contestant of every cell, in a different order each time. */
async function eachInTurn(runners, measured) {
  for (const regime of regimes) {
    for (const workload of workloads) {
      for (const name of shuffled([...runners.keys()])) await measured(regime, workload, name);
    }
  }
}

/**
 * The median of each round, by regime, form, workload and contestant. In a round every contestant runs
 * once, so that whatever slows the machine slows all of them.
 */
async function measure(runtime) {
  const { rounds, ...plan } = quick ? runtime.quickPlan : runtime.plan;
  const results = Object.fromEntries(regimes.map((regime) => [regime, {}]));
  for (const form of forms) {
    const runners = new Map();
    for (const name of contestantsOf(form)) {
      if (only([name], options.only).includes(name)) runners.set(name, await runtime.start(name));
    }
    for (const regime of regimes) {
      results[regime][form] = Object.fromEntries(workloads.map((workload) => [workload, {}]));
    }
    // The first round warms up.
    for (let round = 0; round <= rounds; round++) {
      await eachInTurn(runners, async (regime, workload, name) => {
        const times = await runners.get(name).sample({ workload, form, regime, ...plan });
        const cell = results[regime][form][workload];
        cell[name] ??= [];
        if (round > 0) cell[name].push(median(times));
      });
    }
    for (const { stop } of runners.values()) await stop();
  }
  await runtime.stop?.();
  return results;
}

main(async () => {
  for (const name of runtimes) {
    const start = performance.now();
    const { title } = RUNTIMES[name];
    console.log(`\n${title}: nanoseconds per body (multiple of webhook-guard's)`);
    const results = await measure(RUNTIMES[name]);
    for (const regime of regimes) {
      console.log(`\n${REGIMES[regime]}`);
      for (const form of forms) console.log(`\n${table(form, results[regime][form])}`);
    }
    console.log(`\n${goals(name, results)}`);
    if (complete) writeResults(name, title, results);
    console.log(`\n${title} took ${((performance.now() - start) / 60_000).toFixed(1)} minutes.`);
  }
});
