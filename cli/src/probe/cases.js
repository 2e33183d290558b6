// What is sent: the vectors derived for a device, updates, list requests, and the open questions.

import { readFileSync } from "node:fs";
import { validateWebhook } from "webhook-guard";
import { Failure } from "../failure.js";
import { LIST_CASES } from "./list-cases.js";
import { bodyOf, markerOf } from "./marker.js";
import { QUESTIONS } from "./questions.js";

/** D9 is answered by a delivery of the device, not by a body. */
const SIGNATURE = {
  name: "D9: signature of a test delivery",
  question: "D9",
  operation: "signature",
  rule: "signature.scheme",
  errors: [],
};

/**
 * Every case: its `name`, `operation`, `rule` (`field.code` or `field.valid`, by the contract) and
 * `errors`, the texts of which the device responds with one; none if the contract accepts it. A
 * case of `create` or `update` has a `body` or `bytes`, one of `list` a `query`.
 */
export function loadCases() {
  const vectors = JSON.parse(readFileSync(new URL("cases.json", import.meta.url), "utf8"));
  const creates = [...QUESTIONS.flatMap(probesOf), ...vectors].map(({ error, ...each }) => ({
    operation: "create",
    ...each,
    errors: error === undefined ? [] : [error],
  }));
  return [SIGNATURE, ...creates, ...updatesOf(creates), ...LIST_CASES];
}

const probesOf = ({ id, field, probes }) =>
  Object.entries(probes).map(([probe, body]) => {
    const verdict = validateWebhook(bodyOf({ body }, markerOf("00000000", 0)));
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

/** One update for each rule: a device should read the body of an update as it reads that of a create. */
function updatesOf(creates) {
  const first = new Map();
  for (const each of creates) if (!first.has(each.rule)) first.set(each.rule, each);
  return [...first.values()].map(({ name, rule, body, bytes, errors }) => ({
    name: `update: ${name}`,
    operation: "update",
    rule: `update.${rule}`,
    ...(bytes === undefined ? { body } : { bytes }),
    errors,
  }));
}

/** What `--only` may name: a rule, its first part (`url`, `update`, `list`), a question, or all questions. */
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
    throw new Failure(
      `--only does not accept "${unknown}". Name a rule that --dry-run prints, its first part, or a question from D1 to D9.`,
    );
  }
  return cases.filter((each) => names(each).some((name) => only.includes(name)));
}
