// The result of a run in Markdown, complete, to attach to a report.

import { DIFFERENCES } from "./outcomes.js";
import { columnsOf, comparisonOf, groupDifferences, unreadNote, verdictOf } from "./summary.js";

export function toMarkdown(summary) {
  const { tool, label, date, rules, questions, delivery = [], differences } = summary;
  const columns = columnsOf(rules);
  const rows = rules.map((row) => [row.rule, ...columns.map((column) => `${row[column] ?? ""}`)]);
  return [
    "# A device compared with the contract of webhook-guard",
    "",
    ...(label ? [`- Device: ${literal(label)}`] : []),
    `- Created by ${tool}, ${date}`,
    `- ${literal(verdictOf(summary))}`,
    ...[unreadNote(summary)].filter(Boolean).map((line) => `- ${line}`),
    "",
    "## Rule by rule",
    "",
    ...table(["rule", ...columns], rows),
    "",
    ...Object.entries(DIFFERENCES).map(
      ([kind, words]) => `- **${literal(kind)}**: the device ${words}`,
    ),
    ...(questions.length > 0 ? ["", "## Open questions"] : []),
    ...questions.flatMap(questionLines),
    ...(delivery.length > 0
      ? [
          "",
          "## Deliveries",
          "",
          ...table(
            ["", ""],
            delivery.map(({ name, result }) => [name, result]),
          ),
        ]
      : []),
    ...(differences.length > 0 ? ["", "## Differences"] : []),
    ...groupDifferences(differences).flatMap(differenceLines),
    "",
  ].join("\n");
}

const questionLines = (question) => [
  "",
  `### ${question.id}: ${question.asks}`,
  "",
  `${literal(question.answer.join(" "))} (${comparisonOf(question).text})`,
  "",
  ...table(
    ["sent", "the contract", "the device"],
    question.probes.map(({ probe, contract, device }) => [probe, contract, device]),
  ),
];

const differenceLines = (group) => [
  "",
  `### ${literal(group[0].kind)} ${group[0].rule}`,
  "",
  ...table(
    ["case", "the contract", "the device"],
    group.map(({ name, contract, device }) => [name, contract, device]),
  ),
  // One of the group; those of the others are in the data.
  ...(group[0].curl ? ["", "```sh", group[0].curl, "```"] : []),
];

const table = (head, rows) => [
  `| ${head.join(" | ")} |`,
  `|${head.map(() => "---").join("|")}|`,
  ...rows.map((cells) => `| ${cells.map(literal).join(" | ")} |`),
];

/** Text of a device or a case as Markdown shows it. */
const literal = (text) => text.replace(/[\\`*_{}[\]<>|~#&]/g, "\\$&");
