// `buildRequest` (§5) and `parseResponse` (§6): reading their arguments, and building their results.

import { decode, enter, isWellFormed, leave, readJson, writeInput } from "./instance.js";
import { readExtraEventTypes } from "./options.js";
import { jsonArray } from "./quote.js";

const QUERY = ["limit", "page_number", "sort_field", "sort_type", "filter", "locale"];

const NO_QUERY = QUERY.map(() => undefined);

/** The arguments of buildRequest except the webhook, read in this order. Throws what their code throws. */
export function readRequest(request) {
  if (typeof request !== "object" || request === null) {
    throw new TypeError('request must be an object such as { operation: "get", uid: 3 }.');
  }
  const operation = text(request.operation);
  const baseUrl = text(request.baseUrl);
  const token = text(request.token);
  const uid = integer(request.uid);
  const query = operation === "list" ? readQuery(request.query) : undefined;
  const extra = readExtraEventTypes(request, "request");
  return { operation, baseUrl, token, uid, query, extra };
}

// An absent argument becomes null in JSON. false represents a value that is never valid.
const text = (value) =>
  value === undefined || (typeof value === "string" && isWellFormed(value)) ? value : false;

const integer = (value) =>
  value === undefined || (Number.isSafeInteger(value) && value >= 1) ? value : false;

/** A text in a query, as `URLSearchParams` converts it: a lone surrogate becomes U+FFFD. */
const queryText = (value) =>
  typeof value === "string" ? value.replace(/\p{Surrogate}/gu, "\ufffd") : text(value);

function readQuery(query) {
  if (query === undefined) return undefined;
  const isRecord = Object.prototype.toString.call(query) === "[object Object]";
  if (!isRecord || !Object.keys(query).every((name) => QUERY.includes(name))) {
    throw new TypeError(
      "query must be an object of limit, page_number, sort_field, sort_type, filter and locale.",
    );
  }
  return [
    integer(query.limit),
    integer(query.page_number),
    queryText(query.sort_field),
    queryText(query.sort_type),
    queryText(query.filter),
    queryText(query.locale),
  ];
}

// The last head, since most callers build one request after another with the same arguments.
let last = { head: undefined };

/** Method, URL and headers of a request. Throws a TypeError for a wrong argument. */
export function requestHead({ operation, baseUrl, token, uid, query }) {
  if (
    last.head !== undefined &&
    query === undefined &&
    operation === last.operation &&
    baseUrl === last.baseUrl &&
    token === last.token &&
    uid === last.uid
  ) {
    return last.head;
  }
  const used = enter();
  const { first } = writeInput(
    used,
    jsonArray([operation, baseUrl, token, uid, ...(query ?? NO_QUERY)]),
  );
  const head = readJson(used, used.exports.requestHead(first));
  leave(used);
  if (Object.hasOwn(head, "misuse")) throw new TypeError(head.misuse);
  if (query === undefined) last = { operation, baseUrl, token, uid, head };
  return head;
}

/** A member of a response; undefined if it cannot be read. */
export function readMember(response, name) {
  try {
    return response[name];
  } catch {
    return undefined;
  }
}

/** What a response means; its body was read as text, bytes or undefined. */
export function parsedResponse(operation, status, body, input) {
  const used = enter();
  const name = typeof operation === "string" ? operation : "";
  const isStatus = Number.isInteger(status) && status >= 100 && status < 600;
  const { first, second } = writeInput(used, input ?? "", name) ?? { first: 0, second: 0 };
  const result = used.exports.responseText(first, second, isStatus ? status : 0);
  const read = readJson(used, result);
  leave(used);
  if (!read.ok) return read;
  const data = responseData(operation, body, input);
  return data === undefined ? read : { ...read, data };
}

function responseData(operation, body, input) {
  const content = typeof input === "object" ? decode(input) : (input ?? "");
  if (operation === "test") return typeof body === "string" ? body : content;
  if (content === "") return undefined;
  // What was not text is the parsed value already.
  if (typeof body === "object" && typeof input === "string") return body;
  try {
    return JSON.parse(content.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}
