// Runs in the measured process: creates inputs, passes them to the contestant, reads every message.

import { FORMS, WORKLOADS } from "./workloads.js";

/** The number of inputs per sample; together about 100 KB, so that samples take similar times. */
const POOL = { typical: 128, full: 32 };

let inputs = [];
let read = 0;

/** Creates a sample's inputs; not measured. */
export function prepare(workload, form, times) {
  const bodies = WORKLOADS[workload];
  const make = FORMS[form];
  const length = POOL[workload.split(" ")[0]] * times;
  inputs = Array.from({ length }, (_, at) => make(bodies[at % bodies.length].text));
}

/** Validates the inputs once and returns their number. */
export function run(check) {
  for (let at = 0; at < inputs.length; at++) {
    const issues = check(inputs[at]);
    for (let issue = 0; issue < issues.length; issue++) read += issues[issue].message.length;
  }
  return inputs.length;
}

/** How much was read; using it stops an engine from optimising the work away. */
export const total = () => read;

/** Nanoseconds per call, one figure per sample; `now` returns milliseconds. */
export function sample(contestant, now, { workload, form, samples, times }) {
  const results = [];
  for (let sample = 0; sample < samples; sample++) {
    prepare(workload, form, times);
    const start = now();
    const calls = run(contestant[form]);
    results.push(((now() - start) * 1e6) / calls);
  }
  return { results, total: total() };
}
