// Interprets a pasted text: a webhook's JSON, a curl command, or lines of headers. What cannot be
// used is listed by its name, never by its value.
//
// The result is `{ webhook, ignored }`: the webhook's members, `headers` as text, and
// `{ name, reason }` of what is left out, `reason` being a key of the catalogue.

import { rules } from "/pkg/dist/rules.js";
import { entriesOf, textOfEntries } from "./header-text.js";
import { shellWords } from "./shell.js";

const RULES = new Map(rules.fields.map((rule) => [rule.name, rule]));
const RESERVED = new Set(rules.reservedHeaders);

export const isObject = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads the members of a webhook; no value is invented for one that cannot be used. */
export function fromJson(object) {
  const webhook = {};
  const ignored = [];
  const ignore = (name, reason) => ignored.push({ name, reason: `ignored.${reason}` });

  function readHeaders(value) {
    const entries = isObject(value) ? Object.entries(value) : entriesOf(value);
    if (!entries) return typeof value === "string" ? [[value, ""]] : undefined;
    const isText = ([, text]) => typeof text === "string";
    for (const [name] of entries.filter((entry) => !isText(entry)))
      ignore(`headers: ${name}`, "type");
    return entries.filter(isText);
  }

  for (const [name, value] of Object.entries(object)) {
    const rule = RULES.get(name);
    if (!rule) ignore(name, "unknown");
    else if (value === null) ignore(name, "empty");
    else if (rule.format === "json-headers") {
      const entries = readHeaders(value);
      if (!entries) ignore(name, "type");
      else if (entries.length) webhook[name] = textOfEntries(entries);
    } else if (rule.type === "array") {
      if (!Array.isArray(value)) ignore(name, "type");
      else {
        webhook[name] = value.filter((it) => typeof it === "string");
        if (webhook[name].length < value.length) ignore(name, "items");
      }
    } else if (rule.type === "integer" ? typeof value !== "number" : typeof value !== "string") {
      ignore(name, "type");
    } else if (rule.enum && !rule.enum.includes(value)) ignore(name, "value");
    else webhook[name] = value;
  }
  return { webhook, ignored };
}

/** Options of curl that mean a header. */
const HEADER_OPTIONS = { "-A": "User-Agent", "-b": "Cookie", "-e": "Referer" };
const LONG = {
  "--request": "-X",
  "--header": "-H",
  "--data": "-d",
  "--data-raw": "-d",
  "--data-binary": "-d",
  "--data-ascii": "-d",
  "--json": "-d",
  "--user": "-u",
  "--user-agent": "-A",
  "--cookie": "-b",
  "--referer": "-e",
};
/** Other options that a value follows. */
const WITH_VALUE =
  /^(-[oxmFTwEKcCDyYzQtr]|--(output|proxy|max-time|connect-timeout|form|upload-file|write-out|cert|key|cacert|config|retry|retry-delay|resolve|interface|cookie-jar|data-urlencode|max-redirs|ciphers|url-query))$/;

/** The options and the address of a curl command's words. */
function curlParts(words) {
  const parts = { headers: [], data: [], others: [], url: undefined };
  const queue = words.slice(1);
  while (queue.length) {
    let word = queue.shift();
    const [, long, attached] = /^(--[\w-]+)=(.*)$/s.exec(word) ?? [];
    if (long) {
      word = long;
      queue.unshift(attached);
    }
    let option = LONG[word] ?? word;
    // -XPOST and -H'Name: value'; -sSL are options without a value.
    const [, short, rest] = /^(-[XHduAbe])(.+)$/s.exec(option) ?? [];
    if (short) {
      option = short;
      queue.unshift(rest);
    }
    if (option === "-X") queue.shift();
    else if (option === "-H") parts.headers.push(queue.shift() ?? "");
    else if (option === "-d") parts.data.push(queue.shift() ?? "");
    else if (HEADER_OPTIONS[option])
      parts.headers.push(`${HEADER_OPTIONS[option]}: ${queue.shift() ?? ""}`);
    else if (option === "-u" || WITH_VALUE.test(option)) {
      queue.shift();
      parts.others.push(word);
    } else if (option === "--url" || !option.startsWith("-"))
      parts.url ??= option === "--url" ? queue.shift() : option;
  }
  return parts;
}

function fromCurl(words) {
  const { headers, data, others, url } = curlParts(words);
  const options = others.map((name) => ({ name, reason: "ignored.option" }));
  const body = parseObject(data.join("&"));
  // A command for the panel's own API carries the webhook as its body.
  if (body && "url" in body && ("event_types" in body || "max_retries" in body)) {
    const { webhook, ignored } = fromJson(body);
    return { webhook, ignored: [...ignored, ...options] };
  }
  const entries = headers.map((line) => headerOf(line)).filter(Boolean);
  const isReserved = ([name]) => RESERVED.has(name.toLowerCase());
  const used = entries.filter((entry) => !isReserved(entry));
  return {
    webhook: { ...(url && { url }), ...(used.length && { headers: textOfEntries(used) }) },
    ignored: [
      ...entries.filter(isReserved).map(([name]) => ({ name, reason: "ignored.reserved" })),
      ...(data.length ? [{ name: "-d", reason: "ignored.body" }] : []),
      ...options,
    ],
  };
}

function parseObject(text) {
  try {
    const value = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A webhook's JSON or a curl command; undefined for any other text. */
export function parseWebhook(text) {
  const trimmed = text.trim();
  const object = trimmed.startsWith("{") && parseObject(trimmed);
  if (object) return fromJson(object);
  const words = /^(\$ )?curl(\.exe)?\s/.test(trimmed) && shellWords(trimmed.replace(/^\$ /, ""));
  return words ? fromCurl(words) : undefined;
}

/** `Name: value`, or a name and a value with a tab between, indented or not. */
function headerOf(line) {
  const [, name, value] = /^\s*([^\s:]+)(?:\s*:|\t)[ \t]*(.*?)\s*$/.exec(line) ?? [];
  return name && [name, value];
}

/**
 * The headers of a pasted text, `{ entries, ignored }`: a JSON object, `-H` options, or lines; of
 * lines that are not headers the number. Undefined if it has none.
 */
export function parseHeaders(text) {
  const object = entriesOf(text);
  if (object) {
    const entries = object.filter(([, value]) => typeof value === "string");
    return { entries, ignored: object.length - entries.length };
  }
  const words = /(^|\s)(-H|--header)[\s='"]/.test(text) && shellWords(text);
  const lines = words ? curlParts(["curl", ...words]).headers : text.split(/\r?\n/);
  const filled = lines.filter((line) => line.trim() !== "" && line.trim() !== "\\");
  const entries = filled.map(headerOf).filter(Boolean);
  return entries.length ? { entries, ignored: filled.length - entries.length } : undefined;
}
