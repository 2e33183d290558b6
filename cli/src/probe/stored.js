// Describes what a device stored, without the value of a secret or a header.

import { clip, printable } from "../printable.js";
import { markersOf, PLACEHOLDER } from "./marker.js";
import { QUESTIONS } from "./questions.js";

const MAX_LENGTH = 80;

/** Text from the device or a case for one line of a report, with the marker as in the case. */
export const shortLine = (text) =>
  clip(printable(text.replaceAll(new RegExp(markersOf(), "gi"), PLACEHOLDER)), MAX_LENGTH);

/** What is notable about a stored webhook; undefined if nothing is. */
export function describeStored({ kind, rule, question, stored, altered }) {
  const describe = QUESTIONS.find(({ id }) => id === question)?.stored;
  if (describe) return shortLine(describe(stored));
  const [field] = rule.replace(/^update\./, "").split(".");
  const fields =
    kind === "alters" ? altered : kind === "accepts" && field !== "body" ? [field] : [];
  return fields.map((name) => `${name} ${show(name, stored[name])}`).join(", ") || undefined;
}

function show(field, value) {
  if (value === undefined) return "not at all";
  if (field === "headers") return `(${headerNames(value) ?? sizeOf(value)})`;
  return field === "secret" ? `(${sizeOf(value)})` : shortLine(JSON.stringify(value));
}

function headerNames(value) {
  try {
    const entries = typeof value === "string" ? JSON.parse(value) : value;
    return `names ${shortLine(JSON.stringify(Object.keys(entries)))}`;
  } catch {
    return undefined;
  }
}

const sizeOf = (value) =>
  typeof value === "string" ? `${[...value].length} characters` : `a ${typeof value}, not text`;
