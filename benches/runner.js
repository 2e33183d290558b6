// Runs in the measured process: makes inputs, hands them to the contestant, reads every message.

import { FORMS, WORKLOADS } from "./workloads.js";

/** Inputs a sample runs over; together some 100 KB, so that a sample takes about as long for each. */
const POOL = { typical: 128, full: 32 };

let inputs = [];
let read = 0;

/** Makes a sample's inputs afresh, outside the time that is taken. */
export function prepare(workload, form, times) {
  const bodies = WORKLOADS[workload];
  const make = FORMS[form];
  const length = POOL[workload.split(" ")[0]] * times;
  inputs = Array.from({ length }, (_, at) => make(bodies[at % bodies.length].text));
}

/** Runs over the inputs once and gives their number. */
export function run(check) {
  for (let at = 0; at < inputs.length; at++) {
    const issues = check(inputs[at]);
    for (let issue = 0; issue < issues.length; issue++) read += issues[issue].message.length;
  }
  return inputs.length;
}

/** How much was read; whoever hands it on keeps the work from being optimised away. */
export const total = () => read;

/** Nanoseconds per call, once for each sample; `now` gives milliseconds. */
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
