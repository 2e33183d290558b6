// The result of a run as data. It contains no secret and no value of a header.

import { curlOf } from "./curl.js";
import { DIFFERENCES } from "./outcomes.js";
import { QUESTIONS } from "./questions.js";
import { shortLine } from "./stored.js";

export const KINDS = Object.keys(DIFFERENCES);

/** The summary of a run; `about` are members to put first, `cases` all that were planned. */
export function summarise({ outcomes, unread, delivery, stopped, clean }, cases, about) {
  const differing = outcomes.filter(({ kind }) => KINDS.includes(kind));
  const byName = new Map(cases.map((each) => [each.name, each]));
  return {
    ...about,
    cases: { planned: cases.length, done: outcomes.length, differ: differing.length },
    ...(stopped && { stopped }),
    clean,
    unread,
    rules: countByRule(outcomes),
    questions: [...QUESTIONS, SIGNATURE_QUESTION]
      .map((question) => answerTo(question, outcomes))
      .filter(Boolean),
    ...(delivery && { delivery }),
    differences: differing.map((outcome) => ({
      ...describe(outcome),
      ...curlOf(byName.get(outcome.name)),
    })),
    outcomes: outcomes.map(({ name, rule, kind }) => ({ name, rule, kind })),
  };
}

const SIGNATURE_QUESTION = {
  id: "D9",
  asks: "What does the signature of a delivery cover?",
  answer: (_, [{ scheme, text, status }]) =>
    scheme
      ? `It signs by the scheme "${scheme}" of verifyDelivery: ${text}.`
      : (text ?? `It responded ${status} to the test.`),
};

/** How many cases of each rule there are, and how many outcomes of each kind. */
export function countByRule(outcomes) {
  const counts = new Map();
  for (const { rule, kind } of outcomes) {
    const row = counts.get(rule) ?? { rule, cases: 0 };
    row.cases += 1;
    if (kind) row[kind] = (row[kind] ?? 0) + 1;
    counts.set(rule, row);
  }
  return [...counts.values()].sort((a, b) => (a.rule < b.rule ? -1 : 1));
}

function describe(outcome) {
  const { name, operation, rule, kind, errors, status, text } = outcome;
  const expected = operation === "signature" ? "signs the body" : "accepts it";
  return {
    name,
    rule,
    kind,
    contract: errors.length === 0 ? expected : `rejects it: ${errors.join(" or ")}`,
    device: actionOf(outcome),
    ...(status !== undefined && { status }),
    ...(text !== undefined && { text: shortLine(text) }),
  };
}

/** Describes what the device did with a case. */
function actionOf(outcome) {
  const { kind, operation, status, text, stored } = outcome;
  if (operation === "signature" && kind !== "fails") return text;
  if (isAccepted(outcome)) return stored ? `accepts it, stores ${stored}` : "accepts it";
  if (status === undefined) return "does not respond";
  const verb = kind === "fails" ? "fails" : "rejects it";
  return `${verb}: ${status} ${shortLine(text ?? "")}`;
}

const isAccepted = ({ kind, errors }) =>
  kind === "accepts" || kind === "alters" || (kind === "agrees" && errors.length === 0);

/** The answer to a question from its outcomes; undefined if none of its cases ran. */
function answerTo({ id, asks, answer }, outcomes) {
  const asked = outcomes.filter(({ question }) => question === id);
  if (asked.length === 0) return undefined;
  const accepted = new Map(asked.map((outcome) => [outcome.probe, isAccepted(outcome)]));
  return {
    id,
    asks,
    asContract: asked.every(({ kind }) => kind === "agrees"),
    answer: answer ? [answer((probe) => accepted.get(probe), asked)] : list(asked),
    probes: asked.map((outcome) => ({
      probe: outcome.probe ?? outcome.name,
      ...describe(outcome),
    })),
  };
}

/** What was accepted, and what was rejected with which text: a sentence each. */
function list(asked) {
  const groups = new Map([["It accepts: ", []]]);
  const put = (start, item) => groups.set(start, [...(groups.get(start) ?? []), item]);
  for (const outcome of asked) {
    const { probe, status, text, stored } = outcome;
    if (isAccepted(outcome)) put("It accepts: ", stored ? `${probe} (stores ${stored})` : probe);
    else if (status === undefined) put("It does not respond to: ", probe);
    else put(`It responds ${status} "${shortLine(text)}" to: `, probe);
  }
  return [...groups]
    .filter(([, items]) => items.length > 0)
    .map(([start, items]) => `${start}${items.join(", ")}.`);
}

const number = (count) => count.toLocaleString("en");

function differencesOf(count) {
  if (count === 0) return "no difference";
  return `${number(count)} ${count === 1 ? "differs" : "differ"}`;
}

/** The result in a sentence or two. */
export function verdictOf({ cases, stopped, clean }) {
  const { planned, done, differ } = cases;
  return [
    `${number(done)} of ${number(planned)} cases: ${differencesOf(differ)}.`,
    ...(stopped ? [`Stopped: ${stopped} Add --resume to continue.`] : []),
    clean
      ? "Nothing is left on the device."
      : "Webhooks of this run may be left on the device; the next run deletes them.",
  ].join(" ");
}

/** A note on the fields that could not be compared; undefined if there is none. */
export const unreadNote = ({ unread }) =>
  unread.length > 0
    ? `Not compared: ${unread.join(", ")}. The device does not return what it accepted.`
    : undefined;

/** How an answer compares with the contract, and its colour on a terminal. */
export function comparisonOf({ asContract, probes }) {
  if (asContract) return { text: "agrees with the contract", colour: "green" };
  return probes.some(({ kind }) => KINDS.includes(kind))
    ? { text: "differs from the contract", colour: "red" }
    : { text: "undecided", colour: "yellow" };
}

/** Differences grouped by rule and kind. */
export function groupDifferences(differences) {
  const groups = new Map();
  for (const each of differences) {
    const key = `${each.kind} ${each.rule}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

/** The columns of the table by rule. */
export const columnsOf = (rules) => [
  "cases",
  "agrees",
  ...[...KINDS, "open"].filter((kind) => rules.some((row) => row[kind])),
];
