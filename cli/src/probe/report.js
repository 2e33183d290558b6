// What a run found, as data, as text for a terminal and as Markdown to attach to a report. None holds
// a secret or a header's value.

import { marksOf, PLACE } from "./mark.js";
import { QUESTIONS } from "./questions.js";
import { DIFFERENCES } from "./run.js";

const KINDS = Object.keys(DIFFERENCES);
const LONGEST = 80;

/** The findings as plain data; `about` are members to put before them. */
export function summarise({ outcomes, blind, stopped, clean }, planned, about) {
  const differing = outcomes.filter(({ kind }) => KINDS.includes(kind));
  return {
    ...about,
    cases: { planned: planned.length, done: outcomes.length, differ: differing.length },
    ...(stopped && { stopped }),
    clean,
    blind,
    rules: countByRule(outcomes),
    questions: QUESTIONS.map((question) => answerOf(question, outcomes)).filter(Boolean),
    differences: differing.map(tell),
  };
}

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

function tell(outcome) {
  const { name, rule, kind, error, status, said } = outcome;
  return {
    name,
    rule,
    kind,
    contract: error === undefined ? "takes it" : `refuses it: ${error}`,
    device: doneWith(outcome),
    ...(status !== undefined && { status }),
    ...(said !== undefined && { said: plain(said) }),
  };
}

/** What the device did with a case, in words. */
function doneWith(outcome) {
  const { kind, status, said } = outcome;
  if (isTaken(outcome)) {
    const kept = keptOf(outcome);
    return kept ? `takes it, keeps ${kept}` : "takes it";
  }
  if (status === undefined) return "gives no answer";
  const verb = kind === "fails" ? "fails" : "refuses it";
  return `${verb}: ${status} ${plain(said)}`;
}

const isTaken = ({ kind, error }) =>
  kind === "takes" || kind === "keeps" || (kind === "agrees" && error === undefined);

/** What the device kept, where that says something. */
function keptOf({ question, rule, kind, stored, changed }) {
  if (stored === undefined) return undefined;
  const kept = QUESTIONS.find(({ id }) => id === question)?.kept;
  if (kept) return kept(stored);
  const [field] = rule.split(".");
  const fields = kind === "keeps" ? changed : kind === "takes" && field !== "body" ? [field] : [];
  return fields.map((name) => `${name} ${show(name, stored[name])}`).join(", ") || undefined;
}

/** A value of the device's, without what must not be seen. */
function show(field, value) {
  if (value === undefined) return "not at all";
  if (field === "headers") return `(${headerNames(value) ?? sizeOf(value)})`;
  return field === "secret" ? `(${sizeOf(value)})` : plain(JSON.stringify(value));
}

function headerNames(value) {
  try {
    const entries = typeof value === "string" ? JSON.parse(value) : value;
    return `names ${plain(JSON.stringify(Object.keys(entries)))}`;
  } catch {
    return undefined;
  }
}

const sizeOf = (value) =>
  typeof value === "string" ? `${[...value].length} characters` : `no text, but ${typeof value}`;

/** One line that does nothing to a terminal, and not too long. */
function plain(text) {
  const line = text
    .replaceAll(new RegExp(marksOf(), "gi"), PLACE)
    .replace(
      /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
      (char) => `\\u{${char.codePointAt(0).toString(16)}}`,
    );
  const chars = [...line];
  return chars.length > LONGEST ? `${chars.slice(0, LONGEST).join("")}…` : line;
}

/** What the outcomes say to a question; undefined where it was not asked. */
function answerOf({ id, asks, answer }, outcomes) {
  const asked = outcomes.filter(({ question }) => question === id);
  if (asked.length === 0) return undefined;
  const takes = new Map(asked.map((outcome) => [outcome.probe, isTaken(outcome)]));
  return {
    id,
    asks,
    asContract: asked.every(({ kind }) => kind === "agrees"),
    answer: answer ? [answer(takes)] : listed(asked),
    probes: asked.map((outcome) => ({ probe: outcome.probe, ...tell(outcome) })),
  };
}

/** What was taken, and what was refused with which text: a sentence each. */
function listed(asked) {
  const groups = new Map([["It takes: ", []]]);
  const put = (start, item) => groups.set(start, [...(groups.get(start) ?? []), item]);
  for (const outcome of asked) {
    const { probe, status, said } = outcome;
    if (isTaken(outcome)) {
      const kept = keptOf(outcome);
      put("It takes: ", kept ? `${probe} (keeps ${kept})` : probe);
    } else if (status === undefined) put("It gives no answer to: ", probe);
    else put(`It answers ${status} "${plain(said)}" to: `, probe);
  }
  return [...groups]
    .filter(([, items]) => items.length > 0)
    .map(([start, items]) => `${start}${items.join(", ")}.`);
}

const number = (count) => count.toLocaleString("en");

/** What the whole comes to, in a sentence. */
function verdictOf({ cases, stopped, clean }) {
  const { planned, done, differ } = cases;
  const told = differ === 0 ? "no difference" : `${number(differ)} differ`;
  return [
    `${number(done)} of ${number(planned)} cases: ${told}.`,
    ...(stopped ? [`Stopped: ${stopped}`] : []),
    clean
      ? "Nothing is left on the device."
      : "Webhooks of this run may be left on the device; the next run removes them.",
  ].join(" ");
}

const blindness = ({ blind }) =>
  blind.length > 0
    ? `What it keeps of ${blind.join(", ")} is not known: it does not show what it took.`
    : undefined;

/** Differences alike: of one rule and kind. */
function groupsOf(differences) {
  const groups = new Map();
  for (const each of differences) {
    const key = `${each.kind} ${each.rule}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

const columnsOf = (rules) => [
  "cases",
  "agrees",
  ...[...KINDS, "open"].filter((kind) => rules.some((row) => row[kind])),
];

/** For a terminal: `paint(format, text)` colours, `width` is that of a line. */
export function toTerminal(summary, { paint, width }) {
  const { rules, questions, differences } = summary;
  const columns = columnsOf(rules);
  const widest = Math.max(...rules.map(({ rule }) => rule.length), "rule".length);
  const cell = (text, column) => text.padStart(Math.max(column.length, 6) + 2);
  const row = ({ rule, ...counts }) => {
    const cells = columns.map((column) => {
      const count = counts[column];
      const text = cell(count ? number(count) : "·", column);
      if (!count) return paint("dim", text);
      return column === "cases" ? text : paint(column === "agrees" ? "green" : "red", text);
    });
    return rule.padEnd(widest) + cells.join("");
  };
  const head = "rule".padEnd(widest) + columns.map((column) => cell(column, column)).join("");
  const legend = columns
    .filter((column) => DIFFERENCES[column])
    .map((kind) => `${paint("red", kind.padEnd(8))} the device ${DIFFERENCES[kind]}`);

  const answers = questions.flatMap(({ id, asks, asContract, answer }) => [
    "",
    `${paint("bold", id)}  ${asks}  ${asContract ? paint("green", "as the contract") : paint("red", "not as the contract")}`,
    ...answer.flatMap((sentence) => wrap(sentence, width - 4)).map((line) => `    ${line}`),
  ]);
  const groups = groupsOf(differences).flatMap((group) => {
    const [{ kind, rule }] = group;
    const names = group.slice(0, 3).map(({ name, device }) => `${name} → ${device}`);
    const more = group.length - names.length;
    return [
      "",
      `${paint("red", kind)} ${paint("bold", rule)} ${number(group.length)}`,
      ...names.map((line) => `    ${line}`),
      ...(more > 0 ? [paint("dim", `    and ${number(more)} more, all in the report`)] : []),
    ];
  });

  return [
    paint("bold", head),
    ...rules.map(row),
    ...(legend.length > 0 ? ["", ...legend] : []),
    ...(questions.length > 0 ? ["", paint("bold", "Open questions"), ...answers] : []),
    ...(groups.length > 0 ? ["", paint("bold", "Differences"), ...groups] : []),
    "",
    ...[blindness(summary)].filter(Boolean),
    verdictOf(summary),
  ].join("\n");
}

function wrap(text, width) {
  const lines = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width)
      lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** For a report, whole. */
export function toMarkdown(summary) {
  const { tool, label, date, rules, questions, differences } = summary;
  const columns = columnsOf(rules);
  const table = (head, rows) => [
    `| ${head.join(" | ")} |`,
    `|${head.map(() => "---").join("|")}|`,
    ...rows.map((cells) => `| ${cells.map(literal).join(" | ")} |`),
  ];
  return [
    "# A device against the contract of webhook-guard",
    "",
    ...(label ? [`- Device: ${literal(label)}`] : []),
    `- Asked by ${tool}, ${date}`,
    `- ${literal(verdictOf(summary))}`,
    ...[blindness(summary)].filter(Boolean).map((line) => `- ${line}`),
    "",
    "## Rule by rule",
    "",
    ...table(
      ["rule", ...columns],
      rules.map((row) => [row.rule, ...columns.map((column) => String(row[column] ?? ""))]),
    ),
    "",
    ...Object.entries(DIFFERENCES).map(([kind, words]) => `- **${kind}**: the device ${words}`),
    ...(questions.length > 0 ? ["", "## Open questions"] : []),
    ...questions.flatMap(({ id, asks, asContract, answer, probes }) => [
      "",
      `### ${id}: ${asks}`,
      "",
      `${literal(answer.join(" "))} ${asContract ? "As the contract has it." : "**Not as the contract has it.**"}`,
      "",
      ...table(
        ["sent", "the contract", "the device"],
        probes.map(({ probe, contract, device }) => [probe, contract, device]),
      ),
    ]),
    ...(differences.length > 0 ? ["", "## Differences"] : []),
    ...groupsOf(differences).flatMap((group) => [
      "",
      `### ${group[0].kind} ${group[0].rule}`,
      "",
      ...table(
        ["case", "the contract", "the device"],
        group.map(({ name, contract, device }) => [name, contract, device]),
      ),
    ]),
    "",
  ].join("\n");
}

/** Text of a device or a case as Markdown shows it. */
const literal = (text) => text.replace(/[\\`*_{}[\]<>|~#&]/g, "\\$&");
