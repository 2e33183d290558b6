// Runs in the measured process: creates inputs, passes them to the contestant, reads every message.

import { FORMS, WORKLOADS } from "./workloads.js";

/** The number of calls per sample; together about 100 KB, so that samples take similar times. */
const CALLS = { typical: 128, full: 32 };

let inputs = [];
let calls = 0;
let read = 0;
const repeated = new Map();

/** Creates a sample's inputs; not measured. In the regime "repeated" those of the first sample. */
export function prepare({ workload, form, regime, times }) {
  const bodies = WORKLOADS[workload];
  const create = (length) =>
    Array.from({ length }, (_, at) => FORMS[form](bodies[at % bodies.length]));
  calls = CALLS[workload.split(" ")[0]] * times;
  if (regime === "new") {
    inputs = create(calls);
    return;
  }
  if (!repeated.has(workload)) repeated.set(workload, create(bodies.length));
  inputs = repeated.get(workload);
}

/** Makes the calls of a sample and returns their number. */
export function run(check) {
  for (let call = 0, at = 0; call < calls; call++) {
    const issues = check(inputs[at]);
    for (let issue = 0; issue < issues.length; issue++) read += issues[issue].message.length;
    at += 1;
    if (at === inputs.length) at = 0;
  }
  return calls;
}

/** How much was read; using it stops an engine from optimising the work away. */
export const total = () => read;

/** Nanoseconds per call, one figure per sample; `now` returns milliseconds. */
export function sample(contestant, now, { samples, ...what }) {
  const results = [];
  for (let sample = 0; sample < samples; sample++) {
    prepare(what);
    const start = now();
    const calls = run(contestant[what.form]);
    results.push(((now() - start) * 1e6) / calls);
  }
  return { results, total: total() };
}
