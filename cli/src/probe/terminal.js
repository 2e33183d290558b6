// The result of a run for a terminal.

import { DIFFERENCES } from "./outcomes.js";
import {
  columnsOf,
  comparisonOf,
  groupDifferences,
  KINDS,
  unreadNote,
  verdictOf,
} from "./summary.js";

const MAX_PER_GROUP = 3;

/** `paint(format, text)` colours; `width` is that of a line. */
export function toTerminal(summary, { paint, width }) {
  const { rules, questions, differences, delivery = [] } = summary;
  const sections = [
    tableOf(rules, paint),
    legendOf(rules),
    titled(
      "Open questions",
      questions.flatMap((question) => answerLines(question, { paint, width })),
    ),
    titled(
      "Deliveries",
      delivery.map(({ name, result }) => `${name}: ${result}`),
    ),
    titled(
      "Differences",
      groupDifferences(differences).flatMap((group) => groupLines(group, paint)),
    ),
    [unreadNote(summary), verdictOf(summary)].filter(Boolean),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");

  function titled(title, lines) {
    return lines.length > 0 ? [paint("bold", title), "", ...lines] : [];
  }
}

function tableOf(rules, paint) {
  const columns = columnsOf(rules);
  const widest = Math.max(...rules.map(({ rule }) => rule.length), "rule".length);
  const pad = (text, column) => text.padStart(Math.max(column.length, 6) + 2);
  const head = "rule".padEnd(widest) + columns.map((column) => pad(column, column)).join("");
  const row = ({ rule, ...counts }) => {
    const cells = columns.map((column) => {
      const count = counts[column];
      const text = pad(count ? count.toLocaleString("en") : "·", column);
      if (!count) return paint("dim", text);
      return column === "cases" ? text : paint(column === "agrees" ? "green" : "red", text);
    });
    return rule.padEnd(widest) + cells.join("");
  };
  return [paint("bold", head), ...rules.map(row)];
}

const legendOf = (rules) =>
  columnsOf(rules)
    .filter((column) => KINDS.includes(column))
    .map((kind) => `${kind.padEnd(12)}  the device ${DIFFERENCES[kind]}`);

function answerLines(question, { paint, width }) {
  const { id, asks, answer } = question;
  const { text, colour } = comparisonOf(question);
  const lines = answer.flatMap((sentence) => wrap(sentence, width - 4));
  return [`${id}  ${asks}  ${paint(colour, text)}`, ...lines.map((line) => `    ${line}`)];
}

function groupLines(group, paint) {
  const [{ kind, rule }] = group;
  const shown = group.slice(0, MAX_PER_GROUP).map(({ name, device }) => `    ${name}: ${device}`);
  const more = group.length - shown.length;
  return [
    `${paint("red", kind)} ${rule}`,
    ...shown,
    ...(more > 0
      ? [paint("dim", `    and ${more.toLocaleString("en")} more, all in the report`)]
      : []),
  ];
}

function wrap(text, width) {
  const lines = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) {
      lines[lines.length - 1] += ` ${word}`;
    } else lines.push(word);
  }
  return lines;
}
