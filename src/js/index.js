// The functions of the package. abi.rs describes, with a diagram, what crosses to the module.
//
// Each one reads all of its arguments first, which may run code of the caller, and enters the module
// after that (instance.js).

import { BODY_LENGTH, BODY_START, SCRATCH } from "./abi.js";
import {
  bytesIn,
  FAILED,
  readInput,
  readSafely,
  readTextOrBytes,
  requireSpareStack,
} from "./input.js";
import { decode, enter, leave, readText, requireModule, viewsNow, writeInput } from "./instance.js";
import { writeMembers } from "./members.js";
import { stringifyMembers } from "./objects.js";
import { readExtraEventTypes, readPath } from "./options.js";
import { invalidWebhookError, readReport } from "./report.js";
import { parsedResponse, readMember, readRequest, requestHead } from "./requests.js";

export { webhookJsonSchema, webhookRules } from "./data.js";

/** The result for a webhook body: whether the device accepts it, and each issue and warning (§2). */
export function validateWebhook(input, options) {
  requireModule();
  const extra = readExtraEventTypes(options);
  requireSpareStack(input);
  const read = readSafely(readInput, input);
  const used = enter();
  const result = readReport(used, reportOn(used, read, extra));
  leave(used);
  return result;
}

function reportOn(used, read, extra) {
  if (isMembers(read)) {
    const given = writeMembers(used, read, extra);
    if (given !== undefined) {
      const { words, strings, description, extra, isAscii } = given;
      return used.exports.validateMembers(words, strings, description, extra, isAscii);
    }
    return reportOnText(used, stringifyMembers(read.keys, read.values), extra, "validateText");
  }
  return reportOnText(used, read, extra, "validateText");
}

// Not by `instanceof`, which may run code of the caller.
const isMembers = (read) => typeof read === "object" && !ArrayBuffer.isView(read);

function reportOnText(used, text, extra, run) {
  const hasText = text !== undefined && text !== FAILED;
  const lengths = hasText ? writeInput(used, text, extra) : undefined;
  if (lengths === undefined) return used.exports.notSerializable() >>> 0;
  return used.exports[run](lengths.first, lengths.second) >>> 0;
}

/**
 * The result of `validateWebhook`, and `body`, the canonical body, if it is valid (§5): a string for
 * a string or a value, bytes for bytes. It is the input itself if that is canonical.
 */
export function canonicalizeWebhook(input, options) {
  requireModule();
  const { result, body } = canonicalized(input, readExtraEventTypes(options), false);
  return body === undefined ? result : { ...result, body };
}

/** `asText`: the body is a string for bytes too. */
function canonicalized(input, extra, asText) {
  const read = readSafely(readTextOrBytes, input);
  const used = enter();
  const report = reportOnText(used, read, extra, "canonicalizeText");
  const result = readReport(used, report);
  const body = result.valid ? canonicalBody(used, report, read, asText) : undefined;
  leave(used);
  return { result, body };
}

function canonicalBody(used, report, read, asText) {
  const isText = typeof read === "string";
  const { words, bytes } = viewsNow(used);
  const at = report >>> 2;
  const [start, length] = report === 0 ? [0, 0] : [words[at + BODY_START], words[at + BODY_LENGTH]];
  if (length === 0) return asText && !isText ? decode(read) : read;
  const body =
    asText || isText ? readText(used, start, length) : bytes.slice(start, start + length);
  if (length > SCRATCH) used.exports.release();
  return body;
}

/** The request for an operation of the device's API (§5). */
export function buildRequest(request) {
  requireModule();
  const given = readRequest(request);
  const { method, url, headers, hasBody } = requestHead(given);
  if (!hasBody) return { method, url, headers: { ...headers } };
  const { result, body } = canonicalized(request.webhook, given.extra, true);
  if (!result.valid) throw invalidWebhookError(result);
  return { method, url, headers: { ...headers }, body };
}

/** What the device's response means (§6). Never throws for bad arguments. */
export function parseResponse(response) {
  requireModule();
  const operation = readMember(response, "operation");
  const status = readMember(response, "status");
  const body = readMember(response, "body");
  // `fetch` has null for an absent body.
  const read = body === null ? undefined : readSafely(readTextOrBytes, body);
  return parsedResponse(operation, status, body, read === FAILED ? undefined : read);
}

/** Where in the text of a body a path is (§7); undefined if it is not there. */
export function locate(input, path) {
  requireModule();
  const text = typeof input === "string" ? input : bytesIn(input);
  const segments = readSafely(readPath, path);
  if (text === undefined || segments === undefined || segments === FAILED) return undefined;
  const used = enter();
  const lengths = writeInput(used, text, segments);
  const { first, second } = lengths ?? { first: 0, second: 0 };
  const location = used.exports.locatePath(first, second, typeof text === "string") >>> 0;
  const place = location === 0 ? undefined : readLocation(used, location);
  leave(used);
  return place;
}

function readLocation(used, location) {
  const { words } = viewsNow(used);
  const at = location >>> 2;
  return { offset: words[at], length: words[at + 1], line: words[at + 2], column: words[at + 3] };
}
