// Reports: from the words and texts in the module's memory (abi.rs) to plain objects.
//
// Everything is built from literals and own elements, so that nothing on a changed prototype is
// called or read.

import {
  AT_FIELD,
  AT_INDEX,
  DETAIL,
  DETAIL_KIND,
  ENTRY,
  ERROR_ENTRY,
  EXPECTED,
  FINDING_WORDS,
  HEAD_WORDS,
  ISSUES,
  KNOWN_NAME,
  LENGTH,
  LENGTHS,
  LIMITS,
  NAMES_LENGTH,
  NAMES_START,
  NO_DETAIL,
  NO_PARAMS,
  NUMBER,
  OFFSET,
  OTHER_NAME,
  PLACE,
  PLACE_KIND,
  REASON,
  SCRATCH,
  TRUNCATED,
  TYPE,
  UTF8,
  UTF16,
  WARNINGS,
} from "./abi.js";
import { findingTexts } from "./data.js";
import { readText, viewsNow } from "./instance.js";

// The texts of findings, and the names they mention by number; read with the first finding.
let texts;

/** The result of the report at this address; 0 if there is nothing to report. */
export function readReport(used, report) {
  return report === 0 ? { valid: true, errors: [], warnings: [] } : readFindings(used, report);
}

// Apart, so that engines inline only the function above.
function readFindings(used, report) {
  texts ??= findingTexts(used);
  const { words } = viewsNow(used);
  const head = report >>> 2;
  const issues = words[head + ISSUES];
  const warnings = words[head + WARNINGS];
  const isTruncated = words[head + TRUNCATED] === 1;
  const names = readText(used, words[head + NAMES_START], words[head + NAMES_LENGTH]);
  const reader = { words, at: head + HEAD_WORDS, names, nameStart: 0 };
  const errorList = list(reader, issues, true);
  const warningList = list(reader, warnings, false);
  if (issues + warnings > MANY || names.length > SCRATCH) used.exports.release();
  if (issues === 0) {
    return isTruncated
      ? { valid: true, errors: errorList, warnings: warningList, truncated: true }
      : { valid: true, errors: errorList, warnings: warningList };
  }
  const { error } = texts.entries[words[head + ERROR_ENTRY]];
  return isTruncated
    ? { valid: false, error, errors: errorList, warnings: warningList, truncated: true }
    : { valid: false, error, errors: errorList, warnings: warningList };
}

const MANY = 500;
const BLANKS = Array.from({ length: MANY }, () => undefined);

/** The next findings. Up to four are written as a literal, which engines create in one step. */
function list(reader, count, areIssues) {
  if (count === 0) return [];
  if (count === 1) return [readFinding(reader, areIssues)];
  if (count === 2) return [readFinding(reader, areIssues), readFinding(reader, areIssues)];
  if (count === 3)
    return [
      readFinding(reader, areIssues),
      readFinding(reader, areIssues),
      readFinding(reader, areIssues),
    ];
  if (count === 4)
    return [
      readFinding(reader, areIssues),
      readFinding(reader, areIssues),
      readFinding(reader, areIssues),
      readFinding(reader, areIssues),
    ];
  const made =
    count > MANY ? Array.from({ __proto__: null, length: count }) : BLANKS.slice(0, count);
  for (let at = 0; at < count; at++) made[at] = readFinding(reader, areIssues);
  return made;
}

function readFinding(reader, isIssue) {
  const { words, at } = reader;
  const entry = texts.entries[words[at + ENTRY]];
  const path = readPath(reader, entry.field, words[at + PLACE_KIND], words[at + PLACE]);
  const kind = words[at + DETAIL_KIND];
  const detail = words[at + DETAIL];
  let params;
  let message;
  switch (kind) {
    case NO_DETAIL:
      params = ruleParams(entry);
      message = entry.message[0];
      break;
    case OFFSET:
      params = { offset: detail };
      message = fill(entry, detail);
      break;
    case LENGTH:
      params = actualParams(entry, detail);
      message = fill(entry, detail);
      break;
    case NUMBER:
      params = actualParams(entry, detail | 0);
      message = fill(entry, detail | 0);
      break;
    case TYPE:
      params = actualParams(entry, texts.types[detail]);
      message = fill(entry, texts.types[detail]);
      break;
    case LENGTHS: {
      const utf16 = words[at + UTF16];
      const utf8 = words[at + UTF8];
      params = { ...copy(entry.params), actual: detail, utf16, utf8 };
      message = fill(entry, detail, utf16, utf8);
      break;
    }
    case KNOWN_NAME:
    case OTHER_NAME: {
      const name = kind === KNOWN_NAME ? texts.names[detail] : readName(reader, detail);
      params = suggestionParams(entry, name);
      message = entry.message[0] + texts.suggestion[0] + name + texts.suggestion[1];
    }
  }
  reader.at = at + FINDING_WORDS;
  const { code } = entry;
  return isIssue
    ? { code, path, message, error: entry.error, params }
    : { code, path, message, params };
}

function readName(reader, length) {
  const start = reader.nameStart;
  reader.nameStart += length;
  return reader.names.slice(start, reader.nameStart);
}

function readPath(reader, field, kind, place) {
  if (kind === AT_FIELD) return field === null ? [] : [field];
  const last = kind === AT_INDEX ? place : readName(reader, place);
  return field === null ? [last] : [field, last];
}

/** The message with the values inserted around which it is split. */
function fill({ message }, first, second, third) {
  let text = message[0];
  if (message.length > 1) text += first + message[1];
  if (message.length > 2) text += second + message[2] + third + message[3];
  return text;
}

// Engines create a literal in one step, and copy other objects member by member: so the usual params are
// written out here, and any others copied.
function ruleParams({ kind, params }) {
  if (kind === NO_PARAMS) return {};
  return kind === REASON ? { reason: params.reason } : copy(params);
}

function actualParams({ kind, params }, actual) {
  if (kind === LIMITS) return { min: params.min, max: params.max, actual };
  return kind === EXPECTED ? { expected: params.expected, actual } : { ...copy(params), actual };
}

function suggestionParams({ kind, params }, suggestion) {
  if (kind === NO_PARAMS) return { suggestion };
  return kind === EXPECTED
    ? { expected: params.expected.slice(), suggestion }
    : { ...copy(params), suggestion };
}

/** A copy of a rule's params, including the list of allowed values. */
function copy(params) {
  const copied = { ...params };
  if (Object.hasOwn(copied, "expected") && Array.isArray(copied.expected)) {
    copied.expected = copied.expected.slice();
  }
  return copied;
}

/** Thrown by buildRequest for an invalid webhook (§5). */
class InvalidWebhookError extends Error {
  error;
  errors;
  warnings;

  constructor({ error, errors, warnings }) {
    super(error);
    this.error = error;
    this.errors = errors;
    this.warnings = warnings;
  }
}

// Members are defined, since an assignment may meet a setter or a frozen prototype.
const define = (object, name, value, enumerable) =>
  Object.defineProperty(object, name, {
    __proto__: null,
    value,
    enumerable,
    configurable: true,
    writable: true,
  });
define(InvalidWebhookError.prototype, "name", "InvalidWebhookError", false);

export function invalidWebhookError(result) {
  const error = new InvalidWebhookError(result);
  return Object.hasOwn(result, "truncated") ? define(error, "truncated", true, true) : error;
}
