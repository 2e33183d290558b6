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
  FINDING_WORDS,
  HEAD_WORDS,
  ISSUES,
  KNOWN_NAME,
  LENGTH,
  LENGTHS,
  NAMES_LENGTH,
  NAMES_START,
  NO_DETAIL,
  NUMBER,
  OFFSET,
  OTHER_NAME,
  PLACE,
  PLACE_KIND,
  SCRATCH,
  TRUNCATED,
  TYPE,
  UTF8,
  UTF16,
  WARNINGS,
} from "./abi.js";
import { readJson, readText, viewsNow } from "./instance.js";

// The texts of findings, and the names they mention by number; asked for with the first finding.
let texts;

function textsFrom(used) {
  if (texts !== undefined) return texts;
  const { entries, types, names, suggestion } = readJson(used, used.exports.findingTexts());
  const last = entries[entries.length - 1].entry;
  const byNumber = Array.from({ length: last + 1 }, () => undefined);
  for (let at = 0; at < entries.length; at++) {
    const { entry, code, path, message, error, params } = entries[at];
    byNumber[entry] = {
      code,
      field: path.length > 0 ? path[0] : undefined,
      // At every other place the name of a param.
      message: message.split(/\{(\w+)\}/),
      error,
      params,
      names: Object.keys(params).join(),
    };
  }
  texts = { entries: byNumber, types, names, suggestion: suggestion.split("{suggestion}") };
  return texts;
}

/** The result of the report at this address; 0 if there is nothing to report. */
export function readReport(used, report) {
  if (report === 0) return { valid: true, errors: [], warnings: [] };
  const known = textsFrom(used);
  const { words } = viewsNow(used);
  const head = report >>> 2;
  const [issues, warnings] = [words[head + ISSUES], words[head + WARNINGS]];
  const isTruncated = words[head + TRUNCATED] === 1;
  const reader = {
    words,
    at: head + HEAD_WORDS,
    names: readText(used, words[head + NAMES_START], words[head + NAMES_LENGTH]),
    nameStart: 0,
    known,
  };
  const errorList = list(issues, () => readIssue(reader));
  const warningList = list(warnings, () => readWarning(reader));
  if (issues + warnings > MANY || reader.names.length > SCRATCH) used.exports.release();
  if (issues === 0) {
    return isTruncated
      ? { valid: true, errors: errorList, warnings: warningList, truncated: true }
      : { valid: true, errors: errorList, warnings: warningList };
  }
  const { error } = known.entries[words[head + ERROR_ENTRY]];
  return isTruncated
    ? { valid: false, error, errors: errorList, warnings: warningList, truncated: true }
    : { valid: false, error, errors: errorList, warnings: warningList };
}

const MANY = 500;
const BLANKS = Array.from({ length: MANY }, () => undefined);

/** A list of as many, made one after the other. */
function list(count, make) {
  if (count === 0) return [];
  if (count === 1) return [make()];
  const made =
    count > MANY ? Array.from({ __proto__: null, length: count }) : BLANKS.slice(0, count);
  for (let at = 0; at < count; at++) made[at] = make();
  return made;
}

function readIssue(reader) {
  const texts = reader.known.entries[reader.words[reader.at + ENTRY]];
  const path = readPath(reader, texts);
  const { params, message } = readDetail(reader, texts);
  reader.at += FINDING_WORDS;
  return { code: texts.code, path, message, error: texts.error, params };
}

function readWarning(reader) {
  const texts = reader.known.entries[reader.words[reader.at + ENTRY]];
  const path = readPath(reader, texts);
  const { params, message } = readDetail(reader, texts);
  reader.at += FINDING_WORDS;
  return { code: texts.code, path, message, params };
}

function readName(reader, length) {
  const start = reader.nameStart;
  reader.nameStart += length;
  return reader.names.slice(start, reader.nameStart);
}

function readPath(reader, { field }) {
  const kind = reader.words[reader.at + PLACE_KIND];
  if (kind === AT_FIELD) return field === undefined ? [] : [field];
  const place = reader.words[reader.at + PLACE];
  const last = kind === AT_INDEX ? place : readName(reader, place);
  return field === undefined ? [last] : [field, last];
}

function readDetail(reader, texts) {
  const { words, at, known } = reader;
  const detail = words[at + DETAIL];
  switch (words[at + DETAIL_KIND]) {
    case NO_DETAIL:
      return withMessage(texts, ruleParams(texts));
    case OFFSET:
      return withMessage(texts, { offset: detail });
    case LENGTH:
      return withMessage(texts, actualParams(texts, detail));
    case NUMBER:
      return withMessage(texts, actualParams(texts, detail | 0));
    case TYPE:
      return withMessage(texts, actualParams(texts, known.types[detail]));
    case LENGTHS: {
      const [utf16, utf8] = [words[at + UTF16], words[at + UTF8]];
      return withMessage(texts, { ...copy(texts.params), actual: detail, utf16, utf8 });
    }
    case KNOWN_NAME:
      return withSuggestion(known, texts, known.names[detail]);
    case OTHER_NAME:
      return withSuggestion(known, texts, readName(reader, detail));
  }
  throw new Error("Unknown kind of detail.");
}

function withMessage({ message: parts }, params) {
  let message = parts[0];
  for (let at = 1; at < parts.length; at += 2) message += params[parts[at]] + parts[at + 1];
  return { params, message };
}

function withSuggestion(known, texts, suggestion) {
  const { params, message } = withMessage(texts, suggestionParams(texts, suggestion));
  return { params, message: message + known.suggestion[0] + suggestion + known.suggestion[1] };
}

// Engines create a literal in one step, and copy other objects member by member: so the usual params are
// written out here, and any others copied.

function ruleParams({ names, params }) {
  switch (names) {
    case "":
      return {};
    case "reason":
      return { reason: params.reason };
    default:
      return copy(params);
  }
}

function actualParams({ names, params }, actual) {
  switch (names) {
    case "min,max":
      return { min: params.min, max: params.max, actual };
    case "expected":
      return { expected: params.expected, actual };
    default:
      return { ...copy(params), actual };
  }
}

function suggestionParams({ names, params }, suggestion) {
  switch (names) {
    case "":
      return { suggestion };
    case "expected":
      return { expected: params.expected.slice(), suggestion };
    default:
      return { ...copy(params), suggestion };
  }
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
