// `webhook-guard probe diff`: what changed between two runs, for example of two firmware versions.

import { readFileSync } from "node:fs";
import { describeFileError, Failure } from "../failure.js";
import { readJson } from "../json.js";
import { printable } from "../printable.js";

// The load of the device and of this computer changes measured times by so much.
const MAX_JITTER_MS = 100;
const MAX_JITTER = 0.1;
const TIMES = /\d+(?= ms\b)/g;

/** Reads the data that a run wrote. */
export function readSummary(file) {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new Failure(`${file}: ${describeFileError(error)}`);
  }
  const summary = readJson(text);
  if (!isSummary(summary)) {
    throw new Failure(`${file} is not a result of probe. Name a file that it wrote by --json.`);
  }
  return summary;
}

const isSummary = (value) =>
  ["outcomes", "differences", "questions"].every((name) => isListOfObjects(value?.[name])) &&
  value.questions.every(({ answer }) => Array.isArray(answer)) &&
  (value.delivery === undefined || isListOfObjects(value.delivery));

const isListOfObjects = (value) =>
  Array.isArray(value) && value.every((item) => typeof item === "object" && item !== null);

/** The changes between two runs, a line each; empty if there is none. */
export function diff(before, after) {
  return [
    ...changesOf("case", outcomesOf(before), outcomesOf(after)),
    ...changesOf("question", answersOf(before), answersOf(after)),
    ...changesOf("delivery", deliveriesOf(before), deliveriesOf(after)),
  ];
}

/** What differs by name, of the names that both have. */
function changesOf(what, before, after) {
  return [...after]
    .filter(([name, value]) => before.has(name) && !isSame(before.get(name), value))
    .map(([name, value]) => printable(`${what} ${name}: ${before.get(name)} → ${value}`));
}

/** Whether two results are equal, except for measured times that differ as those of two runs do. */
function isSame(before, after) {
  if (before.replace(TIMES, "") !== after.replace(TIMES, "")) return false;
  const later = after.match(TIMES);
  return (before.match(TIMES) ?? []).every((time, i) => {
    const allowed = Math.max(MAX_JITTER_MS, time * MAX_JITTER);
    return Math.abs(later[i] - time) <= allowed;
  });
}

function outcomesOf({ outcomes, differences }) {
  const devices = new Map(differences.map(({ name, device }) => [name, device]));
  const describe = ({ name, kind }) =>
    devices.has(name) ? `${kind} (${devices.get(name)})` : kind;
  return new Map(outcomes.map((outcome) => [outcome.name, describe(outcome)]));
}

const answersOf = ({ questions }) =>
  new Map(questions.map(({ id, answer }) => [id, answer.join(" ")]));

const deliveriesOf = ({ delivery = [] }) =>
  new Map(delivery.map(({ name, result }) => [name, result]));
