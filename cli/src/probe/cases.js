// What is sent: the vectors as they were derived for a device, and the probes of the open questions.

import { readFileSync } from "node:fs";
import { CannotRun } from "./client.js";
import { bodyOf, markOf } from "./mark.js";
import { QUESTIONS } from "./questions.js";

/**
 * Every case: its name, its body, the rule that decides it by the contract (`field.code`, or
 * `field.valid`) and `error`, the text of the refusal, absent where the contract takes it.
 */
export function loadCases(guard) {
  const vectors = JSON.parse(readFileSync(new URL("cases.json", import.meta.url), "utf8"));
  return [...QUESTIONS.flatMap((question) => askedBy(question, guard)), ...vectors];
}

const askedBy = ({ id, field, probes }, guard) =>
  Object.entries(probes).map(([probe, body]) => {
    const verdict = guard.validateWebhook(bodyOf({ body }, markOf("00000000", 0)));
    const { error } = verdict;
    return {
      name: `${id}: ${probe}`,
      question: id,
      probe,
      rule: ruleOf(verdict, field),
      body,
      error,
    };
  });

function ruleOf({ valid, errors, error }, field = "body") {
  if (valid) return `${field}.valid`;
  const { code, path } = errors.find((issue) => issue.error === error);
  return `${code === "duplicate_key" ? "body" : (path[0] ?? "body")}.${code}`;
}

/** What `--only` may name: a rule, its field, a question, or all questions. */
export function select(cases, only) {
  if (only.length === 0) return cases;
  const names = ({ rule, question }) => [
    rule,
    rule.split(".")[0],
    ...(question ? [question, "questions"] : []),
  ];
  const known = new Set(cases.flatMap(names));
  const unknown = only.find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new CannotRun(`Nothing is called "${unknown}". There are: ${[...known].join(", ")}.`);
  }
  return cases.filter((each) => names(each).some((name) => only.includes(name)));
}
