// Validates the webhooks of one file and finds where each issue and warning is.

import { locate, validateWebhook } from "webhook-guard";
import { addExcerpts, FIELDS } from "./excerpt.js";
import { createPositions } from "./positions.js";
import { members, skipBlank, splitTexts } from "./texts.js";

// The findings of one file that are reported; the others are counted.
const MAX_FINDINGS = 1000;

// The issues, and the warnings, within `headers` or `event_types` that `validateWebhook` reports (§2).
const MAX_WITHIN_FIELD = 100;

// `locate` reads a text from its start for each finding: in a huge one only some are worth it, and
// the others are shown at the start of the body.
const MAX_LOCATED_BYTES = 2 ** 30;

/**
 * Validates the webhooks in the bytes of a file. `quiet` leaves warnings out of the findings, not out of the counts.
 *
 * @returns {{ webhooks: number, invalid: number, errors: number, warnings: number, findings: object[],
 *   truncated: boolean, undercounted: boolean }} `findings` in order of their webhooks, in each as
 *   `validateWebhook` gives them: `severity`, `code`, `path`, `message`, `params`, `error` (of an
 *   error: the device's text), `item` (index in a top-level array), `start` and `end` (`{ offset,
 *   line, column }`, the offset in bytes) and `excerpt`. `undercounted` is true if the counts may
 *   be too low (unknown members are always counted), `truncated` if findings were left out.
 */
export function validateFile(
  bytes,
  { jsonLines = false, extraEventTypes = [], quiet = false } = {},
) {
  const positionOf = createPositions(bytes);
  const result = {
    webhooks: 0,
    invalid: 0,
    errors: 0,
    warnings: 0,
    findings: [],
    truncated: false,
    undercounted: false,
  };
  let locatable = MAX_LOCATED_BYTES;

  const validateText = (text, item) => {
    const content = bytes.subarray(text.start, text.end);
    const { valid, errors, warnings, truncated } = text.problem
      ? malformedList(text.problem)
      : validateWebhook(content, { extraEventTypes });
    const cause = text.start === 0 && causeIn(bytes);
    if (cause) errors[0].message += ` ${cause}`;
    if (!text.problem) {
      result.webhooks += 1;
      if (!valid) result.invalid += 1;
    }
    result.errors += errors.length;
    result.warnings += warnings.length;
    if (truncated) {
      result.truncated = true;
      result.warnings += countUnknownMembers(content) - warnings.filter(isUnknownMember).length;
      result.undercounted ||= isFull(errors) || isFull(warnings);
    }

    const shown = quiet ? errors : [...errors, ...warnings];
    const room = MAX_FINDINGS - result.findings.length;
    if (shown.length > room) result.truncated = true;
    const findings = shown.slice(0, room).map((finding) => {
      locatable -= content.length;
      const place = placeOf(finding, content, locatable >= 0);
      const start = text.start + place.offset;
      const severity = errors.includes(finding) ? "error" : "warning";
      return {
        severity,
        ...finding,
        ...(item !== undefined && { item }),
        start,
        // A text that ends too early has its error at its end.
        end: Math.min(start + place.length, text.end),
      };
    });
    // Positions and masks are found in one pass over the text.
    const ordered = findings.toSorted((a, b) => a.start - b.start);
    addExcerpts(bytes, text, ordered);
    addPositions(ordered, positionOf);
    result.findings.push(...findings);
  };

  let count = 0;
  const isArray = !jsonLines && bytes[skipBlank(bytes, 0, bytes.length)] === 0x5b;
  for (const text of splitTexts(bytes, { jsonLines })) {
    validateText(text, isArray && !text.problem ? count : undefined);
    count += 1;
  }
  return result;
}

const isUnknownMember = ({ code }) => code === "unknown_field";

/** The unknown members of a text without a duplicate member. */
function countUnknownMembers(text) {
  let count = -FIELDS.filter((name) => locate(text, [name])).length;
  for (const _ of members(text, { start: 0, end: text.length })) count += 1;
  return count;
}

/** Whether `validateWebhook` may have left out issues or warnings within a field. */
const isFull = (findings) =>
  ["headers", "event_types"].some(
    (field) => findings.filter(({ path }) => path[0] === field).length >= MAX_WITHIN_FIELD,
  );

/** The cause, if it is one that an editor does not show (a byte-order mark, UTF-16, an empty file). */
function causeIn(bytes) {
  const startsWith = (...mark) => mark.every((byte, i) => bytes[i] === byte);
  if (startsWith(0xef, 0xbb, 0xbf))
    return "It has a byte-order mark. Save the file as UTF-8 without one.";
  if (startsWith(0xff, 0xfe) || startsWith(0xfe, 0xff))
    return "It is UTF-16. Save the file as UTF-8.";
  if (skipBlank(bytes, 0, bytes.length) === bytes.length) return "The file is empty.";
  return undefined;
}

const malformedList = (message) => ({
  valid: false,
  errors: [{ code: "malformed_json", path: [], message, error: "Wrong JSON body", params: {} }],
  warnings: [],
});

/** Where a finding is in its text, in bytes: a missing member at the body's brace. */
function placeOf({ code, path, params }, text, mayLocate) {
  if (code === "malformed_json") return { offset: params.offset ?? 0, length: 1 };
  const place = mayLocate ? locate(text, path) : undefined;
  return place ?? { offset: skipBlank(text, 0, text.length), length: 1 };
}

/** Replaces the offsets `start` and `end` of findings in order by their positions. */
function addPositions(findings, positionOf) {
  const offsets = findings.flatMap(({ start, end }) => [start, end]).sort((a, b) => a - b);
  const positions = new Map(offsets.map((offset) => [offset, positionOf(offset)]));
  for (const finding of findings) {
    finding.start = positions.get(finding.start);
    finding.end = positions.get(finding.end);
  }
}
