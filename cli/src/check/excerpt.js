// The source line around a finding, with secrets and header values masked.

import { webhookRules } from "webhook-guard";
import { printable } from "../printable.js";
import { members } from "./texts.js";

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const OPEN_OBJECT = 0x7b;

// Bytes of a line to show before and after the start of a finding.
const BEFORE = 60;
const AFTER = 90;

const MASK = "***";

/** The names of a webhook's members. */
export const FIELDS = webhookRules().fields.map(({ name }) => name);
const SHOWN = new Set(FIELDS.filter((name) => name !== "secret" && name !== "headers"));
const MAX_NAME_LENGTH = 64;

/** Codes of findings in texts whose members cannot be separated. */
const UNREADABLE = ["malformed_json", "not_an_object", "duplicate_key"];

const isLineEnd = (byte) => byte === LF || byte === CR;
const isContinuation = (byte) => byte >= 0x80 && byte < 0xc0;

/**
 * Adds to each of a text's findings, which are in order of `start`, its `excerpt`: `{ text,
 * underline: [column, width] }`. In a readable text the values of `secret`, `headers` and unknown
 * members are masked, and user name and password in `url`; in any other text every word that could be one of these.
 */
export function addExcerpts(bytes, text, findings) {
  // Another webhook on the same line has its own secrets.
  const bounds = text.problem ? { start: 0, end: bytes.length } : text;
  const windows = findings.map((finding) => windowAround(bytes, finding, bounds));
  if (findings.some(({ code }) => UNREADABLE.includes(code))) {
    for (const window of windows) window.masked = wordsIn(bytes, window);
  } else {
    maskMembers(bytes, text, windows);
  }
  findings.forEach((finding, i) => {
    finding.excerpt = render(bytes, windows[i], finding);
  });
}

/** The part of the line to show, in bytes, cut between characters. */
function windowAround(bytes, { start }, bounds) {
  let from = start;
  while (from > bounds.start && start - from < BEFORE && !isLineEnd(bytes[from - 1])) from -= 1;
  let to = start;
  while (to < bounds.end && to - start < AFTER && !isLineEnd(bytes[to])) to += 1;
  while (from < start && isContinuation(bytes[from])) from += 1;
  while (to > start && isContinuation(bytes[to])) to -= 1;
  const isCut = (at, byte) => at > 0 && at < bytes.length && !isLineEnd(byte);
  return {
    from,
    to,
    cutBefore: isCut(from, bytes[from - 1]),
    cutAfter: isCut(to, bytes[to]),
    masked: [],
  };
}

/** Everything in a window but punctuation, literals and the names of a webhook's members. */
function wordsIn(bytes, { from, to }) {
  // One character per byte.
  const line = bytes.latin1Slice(from, to);
  const isName = (start, end) =>
    FIELDS.includes(line.slice(start, end)) &&
    line[start - 1] === '"' &&
    /^"[ \t]*:/.test(line.slice(end));
  return [...line.matchAll(/[^\t "{}[\]:,]+/g)]
    .map(({ index, 0: word }) => ({ start: index, end: index + word.length, word }))
    .filter(({ start, end, word }) => !/^(?:true|false|null)$/.test(word) && !isName(start, end))
    .map(({ start, end }) => ({ start: from + start, end: from + end }));
}

/** Adds to each window the ranges to mask. Members and windows are in order. */
function maskMembers(bytes, text, windows) {
  let first = 0;
  for (const member of members(bytes, text)) {
    while (first < windows.length && windows[first].to <= member.start) first += 1;
    if (first === windows.length) return;
    if (windows[first].from >= member.end) continue;
    const range = maskOf(bytes, member);
    for (let i = first; i < windows.length && windows[i].from < member.end; i += 1) {
      if (range.start < range.end) windows[i].masked.push(range);
    }
  }
}

function maskOf(bytes, { name, start, end }) {
  const field = name.length <= MAX_NAME_LENGTH ? JSON.parse(name.toString()) : undefined;
  if (!SHOWN.has(field) || hasMembers(bytes.subarray(start, end))) {
    return withinQuotes(bytes, { start, end });
  }
  if (field !== "url") return { start, end: start };
  return credentialsIn(bytes, { start, end });
}

/** Whether a value is, or contains, an object, whose members may be anything. */
const hasMembers = (value) => value[0] !== QUOTE && value.includes(OPEN_OBJECT);

const withinQuotes = (bytes, { start, end }) =>
  bytes[start] === QUOTE ? { start: start + 1, end: end - 1 } : { start, end };

/** User name and password of a URL as it is written; the complete URL if they cannot be separated. */
function credentialsIn(bytes, { start, end }) {
  const written = bytes.latin1Slice(start, end);
  const plain = /^"https?:\/\/([^/?#\\"]*@)?[^\\@"]*/i.exec(written);
  if (plain === null || plain[0].length < written.length - 1) {
    return /@|\\u0040/i.test(written) ? withinQuotes(bytes, { start, end }) : { start, end: start };
  }
  const [, credentials = ""] = plain;
  const at = start + written.indexOf("//") + 2;
  return { start: at, end: at + credentials.length };
}

function render(bytes, { from, to, cutBefore, cutAfter, masked }, place) {
  let { start } = place;
  let end = Math.max(place.end, start + 1);
  const ranges = isHeaderName(place)
    ? masked.flatMap((range) => without(range, start, end))
    : masked;
  // A place inside a masked range is extended to the range.
  for (const range of ranges) {
    if (range.start < start && start < range.end) start = range.start;
    if (range.start < end && end < range.end) end = range.end;
  }
  const within = (at) => Math.min(Math.max(at, from), to);
  const edges = [from, start, end, to, ...ranges.flatMap((range) => [range.start, range.end])];
  const cuts = [...new Set(edges.map(within))].sort((a, b) => a - b);

  let text = cutBefore ? "…" : "";
  let column = widthOf(text);
  let width = 0;
  cuts.slice(0, -1).forEach((cut, i) => {
    const next = cuts[i + 1];
    const isMasked = ranges.some((range) => range.start <= cut && next <= range.end);
    const piece = isMasked
      ? MASK
      : printable(bytes.toString("utf8", cut, next).replaceAll("\t", " "));
    text += piece;
    if (next <= start) column += widthOf(piece);
    else if (cut < end) width += widthOf(piece);
  });
  return { text: cutAfter ? `${text}…` : text, underline: [column, Math.max(width, 1)] };
}

const isHeaderName = ({ path: { 0: field, length } }) => field === "headers" && length === 2;

/** The name of a header stays readable in the text of the headers. */
const without = (range, start, end) =>
  range.start < start && end < range.end
    ? [
        { start: range.start, end: start },
        { start: end, end: range.end },
      ]
    : [range];

const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\uff01-\uff60]/u;
const COMBINING = /\p{M}/u;

/** The width of a text on a terminal, in columns. */
function widthOf(text) {
  let width = 0;
  for (const char of text) {
    if (WIDE.test(char)) width += 2;
    else if (!COMBINING.test(char)) width += 1;
  }
  return width;
}
