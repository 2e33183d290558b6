// Declares the cases by hand from the contract and writes them beside itself, one case a line;
// `--check` compares instead. The files are ASCII and hold no lone surrogate: any JSON reader
// takes them.

import { Buffer } from "node:buffer";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { verify } from "./source/verify.js";

// ---------------------------------------------------------------- texts of bodies

const fields = [
  "url",
  "secret",
  "status",
  "timeout",
  "headers",
  "description",
  "event_types",
  "max_retries",
];

/** A valid body without warnings, as raw JSON by member. */
const base = {
  url: '"https://example.com/hook"',
  secret: '"0123456789abcdef"',
  status: '"active"',
  event_types: '["log.device_booted"]',
  max_retries: "3",
};

const quote = (value) => JSON.stringify(value);

const object = (members) => `{${members.map(([name, raw]) => `${quote(name)}:${raw}`).join(",")}}`;

/** The base with members set to raw JSON, or left out where undefined; unknown members stand last. */
const text = (changes = {}) => {
  const members = { ...base, ...changes };
  const unknown = Object.keys(changes).filter((name) => !fields.includes(name));
  const present = [...fields, ...unknown].filter((name) => members[name] !== undefined);
  return object(present.map((name) => [name, members[name]]));
};

const withHeaders = (inner) => text({ headers: quote(inner) });

const withEvents = (...names) => text({ event_types: quote(names) });

const nested = (depth, open = "[", close = "]") => open.repeat(depth) + close.repeat(depth);

/** Stands in a text before the first byte at which it can no longer become valid JSON. */
const caret = "‸";

const offsetOf = (marked) => Buffer.byteLength(marked.slice(0, marked.indexOf(caret)));

const hex = (string) => Buffer.from(string).toString("hex");

const emoji = "\u{1f600}";

// ---------------------------------------------------------------- issues and warnings

const limits = {
  url: { min: 4, max: 2000 },
  secret: { min: 16, max: 128 },
  timeout: { min: 1000, max: 30000 },
  description: { max: 1000 },
  max_retries: { min: 1, max: 5 },
};

const types = {
  url: "string",
  secret: "string",
  status: "string",
  timeout: "integer",
  headers: "string",
  description: "string",
  event_types: "array",
  max_retries: "integer",
};

const ofValue = {
  url: "Invalid URL format. Must be HTTP URL",
  secret: "Secret must be between 16 and 128 characters",
  status: "Status must be 'active' or 'disabled'",
  timeout: "Timeout must be between 1000 and 30000",
  description: "Description must be at most 1000 characters",
  max_retries: "Max retries must be between 1 and 5",
};

const deviceText = {
  malformed_json: () => "Wrong JSON body",
  not_an_object: () => "Wrong JSON body",
  duplicate_key: () => "Wrong JSON body",
  missing: (field) => `Wrong JSON body: no value for ${field}`,
  wrong_type: (field) => `Wrong JSON body: value ${field} was of the wrong type`,
  too_short: (field) => ofValue[field],
  too_long: (field) => ofValue[field],
  out_of_range: (field) => ofValue[field],
  invalid_url: () => ofValue.url,
  invalid_status: () => ofValue.status,
  invalid_headers: () => "Invalid headers. Must be a JSON object of strings",
  invalid_header_name: () => "Invalid header name",
  reserved_header: () => "Invalid header name",
  duplicate_header: () => "Invalid header name",
  invalid_header_value: () => "Invalid header value",
  no_event_types: () => "event_types must contain at least one item",
  unknown_event_type: () => "Invalid event types",
};

const issue = (code, path, params) => ({ code, path, error: deviceText[code](path[0]), params });

const missing = (field) => issue("missing", [field], { expected: types[field] });
const wrongType = (field, actual) =>
  issue("wrong_type", [field], { expected: types[field], actual });
const wrongItem = (index, actual) =>
  issue("wrong_type", ["event_types", index], { expected: "string", actual });
const tooShort = (field, actual) => issue("too_short", [field], { ...limits[field], actual });
const tooLong = (field, actual) => issue("too_long", [field], { ...limits[field], actual });
const outOfRange = (field, actual) => issue("out_of_range", [field], { ...limits[field], actual });
const invalidUrl = (reason) => issue("invalid_url", ["url"], reason && { reason });
const invalidStatus = () =>
  issue("invalid_status", ["status"], { expected: ["active", "disabled"] });
const notAnObject = (actual) => issue("not_an_object", [], { expected: "object", actual });
const duplicateKey = (name, params) => issue("duplicate_key", [name], params);
const headersNot = (actual) => issue("invalid_headers", ["headers"], { actual });
const headerName = (name) => issue("invalid_header_name", ["headers", name]);
const reserved = (name) => issue("reserved_header", ["headers", name]);
const duplicateHeader = (name) => issue("duplicate_header", ["headers", name]);
const headerValue = (name, actual) =>
  issue("invalid_header_value", ["headers", name], actual && { actual });
const noEventTypes = () => issue("no_event_types", ["event_types"], { min: 1 });
const unknownEvent = (index, suggestion) =>
  issue("unknown_event_type", ["event_types", index], suggestion && { suggestion });

const warning = (code, path, params) => ({ code, path, params });

const insecure = warning("insecure_url", ["url"]);
const credentials = warning("credentials_in_url", ["url"]);
const fragment = warning("fragment_in_url", ["url"]);
const loopback = warning("loopback_url", ["url"]);
const noSecret = warning("no_secret", ["secret"]);
const whitespace = (name) => warning("header_whitespace", ["headers", name]);
const sensitive = (name) => warning("sensitive_header", ["headers", name]);
const repeated = (index) => warning("duplicate_event_type", ["event_types", index]);
const ambiguous = (field, actual, utf16, utf8) =>
  warning("length_ambiguous", [field], { max: limits[field].max, actual, utf16, utf8 });
const unknown = (name, suggestion) =>
  warning("unknown_field", [name], suggestion && { suggestion });

// ---------------------------------------------------------------- cases

/** `input` is the body's text, or an object with `body`, `bytes` or `value`, and the option. */
const asInput = (input) => (typeof input === "string" ? { body: input } : input);

const ok = (name, input, warnings = [], canonical = undefined) => ({
  name,
  ...asInput(input),
  valid: true,
  errors: [],
  warnings,
  canonical,
});

// contract §2: the device fails to read the body before it looks at values.
const bad = (name, input, errors, warnings = []) => ({
  name,
  ...asInput(input),
  valid: false,
  error: (errors.find(({ code }) => code === "missing" || code === "wrong_type") ?? errors[0])
    .error,
  errors,
  warnings,
});

const malformed = (name, marked) => {
  const params = marked.includes(caret) ? { offset: offsetOf(marked) } : undefined;
  return bad(name, marked.replace(caret, ""), [issue("malformed_json", [], params)]);
};

const malformedBytes = (name, bytes, offset) =>
  bad(name, { bytes }, [issue("malformed_json", [], offset === undefined ? offset : { offset })]);

const malformedHeaders = (name, marked) => {
  const params = marked.includes(caret) ? { offset: offsetOf(marked) } : undefined;
  const inner = marked.replace(caret, "");
  return bad(name, withHeaders(inner), [issue("invalid_headers", ["headers"], params)]);
};

const codePoint = (code) => `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;

const range = (first, last) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

// ---------------------------------------------------------------- reading.json, contract §1

const tokens = [
  "{",
  '"url"',
  ":",
  '"https://example.com/hook"',
  ",",
  '"secret"',
  ":",
  '"0123456789abcdef"',
  ",",
  '"status"',
  ":",
  '"active"',
  ",",
  '"event_types"',
  ":",
  "[",
  '"log.device_booted"',
  ",",
  '"log.incoming_call"',
  "]",
  ",",
  '"max_retries"',
  ":",
  "3",
  "}",
];

const spaces = { space: " ", tab: "\t", "line feed": "\n", "carriage return": "\r" };

const otherSpaces = [
  0x00, 0x0b, 0x0c, 0x1f, 0x7f, 0x85, 0xa0, 0x1680, 0x180e, 0x2000, 0x200b, 0x2028, 0x2029, 0x202f,
  0x205f, 0x2060, 0x3000, 0xfeff,
];

const whiteSpaceCases = [
  ...Object.entries(spaces).map(([name, space]) =>
    ok(`${name} around every token`, `${space}${tokens.join(space)}${space}`),
  ),
  ok("all white space mixed", tokens.join(" \r\n\t ")),
  ok("long white space around", " ".repeat(500) + text() + "\n".repeat(500)),
  ...otherSpaces.flatMap((code) => {
    const space = String.fromCodePoint(code);
    return [
      malformed(`${codePoint(code)} behind the brace`, `{${caret}${space}${text().slice(1)}`),
      malformed(`${codePoint(code)} before the body`, `${caret}${space}${text()}`),
      malformed(`${codePoint(code)} behind the body`, `${text()}${caret}${space}`),
    ];
  }),
  malformed("empty text", caret),
  malformedBytes("no bytes", "", 0),
  malformed("white space only", ` \t\r\n${caret}`),
  malformed("one space only", ` ${caret}`),
  malformed("byte-order mark behind white space", ` ${caret}\ufeff${text()}`),
  malformed("byte-order mark alone", `${caret}\ufeff`),
  malformed("byte-order mark twice", `${caret}\ufeff\ufeff${text()}`),
  malformedBytes("byte-order mark in bytes", `efbbbf${hex(text())}`, 0),
  ok("byte-order mark within a string", text({ description: '"\ufeffx\ufeff"' })),
];

const rest = text().slice(1);

/** Bodies that other parsers mend. */
const syntaxCases = [
  malformed("line comment before", `${caret}// c\n${text()}`),
  malformed("line comment behind", `${text()}${caret}// c`),
  malformed("line comment within", `{${caret}// c\n${rest}`),
  malformed("block comment before", `${caret}/* c */${text()}`),
  malformed("block comment behind", `${text()}${caret}/* c */`),
  malformed("block comment within", `{"x":${caret}/**/1,${rest}`),
  malformed("hash comment", `{${caret}# c\n${rest}`),
  malformed("trailing comma in the object", `${text().slice(0, -1)},${caret}}`),
  malformed("trailing comma in a list", text({ event_types: `["log.device_booted",${caret}]` })),
  malformed("trailing comma in an unknown object", text({ extra: `{"a":1,${caret}}` })),
  malformed("comma first in the object", `{${caret},${rest}`),
  malformed("comma first in a list", text({ event_types: `[${caret},"log.device_booted"]` })),
  malformed("two commas in the object", `{"x":1,${caret},${rest}`),
  malformed("two commas in a list", text({ extra: `[1,${caret},2]` })),
  malformed("comma alone in an object", text({ extra: `{${caret},}` })),
  malformed("no comma between members", `{"x":1 ${caret}${rest}`),
  malformed("no comma between items", text({ extra: `[1 ${caret}2]` })),
  malformed("semicolon for comma", `{"x":1${caret};${rest}`),
  malformed("semicolon for comma in a list", text({ extra: `[1${caret};2]` })),
  malformed("equals sign for colon", `{"x"${caret}=1,${rest}`),
  malformed("arrow for colon", `{"x"${caret}=>1,${rest}`),
  malformed("no colon", `{"x" ${caret}1,${rest}`),
  malformed("two colons", `{"x":${caret}:1,${rest}`),
  malformed("name without value", `{"x"${caret},${rest}`),
  malformed("name without value at the end", `${text().slice(0, -1)},"x"${caret}}`),
  malformed("no value behind the colon", `{"x":${caret},${rest}`),
  malformed("no value behind the last colon", `${text().slice(0, -1)},"x":${caret}}`),
  malformed("name without quotes", `{${caret}x:1,${rest}`),
  malformed("number as a name", `{${caret}1:1,${rest}`),
  malformed("null as a name", `{${caret}null:1,${rest}`),
  malformed("list as a name", `{${caret}[]:1,${rest}`),
  malformed("name in single quotes", `{${caret}'x':1,${rest}`),
  malformed("string in single quotes", text({ status: `${caret}'active'` })),
  malformed("string in backticks", text({ status: `${caret}\`active\`` })),
  malformed("string in typographic quotes", text({ status: `${caret}“active”` })),
  malformed("string without quotes", text({ status: `${caret}active` })),
  malformed("string in two pieces", text({ status: `"act" ${caret}"ive"` })),
  malformed("string joined by plus", text({ status: `"act"${caret}+"ive"` })),
  malformed("quote unescaped in a string", text({ description: `"a"${caret}b"` })),
  malformed("bracket for brace", `${text().slice(0, -1)}${caret}]`),
  malformed("brace for bracket", text({ extra: `[1${caret}}` })),
  malformed("bracket for brace in an unknown member", text({ extra: `{"a":1${caret}]` })),
  malformed("closing brace alone", `${caret}}`),
  malformed("closing bracket alone", `${caret}]`),
  malformed("colon alone", `${caret}:`),
  malformed("comma alone", `${caret},`),
  malformed("in parentheses", `${caret}(${text()})`),
  malformed("as a script", `${caret}body = ${text()}`),
  malformed("behind an XSSI guard", `${caret})]}'\n${text()}`),
  malformed("as a form", `${caret}url=https%3A%2F%2Fexample.com`),
  malformed("as XML", `${caret}<webhook/>`),
  malformed("word behind the body", `${text()} ${caret}x`),
  malformed("brace behind the body", `${text()}${caret}}`),
  malformed("comma behind the body", `${text()}${caret},`),
  malformed("semicolon behind the body", `${text()}${caret};`),
  malformed("quote behind the body", `${text()}${caret}"`),
  malformed("number behind the body", `${text()}\n${caret}0`),
  malformed("second body behind the body", `${text()}${caret}${text()}`),
  malformed("second body on the next line", `${text()}\n${caret}${text()}`),
  malformed("record separator before the body", `${caret}\u001e${text()}`),
  ...[
    ["True", "‸True"],
    ["TRUE", "‸TRUE"],
    ["truE", "tru‸E"],
    ["truex", "true‸x"],
    ["tru", "tru‸"],
    ["t", "t‸"],
    ["true1", "true‸1"],
    ["False", "‸False"],
    ["falsy", "fals‸y"],
    ["false0", "false‸0"],
    ["Null", "‸Null"],
    ["nul", "nul‸"],
    ["nulll", "null‸l"],
    ["nil", "n‸il"],
    ["None", "‸None"],
    ["undefined", "‸undefined"],
    ["NaN", "‸NaN"],
    ["nan", "n‸an"],
    ["Infinity", "‸Infinity"],
    ["-Infinity", "-‸Infinity"],
    ["inf", "‸inf"],
    ["yes", "‸yes"],
    ["regular expression", "‸/x/"],
    ["function call", "f‸(1)"],
  ].map(([name, marked]) => malformed(`${name} as a value`, text({ extra: marked }))),
];

const stringOf = (raw) => text({ description: `"${raw}"` });

const stringCases = [
  ...range(0x00, 0x1f).map((code) =>
    malformed(
      `${codePoint(code)} raw in a string`,
      stringOf(`some text${caret}${String.fromCharCode(code)}`),
    ),
  ),
  ...range(0x00, 0x1f).map((code) => {
    const escaped = `\\u${code.toString(16).padStart(4, "0")}`;
    return ok(`${codePoint(code)} escaped in a string`, stringOf(`a${escaped}b`));
  }),
  malformed("line feed raw in a name", `{"a${caret}\nb":1,${rest}`),
  malformed("tab raw in an unknown string", text({ extra: `["a${caret}\tb"]` })),
  malformed("tab raw in an event type", text({ event_types: `["log.${caret}\tdevice_booted"]` })),
  malformed("NUL raw in a URL", text({ url: `"https://example.com/${caret}\0"` })),
  malformed("NUL raw in the headers", text({ headers: `"{}${caret}\0"` })),
  ...[0x7f, 0x80, 0x85, 0x9f, 0xa0, 0xad, 0x7ff, 0x800, 0x2028, 0x2029, 0xd7ff, 0xe000, 0xfdd0]
    .concat([0xfeff, 0xfffd, 0xfffe, 0xffff, 0x10000, 0x1f600, 0x1ffff, 0x10fffe, 0x10ffff])
    .concat([0xfff, 0x1000, 0xcfff, 0xd000, 0x3ffff, 0x40000, 0xfffff, 0x100000])
    .map((code) =>
      ok(`${codePoint(code)} raw in a string`, stringOf(`a${String.fromCodePoint(code)}b`)),
    ),
  ok(
    "words beyond ASCII",
    stringOf("Дверь не закрыта, é è, 門 が"),
    [],
    stringOf("Дверь не закрыта, é è, 門 が"),
  ),
  ok("every short escape", stringOf('\\"\\\\\\/\\b\\f\\n\\r\\t')),
  ok("escapes in either letter case", stringOf("\\u00E9\\u00e9\\uABCD\\uabcd\\uAbCd")),
  ok("noncharacter escaped", stringOf("\\uffff\\ufffe")),
  ok("surrogate pair escaped", stringOf("\\ud83d\\ude00")),
  ok("surrogate pair escaped in upper case", stringOf("\\uD83D\\uDE00")),
  ok("first and last surrogate pair escaped", stringOf("\\ud800\\udc00\\udbff\\udfff")),
  ok("two surrogate pairs escaped", stringOf("\\ud83d\\ude00\\ud83d\\ude00")),
  ok("backslash escaped before u", stringOf("\\\\ud800")),
  ok("known name escaped", text().replace('"url"', '"\\u0075\\u0072\\u006c"')),
  ok("known name escaped in part", text().replace('"max_retries"', '"max\\u005fretries"')),
  ok("status escaped", text({ status: '"\\u0061ctive"' })),
  ok("event type escaped", text({ event_types: '["log\\u002edevice_booted"]' })),
  ok("brackets and quotes in a string", stringOf('}]\\"[{,:')),
  ...[
    ["\\a", "\\‸a"],
    ["\\v", "\\‸v"],
    ["\\e", "\\‸e"],
    ["\\0", "\\‸0"],
    ["\\x41", "\\‸x41"],
    ["\\U0041", "\\‸U0041"],
    ["\\'", "\\‸'"],
    ["\\N", "\\‸N"],
    ["\\é", "\\‸é"],
    ["backslash before a space", "\\‸ "],
    ["backslash before a line feed", "\\‸\n"],
    ["\\u with no digit", "\\u‸"],
    ["\\u with one digit", "\\u1‸"],
    ["\\u with three digits", "\\u123‸"],
    ["\\u with braces", "\\u‸{41}"],
    ["\\u with a bad first digit", "\\u‸g041"],
    ["\\u with a bad last digit", "\\u004‸g"],
    ["\\u with a sign", "\\u‸+041"],
    ["\\u with a minus", "\\u‸-041"],
    ["\\u with a space", "\\u‸ 041"],
    ["\\u with a prefix", "\\u0‸x41"],
    ["\\u with full-width digits", "\\u‸０００４"],
  ].map(([name, marked]) => malformed(`escape ${name}`, stringOf(marked))),
  malformed("bad escape in a name", `{"\\${caret}x":1,${rest}`),
  malformed("bad escape in an unknown member", text({ extra: `{"a":["\\${caret}x"]}` })),
  malformed("bad escape in a name of an unknown member", text({ extra: `{"\\${caret}x":1}` })),
  malformed("bad escape in an event type", text({ event_types: `["\\${caret}x"]` })),
  malformed("bad escape in the headers", text({ headers: `"\\${caret}x"` })),
  malformed("backslash before the closing quote", `{"a":"\\"}${caret}`),
];

const surrogateCases = [
  ["high", "\\ud800"],
  ["last high", "\\udbff"],
  ["low", "\\udc00"],
  ["last low", "\\udfff"],
  ["high in upper case", "\\uD83D"],
  ["two high", "\\ud83d\\ud83d"],
  ["two low", "\\ude00\\ude00"],
  ["low before high", "\\ude00\\ud83d"],
  ["high before text", "\\ud83dx"],
  ["high before a short escape", "\\ud83d\\n"],
  ["high before another escape", "\\ud83d\\u0041"],
  ["high before an escaped backslash", "\\ud83d\\\\ude00"],
  ["high apart from low", "\\ud83d \\ude00"],
  ["high before four digits alone", "\\ud83dxxde00"],
  ["high before a pair", "\\ud83d\\ud83d\\ude00"],
  ["low behind a pair", "\\ud83d\\ude00\\ude00"],
]
  .map(([name, raw]) => malformed(`${name} surrogate escaped`, stringOf(raw)))
  .concat([
    malformed("lone surrogate escaped in a URL", text({ url: '"https://example.com/\\ud800"' })),
    malformed("lone surrogate escaped in a secret", text({ secret: '"0123456789abcdef\\ud800"' })),
    malformed("lone surrogate escaped in a status", text({ status: '"\\udc00"' })),
    malformed("lone surrogate escaped in an event type", text({ event_types: '["\\ud800"]' })),
    malformed("lone surrogate escaped in the headers", text({ headers: '"{}\\ud800"' })),
    malformed("lone surrogate escaped in a name", `{"\\ud800":1,${rest}`),
    malformed("lone surrogate escaped in an unknown list", text({ extra: '[["\\ud800"]]' })),
    malformed("lone surrogate escaped in a nested name", text({ extra: '{"\\ud800":1}' })),
    malformed("lone surrogate escaped in a wrong type", text({ url: '["\\ud800"]' })),
    malformed("lone surrogate escaped in a list at the top", '["\\ud800"]'),
    malformed("lone surrogate escaped in a string at the top", '"\\udc00"'),
  ]);

/** The text's bytes with the marked place taken by raw ones. */
const spliced = (marked, bytes) => {
  const [before, behind] = marked.split(caret);
  return hex(before) + bytes + hex(behind);
};

const brokenUtf8 = {
  "continuation alone": "80",
  "last continuation alone": "bf",
  "byte C0": "c0",
  "byte C1": "c1",
  "byte F5": "f5",
  "byte F8": "f8",
  "byte FC": "fc",
  "byte FE": "fe",
  "byte FF": "ff",
  "Latin-1 letter": "e9",
  "Windows-1252 quotes": "9378",
  "two bytes cut to one": "c3",
  "three bytes cut to one": "e2",
  "three bytes cut to two": "e282",
  "four bytes cut to one": "f0",
  "four bytes cut to two": "f09f",
  "four bytes cut to three": "f09f98",
  "second byte no continuation": "c328",
  "third byte no continuation": "e28228",
  "fourth byte no continuation": "f09f9828",
  "one continuation too many": "c3a9a9",
  "overlong NUL": "c080",
  "overlong solidus in two bytes": "c0af",
  "overlong DEL in two bytes": "c1bf",
  "overlong solidus in three bytes": "e080af",
  "overlong last of two bytes": "e09fbf",
  "overlong solidus in four bytes": "f08080af",
  "overlong last of three bytes": "f08fbfbf",
  "first high surrogate": "eda080",
  "last high surrogate": "edafbf",
  "first low surrogate": "edb080",
  "last low surrogate": "edbfbf",
  "CESU-8 pair": "eda0bdedb880",
  "beyond U+10FFFF": "f4908080",
  "beyond U+10FFFF by far": "f7bfbfbf",
  "five bytes": "f888808080",
  "six bytes": "fc8480808080",
};

const utf8Places = {
  "a URL": text({ url: `"https://example.com/${caret}"` }),
  "a secret": text({ secret: `"0123456789abcdef${caret}"` }),
  "a status": text({ status: `"active${caret}"` }),
  "the headers": text({ headers: `"{\\"A\\":\\"${caret}\\"}"` }),
  "an event type": text({ event_types: `["log.device_booted${caret}"]` }),
  "an unknown member": text({ extra: `{"a":["${caret}"]}` }),
  "an unknown name": `{"a${caret}":1,${rest}`,
  "a nested name": text({ extra: `{"${caret}":1}` }),
  "a long string": stringOf(`${"x".repeat(77)}${caret}${"y".repeat(77)}`),
  "a list at the top": `["${caret}"]`,
  "a string at the top": `"${caret}"`,
  "no string": `{${caret}${rest}`,
  "the end": `${text()}${caret}`,
  "the beginning": `${caret}${text()}`,
};

const utf16 = (string, bigEndian) => {
  const bytes = Buffer.from(string, "utf16le");
  return (bigEndian ? bytes.swap16() : bytes).toString("hex");
};

const utf8Cases = [
  ...Object.entries(brokenUtf8).map(([name, bytes]) =>
    malformedBytes(`${name} in a string`, spliced(stringOf(`a${caret}b`), bytes)),
  ),
  ...Object.entries(utf8Places).flatMap(([name, marked]) => [
    malformedBytes(`byte FF in ${name}`, spliced(marked, "ff"), offsetOf(marked)),
    malformedBytes(`surrogate in ${name}`, spliced(marked, "eda080")),
    malformedBytes(`cut sequence in ${name}`, spliced(marked, "e282")),
  ]),
  ...[
    ["U+0080", "c280"],
    ["U+07FF", "dfbf"],
    ["U+0800", "e0a080"],
    ["U+D7FF", "ed9fbf"],
    ["U+E000", "ee8080"],
    ["U+FFFF", "efbfbf"],
    ["U+10000", "f0908080"],
    ["U+10FFFF", "f48fbfbf"],
  ].map(([name, bytes]) => ok(`${name} in bytes`, { bytes: spliced(stringOf(caret), bytes) })),
  malformedBytes("UTF-16 little endian", utf16(text(), false), 1),
  malformedBytes("UTF-16 big endian", utf16(text(), true), 0),
  malformedBytes("UTF-16 little endian with mark", `fffe${utf16(text(), false)}`, 0),
  malformedBytes("UTF-16 big endian with mark", `feff${utf16(text(), true)}`, 0),
  malformedBytes("gzip", "1f8b0800000000000003", 0),
];

const many = (count) => range(0, count - 1).map((index) => [`m${index}`, "0"]);

const members = Object.entries(base);

const alone = (name, body, path) => bad(name, body, [duplicateKey(path)]);

const duplicateCases = [
  ...fields.map((field) => {
    const raw = { timeout: "5000", headers: '"{}"', description: '""', ...base }[field];
    return alone(
      `${field} twice`,
      `{${quote(field)}:${raw},${text({ [field]: raw }).slice(1)}`,
      field,
    );
  }),
  alone("twice with two values", `{"url":"https://example.org",${rest}`, "url"),
  alone("twice with two types", `{"url":null,${rest}`, "url"),
  alone("second name escaped", `${text().slice(0, -1)},"\\u0075rl":1}`, "url"),
  alone("first name escaped", `{"ur\\u006c":1,${rest}`, "url"),
  alone("both names escaped", '{"\\u0061":1,"\\u0061":2}', "a"),
  alone("both names escaped in two ways", '{"\\u004a":1,"\\u004A":2}', "J"),
  alone("solidus escaped", '{"a/b":1,"a\\/b":2}', "a/b"),
  alone("line feed escaped in two ways", '{"\\n":1,"\\u000a":2}', "\n"),
  alone("surrogate pair raw and escaped", `{"${emoji}":1,"\\ud83d\\ude00":2}`, emoji),
  alone("unknown member twice", text({ extra: "1" }).replace("}", ',"extra":2}'), "extra"),
  alone("empty name twice", '{"":1,"":2}', ""),
  alone("__proto__ twice", '{"__proto__":1,"__proto__":2}', "__proto__"),
  alone("constructor twice", '{"constructor":1,"x":2,"constructor":3}', "constructor"),
  alone("name of digits twice", '{"1":1,"1":2}', "1"),
  alone("the first second occurrence", '{"a":1,"b":2,"b":3,"a":4}', "b"),
  alone("the first of two second occurrences", '{"a":1,"b":2,"a":3,"b":4}', "a"),
  alone("three times", '{"a":1,"a":2,"a":3}', "a"),
  alone("unknown before known", `{"x":1,"x":2,"url":1,${rest}`, "x"),
  alone("in a body of many issues", '{"url":"x","status":5,"status":"on","headers":"{"}', "status"),
  alone("in a body of many warnings", '{"url":"http://a/#","x":1,"event_types":[],"x":2}', "x"),
  alone("far apart", object([...members, ...many(200), ["m0", "1"]]), "m0"),
  alone("behind many members", object([...members, ...many(70), ["m69", "1"]]), "m69"),
  alone("known behind many members", object([...members, ...many(70), ["url", "1"]]), "url"),
  alone("value that would be a duplicate", '{"a":"a","b":"a","b":1}', "b"),
  ok(
    "many members",
    object([...members, ...many(70)]),
    many(70).map(([name]) => unknown(name)),
  ),
  ok("within an unknown object", text({ extra: '{"a":1,"a":2}' }), [unknown("extra")]),
  ok("within an unknown object escaped", text({ extra: '{"a":1,"\\u0061":2}' }), [
    unknown("extra"),
  ]),
  ok("within an unknown list", text({ extra: '[{"a":1,"a":2}]' }), [unknown("extra")]),
  ok("known names within", text({ extra: '{"url":1,"url":2,"secret":3}' }), [unknown("extra")]),
  ok("own name within", text({ extra: '{"extra":1}' }), [unknown("extra")]),
  ok("letter case apart", text({ extra: "1", Extra: "2" }), [unknown("extra"), unknown("Extra")]),
  ok("normal form apart", text({ "\u00e9": "1", "e\u0301": "2" }), [
    unknown("\u00e9"),
    unknown("e\u0301"),
  ]),
  ok("space apart", text({ extra: "1", "extra ": "2" }), [unknown("extra"), unknown("extra ")]),
  ok("NUL apart", text({ extra: "1", "extra\0": "2" }), [unknown("extra"), unknown("extra\0")]),
  bad("within a wrong type", text({ url: '{"a":1,"a":2}' }), [wrongType("url", "object")]),
  bad("within a list at the top", '[{"a":1,"a":2}]', [notAnObject("array")]),
  malformed("duplicate, then text behind", `{"a":1,"a":2}${caret}x`),
  malformed("duplicate, then cut", `{"a":1,"a":2${caret}`),
  malformed("duplicate, then bad number", `{"a":1,"a":0${caret}1}`),
  malformed("duplicate, then lone surrogate", '{"a":1,"a":"\\ud800"}'),
  malformed("duplicate, then too deep", `{"a":1,"a":${"[".repeat(63)}${caret}[${"]".repeat(64)}}`),
  malformedBytes("duplicate, then bad UTF-8", spliced(`{"a":1,"a":"${caret}"}`, "ff"), 12),
];

const pairs = (depth) => '{"a":['.repeat(depth / 2) + "]}".repeat(depth / 2);

const objects = (depth) => `${'{"a":'.repeat(depth - 1)}{}${"}".repeat(depth - 1)}`;

const depthCases = [
  ok("lists 64 deep", text({ extra: nested(63) }), [unknown("extra")]),
  malformed("lists 65 deep", text({ extra: "[".repeat(63) + caret + nested(1) + "]".repeat(63) })),
  ok("objects 64 deep", text({ extra: objects(63) }), [unknown("extra")]),
  malformed("objects 65 deep", text({ extra: objects(64) })),
  ok("objects and lists 64 deep", text({ extra: `[${pairs(62)}]` }), [unknown("extra")]),
  malformed("objects and lists 65 deep", text({ extra: pairs(64) })),
  bad("wrong type 64 deep", text({ url: nested(63) }), [wrongType("url", "array")]),
  malformed("wrong type 65 deep", text({ url: nested(64) })),
  bad("event types 64 deep", text({ event_types: nested(63) }), [wrongItem(0, "array")]),
  malformed("event types 65 deep", text({ event_types: nested(64) })),
  bad("list at the top 64 deep", nested(64), [notAnObject("array")]),
  malformed("list at the top 65 deep", `${"[".repeat(64)}${caret}[${"]".repeat(65)}`),
  bad("object in lists at the top 64 deep", `${"[".repeat(63)}{}${"]".repeat(63)}`, [
    notAnObject("array"),
  ]),
  malformed("object in lists at the top 65 deep", `${"[".repeat(64)}${caret}{}${"]".repeat(64)}`),
  malformed("lists 3000 deep", `${"[".repeat(64)}${caret}${nested(2936)}${"]".repeat(64)}`),
  malformed("lists never closed", `${"[".repeat(64)}${caret}${"[".repeat(3000)}`),
  malformed("objects never closed", `${'{"a":'.repeat(64)}${caret}${'{"a":'.repeat(600)}`),
  ok("many lists side by side", text({ extra: `[${"[],".repeat(99)}[]]` }), [unknown("extra")]),
  ok("deep twice", text({ extra: nested(63), more: nested(63) }), [
    unknown("extra"),
    unknown("more"),
  ]),
  ok("brackets in a string", text({ extra: quote("[".repeat(99)) }), [unknown("extra")]),
  ok("braces behind an escaped quote", text({ extra: quote(`"${"{".repeat(99)}`) }), [
    unknown("extra"),
  ]),
];

const topCases = [
  ["empty list", "[]", "array"],
  ["list of a body", `[${text()}]`, "array"],
  ["string", '"text"', "string"],
  ["empty string", '""', "string"],
  ["body in a string", quote(text()), "string"],
  ["integer", "5", "number"],
  ["zero", "0", "number"],
  ["minus zero", "-0", "number"],
  ["fraction", "-0.5e+3", "number"],
  ["huge number", "1e999999999", "number"],
  ["true", "true", "boolean"],
  ["false", "false", "boolean"],
  ["null", "null", "null"],
]
  .flatMap(([name, body, actual]) => [
    bad(`${name} at the top`, body, [notAnObject(actual)]),
    bad(`${name} at the top in white space`, ` \n${body}\t\r`, [notAnObject(actual)]),
    malformed(`${name} at the top with a comma`, `${body}${caret},`),
  ])
  .concat([
    malformed("list at the top, cut", `[1,${caret}`),
    malformed("string at the top, cut", `"text${caret}`),
    malformed("literal at the top, cut", `nul${caret}`),
    malformed("minus at the top", `-${caret}`),
    malformed("fraction at the top, cut", `1.${caret}`),
    malformed("exponent at the top, cut", `1e${caret}`),
    malformed("number at the top with a leading zero", `0${caret}1`),
    malformed("two values at the top", `1 ${caret}2`),
    malformed("list at the top with a trailing comma", `[1,${caret}]`),
  ]);

const toCut = String.raw`{"url":"https:\/\/ex.am/é","x":[true,false,null,-1.5e+3,{"":"\u00e9\ud83d\ude00😀"}],
"status":"active", "max_retries":3}`;

const cutCases = range(0, Buffer.byteLength(toCut) - 1).map((length) => {
  const name = `cut to ${length} bytes`;
  const bytes = Buffer.from(toCut).subarray(0, length);
  const cut = bytes.toString();
  return cut.endsWith("\ufffd")
    ? malformedBytes(name, bytes.toString("hex"))
    : malformed(name, cut + caret);
});

const reading = {
  kind: "validate",
  about: "Reading the body as strict JSON text: contract §1.",
  cases: [
    ok("plain body", text(), [], text()),
    ok("plain body in bytes", { bytes: hex(text()) }, [], text()),
    ...whiteSpaceCases,
    ...syntaxCases,
    ...stringCases,
    ...surrogateCases,
    ...utf8Cases,
    ...duplicateCases,
    ...depthCases,
    ...topCases,
    ...cutCases,
    bad("the body that was cut, whole", toCut, [missing("event_types")], [noSecret, unknown("x")]),
  ],
};

// ---------------------------------------------------------------- members.json, contract §2

const samples = {
  null: "null",
  boolean: "true",
  number: "7.5",
  string: '"text"',
  array: "[]",
  object: "{}",
};

const wrongTypeCases = fields.flatMap((field) =>
  Object.entries(samples)
    .filter(([type]) => type !== types[field])
    .map(([type, raw]) =>
      bad(`${field}: ${type}`, text({ [field]: raw }), [wrongType(field, type)]),
    ),
);

const required = ["url", "status", "event_types", "max_retries"];

const full = text({ timeout: "5000", headers: '"{\\"X-A\\":\\"1\\"}"', description: '"d"' });

const everyIssue = object([
  ["unknown", "1"],
  ["max_retries", "9"],
  ["event_types", '["nope"]'],
  ["description", quote("d".repeat(1001))],
  ["headers", quote('{"a b":"\\u00e9","Host":5}')],
  ["timeout", "1"],
  ["status", '"on"'],
  ["secret", '"short"'],
  ["url", '"ftp://example.com"'],
]);

const everyWrongType = object([
  ["max_retries", '"5"'],
  ["event_types", '{"0":"log.device_booted"}'],
  ["description", "0"],
  ["headers", '{"X-A":"1"}'],
  ["timeout", '"5000"'],
  ["status", "false"],
  ["secret", "[]"],
  ["url", "null"],
]);

const everyWarning = object([
  ["b", "1"],
  ["event_types", '["log.device_booted","log.device_booted"]'],
  ["a", "2"],
  ["description", quote("\u00e9".repeat(501))],
  ["headers", quote('{"X-A":" 1","Cookie":"2 ","X-B":"3"}')],
  ["max_retries", "3"],
  ["status", '"active"'],
  ["url", '"http://user@localhost/#x"'],
]);

const membersFile = {
  kind: "validate",
  about: "Presence and types of members, order of errors, the device's answer: contract §2.",
  cases: [
    ok("every member", full, [], full),
    ok(
      "required members alone",
      text({ secret: undefined }),
      [noSecret],
      text({ secret: undefined }),
    ),
    ok(
      "every member reversed",
      object(
        Object.entries(JSON.parse(full))
          .reverse()
          .map(([name, value]) => [name, quote(value)]),
      ),
      [],
      full,
    ),
    bad("no member", "{}", required.map(missing), [noSecret]),
    bad("no member, with white space", " {\n} ", required.map(missing), [noSecret]),
    bad("unknown members alone", '{"b":1,"a":2}', required.map(missing), [
      noSecret,
      unknown("b"),
      unknown("a"),
    ]),
    ...required.map((field) =>
      bad(`${field} absent`, text({ [field]: undefined }), [missing(field)]),
    ),
    ...wrongTypeCases,
    bad("url: empty list", text({ url: "[ ]" }), [wrongType("url", "array")]),
    bad("url: list of a URL", text({ url: '["https://example.com"]' }), [
      wrongType("url", "array"),
    ]),
    bad("status: false", text({ status: "false" }), [wrongType("status", "boolean")]),
    bad("status: zero", text({ status: "0" }), [wrongType("status", "number")]),
    bad("secret: number of 16 digits", text({ secret: "1234567890123456" }), [
      wrongType("secret", "number"),
    ]),
    bad("timeout: text of a number", text({ timeout: '"5000"' }), [wrongType("timeout", "string")]),
    bad("timeout: list of a number", text({ timeout: "[5000]" }), [wrongType("timeout", "array")]),
    bad("max_retries: text of a number", text({ max_retries: '"3"' }), [
      wrongType("max_retries", "string"),
    ]),
    bad("max_retries: empty string", text({ max_retries: '""' }), [
      wrongType("max_retries", "string"),
    ]),
    bad("event_types: one name", text({ event_types: base.event_types.slice(1, -1) }), [
      wrongType("event_types", "string"),
    ]),
    bad("headers: object of strings", text({ headers: '{"X-A":"1"}' }), [
      wrongType("headers", "object"),
    ]),
    bad("required member null is not absent", text({ status: "null" }), [
      wrongType("status", "null"),
    ]),
    bad("optional member null is not absent", text({ secret: "null" }), [
      wrongType("secret", "null"),
    ]),
    bad(
      "every issue, members reversed",
      everyIssue,
      [
        invalidUrl(),
        tooShort("secret", 5),
        invalidStatus(),
        outOfRange("timeout", 1),
        headerName("a b"),
        headerValue("a b"),
        reserved("Host"),
        headerValue("Host", "number"),
        tooLong("description", 1001),
        unknownEvent(0),
        outOfRange("max_retries", 9),
      ],
      [unknown("unknown")],
    ),
    bad("every wrong type, members reversed", everyWrongType, [
      wrongType("url", "null"),
      wrongType("secret", "array"),
      wrongType("status", "boolean"),
      wrongType("timeout", "string"),
      wrongType("headers", "object"),
      wrongType("description", "number"),
      wrongType("event_types", "object"),
      wrongType("max_retries", "string"),
    ]),
    ok("every warning, members mixed", everyWarning, [
      insecure,
      credentials,
      fragment,
      loopback,
      noSecret,
      whitespace("X-A"),
      sensitive("Cookie"),
      whitespace("Cookie"),
      ambiguous("description", 501, 501, 1002),
      repeated(1),
      unknown("b"),
      unknown("a"),
    ]),
    bad("missing wins over an earlier issue", text({ url: '"ftp://a"', max_retries: undefined }), [
      invalidUrl(),
      missing("max_retries"),
    ]),
    bad("wrong type wins over an earlier issue", text({ url: '"ftp://a"', max_retries: "null" }), [
      invalidUrl(),
      wrongType("max_retries", "null"),
    ]),
    bad("wrong item wins over an earlier issue", text({ url: '"ftp://a"', event_types: "[5]" }), [
      invalidUrl(),
      wrongItem(0, "number"),
    ]),
    bad("wrong item wins over an earlier item", text({ event_types: '["nope",null]' }), [
      unknownEvent(0),
      wrongItem(1, "null"),
    ]),
    bad("wrong type before missing", text({ secret: "5", status: undefined }), [
      wrongType("secret", "number"),
      missing("status"),
    ]),
    bad("missing before wrong type", text({ status: undefined, timeout: "true" }), [
      missing("status"),
      wrongType("timeout", "boolean"),
    ]),
    bad(
      "missing behind a wrong type in the text",
      '{"max_retries":"","status":"active"}',
      [missing("url"), missing("event_types"), wrongType("max_retries", "string")],
      [noSecret],
    ),
    bad(
      "a header's number is no wrong type",
      text({ url: '"ftp://a"', headers: '"{\\"A\\":5}"' }),
      [invalidUrl(), headerValue("A", "number")],
    ),
    bad("headers that are no object are no wrong type", text({ secret: '""', headers: '"5"' }), [
      tooShort("secret", 0),
      headersNot("number"),
    ]),
    bad("no event types is neither", text({ secret: '"short"', event_types: "[]" }), [
      tooShort("secret", 5),
      noEventTypes(),
    ]),
    bad("the first of two value issues", text({ status: '"on"', timeout: "1" }), [
      invalidStatus(),
      outOfRange("timeout", 1),
    ]),
    bad(
      "first in the table, last in the text",
      `{"max_retries":9,${text({ max_retries: undefined, status: '"on"' }).slice(1)}`,
      [invalidStatus(), outOfRange("max_retries", 9)],
    ),
    bad("a fraction out of range is a wrong type alone", text({ timeout: "99999.5" }), [
      wrongType("timeout", "number"),
    ]),
    bad("a short text that is no URL is short alone", text({ url: '"ftp"' }), [tooShort("url", 3)]),
    bad(
      "empty strings",
      text({
        url: '""',
        secret: '""',
        status: '""',
        headers: '""',
        description: '""',
        event_types: '[""]',
      }),
      [
        tooShort("url", 0),
        tooShort("secret", 0),
        invalidStatus(),
        issue("invalid_headers", ["headers"], { offset: 0 }),
        unknownEvent(0),
      ],
    ),
  ],
};

// ---------------------------------------------------------------- numbers.json, contract §1

const zeros = "0".repeat(300);

/** Ways to write a number, by field: the integer it is. */
const integers = {
  timeout: {
    1000: ["1000", "1e3", "1E3", "10e2", "1000.0", "1000000000e-6", "0.001e6"],
    1001: ["1001", "1.001e3"],
    29999: ["29999"],
    30000: ["30000", "3e4", "30000.0000", "300000000e-4"],
    5000: [
      "5000",
      "5000.0",
      "5000.000",
      "5e3",
      "5E3",
      "5e+3",
      "5E+3",
      "5e03",
      "5E+0003",
      "5.0e3",
      "5.000e3",
      "0.5e4",
      "0.00005e8",
      "50000e-1",
      "500000e-2",
      "500000.0e-2",
      "5000e0",
      "5000e-0",
      "5000E+0",
      "5000.0e0",
      "5000e00000000000000000000",
      "5e0000000000000000000000003",
      `5000.${zeros}`,
      `5${zeros}e-297`,
      `0.${zeros}5e304`,
      `5000${zeros}.${zeros}e-300`,
    ],
  },
  max_retries: {
    1: ["1", "1.0", "1e0", "100e-2", "0.1e1", `1${zeros}e-300`],
    3: ["3", "3.0", "30e-1", "0.3e1"],
    5: ["5", "5.0", "5.000", "0.5e1", "500e-2", "5e0", `5.${zeros}`],
  },
};

const fractions = {
  timeout: [
    "5000.5",
    "5000.0000000000000001",
    "4999.9999999999999999",
    "5.0001e3",
    "5000.00001e4",
    "12345e-1",
    "50001e-1",
    "1e-1",
    "0.1",
    "-0.5",
    "-5000.5",
    "0.0000001e3",
    "2147483648.5",
    "-2147483649.5",
    "9007199254740993.5",
    "99999999999999999999.5",
    "1e-400",
    "-1e-400",
    "1e-99999999999999999999",
    "123456789e-99999999999999999999",
    `5000.${zeros}1`,
    `5${zeros}1e-300`,
    `1${zeros}e-301`,
    `0.${zeros}5e300`,
  ],
  max_retries: ["5.0000000000000001", "0.99999999999999999999", "1.5", "5e-1", "35e-1", "3.14"],
};

/** Written, and the integer where int32 holds it. */
const beyond = {
  timeout: [
    ["999", 999],
    ["999.0", 999],
    ["999e0", 999],
    ["30001", 30001],
    ["3.0001e4", 30001],
    ["0", 0],
    ["-0", 0],
    ["0.0", 0],
    ["-0.0", 0],
    ["0e0", 0],
    ["-0e5", 0],
    ["0e999999999", 0],
    ["0E+99999999999999999999", 0],
    ["0e-999999999", 0],
    ["0.000e99999999999999999999", 0],
    [`0.${zeros}e-99999999999999999999`, 0],
    ["-1", -1],
    ["-5000", -5000],
    ["-5e3", -5000],
    ["2147483646", 2147483646],
    ["2147483647", 2147483647],
    ["2147483647.0", 2147483647],
    ["214748364700e-2", 2147483647],
    ["-2147483647", -2147483647],
    ["-2147483648", -2147483648],
    ["-2147483648.000", -2147483648],
    ["2147483648"],
    ["2147483648.0"],
    ["-2147483649"],
    ["4294967295"],
    ["4294967296"],
    ["4294972296"],
    ["-4294962296"],
    ["9007199254740993"],
    ["9223372036854775807"],
    ["9223372036854775808"],
    ["18446744073709551616"],
    ["18446744073709556616"],
    ["340282366920938463463374607431768216456"],
    ["1e10"],
    ["5e9"],
    ["1e22"],
    ["1e308"],
    ["1e309"],
    ["1e400"],
    ["-1e400"],
    ["1.0e400"],
    ["0.1e400"],
    ["1e2147483648"],
    ["1e4294967299"],
    ["1e18446744073709551619"],
    ["1e99999999999999999999999"],
    ["-1e99999999999999999999999"],
    [`1e${"9".repeat(300)}`],
    [`${"9".repeat(300)}`],
    [`-${"9".repeat(300)}`],
    [`5000${zeros}`],
    [`5${zeros}e-290`],
    [`0.${zeros}5e320`],
    [`0.${zeros}5e99999999999999999999`],
  ],
  max_retries: [
    ["0", 0],
    ["-0", 0],
    ["6", 6],
    ["6.0", 6],
    ["-1", -1],
    ["-3", -3],
    ["10e0", 10],
    ["2147483647", 2147483647],
    ["4294967297"],
    ["4294967299"],
    ["8589934595"],
    ["18446744073709551619"],
    ["1e400"],
    ["0e99999999999999999999", 0],
  ],
};

const noNumbers = [
  "0‸5000",
  "-0‸5000",
  "0‸0",
  "-0‸0",
  "0‸10000",
  "‸+5000",
  "0‸x1388",
  "0‸X1388",
  "0‸b101",
  "0‸o17",
  "5000.‸",
  "5000.‸e0",
  "‸.5",
  "-‸.5",
  "5e‸",
  "5e+‸",
  "5E-‸",
  "5e‸e3",
  "5e+‸+3",
  "5e3‸.0",
  "5e‸ 3",
  "5 ‸e3",
  "5e3‸e3",
  "5.0‸.0",
  "5.‸.0",
  "5‸_000",
  "5 ‸000",
  "5‸'000",
  "5000‸n",
  "5000‸L",
  "5000‸f",
  "5000‸ms",
  "5000‸u32",
  "-‸",
  "-‸-5000",
  "-‸ 5000",
  "-‸+5",
  "5‸-",
  "5‸+1",
  "5‸/1",
  "5‸%",
  "‸$5",
  "‸(5)",
  "-‸a",
  "‸e3",
  "0e‸",
  "‸５０００",
  "‸٥",
  "‸∞",
  "5‸×10",
  "‸NaN",
  "-‸NaN",
  "‸Infinity",
  "-‸Infinity",
  "‸+Infinity",
];

const named = (raw) => (raw.length > 40 ? `${raw.slice(0, 12)}…${raw.slice(-24)}` : raw);

const numbers = {
  kind: "validate",
  about: "Numbers are exact: contract §1.",
  cases: [
    ...Object.entries(integers).flatMap(([field, byValue]) =>
      Object.entries(byValue).flatMap(([value, ways]) =>
        ways.map((raw) =>
          ok(`${field} ${named(raw)}`, text({ [field]: raw }), [], text({ [field]: value })),
        ),
      ),
    ),
    ...Object.entries(fractions).flatMap(([field, ways]) =>
      ways.map((raw) =>
        bad(`${field} ${named(raw)}`, text({ [field]: raw }), [wrongType(field, "number")]),
      ),
    ),
    ...Object.entries(beyond).flatMap(([field, ways]) =>
      ways.map(([raw, actual]) =>
        bad(`${field} ${named(raw)}`, text({ [field]: raw }), [outOfRange(field, actual)]),
      ),
    ),
    ...noNumbers.flatMap((marked) => {
      const raw = marked.replace(caret, "");
      return [
        malformed(`timeout ${raw}`, text({ timeout: marked })),
        malformed(`unknown member ${raw}`, text({ extra: `[${marked}]` })),
      ];
    }),
    malformed("timeout with a comma for the thousand", text({ timeout: `5,${caret}000` })),
    ok("huge number in an unknown member", text({ extra: "-1e999999999" }), [unknown("extra")]),
    ok("long number in an unknown member", text({ extra: `[${zeros.replace(/0/g, "7")}]` }), [
      unknown("extra"),
    ]),
    bad("huge number for a string", text({ url: "1e999999999" }), [wrongType("url", "number")]),
    bad("huge number for an event type", text({ event_types: "[1e999999999]" }), [
      wrongItem(0, "number"),
    ]),
    bad("both out of range", text({ timeout: "1e400", max_retries: "0" }), [
      outOfRange("timeout"),
      outOfRange("max_retries", 0),
    ]),
  ],
};

// ---------------------------------------------------------------- url.json, contract §2, D1

const withUrl = (url) => text({ url: quote(url) });

const plainUrls = [
  "https://a",
  "https://example.com",
  "https://example.com/",
  "https://example.com?q",
  "https://example.com/?q=1&r=2",
  "HTTPS://example.com",
  "hTtPs://Example.COM/Hook",
  "https://example.com:443/",
  "https://example.com:8443/hook",
  "https://example.com:0/",
  "https://example.com:1",
  "https://example.com:65535/",
  "https://example.com:/",
  "https://example.com:",
  "https://example.com:?q",
  "https://example.com:00443/",
  "https://example.com:000000000000080/",
  // Hosts.
  "https://192.168.1.10/hook",
  "https://10.0.0.5/",
  "https://172.16.0.1",
  "https://8.8.8.8",
  "https://255.255.255.255/",
  "https://0x0a.0.0.5/",
  "https://012.0.0.5/",
  "https://10.5/",
  "https://10.0.5/",
  "https://3232235786/",
  "https://4294967295/",
  "https://0xffffffff/",
  "https://10.0.0.5./",
  "https://1.2.3.4x/",
  "https://1.2.3.4.example/",
  "https://4.example",
  "https://[2001:db8::1]/",
  "https://[2001:DB8:0:0:0:0:0:1]:8443/",
  "https://[fe80::1]/",
  "https://[1::]",
  "https://[::192.168.1.10]/",
  "https://[::ffff:10.0.0.5]/",
  "https://münchen.de/",
  "https://MÜNCHEN.de/",
  "https://mu\u0308nchen.de/",
  "https://faß.de/",
  "https://例え.テスト/",
  "https://пример.испытание/hook",
  "https://مثال.إختبار/",
  "https://☃.net/",
  "https://xn--mnchen-3ya.de/",
  "https://XN--MNCHEN-3YA.de/",
  "https://example\u3002com/",
  "https://ｅｘａｍｐｌｅ.com/",
  "https://exa\u00admple.com/",
  "https://%65xample.com/",
  "https://exa%6Dple%2Ecom/",
  "https://m%C3%BCnchen.de/",
  "https://my_host/",
  "https://my-host.local/",
  "https://a.b.c.d.e.f.g/",
  "https://example.com./",
  "https://*.example/",
  "https://a~b/",
  "https://a!b/",
  "https://a,b/",
  "https://a;b/",
  "https://a'b/",
  // Paths and queries: anything but white space, controls and backslash.
  "https://example.com/a%20b",
  "https://example.com/%",
  "https://example.com/%zz",
  "https://example.com/%00",
  "https://example.com/%0d%0a",
  "https://example.com/%5c",
  "https://example.com/%23",
  "https://example.com/a|b^c`d{e}f",
  'https://example.com/"<>',
  "https://example.com/[]",
  "https://example.com/../..",
  "https://example.com//a//b",
  "https://example.com//",
  "https://example.com/http://example.org/",
  "https://example.com/?u=http://example.org/",
  "https://example.com/é/日本",
  `https://example.com/${emoji}`,
  `https://example.com/?${emoji}`,
  "https://example.com/\u00a0",
  "https://example.com/\u0085",
  "https://example.com/\u2028",
  "https://example.com/\u3000",
  "https://example.com/\u200b",
  "https://example.com/\ufeff",
  "https://example.com/\ufffe",
  "https://example.com/@user",
  "https://example.com/user:password@host",
  "https://example.com?user:password@host",
  "https://example.com/;a=b:c",
  // An empty user name is none.
  "https://@example.com/",
  "https://:@example.com/",
];

const advisedUrls = [
  ["http://example.com", insecure],
  ["http://a", insecure],
  ["HTTP://example.com/", insecure],
  ["hTTp://example.com:443/", insecure],
  ["http://192.168.1.10/hook", insecure],
  ["http://example.com/https://", insecure],
  ["https://user@example.com/", credentials],
  ["https://user:password@example.com/", credentials],
  ["https://:password@example.com/", credentials],
  ["https://user:@example.com/", credentials],
  ["https://a@b@example.com/", credentials],
  ["https://a:b:c@example.com/", credentials],
  ["https://us%65r@example.com/", credentials],
  ["https://%40@example.com/", credentials],
  ["https://ü@example.com/", credentials],
  ["https://example.org@example.com/", credentials],
  ["https://example.org:443@example.com:8443/", credentials],
  ["https://localhost@example.com/", credentials],
  ["https://127.0.0.1:80@example.com/", credentials],
  ["https://example.com/#", fragment],
  ["https://example.com#", fragment],
  ["https://example.com#part", fragment],
  ["https://example.com/hook#part", fragment],
  ["https://example.com/?q#part", fragment],
  ["https://example.com/##", fragment],
  ["https://example.com/#user@host", fragment],
  ["https://example.com#@localhost", fragment],
  ["https://example.com/#é", fragment],
  ["http://user@example.com/", insecure, credentials],
  ["http://example.com/#x", insecure, fragment],
  ["https://u:p@example.com/#x", credentials, fragment],
  ["http://localhost/", insecure, loopback],
  ["https://user@localhost/", credentials, loopback],
  ["https://localhost#x", fragment, loopback],
  ["HTTP://u:p@127.0.0.1:8080/?q#x", insecure, credentials, fragment, loopback],
];

const loopbackHosts = [
  "localhost",
  "localhost:8080",
  "LOCALHOST",
  "LocalHost",
  "localhost.",
  "localhost.:80",
  "a.localhost",
  "A.B.LocalHost",
  "a.localhost.",
  "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
  "ｌｏｃａｌｈｏｓｔ",
  "loc\u00adalhost",
  "loc%61lhost",
  "%6c%6f%63%61%6c%68%6f%73%74",
  "localhost%2E",
  "localhost\u3002",
  "a\u3002localhost",
  "é.localhost",
  "127.0.0.1",
  "127.0.0.1:65535",
  "127.0.0.1.",
  "127.0.0.0",
  "127.1.2.3",
  "127.255.255.255",
  "127.1",
  "127.0.1",
  "127.65535",
  "127.16777215",
  "0x7f.1",
  "0x7F.0x0.0x0.0x1",
  "0x7f000001",
  "0X7F000001",
  "0177.1",
  "0177.0.0.01",
  "00000177.0.0.1",
  "017700000001",
  "2130706432",
  "2130706433",
  "2147483647",
  "１２７.0.0.1",
  "127\u30020\u30020\u30021",
  "%31%32%37.0.0.1",
  "127%2E0%2E0%2E1",
  "0.0.0.0",
  "0.0.0.0:80",
  "0",
  "00",
  "0x0",
  "0x",
  "0.0",
  "0.0.0",
  "[::1]",
  "[::1]:8080",
  "[0:0:0:0:0:0:0:1]",
  "[0000:0000:0000:0000:0000:0000:0000:0001]",
  "[0::1]",
  "[::0.0.0.1]",
  "[::]",
  "[0::0]",
  "[0:0:0:0:0:0:0:0]",
  "[::0.0.0.0]",
  "[::ffff:127.0.0.1]",
  "[::FFFF:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::ffff:7f00:0]",
  "[::ffff:7fff:ffff]",
  "[::ffff:127.255.255.255]",
  "[0:0:0:0:0:ffff:7f00:1]",
  "[0:0:0:0:0:ffff:127.0.0.1]",
  "[::ffff:0.0.0.0]",
  "[::ffff:0:0]",
];

const notLoopbackHosts = [
  "localhost.example",
  "localhost.localdomain",
  "a.localhost.example",
  "localhosts",
  "xlocalhost",
  "my-localhost",
  "local",
  "localhos",
  "local.host",
  "ip6-localhost",
  "126.255.255.255",
  "128.0.0.0",
  "128.0.0.1",
  "2130706431",
  "2147483648",
  "0x80.1",
  "0200.1",
  "0.0.0.1",
  "1",
  "1.0.0.127",
  "1.127",
  "10.0.0.5",
  "192.168.0.1",
  "169.254.1.1",
  "255.255.255.255",
  "127.0.0.1.example",
  "127.example",
  "0.example",
  "[::2]",
  "[1::1]",
  "[::1:0]",
  "[::1:1]",
  "[fe80::1]",
  "[::127.0.0.1]",
  "[::7f00:1]",
  "[::ffff:126.0.0.1]",
  "[::ffff:128.0.0.1]",
  "[::ffff:8000:1]",
  "[::ffff:0.0.0.1]",
  "[::ffff:10.0.0.5]",
  "[::fffe:127.0.0.1]",
  "[::ffff:0:127.0.0.1]",
  "[1::ffff:127.0.0.1]",
  "[64:ff9b::127.0.0.1]",
];

const refusedUrls = [
  // Schemes and looser spellings.
  "http",
  "https",
  "http:",
  "https:/",
  "http://",
  "https://",
  "example.com",
  "www.example.com/hook",
  "//example.com",
  "/hook",
  "://example.com",
  "http:example.com",
  "http:/example.com",
  "http:///example.com",
  "http:////example.com",
  "https:example.com",
  "https:/example.com",
  "https:///example.com",
  "http//example.com",
  "http;//example.com",
  "http.://example.com",
  "http::///example.com",
  "htp://example.com",
  "hxxp://example.com",
  "httpss://example.com",
  "shttp://example.com",
  "http+unix://example.com",
  "http2://example.com",
  "ftp://example.com/",
  "ws://example.com/",
  "wss://example.com/",
  "file:///etc/passwd",
  "file://localhost/x",
  "mailto:a@example.com",
  "javascript:alert(1)",
  "javascript://example.com/%0aalert(1)",
  "data:text/plain,x",
  "about:blank",
  "blob:https://example.com/x",
  "view-source:https://example.com",
  "url:https://example.com",
  "ｈｔｔｐｓ://example.com",
  "https：//example.com",
  "https:／／example.com",
  "ⓗttps://example.com",
  "httpſ://example.com",
  '"https://example.com"',
  "<https://example.com>",
  "\u00a0https://example.com",
  "\ufeffhttps://example.com",
  "\u200bhttps://example.com",
  "%20https://example.com",
  "h%74tps://example.com",
  // No host.
  "https://?q",
  "https://#x",
  "https://:443",
  "https://:443/",
  "https://:/",
  "https://:",
  "https://@",
  "https://@/",
  "https://@:443/",
  "https://user@",
  "https://user@/",
  "https://user@?q",
  "https://user@#x",
  "https://user:password@/",
  "https://user@:443/",
  "https:///",
  "https:////",
  "https:///?q",
  "https:///@example.com/",
  "https://\u00ad/",
  "https://%C2%AD/",
  // Ports.
  "https://example.com:65536/",
  "https://example.com:99999",
  "https://example.com:4294967739/",
  "https://example.com:18446744073709552059/",
  "https://example.com:-1/",
  "https://example.com:+443/",
  "https://example.com:443a/",
  "https://example.com:a443/",
  "https://example.com:0x1bb/",
  "https://example.com:4.3/",
  "https://example.com:443:443/",
  "https://example.com::443/",
  "https://example.com:４４３/",
  "https://example.com:%34/",
  "https://example.com:443@/",
  "https://[::1]:65536/",
  // IPv4.
  "https://256.0.0.1/",
  "https://1.256.0.1/",
  "https://1.2.3.256/",
  "https://1.2.65536/",
  "https://1.16777216/",
  "https://4294967296/",
  "https://0x100000000/",
  "https://040000000000/",
  "https://999999999999999999999999/",
  "https://1.2.3.4.5/",
  "https://1.2.3.4.5./",
  "https://1.2.3.08/",
  "https://09/",
  "https://1..2/",
  "https://1.2.3..4/",
  "https://.1/",
  "https://0x100.0.0.1/",
  "https://a.1/",
  "https://example.0x4/",
  "https://example.00/",
  "https://１２７.0.0.256/",
  // IPv6.
  "https://[/",
  "https://]/",
  "https://[]/",
  "https://[:]/",
  "https://[::1/",
  "https://::1]/",
  "https://::1/",
  "https://2001:db8::1/",
  "https://[:::]/",
  "https://[:::1]/",
  "https://[1:2]/",
  "https://[1:2:3:4:5:6:7]/",
  "https://[1:2:3:4:5:6:7:8:9]/",
  "https://[1:2:3:4:5:6:7::8]/",
  "https://[1::2::3]/",
  "https://[12345::]/",
  "https://[g::]/",
  "https://[::1%25eth0]/",
  "https://[fe80::1%eth0]/",
  "https://[::1.2.3]/",
  "https://[::1.2.3.4.5]/",
  "https://[::256.0.0.1]/",
  "https://[::01.2.3.4]/",
  "https://[::1.2.3.]/",
  "https://[1.2.3.4]/",
  "https://[localhost]/",
  "https://[::1]x/",
  "https://x[::1]/",
  "https://[::1]]/",
  "https://[::1].example/",
  "https://[v1.a]/",
  // Forbidden host code points, raw, percent-encoded and by mapping.
  "https://a<b/",
  "https://a>b/",
  "https://a^b/",
  "https://a|b/",
  "https://a[b/",
  "https://a]b/",
  "https://a%b/",
  "https://%/",
  "https://a%zz/",
  "https://a%00b/",
  "https://a%09b/",
  "https://a%0ab/",
  "https://a%20b/",
  "https://a%23b/",
  "https://a%25b/",
  "https://a%2fb/",
  "https://a%3Ab/",
  "https://a%3fb/",
  "https://a%40b/",
  "https://a%5cb/",
  "https://a%5b/",
  "https://a%7cb/",
  "https://a%7fb/",
  "https://%FF/",
  "https://a\u00a0b/",
  "https://a\u3000b/",
  "https://a／b/",
  "https://a？b/",
  "https://a＃b/",
  "https://a＠b/",
  "https://a：80/",
  "https://a％41/",
  "https://a\u2100b/",
  "https://\ufffd/",
  // International names.
  "https://xn--a/",
  "https://xn--a.example/",
  "https://a.xn--a/",
  "https://XN--A/",
  "https://xn--/",
  "https://xn--a-é/",
  "https://\u0301a.example/",
  "https://a\u200db.example/",
];

const describe = (url) => quote(url).slice(1, -1);

/** Where a control, a space or a backslash can stand in a URL. */
const forbiddenPlaces = {
  "before the scheme": (c) => `${c}https://example.com/`,
  "in the scheme": (c) => `ht${c}tps://example.com/`,
  "behind the scheme": (c) => `https${c}://example.com/`,
  "between the slashes": (c) => `https:/${c}/example.com/`,
  "before the host": (c) => `https://${c}example.com/`,
  "in the user name": (c) => `https://us${c}er@example.com/`,
  "in the host": (c) => `https://exam${c}ple.com/`,
  "behind the host": (c) => `https://example.com${c}`,
  "in the port": (c) => `https://example.com:4${c}43/`,
  "in the query": (c) => `https://example.com/?a${c}b`,
  "in the fragment": (c) => `https://example.com/#a${c}b`,
  "at the end": (c) => `https://example.com/${c}`,
};

const refused = (name, url, reason) => bad(name, withUrl(url), [invalidUrl(reason)]);

const prefix = "https://example.com/";

const urlFile = {
  kind: "validate",
  about: "The URL: contract §2, D1, and its warnings, §3.",
  cases: [
    ...plainUrls.map((url) => ok(`plain ${describe(url)}`, withUrl(url), [], withUrl(url))),
    ...advisedUrls.map(([url, ...warnings]) =>
      ok(`advised ${describe(url)}`, withUrl(url), warnings),
    ),
    ...loopbackHosts.map((host) =>
      ok(`loopback ${describe(host)}`, withUrl(`https://${host}/`), [loopback]),
    ),
    ...notLoopbackHosts.map((host) =>
      ok(`not loopback ${describe(host)}`, withUrl(`https://${host}/`)),
    ),
    ok("loopback in the path alone", withUrl("https://example.com/localhost/127.0.0.1")),
    ok("loopback in the query alone", withUrl("https://example.com?localhost")),
    ...refusedUrls.map((url) => refused(`refused ${describe(url)}`, url)),
    ...[...range(0x00, 0x20), 0x5c, 0x7f].map((code) =>
      refused(`${codePoint(code)} in the path`, `${prefix}a${String.fromCharCode(code)}b`),
    ),
    ...[0x00, 0x09, 0x0a, 0x0d, 0x20, 0x5c, 0x7f].flatMap((code) =>
      Object.entries(forbiddenPlaces).map(([place, put]) =>
        refused(`${codePoint(code)} ${place}`, put(String.fromCharCode(code))),
      ),
    ),
    refused("backslashes for slashes", "https:\\\\example.com/"),
    refused("one backslash for a slash", "https:/\\example.com/"),
    refused("backslash for the first slash", "https:\\/example.com/"),
    refused("reason scheme", "ftp://example.org", "scheme"),
    refused("reason host", "https:///hook", "host"),
    refused("reason character", "https://example.com/a b", "character"),
    refused("reason syntax", "https://example.com:65536/", "syntax"),
    // Lengths, in code points, before form.
    bad("length 0", withUrl(""), [tooShort("url", 0)]),
    bad("length 3", withUrl("htt"), [tooShort("url", 3)]),
    refused("length 4", "http"),
    refused("length 5", "https"),
    bad("length 3 of emoji", withUrl(emoji.repeat(3)), [tooShort("url", 3)]),
    refused("length 4 of emoji", emoji.repeat(4)),
    bad("length 2 of emoji is 4 units", withUrl(emoji.repeat(2)), [tooShort("url", 2)]),
    bad("length 3 with a space", withUrl("a b"), [tooShort("url", 3)]),
    bad("length 2 of a letter and a mark", withUrl("e\u0301"), [tooShort("url", 2)]),
    bad("length counts an escape as one", text({ url: '"\\u0061\\u0062\\u0063"' }), [
      tooShort("url", 3),
    ]),
    bad("length counts an escaped pair as one", text({ url: '"\\ud83d\\ude00\\ud83d\\ude00a"' }), [
      tooShort("url", 3),
    ]),
    ok("length 1999", withUrl(prefix + "a".repeat(1979))),
    ok("length 2000", withUrl(prefix + "a".repeat(1980))),
    bad("length 2001", withUrl(prefix + "a".repeat(1981)), [tooLong("url", 2001)]),
    bad("length 2001 of a query", withUrl(`${prefix}?${"a".repeat(1980)}`), [tooLong("url", 2001)]),
    bad("length 2001 of no URL", withUrl("x".repeat(2001)), [tooLong("url", 2001)]),
    refused("length 2000 of no URL", "x".repeat(2000)),
    bad("length 2001 of spaces", withUrl(" ".repeat(2001)), [tooLong("url", 2001)]),
    bad(
      "too long an insecure URL has no warning",
      withUrl(`http://u@localhost/#${"a".repeat(2000)}`),
      [tooLong("url", 2020)],
    ),
    ok(
      "length 2000, escaped",
      text({ url: `"https:\\/\\/example.com\\/${"\\u0061".repeat(1980)}"` }),
      [],
      withUrl(prefix + "a".repeat(1980)),
    ),
    bad(
      "length 2001, escaped",
      text({ url: `"https:\\/\\/example.com\\/${"\\u0061".repeat(1981)}"` }),
      [tooLong("url", 2001)],
    ),
    ok("990 two-byte characters", withUrl(prefix + "é".repeat(990))),
    ok("991 two-byte characters", withUrl(prefix + "é".repeat(991)), [
      ambiguous("url", 1011, 1011, 2002),
    ]),
    ok("495 emoji", withUrl(prefix + emoji.repeat(495))),
    ok("496 emoji", withUrl(prefix + emoji.repeat(496)), [ambiguous("url", 516, 1012, 2004)]),
    ok("length 2000 of emoji", withUrl(prefix + emoji.repeat(1980)), [
      ambiguous("url", 2000, 3980, 7940),
    ]),
    bad("length 2001 of emoji", withUrl(prefix + emoji.repeat(1981)), [tooLong("url", 2001)]),
    ok("every warning of a URL", withUrl(`http://u@localhost/${"é".repeat(1000)}#`), [
      insecure,
      credentials,
      fragment,
      loopback,
      ambiguous("url", 1020, 1020, 2020),
    ]),
    refused("ambiguous length of no URL has no warning", `ftp://example.com/${"é".repeat(1500)}`),
    refused("insecure URL with a space has no warning", "http://user@localhost/a b#x"),
  ],
};

// ---------------------------------------------------------------- secret-status-description.json

const withSecret = (secret) => text({ secret: quote(secret) });
const withStatus = (status) => text({ status: quote(status) });
const withDescription = (description) => text({ description: quote(description) });

const otherStatuses = [
  "",
  " ",
  "Active",
  "ACTIVE",
  "Disabled",
  " active",
  "active ",
  "active\n",
  "active\0",
  "\ufeffactive",
  "act\u200bive",
  "activ",
  "actives",
  "disable",
  "inactive",
  "enabled",
  "on",
  "true",
  "1",
  "null",
  "active,disabled",
  "active|disabled",
  "аctive",
  "ａｃｔｉｖｅ",
  "__proto__",
  "constructor",
  "a".repeat(300),
];

const plainFields = {
  kind: "validate",
  about: "The secret, the status and the description: contract §2, with no_secret and lengths, §3.",
  cases: [
    ok("secret absent", text({ secret: undefined }), [noSecret]),
    bad("secret of 0", withSecret(""), [tooShort("secret", 0)]),
    bad("secret of 1", withSecret("s"), [tooShort("secret", 1)]),
    bad("secret of 15", withSecret("s".repeat(15)), [tooShort("secret", 15)]),
    ok("secret of 16", withSecret("s".repeat(16))),
    ok("secret of 17", withSecret("s".repeat(17))),
    ok("secret of 127", withSecret("s".repeat(127))),
    ok("secret of 128", withSecret("s".repeat(128))),
    bad("secret of 129", withSecret("s".repeat(129)), [tooLong("secret", 129)]),
    bad("secret of 500", withSecret("s".repeat(500)), [tooLong("secret", 500)]),
    bad("secret of 8 emoji is 16 units", withSecret(emoji.repeat(8)), [tooShort("secret", 8)]),
    bad("secret of 15 emoji", withSecret(emoji.repeat(15)), [tooShort("secret", 15)]),
    ok("secret of 16 emoji", withSecret(emoji.repeat(16))),
    ok("secret of 32 emoji", withSecret(emoji.repeat(32))),
    ok("secret of 33 emoji", withSecret(emoji.repeat(33)), [ambiguous("secret", 33, 66, 132)]),
    ok("secret of 64 emoji", withSecret(emoji.repeat(64)), [ambiguous("secret", 64, 128, 256)]),
    ok("secret of 65 emoji", withSecret(emoji.repeat(65)), [ambiguous("secret", 65, 130, 260)]),
    ok("secret of 128 emoji", withSecret(emoji.repeat(128)), [ambiguous("secret", 128, 256, 512)]),
    bad("secret of 129 emoji", withSecret(emoji.repeat(129)), [tooLong("secret", 129)]),
    bad("secret of 15 two-byte characters", withSecret("é".repeat(15)), [tooShort("secret", 15)]),
    ok("secret of 64 two-byte characters", withSecret("é".repeat(64))),
    ok("secret of 65 two-byte characters", withSecret("é".repeat(65)), [
      ambiguous("secret", 65, 65, 130),
    ]),
    ok("secret of 42 three-byte characters", withSecret("€".repeat(42))),
    ok("secret of 43 three-byte characters", withSecret("€".repeat(43)), [
      ambiguous("secret", 43, 43, 129),
    ]),
    ok("secret of 127 and one emoji", withSecret(`${"s".repeat(127)}${emoji}`), [
      ambiguous("secret", 128, 129, 131),
    ]),
    bad("secret of 14 and one emoji", withSecret(`${"s".repeat(14)}${emoji}`), [
      tooShort("secret", 15),
    ]),
    ok("secret of 15 and one emoji", withSecret(`${"s".repeat(15)}${emoji}`)),
    bad("secret of 128 and one mark", withSecret(`${"s".repeat(128)}\u0301`), [
      tooLong("secret", 129),
    ]),
    ok("secret of escaped letters", text({ secret: `"${"\\u0073".repeat(128)}"` })),
    bad("secret of 15 escaped letters", text({ secret: `"${"\\u0073".repeat(15)}"` }), [
      tooShort("secret", 15),
    ]),
    ok("secret of 128 escaped emoji", text({ secret: `"${"\\ud83d\\ude00".repeat(128)}"` }), [
      ambiguous("secret", 128, 256, 512),
    ]),
    bad("secret of 129 escaped emoji", text({ secret: `"${"\\ud83d\\ude00".repeat(129)}"` }), [
      tooLong("secret", 129),
    ]),
    ok("secret of spaces", withSecret(" ".repeat(16))),
    ok("secret of controls", withSecret("\0\n\t\u001f".repeat(4))),
    ok("secret of quotes and backslashes", withSecret('"\\'.repeat(8))),

    ok("status active", withStatus("active")),
    ok("status disabled", withStatus("disabled"), [], withStatus("disabled")),
    ok("status escaped", text({ status: '"d\\u0069sabled"' }), [], withStatus("disabled")),
    ...otherStatuses.map((status) =>
      bad(`status ${named(describe(status))}`, withStatus(status), [invalidStatus()]),
    ),

    ok("description absent", text()),
    ok("description of 0", withDescription(""), [], withDescription("")),
    ok("description of 1", withDescription("d")),
    ok("description like headers", withDescription('{"Host":"a","X A":"b"}')),
    ok("description of 999", withDescription("d".repeat(999))),
    ok("description of 1000", withDescription("d".repeat(1000))),
    bad("description of 1001", withDescription("d".repeat(1001)), [tooLong("description", 1001)]),
    ok("description of 250 emoji", withDescription(emoji.repeat(250))),
    ok("description of 251 emoji", withDescription(emoji.repeat(251)), [
      ambiguous("description", 251, 502, 1004),
    ]),
    ok("description of 1000 emoji", withDescription(emoji.repeat(1000)), [
      ambiguous("description", 1000, 2000, 4000),
    ]),
    bad("description of 1001 emoji", withDescription(emoji.repeat(1001)), [
      tooLong("description", 1001),
    ]),
    ok("description of 500 two-byte characters", withDescription("é".repeat(500))),
    ok("description of 501 two-byte characters", withDescription("é".repeat(501)), [
      ambiguous("description", 501, 501, 1002),
    ]),
    ok("description of 1000 two-byte characters", withDescription("é".repeat(1000)), [
      ambiguous("description", 1000, 1000, 2000),
    ]),
    ok("description of 999 and one emoji", withDescription(`${"d".repeat(999)}${emoji}`), [
      ambiguous("description", 1000, 1001, 1003),
    ]),
    ok("description of 999 and one accent", withDescription(`${"d".repeat(999)}é`), [
      ambiguous("description", 1000, 1000, 1001),
    ]),
    bad("description of 1000 and one mark", withDescription(`${"d".repeat(1000)}\u0301`), [
      tooLong("description", 1001),
    ]),
    ok("description of 1000 escaped letters", text({ description: `"${"\\u0064".repeat(1000)}"` })),
    bad(
      "description of 1001 escaped letters",
      text({ description: `"${"\\u0064".repeat(1001)}"` }),
      [tooLong("description", 1001)],
    ),
    ok("description of 1000 short escapes", text({ description: `"${"\\n".repeat(1000)}"` })),
    ok("description of markup", withDescription("<script>alert(1)</script>&amp;")),
    ok("description of white space", withDescription(" \t\r\n ")),
    ok("description of NUL", withDescription("a\0b")),

    bad(
      "every length wrong",
      text({ url: '"x"', secret: '"x"', description: quote("d".repeat(1001)) }),
      [tooShort("url", 1), tooShort("secret", 1), tooLong("description", 1001)],
    ),
    ok(
      "every length ambiguous",
      text({
        url: quote(prefix + "é".repeat(991)),
        secret: quote("é".repeat(65)),
        description: quote("é".repeat(501)),
      }),
      [
        ambiguous("url", 1011, 1011, 2002),
        ambiguous("secret", 65, 65, 130),
        ambiguous("description", 501, 501, 1002),
      ],
    ),
  ],
};

// ---------------------------------------------------------------- headers.json, contract §2, D3

/** A header's text from entries of a name and a value, which may be any JSON value. */
const entries = (...list) => object(list.map(([name, value]) => [name, quote(value)]));

const headers = {
  kind: "validate",
  about: "The headers as text of a JSON object, its entries and their order: contract §2, D3.",
  cases: [
    ok("no entry", withHeaders("{}"), [], withHeaders("{}")),
    ok("no entry, with white space", withHeaders(" \t\r\n{ } "), [], withHeaders("{}")),
    ok("one entry", withHeaders('{"X-A":"1"}'), [], withHeaders('{"X-A":"1"}')),
    ok("three entries", withHeaders('{"X-B":"1","X-A":"2","X-C":"3"}')),
    ok("white space around every token", withHeaders(' { "X-A" : "1" , "X-B" : "2" } ')),
    ok(
      "the member itself escaped",
      text({ headers: '"\\u007b\\u0022X-A\\u0022:\\u0022\\u0022}"' }),
    ),
    ok("names and values escaped", withHeaders('{"\\u0058-A":"\\u0031\\/"}')),
    ok("100 entries", withHeaders(object(many(100).map(([name]) => [name, '"1"'])))),
    // Text that is not JSON; offsets are bytes of the headers' own text.
    malformedHeaders("empty text", caret),
    malformedHeaders("white space only", `  ${caret}`),
    malformedHeaders("text of a header", `${caret}X-A: 1`),
    malformedHeaders("text of two headers", `${caret}X-A: 1\r\nX-B: 2`),
    malformedHeaders("name without quotes", `{${caret}X-A:"1"}`),
    malformedHeaders("single quotes", `{${caret}'X-A':'1'}`),
    malformedHeaders("trailing comma", `{"X-A":"1",${caret}}`),
    malformedHeaders("comment", `{${caret}/* c */"X-A":"1"}`),
    malformedHeaders("cut", `{"X-A":"1"${caret}`),
    malformedHeaders("cut in a string", `{"X-A":"1${caret}`),
    malformedHeaders("trailing text", `{"X-A":"1"}${caret}x`),
    malformedHeaders("trailing NUL", `{}${caret}\0`),
    malformedHeaders("second object", `{}${caret}{}`),
    malformedHeaders("byte-order mark", `${caret}\ufeff{}`),
    malformedHeaders("byte-order mark behind", `{}${caret}\ufeff`),
    malformedHeaders("no-break space", `{${caret}\u00a0}`),
    malformedHeaders("line feed raw in a value", `{"X-A":"1${caret}\n"}`),
    malformedHeaders("tab raw in a value", `{"X-A":"1${caret}\t"}`),
    malformedHeaders("NUL raw in a name", `{"X-A${caret}\0":"1"}`),
    malformedHeaders("bad escape", `{"X-A":"\\${caret}x41"}`),
    malformedHeaders("bad number", `{"X-A":0${caret}1}`),
    malformedHeaders("bad literal", `{"X-A":${caret}undefined}`),
    malformedHeaders("offset in bytes", `{"é":"${emoji}"${caret};}`),
    malformedHeaders("lone surrogate escaped", '{"X-A":"\\ud800"}'),
    malformedHeaders("lone surrogate escaped in a name", '{"\\udc00":"1"}'),
    malformedHeaders("surrogate pair reversed", '{"X-A":"\\ude00\\ud83d"}'),
    malformedHeaders(
      "lists 65 deep",
      `{"X-A":${"[".repeat(63)}${caret}${nested(1)}${"]".repeat(63)}}`,
    ),
    malformedHeaders("list at the top 65 deep", `${"[".repeat(64)}${caret}[${"]".repeat(65)}`),
    malformedHeaders("encoded twice, cut", `"{${caret}`),
    malformedHeaders("bad name, then cut", `{"a b":"1"${caret}`),
    malformedHeaders("duplicate, then cut", `{"X-A":"1","x-a":"2"${caret}`),
    // JSON that is no object.
    bad("list", withHeaders("[]"), [headersNot("array")]),
    bad("list of an object", withHeaders('[{"X-A":"1"}]'), [headersNot("array")]),
    bad("string", withHeaders('"X-A"'), [headersNot("string")]),
    bad("encoded twice", withHeaders(quote('{"X-A":"1"}')), [headersNot("string")]),
    bad("number", withHeaders("5"), [headersNot("number")]),
    bad("true", withHeaders("true"), [headersNot("boolean")]),
    bad("null", withHeaders("null"), [headersNot("null")]),
    bad("null in white space", withHeaders(" null\n"), [headersNot("null")]),
    bad("list at the top 64 deep", withHeaders(nested(64)), [headersNot("array")]),
    // Values that are no strings.
    bad("number as a value", withHeaders('{"X-A":5}'), [headerValue("X-A", "number")]),
    bad("huge number as a value", withHeaders('{"X-A":1e999999999}'), [
      headerValue("X-A", "number"),
    ]),
    bad("null as a value", withHeaders('{"X-A":null}'), [headerValue("X-A", "null")]),
    bad("true as a value", withHeaders('{"X-A":true}'), [headerValue("X-A", "boolean")]),
    bad("list as a value", withHeaders('{"X-A":["1"]}'), [headerValue("X-A", "array")]),
    bad("object as a value", withHeaders('{"X-A":{"a":"1"}}'), [headerValue("X-A", "object")]),
    bad("object with a name twice as a value", withHeaders('{"X-A":{"a":1,"a":2}}'), [
      headerValue("X-A", "object"),
    ]),
    bad("lists 64 deep as a value", withHeaders(`{"X-A":${nested(63)}}`), [
      headerValue("X-A", "array"),
    ]),
    // Order, and two values to an entry.
    bad("name and value of one entry", withHeaders('{"a b":5}'), [
      headerName("a b"),
      headerValue("a b", "number"),
    ]),
    bad("reserved name and value of one entry", withHeaders('{"Host":null}'), [
      reserved("Host"),
      headerValue("Host", "null"),
    ]),
    bad("duplicate name and value of one entry", withHeaders('{"X-A":"1","x-a":5}'), [
      duplicateHeader("x-a"),
      headerValue("x-a", "number"),
    ]),
    bad(
      "another entry behind what is beyond ASCII, the headers first in the body",
      object([["headers", quote(`{"A":"é","Host":"${"v".repeat(50)}"}`)], ...Object.entries(base)]),
      [headerValue("A"), reserved("Host")],
    ),
    bad("entries in their order", withHeaders('{"X-A":5,"a b":"1","X-B":"é","Host":"1","x-a":6}'), [
      headerValue("X-A", "number"),
      headerName("a b"),
      headerValue("X-B"),
      reserved("Host"),
      duplicateHeader("x-a"),
      headerValue("x-a", "number"),
    ]),
    bad("entries named by digits in their order", withHeaders('{"b":1,"2":2,"1":3}'), [
      headerValue("b", "number"),
      headerValue("2", "number"),
      headerValue("1", "number"),
    ]),
    bad("the first entry decides the answer", withHeaders('{"X-A":5,"Host":"1"}'), [
      headerValue("X-A", "number"),
      reserved("Host"),
    ]),
    // The same name twice.
    bad("name twice", withHeaders('{"X-A":"1","X-A":"2"}'), [duplicateHeader("X-A")]),
    bad("name twice with one value", withHeaders('{"X-A":"1","X-A":"1"}'), [
      duplicateHeader("X-A"),
    ]),
    bad("name twice in two cases", withHeaders('{"X-A":"1","x-a":"2"}'), [duplicateHeader("x-a")]),
    bad("name three times", withHeaders('{"X-A":"1","x-a":"2","X-a":"3"}'), [
      duplicateHeader("x-a"),
      duplicateHeader("X-a"),
    ]),
    bad("two names twice", withHeaders('{"A":"1","B":"2","b":"3","a":"4"}'), [
      duplicateHeader("b"),
      duplicateHeader("a"),
    ]),
    bad("name twice, escaped", withHeaders('{"X-A":"1","\\u0058-\\u0061":"2"}'), [
      duplicateHeader("X-a"),
    ]),
    bad("name twice, the first without a string", withHeaders('{"X-A":null,"x-a":"1"}'), [
      headerValue("X-A", "null"),
      duplicateHeader("x-a"),
    ]),
    bad("__proto__ twice", withHeaders('{"__proto__":"1","__PROTO__":"2"}'), [
      duplicateHeader("__PROTO__"),
    ]),
    bad("name of digits twice", withHeaders('{"1":"1","1":"2"}'), [duplicateHeader("1")]),
    bad(
      "twice far apart",
      withHeaders(object([...many(100), ["M0", "0"]].map(([name]) => [name, '"1"']))),
      [duplicateHeader("M0")],
    ),
    bad("reserved name twice", withHeaders('{"host":"1","Host":"2"}'), [
      reserved("host"),
      reserved("Host"),
    ]),
    bad("bad name twice", withHeaders('{"a b":"1","A B":"2"}'), [
      headerName("a b"),
      headerName("A B"),
    ]),
    bad("empty name twice", withHeaders('{"":"1","":"2"}'), [headerName(""), headerName("")]),
    ok("underscore and hyphen apart", withHeaders('{"X-A":"1","X_A":"2"}')),
    ok("letter case of symbols apart", withHeaders('{"X^":"1","X~":"2","X`":"3"}')),
    // A value with an issue has no warning; the other value of its entry keeps its own.
    ok("sensitive name, then white space", withHeaders('{"Cookie":" a"}'), [
      sensitive("Cookie"),
      whitespace("Cookie"),
    ]),
    ok("warnings in the entries' order", withHeaders('{"X-B":"b ","Cookie":"a\\t","X-A":" a"}'), [
      whitespace("X-B"),
      sensitive("Cookie"),
      whitespace("Cookie"),
      whitespace("X-A"),
    ]),
    bad(
      "sensitive name, bad value",
      withHeaders('{"Cookie":5}'),
      [headerValue("Cookie", "number")],
      [sensitive("Cookie")],
    ),
    bad(
      "sensitive name twice",
      withHeaders('{"cookie":"1","Cookie":"2"}'),
      [duplicateHeader("Cookie")],
      [sensitive("cookie")],
    ),
    bad(
      "reserved name, white space",
      withHeaders('{"Host":" a "}'),
      [reserved("Host")],
      [whitespace("Host")],
    ),
    bad(
      "bad name, white space",
      withHeaders('{"a b":"\\ta"}'),
      [headerName("a b")],
      [whitespace("a b")],
    ),
    bad(
      "duplicate name, white space",
      withHeaders('{"X-A":"1","x-a":"2 "}'),
      [duplicateHeader("x-a")],
      [whitespace("x-a")],
    ),
    bad("white space and a bad character", withHeaders('{"X-A":" é"}'), [headerValue("X-A")]),
    bad(
      "warnings beside an issue of another entry",
      withHeaders('{"X-A":"é","Cookie":" 1"}'),
      [headerValue("X-A")],
      [sensitive("Cookie"), whitespace("Cookie")],
    ),
    malformedHeaders("no warnings from text that breaks off", `{"Cookie":" 1"${caret}`),
  ],
};

// ---------------------------------------------------------------- header-names.json, contract §2, D2

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** RFC 7230 section 3.2.6: tchar. */
const tokenCharacters = `!#$%&'*+-.^_\`|~0123456789${letters}`;

const reservedNames = [
  "host",
  "connection",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
  "via",
  "te",
  "trailer",
  "content-length",
  "content-type",
  "authorization",
  "origin",
  "permissions-policy",
  "user-agent",
  "accept",
  "accept-encoding",
  "accept-language",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-real-ip",
  "forwarded",
  "date",
  "expires",
  "last-modified",
  "cache-control",
  "etag",
  "if-match",
  "if-none-match",
  "access-control-allow-origin",
  "access-control-allow-methods",
  "access-control-allow-headers",
  "access-control-expose-headers",
];

const sensitiveNames = [
  "cookie",
  "set-cookie",
  "proxy-authorization",
  "proxy-connection",
  "expect",
  "content-encoding",
  "x-webhook-signature",
  "x-webhook-timestamp",
  "x-webhook-attempt",
];

const titled = (name) => name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());

const inCases = (name) => [name, name.toUpperCase(), titled(name)];

const freeNames = [
  "X-A",
  "x",
  "1",
  "123",
  "-",
  "_",
  "~",
  "!#$%&'*+-.^_`|~",
  "X-Api-Key",
  "x_api_key",
  "hosts",
  "hos",
  "x-host",
  "host-",
  "-host",
  "keepalive",
  "keep_alive",
  "tes",
  "t",
  "via-x",
  "content-md5",
  "content-disposition",
  "authorization2",
  "x-authorization",
  "authorizatio",
  "www-authenticate",
  "origins",
  "referer",
  "user-agents",
  "accept-charset",
  "accept-ranges",
  "x-forwarded",
  "x-forwarded-port",
  "x-real-ip2",
  "dates",
  "age",
  "pragma",
  "if-modified-since",
  "if-range",
  "last-event-id",
  "access-control-allow-credentials",
  "access-control-max-age",
  "access-control-request-method",
  "cookies",
  "cookie2",
  "set-cookies",
  "proxy-authenticate",
  "expected",
  "content-encodings",
  "x-webhook",
  "x-webhook-id",
  "x-webhook-signatures",
  "traceparent",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "length",
  "url",
  "A".repeat(300),
];

const badNames = [
  "",
  " ",
  "X A",
  " X-A",
  "X-A ",
  "X-A\t",
  "X-A:",
  ":authority",
  "X-A: 1\r\nX-B",
  "X-A\r\n",
  "X-A\0",
  "X,A",
  "X;A",
  "X=A",
  "X/A",
  "X\\A",
  '"X-A"',
  "(X)",
  "[X]",
  "{X}",
  "<X>",
  "X@A",
  "X?A",
  "Überschrift",
  "X-é",
  "日本",
  emoji,
  "\u212aeep-alive",
  "ho\u017ft",
  "ｈｏｓｔ",
  "host ",
  " host",
  "host:",
  "host\0",
  "cookie ",
  "\u200bX",
  "\ufeffX",
];

const headerNames = {
  kind: "validate",
  about: "Names of headers: contract §2, D2, with sensitive_header, §3.",
  cases: [
    // Characters at changing places, so that no reader by words or vectors sees one place alone.
    ...range(0x00, 0xff).map((code) => {
      const character = String.fromCharCode(code);
      const name = "x".repeat(code % 19) + character + "y".repeat(code % 7);
      const body = withHeaders(entries([name, "v"]));
      const title = `${codePoint(code)} in a name`;
      return tokenCharacters.includes(character)
        ? ok(title, body)
        : bad(title, body, [headerName(name)]);
    }),
    ...reservedNames.flatMap((name) =>
      inCases(name).map((way) =>
        bad(`reserved ${way}`, withHeaders(entries([way, "v"])), [reserved(way)]),
      ),
    ),
    ...sensitiveNames.flatMap((name) =>
      inCases(name).map((way) =>
        ok(`sensitive ${way}`, withHeaders(entries([way, "v"])), [sensitive(way)]),
      ),
    ),
    ...freeNames.map((name) => ok(`free ${named(name)}`, withHeaders(entries([name, "v"])))),
    ...badNames.map((name) =>
      bad(`bad ${quote(name)}`, withHeaders(entries([name, "v"])), [headerName(name)]),
    ),
    bad(
      "every reserved name at once",
      withHeaders(entries(...reservedNames.map((name) => [name, "v"]))),
      reservedNames.map(reserved),
    ),
    ok(
      "every sensitive name at once",
      withHeaders(entries(...sensitiveNames.map((name) => [name, "v"]))),
      sensitiveNames.map(sensitive),
    ),
    bad("reserved name escaped", withHeaders('{"\\u0048ost":"v"}'), [reserved("Host")]),
    bad("bad name escaped", withHeaders('{"X\\u0020A":"v"}'), [headerName("X A")]),
    ok("sensitive name escaped", withHeaders('{"cooki\\u0065":"v"}'), [sensitive("cookie")]),
  ],
};

// ---------------------------------------------------------------- header-values.json, contract §2, D2

const headerValues = {
  kind: "validate",
  about: "Values of headers: contract §2, D2, with header_whitespace, §3.",
  cases: [
    ...range(0x00, 0xff).map((code) => {
      const value =
        "v".repeat(1 + (code % 19)) + String.fromCharCode(code) + "w".repeat(1 + (code % 7));
      const body = withHeaders(entries(["X-A", value]));
      const title = `${codePoint(code)} in a value`;
      return code === 0x09 || (code >= 0x20 && code <= 0x7e)
        ? ok(title, body)
        : bad(title, body, [headerValue("X-A")]);
    }),
    ok("empty value", withHeaders('{"X-A":""}'), [], withHeaders('{"X-A":""}')),
    ok("every character", withHeaders(entries(["X-A", String.fromCharCode(...range(0x21, 0x7e))]))),
    ok("long value", withHeaders(entries(["X-A", "v".repeat(1000)]))),
    bad("long value with DEL last", withHeaders(entries(["X-A", `${"v".repeat(999)}\u007f`])), [
      headerValue("X-A"),
    ]),
    bad("NUL first", withHeaders(entries(["X-A", "\0v"])), [headerValue("X-A")]),
    bad("NUL alone", withHeaders(entries(["X-A", "\0"])), [headerValue("X-A")]),
    bad("line break and a header", withHeaders(entries(["X-A", "1\r\nHost: a"])), [
      headerValue("X-A"),
    ]),
    bad("line feed last", withHeaders(entries(["X-A", "1\n"])), [headerValue("X-A")]),
    bad("emoji", withHeaders(entries(["X-A", emoji])), [headerValue("X-A")]),
    bad("emoji escaped in the headers", withHeaders('{"X-A":"\\ud83d\\ude00"}'), [
      headerValue("X-A"),
    ]),
    bad("emoji escaped in the body", text({ headers: '"{\\"X-A\\":\\"\\ud83d\\ude00\\"}"' }), [
      headerValue("X-A"),
    ]),
    bad("U+0100", withHeaders(entries(["X-A", "\u0100"])), [headerValue("X-A")]),
    bad("U+0141, whose low byte is a letter", withHeaders(entries(["X-A", "\u0141"])), [
      headerValue("X-A"),
    ]),
    bad("U+2028", withHeaders(entries(["X-A", "\u2028"])), [headerValue("X-A")]),
    bad("no-break space at the end", withHeaders(entries(["X-A", "v\u00a0"])), [
      headerValue("X-A"),
    ]),
    ok("quotes and backslashes", withHeaders(entries(["X-A", '"\\"']))),
    ok("escapes of allowed characters", withHeaders('{"X-A":"\\u0041\\/\\"\\\\"}')),
    ok("tab escaped within", withHeaders('{"X-A":"a\\tb"}')),
    ok("text of a number", withHeaders('{"X-A":"5"}')),
    ok("text of an object", withHeaders(entries(["X-A", '{"a":1}']))),
    bad("line feed escaped", withHeaders('{"X-A":"a\\nb"}'), [headerValue("X-A")]),
    bad("DEL raw", withHeaders('{"X-A":"\u007f"}'), [headerValue("X-A")]),
    bad("every bad value", withHeaders('{"A":"\\n","B":"é","C":null,"D":"ok","E":"\\u0000"}'), [
      headerValue("A"),
      headerValue("B"),
      headerValue("C", "null"),
      headerValue("E"),
    ]),
    ok("space first", withHeaders('{"X-A":" a"}'), [whitespace("X-A")]),
    ok("space last", withHeaders('{"X-A":"a "}'), [whitespace("X-A")]),
    ok("tab first", withHeaders('{"X-A":"\\ta"}'), [whitespace("X-A")]),
    ok("tab last", withHeaders('{"X-A":"a\\t"}'), [whitespace("X-A")]),
    ok("space on both sides", withHeaders('{"X-A":" a "}'), [whitespace("X-A")]),
    ok("space alone", withHeaders('{"X-A":" "}'), [whitespace("X-A")]),
    ok("tab alone", withHeaders('{"X-A":"\\t"}'), [whitespace("X-A")]),
    ok("space within", withHeaders('{"X-A":"a b\\tc"}')),
    ok(
      "white space kept in what is sent",
      withHeaders('{"X-A":" a\\t"}'),
      [whitespace("X-A")],
      withHeaders('{"X-A":" a\\t"}'),
    ),
  ],
};

// ---------------------------------------------------------------- event-types.json, contract §2, D4, D8

const eventTypes = [
  "log.access_denied_by_not_valid_identifier",
  "log.access_denied_by_not_valid_face_identifier",
  "log.access_denied_by_not_valid_input_code",
  "log.access_denied_by_remote_server_api_call",
  "log.access_denied_by_unknown_card",
  "log.access_granted_by_api_call",
  "log.access_granted_by_call_host",
  "log.access_granted_by_master_code",
  "log.access_granted_by_remote_server_api_call",
  "log.access_granted_by_valid_identifier",
  "log.door_was_closed",
  "log.door_sensor_was_closed",
  "log.door_was_opened",
  "log.door_sensor_was_opened",
  "log.emergency_lock_is_opened",
  "log.lock_is_opened_to_long",
  "log.lock_was_opened_by_exit_btn",
  "log.lock_was_opened_by_free_access_button",
  "log.incoming_call",
  "log.outgoing_call",
  "log.outgoing_call_missed",
  "log.device_booted",
  "log.sip_registration_lost",
  "log.outgoing_call_web",
  "log.incorrect_login_api_call",
  "log.incorrect_login_gui_settings",
  "log.successful_login_api_call",
  "log.successful_login_gui_settings",
  "log.door_was_not_closed_too_long",
  "log.tamper_event",
  "log.multi_access_granted",
  "log.identifiers_without_linkage_to_user_access_denied",
  "log.multi_access_denied",
  "log.access_denied_by_unknown_qr",
  "log.access_denied_unknown_identifier",
  "log.lift_call_success",
  "log.lift_call_error",
  "log.lift_module_access_error",
  "log.access_granted_by_shared_identifier",
  "log.access_denied_by_not_valid_shared_identifier",
  "log.bond_lift_request",
];

const booted = "log.device_booted";
const calling = "log.incoming_call";

const noEvents = [
  "",
  " ",
  "log",
  "log.",
  "*",
  "log.*",
  "all",
  "device_booted",
  "Log.device_booted",
  "LOG.DEVICE_BOOTED",
  "log.Device_Booted",
  "log_device_booted",
  "log.device-booted",
  "log.device booted",
  "log.device.booted",
  "log..device_booted",
  " log.device_booted",
  "log.device_booted ",
  "log.device_booted\n",
  "log.device_booted\0",
  "log.device_booted,log.incoming_call",
  "log.device_bооted",
  "ｌog.device_booted",
  "log.access_denied_by_unknown_identifier",
  "log.lock_is_opened_too_long",
  "log.access_denied_by_not_valid_card",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "length",
  "0",
  emoji,
  "é",
  "x".repeat(300),
];

const withExtra = (names, extra) => ({ body: withEvents(...names), extraEventTypes: extra });

const events = {
  kind: "validate",
  about: "Event types: contract §2, D4, D8, with duplicate_event_type, §3.",
  cases: [
    ...eventTypes.map((name) => ok(`known ${name}`, withEvents(name), [], withEvents(name))),
    ...eventTypes.map((name) => {
      const near = name.slice(0, -1);
      return bad(`near miss ${near}`, withEvents(near), [unknownEvent(0)]);
    }),
    ...eventTypes.map((name) => {
      const near = `${name}s`;
      return bad(`near miss ${near}`, withEvents(near), [unknownEvent(0)]);
    }),
    ...noEvents.map((name) =>
      bad(`unknown ${named(describe(name))}`, withEvents(name), [unknownEvent(0)]),
    ),
    bad("suggestion", withEvents("log.device_boot"), [unknownEvent(0, booted)]),
    bad("no event types", text({ event_types: "[]" }), [noEventTypes()]),
    bad("no event types, with white space", text({ event_types: "[ \n]" }), [noEventTypes()]),
    bad("no event types, with an option", withExtra([], ["log.new"]), [noEventTypes()]),
    ok("every event type", withEvents(...eventTypes)),
    ok("every event type reversed", withEvents(...eventTypes.toReversed())),
    ok("white space between", text({ event_types: `[ "${booted}" ,\n"${calling}"\t]` })),
    bad("one unknown of three", withEvents(booted, "nope", calling), [unknownEvent(1)]),
    bad("every item unknown", withEvents("a", "b", "a"), [
      unknownEvent(0),
      unknownEvent(1),
      unknownEvent(2),
    ]),
    bad(
      "unknown behind 100",
      withEvents(...Array(100).fill(booted), "nope"),
      [unknownEvent(100)],
      range(1, 99).map(repeated),
    ),
    bad("items of every type", text({ event_types: `["${booted}",null,true,5,"x",[],{},""]` }), [
      wrongItem(1, "null"),
      wrongItem(2, "boolean"),
      wrongItem(3, "number"),
      unknownEvent(4),
      wrongItem(5, "array"),
      wrongItem(6, "object"),
      unknownEvent(7),
    ]),
    bad("list in the list", text({ event_types: `[["${booted}"]]` }), [wrongItem(0, "array")]),
    bad("object in the list", text({ event_types: `[{"name":"${booted}"}]` }), [
      wrongItem(0, "object"),
    ]),
    bad("null in the list", text({ event_types: "[null]" }), [wrongItem(0, "null")]),
    bad("false in the list", text({ event_types: "[false]" }), [wrongItem(0, "boolean")]),
    // Duplicates.
    ok("twice", withEvents(booted, booted), [repeated(1)], withEvents(booted)),
    ok(
      "three times",
      withEvents(booted, booted, booted),
      [repeated(1), repeated(2)],
      withEvents(booted),
    ),
    ok(
      "two twice",
      withEvents(booted, calling, booted, calling),
      [repeated(2), repeated(3)],
      withEvents(booted, calling),
    ),
    ok(
      "twice, escaped",
      text({ event_types: `["${booted}","\\u006cog.device_booted"]` }),
      [repeated(1)],
      withEvents(booted),
    ),
    ok(
      "every event type twice",
      withEvents(...eventTypes, ...eventTypes),
      range(41, 81).map(repeated),
      withEvents(...eventTypes),
    ),
    bad("unknown twice", withEvents("nope", "nope"), [unknownEvent(0), unknownEvent(1)]),
    bad(
      "twice around an issue",
      text({ event_types: `["${booted}",5,"${booted}"]` }),
      [wrongItem(1, "number")],
      [repeated(2)],
    ),
    // The option.
    ok("extra name", withExtra(["log.new"], ["log.new"]), [], withEvents("log.new")),
    ok("extra name and known names", withExtra([booted, "log.new"], ["log.new"])),
    ok("two extra names", withExtra(["log.b", "log.a"], ["log.a", "log.b"])),
    ok("extra name that is known", withExtra([booted], [booted])),
    ok("extra name given twice", withExtra(["log.new"], ["log.new", "log.new"])),
    ok("no extra names", withExtra([booted], [])),
    ok("extra name not used", withExtra([booted], ["log.new"])),
    ok(
      "extra name twice",
      withExtra(["log.new", "log.new"], ["log.new"]),
      [repeated(1)],
      withEvents("log.new"),
    ),
    ok("extra name that is empty", withExtra([""], [""])),
    ok("extra name beyond ASCII", withExtra(["log.é", emoji], [emoji, "log.é"])),
    ok("extra name with NUL", withExtra(["a\0b"], ["a\0b"])),
    ok("extra name __proto__", withExtra(["__proto__"], ["__proto__"])),
    ok("extra name constructor", withExtra(["constructor"], ["constructor"])),
    bad("extra name in another case", withExtra(["log.New"], ["log.new"]), [unknownEvent(0)]),
    bad("extra name with a space", withExtra(["log.new "], ["log.new"]), [unknownEvent(0)]),
    bad("extra name cut", withExtra(["log.ne"], ["log.new"]), [unknownEvent(0)]),
    bad("extra names joined", withExtra(["a,b"], ["a", "b"]), [unknownEvent(0)]),
    bad("extra names joined by NUL", withExtra(["a\0b"], ["a", "b"]), [unknownEvent(0)]),
    bad("extra name of one call is unknown to the next", withEvents("log.new"), [unknownEvent(0)]),
  ],
};

// ---------------------------------------------------------------- warnings.json, contract §3

const oddNames = [
  "",
  " ",
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "__defineGetter__",
  "length",
  "then",
  "toJSON",
  "0",
  "-1",
  "URL",
  "url ",
  "\ufeffurl",
  "url\0",
  "ur1",
  "u\u200brl",
  "item_uid",
  "uid",
  "é",
  emoji,
  '"\\',
  "a.b[0]",
  "\u2028",
  "n".repeat(300),
];

const warnings = {
  kind: "validate",
  about: "Warnings and their order: contract §3. Those of one field stand beside its rules.",
  cases: [
    ok("none", text()),
    ok("no secret", text({ secret: undefined }), [noSecret], text({ secret: undefined })),
    ok("unknown member", text({ extra: "1" }), [unknown("extra")], text()),
    ...[...Object.values(samples), "[[1],{}]", '{"url":"x"}', '""', "0"].map((raw) =>
      ok(`unknown member ${raw}`, text({ extra: raw }), [unknown("extra")], text()),
    ),
    ...oddNames.map((name) =>
      ok(
        `unknown name ${named(quote(name))}`,
        `${text().slice(0, -1)},${quote(name)}:1}`,
        [unknown(name)],
        text(),
      ),
    ),
    ok("unknown members as they stand", `{"z":1,${text({ a: "2", 1: "3" }).slice(1, -1)},"b":4}`, [
      unknown("z"),
      unknown("1"),
      unknown("a"),
      unknown("b"),
    ]),
    ok("unknown members named by digits as they stand", `{"10":1,"b":2,"9":3,${rest}`, [
      unknown("10"),
      unknown("b"),
      unknown("9"),
    ]),
    ok("unknown name escaped", `{"\\u0065xtra":1,${rest}`, [unknown("extra")]),
    ok("members of __proto__ are nobody's", `{"__proto__":{"url":5,"secret":""},${rest}`, [
      unknown("__proto__"),
    ]),
    bad("members of __proto__ do not count", `{"__proto__":${text()}}`, required.map(missing), [
      noSecret,
      unknown("__proto__"),
    ]),
    // Suggestions, in clear cases.
    bad(
      "suggestion url",
      text({ url: undefined, Url: base.url }),
      [missing("url")],
      [unknown("Url", "url")],
    ),
    bad(
      "suggestion event_types",
      text({ event_types: undefined, eventTypes: base.event_types }),
      [missing("event_types")],
      [unknown("eventTypes", "event_types")],
    ),
    bad(
      "suggestion max_retries",
      text({ max_retries: undefined, maxRetries: "3" }),
      [missing("max_retries")],
      [unknown("maxRetries", "max_retries")],
    ),
    ok("suggestion secret", text({ secret: undefined, Secret: base.secret }), [
      noSecret,
      unknown("Secret", "secret"),
    ]),
    // Order, over fields and on one value.
    ok("URL, secret", text({ url: '"http://localhost"', secret: undefined }), [
      insecure,
      loopback,
      noSecret,
    ]),
    ok(
      "URL, headers, event types, unknown",
      `{"x":1,"event_types":["${booted}","${booted}"],"headers":"{\\"Expect\\":\\"1\\",\\"A\\":\\" \\"}",${text({ event_types: undefined, url: '"http://a#"' }).slice(1)}`,
      [insecure, fragment, sensitive("Expect"), whitespace("A"), repeated(1), unknown("x")],
    ),
    ok(
      "secret, description",
      text({ secret: quote("é".repeat(100)), description: quote("é".repeat(600)) }),
      [ambiguous("secret", 100, 100, 200), ambiguous("description", 600, 600, 1200)],
    ),
    // On invalid bodies too, save for a value with an issue.
    bad(
      "beside an issue of another field",
      text({ url: '"http://localhost/"', status: '"on"' }),
      [invalidStatus()],
      [insecure, loopback],
    ),
    bad(
      "beside a missing field",
      text({ url: '"http://a/"', secret: undefined, status: undefined }),
      [missing("status")],
      [insecure, noSecret],
    ),
    bad(
      "not on a URL with an issue",
      text({ url: '"http://u@localhost:99999/#x"', secret: undefined }),
      [invalidUrl()],
      [noSecret],
    ),
    bad(
      "not on a secret with an issue",
      text({ url: '"http://a"', secret: '"short"' }),
      [tooShort("secret", 5)],
      [insecure],
    ),
    bad("not on a secret of the wrong type", text({ secret: "null" }), [
      wrongType("secret", "null"),
    ]),
    bad("not on a description with an issue", text({ description: quote("é".repeat(1001)) }), [
      tooLong("description", 1001),
    ]),
    bad(
      "not on headers with an issue",
      text({ headers: '"{\\"Cookie\\":\\" \\"}x"', extra: "1" }),
      [issue("invalid_headers", ["headers"], { offset: 14 })],
      [unknown("extra")],
    ),
    bad("not on an absent URL", text({ url: undefined }), [missing("url")]),
    bad(
      "not on a list of the wrong type",
      text({ event_types: `{"0":"${booted}","1":"${booted}"}` }),
      [wrongType("event_types", "object")],
    ),
    malformed("none on malformed text", `{"url":"http://localhost/","x":1${caret}`),
    bad("none on a list", '["http://localhost/"]', [notAnObject("array")]),
    bad("none on a duplicate", '{"url":"http://localhost/","x":1,"x":2}', [
      duplicateKey("x", { offset: '{"url":"http://localhost/","x":1,'.length }),
    ]),
  ],
};

// ---------------------------------------------------------------- values.json, contract §1

const value = (name) => ({ value: name });

const valid = (name, changes = [], canonical = text()) => ok(name, value(name), changes, canonical);

const invalid = (name, errors, given = []) => bad(name, value(name), errors, given);

const nothing = (name) => invalid(name, [issue("malformed_json", [])]);

const absent = (name) => invalid(name, required.map(missing), [noSecret]);

const valuesFile = {
  kind: "validate",
  about: "JavaScript values, each named as in values.js: contract §1.",
  cases: [
    ...[
      "arrayBuffer",
      "sharedArrayBuffer",
      "viewOfSharedBuffer",
      "resizableBuffer",
      "uint8Array",
      "uint8ArrayAtOffset",
      "uint8ClampedArray",
      "int8Array",
      "uint16Array",
      "uint16ArrayAtOffset",
      "int32Array",
      "float64Array",
      "bigUint64Array",
      "dataView",
      "dataViewAtOffset",
      "subclassOfUint8Array",
      "uint8ArrayWithMembers",
      "taggedLikeABuffer",
      "inheritsFromUint8Array",
    ].map((name) => valid(name)),
    ...[
      "uint8ArrayWithByteOrderMark",
      "emptyArrayBuffer",
      "emptyUint8Array",
      "detachedArrayBuffer",
      "detachedUint8Array",
      "detachedDataView",
      "uint16ArrayOfText",
    ].map(nothing),
    ...["proxyOfUint8Array", "proxyOfArrayBuffer"].map(absent),

    ...[
      "textLoneHigh",
      "textLoneLow",
      "textPairReversed",
      "textRawHighEscapedLow",
      "textEscapedHighRawLow",
      "textLoneInMemberName",
      "textLoneInUnknownMember",
      "textLoneInHeaders",
      "textLoneBehindBody",
      "textLoneAlone",
      "textLoneAfterDuplicate",
    ].map(nothing),
    valid("textPair", [], withUrl(`${prefix}${emoji}`)),

    ...[
      "plain",
      "frozen",
      "nullPrototype",
      "reversed",
      "classInstance",
      "ownGetters",
      "getterThatChanges",
      "toJSON",
      "toJSONInherited",
      "toJSONByKey",
      "toJSONOfMember",
      "toJSONOfItem",
      "toJSONOnlyOnce",
      "urlObject",
      "boxed",
      "boxedWithOwnConversion",
      "proxy",
      "proxyThatAnswers",
      "proxyOfList",
      "subclassOfArray",
      "listWithMembers",
      "undefinedMembers",
      "symbolKey",
    ].map((name) => valid(name)),
    valid("rawNumber", [], text({ timeout: "5000" })),
    valid("dateAsDescription", [], text({ description: '"1970-01-01T00:00:00.000Z"' })),
    valid(
      "controlsInStrings",
      [],
      text({
        secret: `"${"\\u0000\\u0001\\u0002\\n\\r\\t\\u001e\\u001f"}${"\\u0000".repeat(8)}"`,
        description: '"\\u0000\\u0001"',
      }),
    ),
    valid("pairInDescription", [], text({ description: `"${emoji}"` })),
    valid("sharedReference", [unknown("first"), unknown("second")]),
    valid("depth64", [unknown("extra")]),
    valid("numericNames", [unknown("1"), unknown("2"), unknown("extra")]),
    valid("ownProtoMember", [unknown("__proto__")]),
    valid("toJSONThatIsNoFunction", [unknown("toJSON")]),
    valid("emojiSecret", [ambiguous("secret", 128, 256, 512)], withSecret(emoji.repeat(128))),

    absent("emptyObject"),
    invalid("prototypeMember", [missing("url")]),
    invalid("prototypeLiteral", [missing("url")]),
    invalid("prototypeAccessor", [missing("url")]),
    invalid("hiddenMember", [missing("url")]),
    invalid("undefinedRequired", [missing("url")]),
    invalid("functionRequired", [missing("status")]),
    invalid("symbolRequired", [missing("max_retries")]),
    valid("undefinedSecret", [noSecret], text({ secret: undefined })),
    invalid("nullMember", [wrongType("url", "null")]),
    invalid("notANumber", [wrongType("max_retries", "null")]),
    invalid("infinite", [wrongType("timeout", "null")]),
    invalid("minusZero", [outOfRange("timeout", 0)]),
    invalid("fraction", [wrongType("timeout", "number")]),
    invalid("tinyFraction", [wrongType("max_retries", "number")]),
    invalid("largeInteger", [outOfRange("max_retries")]),
    invalid("beyondInt32", [outOfRange("max_retries")]),
    invalid("wrapsToThree", [outOfRange("max_retries")]),
    invalid("boxedBoolean", [wrongType("secret", "boolean")]),
    invalid("boxedSymbol", [wrongType("description", "object")]),
    invalid("invalidDate", [wrongType("description", "null")]),
    invalid("headersObject", [wrongType("headers", "object")]),
    invalid("headersTypedArray", [wrongType("headers", "object")]),
    invalid("holes", [wrongItem(0, "null")]),
    invalid("itemsThatVanish", [wrongItem(0, "null"), wrongItem(1, "null"), wrongItem(2, "null")]),
    invalid("setAsList", [wrongType("event_types", "object")]),
    invalid("argumentsAsList", [wrongType("event_types", "object")]),
    invalid("stringAsList", [wrongType("event_types", "string")]),
    invalid("nullByteInEventType", [unknownEvent(0)]),
    invalid("nullByteInStatus", [invalidStatus()]),
    invalid("nullByteInUrl", [invalidUrl()]),
    invalid("unitSeparatorInUrl", [invalidUrl()]),
    ...["map", "set", "regExp", "error", "promise"].map(absent),

    invalid("null", [notAnObject("null")]),
    invalid("true", [notAnObject("boolean")]),
    invalid("number", [notAnObject("number")]),
    invalid("numberNaN", [notAnObject("null")]),
    invalid("array", [notAnObject("array")]),
    invalid("arrayOfBytes", [notAnObject("array")]),
    invalid("boxedText", [notAnObject("string")]),
    invalid("boxedNumber", [notAnObject("number")]),
    invalid("date", [notAnObject("string")]),
    invalid("urlObjectAlone", [notAnObject("string")]),
    invalid("toJSONText", [notAnObject("string")]),
    invalid("toJSONNull", [notAnObject("null")]),

    ...[
      "undefined",
      "function",
      "classItself",
      "symbol",
      "bigint",
      "boxedBigint",
      "bigintMember",
      "bigintUnknownMember",
      "cycle",
      "cycleDeep",
      "throwingGetter",
      "throwingUnknownGetter",
      "throwingToJSON",
      "throwingToJSONOfMember",
      "throwingProxy",
      "throwingProxyItem",
      "throwingConversion",
      "revokedProxy",
      "revokedProxyMember",
      "proxyOfFunction",
      "toJSONUndefined",
      "loneSurrogateInMember",
      "loneSurrogateInName",
      "loneSurrogateInUnknown",
      "depth65",
      "depth100000",
      "arrayDepth65",
    ].map(nothing),
  ],
};

// ---------------------------------------------------------------- canonical.json, contract §5

const canonical = {
  kind: "validate",
  about: "The body that is sent, rebuilt from what was read: contract §5.",
  cases: [
    ok("itself", text(), [], text()),
    ok("every member itself", full, [], full),
    ok(
      "members in the table's order",
      '{"max_retries":1,"event_types":["log.tamper_event"],"description":"d","headers":"{}","timeout":1000,"status":"disabled","secret":"0123456789abcdef","url":"https://a"}',
      [],
      '{"url":"https://a","secret":"0123456789abcdef","status":"disabled","timeout":1000,"headers":"{}","description":"d","event_types":["log.tamper_event"],"max_retries":1}',
    ),
    ok(
      "no white space",
      ` { "url" : "https://a" , "status":\t"active",\n"event_types" : [ "${booted}" , "${calling}" ] ,\r"max_retries" : 3 } `,
      [noSecret],
      `{"url":"https://a","status":"active","event_types":["${booted}","${calling}"],"max_retries":3}`,
    ),
    ok(
      "no unknown members",
      `{"a":1,${text({ b: "2" }).slice(1)}`,
      [unknown("a"), unknown("b")],
      text(),
    ),
    ok("names unescaped", text().replace('"status"', '"\\u0073tatus"'), [], text()),
    ok(
      "integers plain",
      text({ timeout: "5e3", max_retries: "3.0" }),
      [],
      text({ timeout: "5000" }),
    ),
    ok(
      "the URL as it was",
      withUrl("HTTPS://EXAMPLE.com:443/../a?%41#"),
      [fragment],
      withUrl("HTTPS://EXAMPLE.com:443/../a?%41#"),
    ),
    ok("the URL unescaped", text({ url: '"https:\\/\\/example.com\\/\\u0068ook"' }), [], text()),
    ok("the host as it was", withUrl("https://MÜNCHEN.de/é"), [], withUrl("https://MÜNCHEN.de/é")),
    ok(
      "short escapes",
      stringOf("\\u0008\\u0009\\u000a\\u000c\\u000d\\u0022\\u005c"),
      [],
      stringOf('\\b\\t\\n\\f\\r\\"\\\\'),
    ),
    ok("solidus plain", stringOf("\\/\\u002f/"), [], stringOf("///")),
    ok(
      "other controls in lower case",
      stringOf("\\u0000\\u0001\\u000B\\u000E\\u001A\\u001F"),
      [],
      stringOf("\\u0000\\u0001\\u000b\\u000e\\u001a\\u001f"),
    ),
    ok("letters plain", stringOf("\\u0041\\u00e9\\u65E5"), [], stringOf("Aé日")),
    ok("pair plain", stringOf("\\uD83D\\uDE00"), [], stringOf(emoji)),
    ok("line separators plain", stringOf("\\u2028\\u2029"), [], stringOf("\u2028\u2029")),
    ok(
      "DEL and C1 controls plain",
      stringOf("\\u007f\\u0080\\u009f"),
      [],
      stringOf("\u007f\u0080\u009f"),
    ),
    ok("noncharacters plain", stringOf("\\uffff\\ufeff"), [], stringOf("\uffff\ufeff")),
    ok("markup plain", stringOf("\\u003c\\u003e\\u0026'"), [], stringOf("<>&'")),
    ok("normal form as it was", stringOf("e\u0301\u00e9"), [], stringOf("e\u0301\u00e9")),
    ok(
      "controls in a secret",
      text({ secret: `"${"\\u000A\\u001F".repeat(8)}"` }),
      [],
      text({ secret: `"${"\\n\\u001f".repeat(8)}"` }),
    ),
    ok("empty description kept", text({ description: '""' }), [], text({ description: '""' })),
    ok(
      "headers without white space",
      withHeaders(' { "X-B" : "1" ,\n"X-A" : "2" } '),
      [],
      withHeaders('{"X-B":"1","X-A":"2"}'),
    ),
    ok(
      "headers as text of text",
      withHeaders('{"X-A": "1"}'),
      [],
      text({ headers: '"{\\"X-A\\":\\"1\\"}"' }),
    ),
    ok(
      "headers unescaped",
      withHeaders('{"\\u0058-A":"\\u0041\\/\\u0009\\u007e"}'),
      [],
      withHeaders('{"X-A":"A/\\t~"}'),
    ),
    ok(
      "headers with quotes",
      withHeaders('{"X-A":"\\u0022\\u005c"}'),
      [],
      text({ headers: String.raw`"{\"X-A\":\"\\\"\\\\\"}"` }),
    ),
    ok(
      "headers named by digits in their order",
      withHeaders('{"b":"1","10":"2","2":"3","1":"4","a":"5"}'),
      [],
      withHeaders('{"b":"1","10":"2","2":"3","1":"4","a":"5"}'),
    ),
    ok(
      "headers named like prototypes",
      withHeaders('{"constructor":"1","__proto__":"2"}'),
      [],
      withHeaders('{"constructor":"1","__proto__":"2"}'),
    ),
    ok(
      "headers in their letter case",
      withHeaders('{"X-ABC":"1","x-abd":"2"}'),
      [],
      withHeaders('{"X-ABC":"1","x-abd":"2"}'),
    ),
    ok("no headers", withHeaders(" {\t} "), [], withHeaders("{}")),
    ok(
      "sensitive headers are sent",
      withHeaders('{"Cookie":" a"}'),
      [sensitive("Cookie"), whitespace("Cookie")],
      withHeaders('{"Cookie":" a"}'),
    ),
    ok(
      "event types once each",
      withEvents(calling, booted, calling, booted, "log.tamper_event"),
      [repeated(2), repeated(3)],
      withEvents(calling, booted, "log.tamper_event"),
    ),
    ok(
      "extra event types once each",
      withExtra(["é\n", booted, "é\n"], ["é\n"]),
      [repeated(2)],
      withEvents("é\n", booted),
    ),
    ok(
      "insecure URL as it was",
      withUrl("http://u:p@127.1/#x"),
      [insecure, credentials, fragment, loopback],
      withUrl("http://u:p@127.1/#x"),
    ),
    ok(
      "long description",
      withDescription("é".repeat(1000)),
      [ambiguous("description", 1000, 1000, 2000)],
      withDescription("é".repeat(1000)),
    ),
    ok(
      "from bytes",
      { bytes: hex(` ${text({ description: '"é"' })} `) },
      [],
      text({ description: '"é"' }),
    ),
  ],
};

// ---------------------------------------------------------------- request.json, contract §5

const webhook = { url: "https://a", status: "active", event_types: [booted], max_retries: 3 };
const webhookText = quote(webhook);
const json = { "Content-Type": "application/json" };
const bearer = (token) => ({ Authorization: `Bearer ${token}` });

const sent = (name, request, method, url, sentHeaders = {}, body = undefined) => ({
  name,
  request,
  method,
  url,
  headers: sentHeaders,
  body,
});

const misuse = (name, request, argument) => ({
  name,
  request,
  throws: { name: "TypeError", argument },
});

const unsent = (name, request, error) => ({
  name,
  request,
  throws: { name: "InvalidWebhookError", error },
});

const get = (more) => ({ operation: "get", uid: 3, ...more });
const create = (more) => ({ operation: "create", webhook, ...more });
const list = (query) => ({ operation: "list", query });

/** A base, and the URL of item 3 under it. */
const goodBases = [
  ["https://panel.example", "https://panel.example/webhooks/3"],
  ["https://panel.example/", "https://panel.example/webhooks/3"],
  ["https://panel.example/api/v1", "https://panel.example/api/v1/webhooks/3"],
  ["https://panel.example/api/v1/", "https://panel.example/api/v1/webhooks/3"],
  ["https://panel.example/api/v1///", "https://panel.example/api/v1/webhooks/3"],
  ["https://panel.example//api//v1", "https://panel.example//api//v1/webhooks/3"],
  ["HTTPS://Panel.Example:443/API", "HTTPS://Panel.Example:443/API/webhooks/3"],
  ["http://192.168.1.10/api/v1", "http://192.168.1.10/api/v1/webhooks/3"],
  ["http://192.168.1.10:8080", "http://192.168.1.10:8080/webhooks/3"],
  ["http://[fe80::1]:80/", "http://[fe80::1]:80/webhooks/3"],
  ["http://localhost", "http://localhost/webhooks/3"],
  ["https://münchen.de/api", "https://münchen.de/api/webhooks/3"],
  ["https://panel.example/a%20b/./c", "https://panel.example/a%20b/./c/webhooks/3"],
  ["/", "/webhooks/3"],
  ["/api/v1", "/api/v1/webhooks/3"],
  ["/api/v1/", "/api/v1/webhooks/3"],
  ["/api/v1//", "/api/v1/webhooks/3"],
  ["/api//v1", "/api//v1/webhooks/3"],
  ["/a/@b:c", "/a/@b:c/webhooks/3"],
];

const badBases = [
  "",
  " ",
  "api/v1",
  "./api",
  "../api",
  "panel.example",
  "panel.example/api/v1",
  "192.168.1.10",
  "//panel.example",
  "//panel.example/api/v1",
  "//",
  "///panel.example",
  "/\\panel.example",
  "/\t/panel.example",
  "\\\\panel.example",
  "ftp://panel.example",
  "ws://panel.example",
  "file:///api/v1",
  "javascript:alert(1)",
  "data:text/plain,x",
  "https://",
  "https:///api",
  "https:panel.example",
  "https:/panel.example",
  "https:\\\\panel.example",
  "https://panel.example\\api",
  " https://panel.example",
  "https://panel.example ",
  "https://panel.example\n",
  "https://panel .example",
  "https://panel.example:99999",
  "https://xn--a/",
  "https://panel.example?",
  "https://panel.example?x=1",
  "https://panel.example/api?x=1",
  "https://panel.example#",
  "https://panel.example/api#x",
  "https://user@panel.example",
  "https://user:password@panel.example/api",
  "https://:password@panel.example/api",
  "/api v1",
  "/api\u007f",
  "/api?x=1",
  "/api?",
  "/api#x",
  "/api#",
  5,
  true,
  ["/api"],
  { href: "https://panel.example" },
];

const goodTokens = ["t", "0", "abc.DEF-123_~+/=", "!\"#$%&'()*+,", "~", "t".repeat(4096)];

const badTokens = [
  "",
  " ",
  "a b",
  " a",
  "a ",
  "a\t",
  "a\n",
  "a\r\nX-B: 1",
  "a\0",
  "a\u007f",
  "é",
  "a\u00a0",
  "日本",
  emoji,
  5,
  true,
  ["a"],
  {},
];

const badUids = [0, -1, 1.5, 0.1, 9007199254740992, 1e300, "3", "", "3/test", null, true, [3], {}];

const badOperations = [
  "",
  "Create",
  "CREATE",
  " create",
  "patch",
  "head",
  "__proto__",
  "constructor",
  "toString",
  5,
  null,
  true,
  ["create"],
  {},
];

/** The query of a list, as it is given and as it stands in the URL. */
const goodQueries = [
  [{}, ""],
  [{ limit: 10 }, "?limit=10"],
  [{ limit: 20 }, "?limit=20"],
  [{ limit: 30 }, "?limit=30"],
  [{ limit: 50 }, "?limit=50"],
  [{ page_number: 1 }, "?page_number=1"],
  [{ page_number: 1000000 }, "?page_number=1000000"],
  [{ sort_field: "url" }, "?sort_field=url"],
  [{ sort_type: "asc" }, "?sort_type=asc"],
  [{ sort_type: "desc" }, "?sort_type=desc"],
  [{ filter: "x" }, "?filter=x"],
  [{ filter: "" }, "?filter="],
  [{ locale: "en" }, "?locale=en"],
  [{ locale: "pt-BR", limit: 10 }, "?limit=10&locale=pt-BR"],
  [
    {
      locale: "en",
      filter: "f",
      sort_type: "asc",
      sort_field: "url",
      page_number: 2,
      limit: 50,
    },
    "?limit=50&page_number=2&sort_field=url&sort_type=asc&filter=f&locale=en",
  ],
  [{ filter: "a b" }, "?filter=a+b"],
  [{ filter: "a+b" }, "?filter=a%2Bb"],
  [{ filter: "a&b=c" }, "?filter=a%26b%3Dc"],
  [{ filter: "a%20b" }, "?filter=a%2520b"],
  [{ filter: "a/b?c#d" }, "?filter=a%2Fb%3Fc%23d"],
  [{ filter: "*-._" }, "?filter=*-._"],
  [{ filter: "~!'()" }, "?filter=%7E%21%27%28%29"],
  [{ filter: '"<>\\^`{|}' }, "?filter=%22%3C%3E%5C%5E%60%7B%7C%7D"],
  [{ filter: ",;:@$[]" }, "?filter=%2C%3B%3A%40%24%5B%5D"],
  [{ filter: "\r\n\t\0\u007f" }, "?filter=%0D%0A%09%00%7F"],
  [{ filter: "é" }, "?filter=%C3%A9"],
  [{ filter: "€" }, "?filter=%E2%82%AC"],
  [{ filter: emoji }, "?filter=%F0%9F%98%80"],
  [{ sort_field: "a b", locale: "é" }, "?sort_field=a+b&locale=%C3%A9"],
];

const badQueries = [
  ["limit", 0],
  ["limit", 1],
  ["limit", 15],
  ["limit", 40],
  ["limit", 100],
  ["limit", -10],
  ["limit", 10.5],
  ["limit", "10"],
  ["limit", null],
  ["limit", true],
  ["limit", [10]],
  ["page_number", 0],
  ["page_number", -1],
  ["page_number", 1.5],
  ["page_number", "1"],
  ["page_number", null],
  ["page_number", [1]],
  ["sort_type", ""],
  ["sort_type", "ASC"],
  ["sort_type", "ascending"],
  ["sort_type", "asc "],
  ["sort_type", 1],
  ["sort_type", null],
  ["sort_type", ["asc"]],
  ["sort_field", 5],
  ["sort_field", ["url"]],
  ["filter", 5],
  ["filter", { url: "x" }],
  ["locale", 5],
  ["locale", false],
];

const requestFile = {
  kind: "request",
  about: "Requests to the device's API: contract §5.",
  cases: [
    sent("create", create(), "POST", "/api/v1/webhooks", json, webhookText),
    sent(
      "update",
      { operation: "update", uid: 3, webhook },
      "PUT",
      "/api/v1/webhooks/3",
      json,
      webhookText,
    ),
    sent("get", get(), "GET", "/api/v1/webhooks/3"),
    sent("delete", { operation: "delete", uid: 3 }, "DELETE", "/api/v1/webhooks/3"),
    sent("test", { operation: "test", uid: 3 }, "POST", "/api/v1/webhooks/3/test"),
    sent("list", { operation: "list" }, "GET", "/api/v1/webhooks"),
    sent(
      "create with token",
      create({ token: "t" }),
      "POST",
      "/api/v1/webhooks",
      { ...bearer("t"), ...json },
      webhookText,
    ),
    sent(
      "update with token and base",
      {
        operation: "update",
        baseUrl: "https://panel.example/api/v1/",
        token: "t",
        uid: 1,
        webhook,
      },
      "PUT",
      "https://panel.example/api/v1/webhooks/1",
      { ...bearer("t"), ...json },
      webhookText,
    ),
    sent(
      "delete with token",
      { operation: "delete", uid: 3, token: "t" },
      "DELETE",
      "/api/v1/webhooks/3",
      bearer("t"),
    ),
    sent(
      "test with token and base",
      { operation: "test", uid: 3, token: "t", baseUrl: "/" },
      "POST",
      "/webhooks/3/test",
      bearer("t"),
    ),
    sent(
      "list with token, base and query",
      { operation: "list", token: "t", baseUrl: "https://panel.example/", query: { limit: 10 } },
      "GET",
      "https://panel.example/webhooks?limit=10",
      bearer("t"),
    ),
    sent(
      "create with base",
      create({ baseUrl: "http://192.168.1.10/api/v1" }),
      "POST",
      "http://192.168.1.10/api/v1/webhooks",
      json,
      webhookText,
    ),
    // What is sent is what was validated.
    sent(
      "webhook as text",
      create({ webhook: ` ${webhookText} ` }),
      "POST",
      "/api/v1/webhooks",
      json,
      webhookText,
    ),
    sent(
      "webhook rebuilt",
      create({
        webhook: {
          x: 1,
          max_retries: 1,
          event_types: [booted, booted],
          headers: '{ "X-A": "1" }',
          timeout: 5000,
          status: "active",
          url: "http://a",
        },
      }),
      "POST",
      "/api/v1/webhooks",
      json,
      '{"url":"http://a","status":"active","timeout":5000,"headers":"{\\"X-A\\":\\"1\\"}","event_types":["log.device_booted"],"max_retries":1}',
    ),
    sent(
      "webhook with numbers rebuilt",
      create({ webhook: text({ timeout: "5e3", max_retries: "3.0" }) }),
      "POST",
      "/api/v1/webhooks",
      json,
      text({ timeout: "5000" }),
    ),
    sent(
      "webhook with text beyond ASCII",
      create({ webhook: text({ description: '"é\\ud83d\\ude00\\u2028"' }) }),
      "POST",
      "/api/v1/webhooks",
      json,
      text({ description: `"é${emoji}\u2028"` }),
    ),
    sent(
      "webhook with an extra event type",
      create({ webhook: withEvents("log.new"), extraEventTypes: ["log.new"] }),
      "POST",
      "/api/v1/webhooks",
      json,
      withEvents("log.new"),
    ),
    sent(
      "update with an extra event type",
      { operation: "update", uid: 3, webhook: withEvents("log.new"), extraEventTypes: ["log.new"] },
      "PUT",
      "/api/v1/webhooks/3",
      json,
      withEvents("log.new"),
    ),
    sent("largest uid", get({ uid: 9007199254740991 }), "GET", "/api/v1/webhooks/9007199254740991"),
    sent("least uid", get({ uid: 1 }), "GET", "/api/v1/webhooks/1"),
    ...goodBases.map(([baseUrl, url]) => sent(`base ${baseUrl}`, get({ baseUrl }), "GET", url)),
    ...goodTokens.map((token) =>
      sent(`token ${named(token)}`, get({ token }), "GET", "/api/v1/webhooks/3", bearer(token)),
    ),
    ...goodQueries.map(([query, search]) =>
      sent(`query ${quote(query)}`, list(query), "GET", `/api/v1/webhooks${search}`),
    ),
    // Invalid webhooks.
    unsent("webhook absent", { operation: "create" }, "Wrong JSON body"),
    unsent("webhook absent in update", { operation: "update", uid: 3 }, "Wrong JSON body"),
    unsent("webhook null", create({ webhook: null }), "Wrong JSON body"),
    unsent("webhook a list", create({ webhook: [webhook] }), "Wrong JSON body"),
    unsent("webhook a number", create({ webhook: 5 }), "Wrong JSON body"),
    unsent("webhook an empty text", create({ webhook: "" }), "Wrong JSON body"),
    unsent("webhook a malformed text", create({ webhook: "{" }), "Wrong JSON body"),
    unsent("webhook with a member twice", create({ webhook: '{"a":1,"a":2}' }), "Wrong JSON body"),
    unsent("webhook empty", create({ webhook: {} }), "Wrong JSON body: no value for url"),
    unsent(
      "webhook without status",
      create({ webhook: { ...webhook, status: undefined } }),
      "Wrong JSON body: no value for status",
    ),
    unsent(
      "webhook with a wrong type",
      create({ webhook: { ...webhook, timeout: "5000" } }),
      "Wrong JSON body: value timeout was of the wrong type",
    ),
    unsent(
      "webhook with a bad URL",
      create({ webhook: { ...webhook, url: "ftp://a.example" } }),
      "Invalid URL format. Must be HTTP URL",
    ),
    unsent(
      "webhook with an unknown event type",
      create({ webhook: withEvents("log.new") }),
      "Invalid event types",
    ),
    unsent(
      "update with no event types",
      { operation: "update", uid: 3, webhook: withEvents() },
      "event_types must contain at least one item",
    ),
    unsent(
      "update with bad retries",
      { operation: "update", uid: 3, webhook: { ...webhook, max_retries: 0 } },
      "Max retries must be between 1 and 5",
    ),
    // Misuse.
    misuse("operation absent", {}, "operation"),
    ...badOperations.map((operation) =>
      misuse(`operation ${quote(operation)}`, { operation, uid: 3, webhook }, "operation"),
    ),
    ...["get", "delete", "test", "update"].map((operation) =>
      misuse(`uid absent in ${operation}`, { operation, webhook }, "uid"),
    ),
    ...["get", "delete", "test", "update"].map((operation) =>
      misuse(`uid zero in ${operation}`, { operation, uid: 0, webhook }, "uid"),
    ),
    ...badUids.map((uid) => misuse(`uid ${quote(uid)}`, get({ uid }), "uid")),
    ...badBases.map((baseUrl) => misuse(`base ${quote(baseUrl)}`, get({ baseUrl }), "baseUrl")),
    ...badTokens.map((token) => misuse(`token ${quote(token)}`, get({ token }), "token")),
    ...[create(), { operation: "update", uid: 3, webhook }, { operation: "delete", uid: 3 }]
      .concat([{ operation: "test", uid: 3 }, { operation: "list" }])
      .flatMap((request) => [
        misuse(`base in ${request.operation}`, { ...request, baseUrl: "//a" }, "baseUrl"),
        misuse(`token in ${request.operation}`, { ...request, token: "a b" }, "token"),
      ]),
    ...badQueries.map(([name, wrong]) =>
      misuse(`query ${name} ${quote(wrong)}`, list({ [name]: wrong }), name),
    ),
    misuse("query a string", list("limit=10"), "query"),
    misuse("query a number", list(5), "query"),
    misuse("extra event types a string", create({ extraEventTypes: "log.new" }), "extraEventTypes"),
    misuse("extra event types of numbers", create({ extraEventTypes: [5] }), "extraEventTypes"),
    // Misuse is said before the webhook is looked at.
    misuse("token before the webhook", { operation: "create", token: "", webhook: "{" }, "token"),
    misuse("token before an absent webhook", { operation: "create", token: "" }, "token"),
    misuse("base before the webhook", { operation: "create", baseUrl: "", webhook: {} }, "baseUrl"),
    misuse("uid before the webhook", { operation: "update", uid: 0, webhook: {} }, "uid"),
    misuse("uid before an absent webhook", { operation: "update" }, "uid"),
    misuse("operation before the webhook", { operation: "put", webhook: {} }, "operation"),
  ],
};

// ---------------------------------------------------------------- truncated.json, contract §2

const maxFindings = 100;

const listOf = (count, make) => Array.from({ length: count }, (_, i) => make(i));

/** The case with findings left out, and so `truncated`. */
const truncated = (vector, error = vector.error) => ({ ...vector, error, truncated: true });

const events101 = (...last) => [...listOf(maxFindings, (i) => `x${i}`), ...last];
const unknownEvents = listOf(maxFindings, (i) => unknownEvent(i));
const manyNames = (count) => listOf(count, (i) => `unknown-member-${i}`);
const unknownMembers = (count) => Object.fromEntries(manyNames(count).map((name) => [name, "1"]));
const unknownWarnings = manyNames(maxFindings).map((name) => unknown(name));

/** Headers with entries as `[name, raw value]`. */
const headersOf = (entries) => ({ headers: quote(object(entries)) });
const badEntries = (count) => listOf(count, (i) => [`bad ${i}`, '"v"']);
const paddedEntries = (count) => listOf(count, (i) => [`X-${i}`, '" v"']);
const badNameIssues = listOf(maxFindings, (i) => headerName(`bad ${i}`));
const paddedWarnings = listOf(maxFindings, (i) => whitespace(`X-${i}`));
const bootedName = "log.device_booted";

const truncatedFile = {
  kind: "validate",
  about: "At most 100 findings of a list: contract §2.",
  cases: [
    bad("100 unknown event types", withEvents(...events101()), unknownEvents),
    truncated(bad("101 unknown event types", withEvents(...events101("x")), unknownEvents)),
    truncated(
      bad("1000 unknown event types", withEvents(...listOf(1000, (i) => `x${i}`)), unknownEvents),
    ),
    truncated(
      bad(
        "an item of the wrong type is left out and decides the error",
        withEvents(...events101(5)),
        unknownEvents,
      ),
      deviceText.wrong_type("event_types"),
    ),
    truncated(
      bad(
        "an item of the wrong type is left out and comes before a missing max_retries",
        text({ event_types: quote(events101(null)), max_retries: undefined }),
        [...unknownEvents, missing("max_retries")],
      ),
      deviceText.wrong_type("event_types"),
    ),
    truncated(
      bad(
        "an item of the wrong type is left out and comes after a missing url",
        text({ event_types: quote(events101({})), url: undefined }),
        [missing("url"), ...unknownEvents],
      ),
    ),
    truncated(
      bad(
        "101 items of the wrong type",
        text({ event_types: quote(listOf(101, () => 1)) }),
        listOf(maxFindings, (i) => wrongItem(i, "number")),
      ),
    ),
    truncated(
      bad(
        "101 unknown event types beside extra ones",
        { body: withEvents("y", ...events101("x"), "y"), extraEventTypes: ["y", "z"] },
        listOf(maxFindings, (i) => unknownEvent(i + 1)),
        [repeated(102)],
      ),
    ),
    bad(
      "100 unknown event types and 100 duplicates",
      withEvents(...events101(), bootedName, ...listOf(maxFindings, () => bootedName)),
      unknownEvents,
      listOf(maxFindings, (i) => repeated(maxFindings + 1 + i)),
    ),
    ok(
      "100 duplicate event types",
      withEvents(bootedName, ...listOf(maxFindings, () => bootedName)),
      listOf(maxFindings, (i) => repeated(i + 1)),
      text(),
    ),
    truncated(
      ok(
        "101 duplicate event types",
        withEvents(bootedName, ...listOf(101, () => bootedName)),
        listOf(maxFindings, (i) => repeated(i + 1)),
        text(),
      ),
    ),
    bad("100 header names that are not tokens", text(headersOf(badEntries(100))), badNameIssues),
    truncated(
      bad("101 header names that are not tokens", text(headersOf(badEntries(101))), badNameIssues),
    ),
    truncated(
      bad(
        "51 entries with a wrong name and a wrong value",
        text(headersOf(listOf(51, (i) => [`bad ${i}`, "1"]))),
        listOf(50, (i) => [headerName(`bad ${i}`), headerValue(`bad ${i}`, "number")]).flat(),
      ),
    ),
    truncated(
      bad(
        "the 100th issue is an entry's name and the 101st its value",
        text(headersOf([["a", "1"], ...listOf(50, (i) => [`bad ${i}`, "null"])])),
        [
          headerValue("a", "number"),
          ...listOf(49, (i) => [headerName(`bad ${i}`), headerValue(`bad ${i}`, "null")]).flat(),
          headerName("bad 49"),
        ],
      ),
    ),
    truncated(
      bad(
        "issues that are left out suppress the warnings of their values",
        text(
          headersOf([
            ["cookie", '"v"'],
            ...badEntries(100),
            ["Cookie", '" v"'],
            ["X-Last", '" \\u00e9"'],
          ]),
        ),
        badNameIssues,
        [sensitive("cookie"), whitespace("Cookie")],
      ),
    ),
    ok("100 padded header values", text(headersOf(paddedEntries(100))), paddedWarnings),
    truncated(ok("101 padded header values", text(headersOf(paddedEntries(101))), paddedWarnings)),
    truncated(
      ok(
        "the 100th warning is of an entry's name and the 101st of its value",
        text(headersOf([...paddedEntries(99), ["Expect", '" v"']])),
        [...paddedWarnings.slice(0, 99), sensitive("Expect")],
      ),
    ),
    bad(
      "malformed headers after 101 wrong names",
      text({ headers: quote(`${object(badEntries(101))}x`) }),
      [issue("invalid_headers", ["headers"])],
    ),
    ok("100 unknown members", text(unknownMembers(100)), unknownWarnings),
    truncated(ok("101 unknown members", text(unknownMembers(101)), unknownWarnings)),
    bad(
      "a duplicate member after 101 unknown ones",
      `${text(unknownMembers(101)).slice(0, -1)},"unknown-member-100":1}`,
      [duplicateKey("unknown-member-100")],
    ),
    malformed(
      "malformed after 101 unknown members",
      `${text(unknownMembers(101)).slice(0, -1)},${caret}}`,
    ),
    bad(
      "100 findings in each list",
      text({
        ...headersOf([...badEntries(100), ...paddedEntries(100)]),
        event_types: quote([...events101(), bootedName, ...listOf(maxFindings, () => bootedName)]),
        ...unknownMembers(100),
      }),
      [...badNameIssues, ...unknownEvents],
      [
        ...paddedWarnings,
        ...listOf(maxFindings, (i) => repeated(maxFindings + 1 + i)),
        ...unknownWarnings,
      ],
    ),
    truncated(
      bad(
        "101 findings in each list",
        text({
          ...headersOf([...badEntries(101), ...paddedEntries(101)]),
          event_types: quote([...events101("x"), bootedName, ...listOf(101, () => bootedName)]),
          ...unknownMembers(101),
        }),
        [...badNameIssues, ...unknownEvents],
        [
          ...paddedWarnings,
          ...listOf(maxFindings, (i) => repeated(maxFindings + 2 + i)),
          ...unknownWarnings,
        ],
      ),
    ),
  ],
};

// ---------------------------------------------------------------- locate.json, contract §7

/** Around the part of a text that a path locates. */
const [from, to] = ["\u27e6", "\u27e7"];

/** Where the marked part is, in the units that `length` counts. */
const placeOf = (marked, length) => {
  const [before, rest] = marked.split(from);
  const [part] = rest.split(to);
  const lines = before.split(/\r\n|\n|\r/);
  const line = lines[lines.length - 1];
  return {
    offset: length(before),
    length: length(part),
    line: lines.length,
    column: length(line) + 1,
  };
};

const place = (name, marked, path) => ({
  name,
  body: marked.replace(from, "").replace(to, ""),
  path,
  inText: placeOf(marked, (part) => part.length),
  inBytes: placeOf(marked, (part) => Buffer.byteLength(part)),
});

const nowhere = (name, body, path) => ({ name, body, path, inText: null, inBytes: null });

/** A body whose headers text is this, as it is written between the quotes. */
const headersBody = (inner) => `{"headers":"${inner}"}`;

const breaks = { LF: "\n", CRLF: "\r\n", CR: "\r", "LF and CR": "\n\r", "two CRs": "\r\r" };

const pointed = {
  kind: "locate",
  about: "Where a path is in the text of a body: contract §7.",
  cases: [
    place("the body", `${from}{"url":1}${to}`, []),
    place("the body between white space", ` \t\r\n${from}{}${to}\n `, []),
    ...["[1]", '"text"', "5", "null", "true", '[{"url":1}]'].map((value) =>
      place(`a body that is ${value}`, `\n ${from}${value}${to} `, []),
    ),
    ...fields.map((field, i) =>
      place(
        `the value of ${field}`,
        `{"x":1,"${field}":${from}${["null", "5e3", '"a"', "[1,{}]", "{}", "true", "[]", "-0"][i]}${to}}`,
        [field],
      ),
    ),
    place("a value between white space", `{ "url" :\n\t ${from}"a b"${to}\t }`, ["url"]),
    place("a value with escapes", `{"url":${from}"\\"\\u0041\\\\"${to},"x":1}`, ["url"]),
    place("a nested value", `{"url":${from}{"url":[1,{"url":2}]}${to}}`, ["url"]),
    place("a name written with escapes", `{"\\u0075r\\u006C":${from}1${to}}`, ["url"]),
    place("the first member", `{"url":${from}1${to},"status":2}`, ["url"]),
    place("the last member", `{"url":1,"status":${from}2${to}}`, ["status"]),
    place("a field after values like it", `{"x":"\\"url\\":3","y":{"url":4},"url":${from}5${to}}`, [
      "url",
    ]),
    place("a field after a string of brackets", `{"x":"}{][","url":${from}5${to}}`, ["url"]),

    place("an unknown member", `{"url":1,${from}"x"${to}:2}`, ["x"]),
    place("an unknown member with an empty name", `{${from}""${to}:2}`, [""]),
    place("an unknown member written with escapes", `{${from}"\\u0078\\n\\""${to} : 2}`, ['x\n"']),
    place("an unknown member beyond ASCII", `{"é":1, ${from}"${emoji}é"${to}:2}`, [`${emoji}é`]),
    place("an unknown member as a surrogate pair", `{${from}"\\ud83d\\ude00"${to}:2}`, [emoji]),
    place("an unknown member with the name of a field in upper case", `{${from}"URL"${to}:1}`, [
      "URL",
    ]),
    place("an unknown member named __proto__", `{${from}"__proto__"${to}:1}`, ["__proto__"]),
    place("a duplicate field", `{"url":1,"x":2,${from}"url"${to}:3}`, ["url"]),
    place("a duplicate field three times", `{"url":1,${from}"url"${to}:2,"url":3}`, ["url"]),
    place("a duplicate field written differently", `{"url":1,${from}"\\u0075rl"${to}:2}`, ["url"]),
    place("a duplicate unknown member", `{"x":1,"url":2,${from}"x"${to}:3}`, ["x"]),
    place("a member that is not the first duplicate", `{"x":1,"url":2,"url":3,${from}"x"${to}:4}`, [
      "x",
    ]),
    place("a single member beside a duplicate", `{"x":1,"url":${from}2${to},"x":3}`, ["url"]),

    ...[0, 1, 2].map((index) =>
      place(
        `item ${index}`,
        `{"event_types":[${['"a"', "{}", "[[2]]"].map((item, i) => (i === index ? ` ${from}${item}${to}\n` : item)).join(",")}]}`,
        ["event_types", index],
      ),
    ),
    place("an item after a string of commas", `{"event_types":["a,b,[",${from}1${to}]}`, [
      "event_types",
      1,
    ]),
    place("the list itself", `{"event_types": ${from}[ 1, 2 ]${to} }`, ["event_types"]),

    place("a header", headersBody(`{${from}\\"X-A\\"${to}:\\"b\\"}`), ["headers", "X-A"]),
    place("a later header", headersBody(`{\\"X-A\\":\\"b\\", ${from}\\"Host\\"${to} : \\"c\\"}`), [
      "headers",
      "Host",
    ]),
    place(
      "a header behind a value like it",
      headersBody(`{\\"a\\":\\"b\\",${from}\\"b\\"${to}:\\"a\\"}`),
      ["headers", "b"],
    ),
    place(
      "a header with a name of escapes in the body",
      headersBody(`{${from}\\u0022\\u0058-\\u0041\\u0022${to}:\\"b\\"}`),
      ["headers", "X-A"],
    ),
    place(
      "a header with a name of escapes in the headers text",
      headersBody(`{${from}\\"\\\\u0058-A\\"${to}:\\"b\\"}`),
      ["headers", "X-A"],
    ),
    place(
      "a header with quotes and backslashes",
      headersBody(`{${from}\\"\\\\\\"\\\\\\\\\\"${to}:\\"b\\"}`),
      ["headers", '"\\'],
    ),
    place("a header beyond ASCII", headersBody(`{\\"é\\":1,${from}\\"${emoji}\\"${to}:\\"b\\"}`), [
      "headers",
      emoji,
    ]),
    place(
      "a header as a surrogate pair in the body",
      headersBody(`{\\"\\ud83d\\ude00\\":1,${from}\\"\\ud83d\\ude00x\\"${to}:\\"b\\"}`),
      ["headers", `${emoji}x`],
    ),
    place(
      "a header as a surrogate pair in the headers text",
      headersBody(`{${from}\\"\\\\ud83d\\\\ude00\\"${to}:\\"b\\"}`),
      ["headers", emoji],
    ),
    place(
      "a header behind line breaks in the headers text",
      headersBody(`{\\n\\r\\n\\t${from}\\"a\\"${to}:1}`),
      ["headers", "a"],
    ),
    place("a header with an empty name", headersBody(`{${from}\\"\\"${to}:1}`), ["headers", ""]),
    place(
      "a header with a value that is an object",
      headersBody(`{\\"x\\":{\\"a\\":1},${from}\\"a\\"${to}:1}`),
      ["headers", "a"],
    ),
    place("the second of two equal headers", headersBody(`{\\"a\\":1,${from}\\"a\\"${to}:2}`), [
      "headers",
      "a",
    ]),
    place(
      "the second of three equal headers",
      headersBody(`{\\"a\\":1,${from}\\"a\\"${to}:2,\\"a\\":3}`),
      ["headers", "a"],
    ),
    place(
      "a header that differs in letter case alone",
      headersBody(`{\\"A\\":1,${from}\\"a\\"${to}:2}`),
      ["headers", "a"],
    ),
    place("headers without that entry", `{"headers": ${from}"{\\"a\\":1}"${to}}`, ["headers", "b"]),
    place("headers that are not JSON", `{"headers":${from}"{\\"a\\":1"${to}}`, ["headers", "a"]),
    place("headers with trailing text", `{"headers":${from}"{\\"a\\":1}x"${to}}`, ["headers", "a"]),
    place("headers that are a list", `{"headers":${from}"[\\"a\\"]"${to}}`, ["headers", "a"]),
    place("headers that are an object", `{"headers":${from}{"a":"b"}${to}}`, ["headers", "a"]),
    place("headers that are a number", `{"headers":${from}5${to}}`, ["headers", "a"]),
    place("headers as a text of ASCII without escapes", `{"headers":${from}"{}"${to}}`, [
      "headers",
    ]),

    ...Object.entries(breaks).flatMap(([name, lineBreak]) => [
      place(`a value behind ${name}`, `{${lineBreak}"x":1,${lineBreak} "url": ${from}2${to}}`, [
        "url",
      ]),
      place(`the body behind ${name}`, `${lineBreak}${lineBreak}${from}{}${to}`, []),
      place(
        `an item at the start of a line behind ${name}`,
        `{"event_types":[${lineBreak}${from}1${to}]}`,
        ["event_types", 0],
      ),
    ]),
    place("a value that spans lines", `{\n"url":${from}[\r\n1\r,\n2]${to}}`, ["url"]),
    place("escaped line breaks end no line", `{"x":"\\n\\r\\u000a","url":${from}1${to}}`, ["url"]),
    place("U+2028 ends no line", `{"x":"\u2028\u0085","url":${from}1${to}}`, ["url"]),
    place("columns count units, not characters", `{\n"é${emoji}":1,"url":${from}"é"${to}}`, [
      "url",
    ]),
    place("a tab is one column", `{\t\t"url":${from}1${to}}`, ["url"]),

    nowhere("a missing member", '{"url":1}', ["status"]),
    nowhere("a missing unknown member", '{"url":1}', ["x"]),
    nowhere("a missing list", '{"url":1}', ["event_types", 0]),
    nowhere("missing headers", '{"url":1}', ["headers", "a"]),
    nowhere("an item behind the last", '{"event_types":["a"]}', ["event_types", 1]),
    nowhere("an item of an empty list", '{"event_types":[ ]}', ["event_types", 0]),
    nowhere("an item of an object", '{"event_types":{"0":1}}', ["event_types", 0]),
    nowhere("an item of a string", '{"event_types":"ab"}', ["event_types", 0]),
    nowhere("an item by a text", '{"event_types":["a"]}', ["event_types", "0"]),
    nowhere("an item by a negative index", '{"event_types":["a"]}', ["event_types", -1]),
    nowhere("an item by a fraction", '{"event_types":["a"]}', ["event_types", 0.5]),
    nowhere("a header by an index", headersBody('{\\"0\\":1}'), ["headers", 0]),
    nowhere("a member of a value", '{"url":{"a":1}}', ["url", "a"]),
    nowhere("an item of another list", '{"x":[1]}', ["x", 0]),
    nowhere("a path of three segments", headersBody('{\\"a\\":1}'), ["headers", "a", "b"]),
    nowhere("an index alone", '["a"]', [0]),
    nowhere("an index in an object", '{"0":1}', [0]),
    nowhere("a member of a list", '[{"url":1}]', ["url"]),
    nowhere("a member of a string", '"url"', ["url"]),
    nowhere("the empty text", "", []),
    nowhere("malformed text before the member", '{"x":,"url":1}', ["url"]),
    nowhere("malformed text behind the member", '{"url":1,}', ["url"]),
    nowhere("text behind the body", '{"url":1} x', ["url"]),
    nowhere("a body that is cut off", '{"url":1', ["url"]),
    nowhere("a byte-order mark", '\ufeff{"url":1}', ["url"]),
    nowhere("a lone surrogate in another member", '{"url":1,"x":"\\ud800"}', ["url"]),
    nowhere("65 levels", `{"url":1,"x":${nested(64)}}`, ["url"]),
    place("64 levels", `{"url":${from}1${to},"x":${nested(63)}}`, ["url"]),
    {
      name: "ill-formed UTF-8",
      bytes: `${hex('{"url":1,"x":"')}ff${hex('"}')}`,
      path: ["url"],
      inBytes: null,
    },
    {
      name: "bytes beyond ASCII",
      bytes: hex('{"é":1,"url":"é"}'),
      path: ["url"],
      inBytes: { offset: 14, length: 4, line: 1, column: 15 },
    },
  ],
};

// ---------------------------------------------------------------- response.json, contract §6

const conflictText = "Webhook with the same URL already exists";
const nothingThere = "The device has nothing at this address.";
const withoutReason = "The device rejected the request without a reason.";
const errorWithoutReason = "The device responded with an error and no reason.";
const errorBody = (error) => quote({ error });

const good = (name, response, data, itemUid = undefined) => ({
  name,
  response,
  result: { ok: true, itemUid, data },
});

/** `error: null`: any sentence. */
const failed = (name, response, kind, error, path = []) => ({
  name,
  response,
  result: { ok: false, kind, error, path },
});

const answer = (status, body, operation = "create") => ({ operation, status, body });

/** Texts of the device, and the field each speaks of. */
const spoken = [
  ["Invalid URL format. Must be HTTP URL", "url"],
  ["Secret must be between 16 and 128 characters", "secret"],
  ["Status must be 'active' or 'disabled'", "status"],
  ["Timeout must be between 1000 and 30000", "timeout"],
  ["Invalid headers. Must be a JSON object of strings", "headers"],
  ["Invalid header name", "headers"],
  ["Invalid header value", "headers"],
  ["Description must be at most 1000 characters", "description"],
  ["event_types must contain at least one item", "event_types"],
  ["auth_factors must contain at least one item", "event_types"],
  ["Invalid event types", "event_types"],
  ["Max retries must be between 1 and 5", "max_retries"],
  ...fields.map((field) => [`Wrong JSON body: no value for ${field}`, field]),
  ...fields.map((field) => [`Wrong JSON body: no value for \`${field}\``, field]),
  ...fields.map((field) => [`Wrong JSON body: value ${field} was of the wrong type`, field]),
  ...fields.map((field) => [`Wrong JSON body: value \`${field}\` was of the wrong type`, field]),
];

const unspoken = [
  "Wrong JSON body",
  "Wrong JSON body: no value for name",
  "Wrong JSON body: no value for urls",
  "Wrong JSON body: no value for ",
  "Wrong JSON body: no value for __proto__",
  "Wrong JSON body: no value for constructor",
  "Wrong JSON body: value name was of the wrong type",
  "Wrong JSON body: value toString was of the wrong type",
  "Wrong JSON body: value url",
  "url",
  "Something new",
  "Ошибка",
];

/** Bodies with no text to read. */
const mute = [
  ["empty", ""],
  ["an object without error", "{}"],
  ["D7's artefact", '{"error":true}'],
  ["a number for error", '{"error":5}'],
  ["null for error", '{"error":null}'],
  ["an object for error", '{"error":{"message":"x"}}'],
  ["a list for error", '{"error":["x"]}'],
  ["an empty error", '{"error":""}'],
  ["a list", "[]"],
  ["null", "null"],
  ["D7's artefact, parsed", { error: true }],
  ["an empty object, parsed", {}],
  ["null, parsed", null],
  ["nothing", undefined],
];

const item = { ...webhook, uid: 3 };
const listed = { list_items: [item], list_options: { pages: 1 } };

const responseFile = {
  kind: "response",
  about: "The device's answers: contract §6.",
  cases: [
    good("create", answer(200, '{"item_uid":3}'), { item_uid: 3 }, 3),
    good("create, status 201", answer(201, '{"item_uid":3}'), { item_uid: 3 }, 3),
    good("create, status 299", answer(299, '{"item_uid":3}'), { item_uid: 3 }, 3),
    good("create, with white space", answer(200, ' {\n"item_uid" : 3 }\n'), { item_uid: 3 }, 3),
    good("create, parsed", answer(200, { item_uid: 3 }), { item_uid: 3 }, 3),
    good(
      "create, in bytes",
      { operation: "create", status: 200, bytes: hex('{"item_uid":3}') },
      { item_uid: 3 },
      3,
    ),
    good("create, no entity", answer(200, '{"item_uid":-1}'), { item_uid: -1 }, null),
    good("create, no entity, parsed", answer(200, { item_uid: -1 }), { item_uid: -1 }, null),
    good("create, uid zero", answer(200, '{"item_uid":0}'), { item_uid: 0 }, 0),
    good(
      "create, uid with an exponent",
      answer(200, '{"item_uid":1e10}'),
      { item_uid: 1e10 },
      1e10,
    ),
    good("create, uid with a point", answer(200, '{"item_uid":90.0}'), { item_uid: 90 }, 90),
    good(
      "create, largest uid",
      answer(200, '{"item_uid":9007199254740991}'),
      { item_uid: 9007199254740991 },
      9007199254740991,
    ),
    good(
      "create, with other members",
      answer(200, '{"item_uid":3,"x":[null,{"é":1.5}]}'),
      { item_uid: 3, x: [null, { é: 1.5 }] },
      3,
    ),
    good(
      "create, with __proto__",
      answer(200, '{"item_uid":3,"__proto__":{"item_uid":4}}'),
      { item_uid: 3, ["__proto__"]: { item_uid: 4 } },
      3,
    ),
    good("update", answer(200, '{"item_uid":3}', "update"), { item_uid: 3 }, 3),
    good("update, no entity", answer(200, '{"item_uid":-1}', "update"), { item_uid: -1 }, null),
    good("delete", answer(200, '{"item_uid":3}', "delete"), { item_uid: 3 }, 3),
    good("delete, empty", answer(204, "", "delete"), undefined),
    good("delete, no body", answer(204, undefined, "delete"), undefined),
    ...["create", "update"].flatMap((operation) => [
      good(`${operation}, no item_uid`, answer(200, "{}", operation), {}),
      ...['"3"', "null", "true", "[3]", '{"a":3}', "3.5", "-2", "9007199254740992"].map((uid) =>
        failed(
          `${operation}, ${uid} for item_uid`,
          answer(200, `{"item_uid":${uid}}`, operation),
          "unexpected",
          null,
        ),
      ),
    ]),
    ...["delete", "get", "list"].map((operation) =>
      good(`${operation}, a text for item_uid`, answer(200, '{"item_uid":"3"}', operation), {
        item_uid: "3",
      }),
    ),
    good("get", answer(200, quote(item), "get"), item),
    good("get, parsed", answer(200, item, "get"), item),
    good(
      "get, in bytes",
      { operation: "get", status: 200, bytes: hex('{"description":"é😀"}') },
      { description: `é${emoji}` },
    ),
    good("list", answer(200, quote(listed), "list"), listed),
    good("list, parsed", answer(200, listed, "list"), listed),
    good("list of no item", answer(200, '{"list_items":[]}', "list"), { list_items: [] }),
    good("test", answer(200, "OK", "test"), "OK"),
    good("test, markup", answer(200, "<p>Sent</p>\n", "test"), "<p>Sent</p>\n"),
    good("test, empty", answer(200, "", "test"), ""),
    good("test, text like an answer", answer(200, '{"item_uid":3}', "test"), '{"item_uid":3}'),
    good("test, text like a number", answer(200, "200", "test"), "200"),
    good("test, in bytes", { operation: "test", status: 200, bytes: hex("Sent é") }, "Sent é"),
    good("test, no bytes", { operation: "test", status: 200, bytes: "" }, ""),

    // An answer that broke off may hold the secret: it is not shown (contract §2).
    ...[400, 500].map((status) =>
      failed(
        `${status}, cut off within a webhook`,
        answer(status, '{"uid":3,"secret":"0123456789abcdef","sta', "get"),
        status === 400 ? "validation" : "unexpected",
        status === 400 ? withoutReason : errorWithoutReason,
      ),
    ),
    failed(
      "400, cut off within a webhook, behind a byte-order mark",
      { operation: "get", status: 400, bytes: `efbbbf${hex('{"secret":"0123456789abcdef","sta')}` },
      "validation",
      withoutReason,
    ),
    failed(
      "200, a string alone",
      answer(200, '"0123456789abcdef"', "get"),
      "unexpected",
      "0123456789abcdef",
    ),
    ...[
      ["plain text", conflictText],
      ["plain text between white space", ` ${conflictText}\r\n`],
      ["a string", quote(conflictText)],
      ["an object", errorBody(conflictText)],
      ["an object, parsed", { error: conflictText }],
      ["an object with a uid", quote({ item_uid: 3, error: conflictText })],
    ].flatMap(([form, body]) =>
      [200, 204, 302, 400, 401, 403, 404, 409, 500].flatMap((status) =>
        ["create", "update", "get", "list", "delete", "test"].map((operation) =>
          failed(
            `${status} conflict in ${operation} as ${form}`,
            answer(status, body, operation),
            "conflict",
            conflictText,
            ["url"],
          ),
        ),
      ),
    ),
    failed(
      "a conflict in bytes, behind a byte-order mark",
      { operation: "create", status: 200, bytes: `efbbbf${hex(conflictText)}` },
      "conflict",
      conflictText,
      ["url"],
    ),
    failed(
      "conflict without an operation",
      { status: 200, body: conflictText },
      "conflict",
      conflictText,
      ["url"],
    ),
    failed("conflict without a status", { body: conflictText }, "conflict", conflictText, ["url"]),
    ...["create", "update", "get", "list", "delete"].flatMap((operation) => [
      failed(
        `200 and an error in ${operation}`,
        answer(200, errorBody("Busy"), operation),
        "unexpected",
        "Busy",
      ),
      failed(
        `200 and a line in ${operation}`,
        answer(200, "Busy\n", operation),
        "unexpected",
        "Busy",
      ),
      failed(
        `200 and a string in ${operation}`,
        answer(200, '"Busy"', operation),
        "unexpected",
        "Busy",
      ),
      failed(
        `200 and an error beside a uid in ${operation}`,
        answer(200, '{"item_uid":3,"error":"Invalid event types"}', operation),
        "unexpected",
        "Invalid event types",
        ["event_types"],
      ),
    ]),
    failed("test, an error", answer(200, errorBody("Busy"), "test"), "unexpected", "Busy"),
    failed("test, an error, parsed", answer(200, { error: "Busy" }, "test"), "unexpected", "Busy"),
    good("test, a string", answer(200, '"Busy"', "test"), '"Busy"'),
    good(
      "test, an error that is not text",
      answer(200, '{"error":true}', "test"),
      '{"error":true}',
    ),
    good("test, an empty error", answer(200, '{"error":""}', "test"), '{"error":""}'),
    good("test, another status of success", answer(202, "Sent", "test"), "Sent"),
    failed("test, 404", answer(404, "", "test"), "not_found", nothingThere),
    failed("delete, white space", answer(200, " ", "delete"), "unexpected", null),
    failed("delete, markup", answer(200, "<p>OK</p>", "delete"), "unexpected", null),
    failed("delete, empty, status 302", answer(302, "", "delete"), "unexpected", null),
    failed("200 empty without an operation", { status: 200, body: "" }, "unexpected", null),

    ...[
      ["a line", "Out of memory", "Out of memory"],
      ["a line of 200 bytes", "x".repeat(200), "x".repeat(200)],
      ["a line of 200 bytes beyond ASCII", "é".repeat(100), "é".repeat(100)],
      ["a line between white space", "\t Out of memory \r\n", "Out of memory"],
      ["a string", '"Out of \\"memory\\""', 'Out of "memory"'],
      ["a string of more than 200 bytes", quote("x".repeat(300)), "x".repeat(300)],
      ["a string of several lines", '"Out of\\nmemory"', "Out of\nmemory"],
      ["a line of 201 bytes", "x".repeat(201), null],
      ["a line of 201 bytes beyond ASCII", `${"é".repeat(100)}x`, null],
      ["two lines", "Out of\nmemory", null],
      ["a line with a tab", "Out of\tmemory", null],
      ["a line with a C1 control character", "Out of\u0085memory", null],
      ["markup", "<b>Out of memory</b>", null],
      ["an object cut off", '{"error":"Out of mem', null],
      ["a list cut off", '["Out of memory', null],
      ["a string cut off", '"Out of memory', null],
      ["a list of a text", '["Out of memory"]', null],
      ["an empty string", '""', null],
    ].flatMap(([form, body, error]) => [
      failed(`400 ${form}`, answer(400, body), "validation", error),
      failed(`500 ${form}`, answer(500, body, "get"), "unexpected", error),
      failed(`401 ${form}`, answer(401, body, "list"), "unauthorized", error ?? "Log In"),
      failed(`404 ${form}`, answer(404, body, "get"), "not_found", error ?? nothingThere),
    ]),
    ...[
      "Wrong pagination limit",
      "Wrong page number",
      "Wrong sort field",
      "Wrong sort type",
      "Wrong filter type",
      "Wrong filter field",
      "Wrong filter format",
      "Wrong filter value",
    ].flatMap((error) => [
      failed(`400 ${error}`, answer(400, errorBody(error), "list"), "validation", error),
      failed(`400 ${error} as plain text`, answer(400, error, "list"), "validation", error),
    ]),
    failed(
      "400 Wrong webhook uid as a string",
      answer(400, '"Wrong webhook uid"', "delete"),
      "not_found",
      "Wrong webhook uid",
    ),
    failed(
      "200 Wrong webhook uid",
      answer(200, errorBody("Wrong webhook uid"), "get"),
      "unexpected",
      "Wrong webhook uid",
    ),
    ...spoken
      .slice(0, 12)
      .map(([error, field]) =>
        failed(`400 ${error} as plain text`, answer(400, error), "validation", error, [field]),
      ),
    good(
      "create, an empty error",
      answer(200, '{"item_uid":3,"error":""}'),
      { item_uid: 3, error: "" },
      3,
    ),
    ...["create", "update", "get", "list"].flatMap((operation) => [
      failed(`${operation}, empty`, answer(200, "", operation), "unexpected", null),
      failed(`${operation}, no body`, answer(200, undefined, operation), "unexpected", null),
      failed(`${operation}, markup`, answer(200, "<html></html>", operation), "unexpected", null),
      failed(`${operation}, cut`, answer(200, '{"item_uid":', operation), "unexpected", null),
      failed(`${operation}, plain text`, answer(200, "OK", operation), "unexpected", null),
      failed(
        `${operation}, trailing text`,
        answer(200, '{"item_uid":3}x', operation),
        "unexpected",
        null,
      ),
      failed(
        `${operation}, bad bytes`,
        { operation, status: 200, bytes: "ff" },
        "unexpected",
        null,
      ),
    ]),

    ...spoken.map(([error, field]) =>
      failed(`400 ${error}`, answer(400, errorBody(error)), "validation", error, [field]),
    ),
    ...unspoken.map((error) =>
      failed(`400 ${error}`, answer(400, errorBody(error)), "validation", error),
    ),
    failed(
      "400 in update",
      answer(400, errorBody(ofValue.url), "update"),
      "validation",
      ofValue.url,
      ["url"],
    ),
    failed(
      "400 parsed",
      answer(400, { error: "Invalid event types" }),
      "validation",
      "Invalid event types",
      ["event_types"],
    ),
    failed(
      "400 in bytes",
      { operation: "create", status: 400, bytes: hex(errorBody("Invalid header name")) },
      "validation",
      "Invalid header name",
      ["headers"],
    ),
    failed(
      "400 with other members",
      answer(400, '{"code":7,"error":"Invalid event types"}'),
      "validation",
      "Invalid event types",
      ["event_types"],
    ),
    failed(
      "another status with a field's text",
      answer(422, errorBody(ofValue.status)),
      "unexpected",
      ofValue.status,
      ["status"],
    ),

    ...["create", "update", "get", "delete", "test"].map((operation) =>
      failed(
        `400 Wrong webhook uid in ${operation}`,
        answer(400, errorBody("Wrong webhook uid"), operation),
        "not_found",
        "Wrong webhook uid",
      ),
    ),
    failed(
      "400 Wrong webhook uid as plain text",
      answer(400, "Wrong webhook uid", "test"),
      "not_found",
      "Wrong webhook uid",
    ),
    failed(
      "400 wrong webhook uid in lower case",
      answer(400, errorBody("wrong webhook uid")),
      "validation",
      "wrong webhook uid",
    ),
    failed(
      "500 Wrong webhook uid",
      answer(500, errorBody("Wrong webhook uid"), "get"),
      "unexpected",
      "Wrong webhook uid",
    ),
    failed("404 with text", answer(404, errorBody("Not found"), "get"), "not_found", "Not found"),
    failed(
      "404 Wrong webhook uid",
      answer(404, errorBody("Wrong webhook uid"), "get"),
      "not_found",
      "Wrong webhook uid",
    ),
    failed("404 markup", answer(404, "<h1>404</h1>", "get"), "not_found", nothingThere),

    ...[200, 201, 400, 401, 403, 404, 409, 422, 500, 503].map((status) =>
      failed(
        `${status} conflict`,
        answer(status, errorBody(conflictText)),
        "conflict",
        conflictText,
        ["url"],
      ),
    ),
    failed(
      "conflict in update",
      answer(400, errorBody(conflictText), "update"),
      "conflict",
      conflictText,
      ["url"],
    ),
    failed("conflict parsed", answer(409, { error: conflictText }), "conflict", conflictText, [
      "url",
    ]),
    failed(
      "conflict in bytes",
      { operation: "create", status: 409, bytes: hex(errorBody(conflictText)) },
      "conflict",
      conflictText,
      ["url"],
    ),
    failed("409 without the text", answer(409, errorBody("Conflict")), "unexpected", "Conflict"),
    failed("409 empty", answer(409, ""), "unexpected", null),
    failed(
      "400 with a longer text than a conflict",
      answer(400, errorBody(`${conflictText}!`)),
      "validation",
      `${conflictText}!`,
    ),

    failed("401", answer(401, errorBody("Log In")), "unauthorized", "Log In"),
    failed(
      "401 with another text",
      answer(401, errorBody("Token expired")),
      "unauthorized",
      "Token expired",
    ),
    failed(
      "401 parsed",
      answer(401, { error: "Token expired" }, "list"),
      "unauthorized",
      "Token expired",
    ),
    failed("401 markup", answer(401, "<h1>401</h1>"), "unauthorized", null),
    failed(
      "401 bad bytes",
      { operation: "create", status: 401, bytes: "ff" },
      "unauthorized",
      "Log In",
    ),
    failed(
      "403",
      answer(403, errorBody("Administrator rights required")),
      "forbidden",
      "Administrator rights required",
    ),
    failed("403 with another text", answer(403, errorBody("Read only")), "forbidden", "Read only"),
    failed("403 markup", answer(403, "<h1>403</h1>"), "forbidden", null),
    ...mute.flatMap(([name, body]) => [
      failed(`400 ${name}`, answer(400, body), "validation", null),
      failed(`401 ${name}`, answer(401, body), "unauthorized", "Log In"),
      failed(`403 ${name}`, answer(403, body), "forbidden", "Administrator rights required"),
      failed(`404 ${name}`, answer(404, body), "not_found", nothingThere),
      failed(`500 ${name}`, answer(500, body), "unexpected", null),
    ]),

    ...[
      -1, 0, 1, 99, 100, 199, 300, 302, 304, 399, 402, 405, 418, 429, 500, 502, 599, 600, 1e9,
      400.5,
    ].map((status) =>
      failed(`status ${status}`, answer(status, errorBody("Text")), "unexpected", "Text"),
    ),
    failed("status null", answer(null, ""), "unexpected", null),
    failed("status absent", { operation: "get", body: "" }, "unexpected", null),
    failed("502 of a proxy", answer(502, "<html>Bad Gateway</html>"), "unexpected", null),
    failed("unknown operation", answer(401, "", "nope"), "unauthorized", "Log In"),
    failed("no operation", { status: 403, body: "" }, "forbidden", "Administrator rights required"),
  ],
};

// ---------------------------------------------------------------- delivery.json, contract §6

/** The response to a test, with the report that its text has, if any. */
const tested = (name, body, report) => ({
  name,
  response: answer(200, body, "test"),
  result: { ok: true, data: body, report },
});

/** The example of the device's documentation. */
const documentedHeaders = [
  ["Content-Type", "application/json"],
  ["Content-Length", "114"],
  ["User-Agent", "BAS-IP-Webhook-Service/1.0"],
  ["X-Webhook-Signature", "de35f883b0d91c78fc8f27b8cb827a7ad4df7165460d178be47cc02fd4faa6c6"],
  ["X-Webhook-Timestamp", "2025-04-29T20:39:14Z"],
  ["X-Webhook-Attempt", "6"],
];
const documentedPayload =
  '{ "data": { "test": "success" }, "created_at": 1745947873611, "event_id": 45, "event_type": "log.access_granted_by_api_call" }';
const documented = {
  eventType: "log.access_granted_by_api_call",
  eventId: "wh_5",
  eventTime: "2025-05-05T21:38:43Z",
  requestTime: "2025-05-05T21:38:44Z",
  responseTime: "2025-05-05T21:38:44Z",
  durationMs: 23,
  outcome: "Failed",
  attempt: 6,
  attempts: 6,
  request: {
    url: "https://api.yourcompany.com/webhooks/test",
    method: "POST",
    headers: documentedHeaders,
    payload: documentedPayload,
  },
  response: { status: 401, text: "Login required" },
};

/** Its parts, in the order of the text. */
const eventLines = [
  "Event Timestamp: 2025-05-05T21:38:43Z",
  "Request Timestamp: 2025-05-05T21:38:44Z",
  "Response Timestamp: 2025-05-05T21:38:44Z",
  "Response Time: 23 ms",
  "Status: Failed (6/6 attempts)",
];
const eventHead = "log.access_granted_by_api_call (ID: wh_5)";
const requestLines = ["URL: https://api.yourcompany.com/webhooks/test", "Method: POST"];
const headerLines = documentedHeaders.map(([name, value]) => `${name}: ${value}`);

/** A line for each part, with the first of a section and of a label behind it or on the next line. */
const lined = (lineBreak, inner = " ", payload = documentedPayload, response = "Login required") =>
  [
    `EVENT DETAILS:${inner}${eventHead}`,
    ...eventLines,
    `REQUEST:${inner}${requestLines[0]}`,
    requestLines[1],
    `Headers:${inner}${headerLines[0]}`,
    ...headerLines.slice(1),
    `Payload:${inner}${payload}`,
    `RESPONSE:${inner}Status: 401`,
    response,
  ].join(lineBreak);

const fourLines = [
  `EVENT DETAILS: ${eventHead} ${eventLines.join(" ")}`,
  `REQUEST: ${requestLines.join(" ")} Headers: ${headerLines.join(" ")}`,
  `Payload: ${documentedPayload}`,
  "RESPONSE: Status: 401 Login required",
];
const oneLine = fourLines.join(" ");

const withPayload = (payload) => ({
  ...documented,
  request: { ...documented.request, payload },
});
const withResponse = (response) => ({ ...documented, response });
const withHeaderList = (headers) => ({
  ...documented,
  request: { ...documented.request, headers },
});

const everyBreak = {
  LF: "\n",
  CRLF: "\r\n",
  CR: "\r",
  br: "<br>",
  "br and LF": "<br>\n",
  "blank lines": "\n\n \n",
};
const prettyPayload = JSON.stringify(JSON.parse(documentedPayload), null, 2);

const deliveryFile = {
  kind: "response",
  about: "What the response to a test describes: contract §6.",
  cases: [
    tested("the documented example on one line", oneLine, documented),
    tested("the documented example on four lines", fourLines.join("\n"), documented),
    ...Object.entries(everyBreak).flatMap(([name, lineBreak]) => [
      tested(`four lines by ${name}`, fourLines.join(lineBreak), documented),
      tested(`a line for each part by ${name}`, lined(lineBreak), documented),
      tested(
        `a line for each part by ${name}, labels on lines of their own`,
        lined(lineBreak, lineBreak),
        documented,
      ),
      tested(
        `a line for each part by ${name}, indented`,
        lined(`${lineBreak}  \t`, `${lineBreak} `),
        documented,
      ),
      tested(`${name} at both ends`, `${lineBreak}${lined(lineBreak)}${lineBreak}`, documented),
      tested(`one line between ${name}`, `${lineBreak}${oneLine}${lineBreak}`, documented),
    ]),
    tested(
      "more white space on one line",
      oneLine.replaceAll(" ", "  \t ").replace(/\{.*\}/, documentedPayload),
      {
        ...withResponse({ status: 401, text: "Login  \t required" }),
      },
    ),
    tested("one line in a sentence", `Test sent. ${oneLine}`, documented),
    {
      name: "in bytes",
      response: { operation: "test", status: 200, bytes: hex(oneLine) },
      result: { ok: true, data: oneLine, report: documented },
    },

    tested("no report without EVENT DETAILS", fourLines.slice(1).join("\n")),
    tested("no report in lower case", oneLine.replace("EVENT DETAILS", "Event details")),
    tested("no report without the colon", oneLine.replace("EVENT DETAILS:", "EVENT DETAILS")),
    tested("no report within a line of several", `Sent: EVENT DETAILS: ${eventHead}\nREQUEST:`),
    tested("no report within a word", `x${oneLine}`),
    tested("EVENT DETAILS alone", "EVENT DETAILS:", {}),
    tested("EVENT DETAILS and nothing known", "EVENT DETAILS: (ID: )\nSomething: else", {}),
    tested("an event type without an id", "EVENT DETAILS: log.tamper_event", {
      eventType: "log.tamper_event",
    }),
    tested("an id without an event type", "EVENT DETAILS: (ID: wh_5)", { eventId: "wh_5" }),
    tested("an id on the next line", "EVENT DETAILS:\nlog.tamper_event\n(ID: wh_5)\nStatus: Sent", {
      eventType: "log.tamper_event",
      eventId: "wh_5",
      outcome: "Sent",
    }),
    tested("the first section alone", fourLines[0], {
      ...documented,
      request: undefined,
      response: undefined,
    }),
    tested("no request", `${fourLines[0]}\n${fourLines[3]}`, { ...documented, request: undefined }),
    tested("no request on one line", `${fourLines[0]} ${fourLines[3]}`, {
      ...documented,
      request: undefined,
    }),
    tested("no response", fourLines.slice(0, 3).join(" "), { ...documented, response: undefined }),
    tested("empty sections", "EVENT DETAILS:\nREQUEST:\nRESPONSE:\n", {
      request: { headers: [] },
      response: {},
    }),
    tested("empty sections on one line", "EVENT DETAILS: REQUEST: RESPONSE:", {
      request: { headers: [] },
      response: {},
    }),
    tested(
      "labels without values",
      "EVENT DETAILS:\nEvent Timestamp:\nResponse Time:\nStatus:\nREQUEST:\nURL:\nMethod:\nHeaders:\nPayload:\nRESPONSE:\nStatus:\n",
      {
        request: { headers: [] },
        response: {},
      },
    ),
    tested(
      "labels in another order",
      "EVENT DETAILS: log.a (ID: 1) Status: Sent (1/2 attempts) Response Time: 5 ms Event Timestamp: t REQUEST: Payload: {} Headers: A: b Method: PUT URL: https://a.example RESPONSE: Status: 200",
      {
        eventType: "log.a",
        eventId: "1",
        eventTime: "t",
        durationMs: 5,
        outcome: "Sent",
        attempt: 1,
        attempts: 2,
        request: { url: "https://a.example", method: "PUT", headers: [["A", "b"]], payload: "{}" },
        response: { status: 200 },
      },
    ),
    tested(
      "labels in lower case are text",
      "EVENT DETAILS: log.a\nstatus: Sent\nRequest timestamp: t",
      { eventType: "log.a" },
    ),
    tested(
      "times are text",
      "EVENT DETAILS: log.a\nEvent Timestamp: yesterday, 5 pm\nRequest Timestamp: 1745947873611",
      {
        eventType: "log.a",
        eventTime: "yesterday, 5 pm",
        requestTime: "1745947873611",
      },
    ),
    ...[
      ["23 ms", 23],
      ["23ms", 23],
      ["0 ms", 0],
      ["2.5 s", undefined],
      ["-1 ms", undefined],
      ["ms", undefined],
      ["99999999999 ms", undefined],
    ].map(([time, durationMs]) =>
      tested(`Response Time: ${time}`, `EVENT DETAILS:\nResponse Time: ${time}\n`, { durationMs }),
    ),
    ...[
      ["Success (1/6 attempts)", "Success", 1, 6],
      ["Success (1/1 attempt)", "Success", 1, 1],
      ["Failed ( 2 / 6 attempts )", "Failed", 2, 6],
      ["Failed (6/6)", "Failed", 6, 6],
      ["Not sent (timeout) (2/6 attempts)", "Not sent (timeout)", 2, 6],
      ["Failed", "Failed"],
      ["Failed (timeout)", "Failed (timeout)"],
      ["Failed (a/b attempts)", "Failed (a/b attempts)"],
      ["(6/6 attempts)", undefined, 6, 6],
    ].map(([status, outcome, attempt, attempts]) =>
      tested(`Status: ${status}`, `EVENT DETAILS: Status: ${status}`, {
        outcome,
        attempt,
        attempts,
      }),
    ),

    // The receiver controls what follows the status.
    ...[
      [
        "labels",
        "EVENT DETAILS: log.x (ID: wh_9) Status: Sent (1/6 attempts) REQUEST: URL: https://x Payload: {} RESPONSE: Status: 200 OK",
      ],
      ["labels on lines", "\nRESPONSE:\nStatus: 200\nEVENT DETAILS: log.x\nREQUEST:\nMethod: GET"],
      ["a status", "Status: 200"],
      ["markup", "<html><body>Status: 200<br>RESPONSE: Status: 201</body></html>"],
      ["JSON", '{"Status: 200":"RESPONSE: Status: 201"}'],
      ["text beyond ASCII", `Вход запрещён ${emoji}\u2028Status: 200`],
    ].flatMap(([name, text]) => [
      tested(
        `a response of ${name} on one line`,
        `${fourLines.slice(0, 3).join(" ")} RESPONSE: Status: 401 ${text}`,
        withResponse({ status: 401, text: text.trim() }),
      ),
      tested(
        `a response of ${name} on lines`,
        lined("\n", "\n", undefined, text),
        withResponse({ status: 401, text: text.trim() }),
      ),
    ]),
    tested(
      "a response between line breaks",
      `${lined("<br>", " ", undefined, " \r\n<br> a<br>b <br>\n")}`,
      withResponse({ status: 401, text: "a<br>b" }),
    ),
    tested(
      "a response without text",
      lined("\n", " ", undefined, ""),
      withResponse({ status: 401 }),
    ),
    tested(
      "a response status before br",
      lined("\n", " ", undefined, "").replace("401", "401<br>Login"),
      withResponse({ status: 401, text: "Login" }),
    ),
    tested(
      "a response status that is not a number",
      lined("\n").replace("Status: 401\n", "Status: none, "),
      withResponse({ text: "none, Login required" }),
    ),
    tested(
      "a response status with letters",
      lined("\n").replace("Status: 401\n", "Status: 401x "),
      withResponse({ text: "401x Login required" }),
    ),
    tested(
      "a response status beyond 65535",
      lined("\n").replace("Status: 401\n", "Status: 70000 "),
      withResponse({ text: "70000 Login required" }),
    ),
    tested(
      "a response without status",
      lined("\n").replace("RESPONSE: Status: 401\n", "RESPONSE: "),
      withResponse({ text: "Login required" }),
    ),

    tested(
      "a payload of several lines",
      lined("\n", " ", prettyPayload),
      withPayload(prettyPayload),
    ),
    tested(
      "a payload of several lines behind one line",
      oneLine.replace(documentedPayload, prettyPayload),
      withPayload(prettyPayload),
    ),
    ...[
      [
        "labels",
        quote({ a: "RESPONSE: Status: 200", b: " Payload: x\nRESPONSE:", "URL:": "Method: GET" }),
      ],
      ["br", quote({ a: "<br>RESPONSE: Status: 200<br>" })],
      ["escapes", '{"a":"\\"} RESPONSE: Status: 200","b":"\\u003cbr>"}'],
      ["brackets", '[{"a":"]}"},[["RESPONSE: Status: 200"]]]'],
      ["text beyond ASCII", quote({ дверь: emoji })],
      ["nothing", "{}"],
    ].flatMap(([name, payload]) => [
      tested(
        `a payload of ${name} on one line`,
        oneLine.replace(documentedPayload, payload),
        withPayload(payload),
      ),
      tested(`a payload of ${name} on lines`, lined("\n", "\n", payload), withPayload(payload)),
      tested(`a payload of ${name} by br`, lined("<br>", " ", payload), withPayload(payload)),
    ]),
    tested(
      "a payload of text on one line",
      oneLine.replace(documentedPayload, "a b: c"),
      withPayload("a b: c"),
    ),
    tested(
      "a payload of text with labels on one line",
      oneLine.replace(documentedPayload, "a Method: GET Headers: x"),
      withPayload("a Method: GET Headers: x"),
    ),
    tested(
      "a payload of text on lines",
      lined("\n", " ", "a\nMethod: GET\nb RESPONSE: c"),
      withPayload("a\nMethod: GET\nb RESPONSE: c"),
    ),
    tested("a payload of text with br", lined("<br>", " ", " a<br>b "), withPayload("a<br>b")),
    tested("a payload cut off", lined("\n", " ", '{"a":"b'), withPayload('{"a":"b')),
    tested("a payload of 65 levels", lined("\n", " ", nested(65)), withPayload(nested(65))),
    tested("a payload of 64 levels", lined("\n", " ", nested(64)), withPayload(nested(64))),
    tested("a payload that is a JSON string", lined("\n", " ", '"a b"'), withPayload('"a b"')),
    tested(
      "a payload and text behind it",
      lined("\n", " ", '{"a":1} and more'),
      withPayload('{"a":1}'),
    ),
    tested(
      "a response right behind a payload on its line",
      lined("\n").replace(`${documentedPayload}\n`, `${documentedPayload} `),
      documented,
    ),
    tested("an empty payload", lined("\n", " ", ""), withPayload(undefined)),

    tested(
      "headers with values like labels, on lines",
      lined("\n").replace(
        "Content-Length: 114",
        "X-A: Payload: {} RESPONSE: Status: 200 Method: GET",
      ),
      withHeaderList([
        documentedHeaders[0],
        ["X-A", "Payload: {} RESPONSE: Status: 200 Method: GET"],
        ...documentedHeaders.slice(2),
      ]),
    ),
    tested(
      "headers with empty values",
      oneLine.replace("Content-Length: 114", "Content-Length:"),
      withHeaderList([documentedHeaders[0], ["Content-Length", ""], ...documentedHeaders.slice(2)]),
    ),
    tested(
      "headers with empty values, on lines",
      lined("\n").replace("Content-Length: 114", "Content-Length:"),
      withHeaderList([documentedHeaders[0], ["Content-Length", ""], ...documentedHeaders.slice(2)]),
    ),
    tested(
      "headers with values of several words",
      oneLine.replace("User-Agent: ", "User-Agent: a (b; c) https://d:8 "),
      withHeaderList([
        ...documentedHeaders.slice(0, 2),
        ["User-Agent", "a (b; c) https://d:8 BAS-IP-Webhook-Service/1.0"],
        ...documentedHeaders.slice(3),
      ]),
    ),
    tested("equal headers", "EVENT DETAILS:\nREQUEST:\nHeaders:\nA: 1\na: 2\nA: 1", {
      request: {
        headers: [
          ["A", "1"],
          ["a", "2"],
          ["A", "1"],
        ],
      },
    }),
    tested(
      "a header without white space behind the colon, on a line",
      "EVENT DETAILS:\nREQUEST:\nHeaders:\nA:1\nB :2\n: 3\nno header\nC d: 4",
      {
        request: {
          headers: [
            ["A", "1"],
            ["B", "2"],
          ],
        },
      },
    ),
    tested(
      "a header without white space behind the colon, on one line",
      "EVENT DETAILS: REQUEST: Headers: A:1 B: C:2",
      { request: { headers: [["B", "C:2"]] } },
    ),
    tested(
      "a header named like a label that was read",
      "EVENT DETAILS:\nREQUEST:\nMethod: POST\nHeaders:\nMethod: x\nStatus: y",
      {
        request: {
          method: "POST",
          headers: [
            ["Method", "x"],
            ["Status", "y"],
          ],
        },
      },
    ),
    ...[100, 101].flatMap((count) => {
      const headers = listOf(count, (i) => [`X-${i}`, `${i}`]);
      const report = { request: { headers: headers.slice(0, 100), payload: "{}" } };
      const written = headers.map(([name, value]) => `${name}: ${value}`);
      return [
        tested(
          `${count} headers on one line`,
          `EVENT DETAILS: REQUEST: Headers: ${written.join(" ")} Payload: {}`,
          report,
        ),
        tested(
          `${count} headers on lines`,
          `EVENT DETAILS:\nREQUEST:\nHeaders:\n${written.join("\n")}\nPayload: {}`,
          report,
        ),
      ];
    }),
    tested(
      "labels of other sections are text",
      "EVENT DETAILS: log.a\nURL: https://x\nPayload: {}\nStatus: Sent\nREQUEST:\nEvent Timestamp: t\nStatus: 5\nMethod: POST\nRESPONSE:\nMethod: GET\nStatus: 200 OK",
      {
        eventType: "log.a",
        outcome: "Sent",
        request: { method: "POST", headers: [] },
        response: { status: 200, text: "OK" },
      },
    ),
    tested(
      "labels within a line are text",
      "EVENT DETAILS: log.a\nEvent Timestamp: t Status: Sent\nREQUEST:\nURL: https://x Method: GET",
      {
        eventType: "log.a",
        eventTime: "t Status: Sent",
        request: { url: "https://x Method: GET", headers: [] },
      },
    ),
    tested(
      "labels before EVENT DETAILS are text",
      "Status: Sent\nREQUEST:\nMethod: GET\nEVENT DETAILS: log.a\nREQUEST:\nMethod: POST",
      {
        eventType: "log.a",
        request: { method: "POST", headers: [] },
      },
    ),
    tested(
      "EVENT DETAILS twice",
      "EVENT DETAILS: log.a\nStatus: Sent\nEVENT DETAILS: log.b\nStatus: Failed",
      {
        eventType: "log.a",
        outcome: "Sent",
      },
    ),
    tested(
      "other markup is text",
      "EVENT DETAILS: log.a<BR>Status: Sent<br/>Event Timestamp: t<p>\nRequest Timestamp: <b>u</b>",
      {
        eventType: "log.a<BR>Status:",
        requestTime: "<b>u</b>",
      },
    ),
  ],
};

// ---------------------------------------------------------------- files

const made = {
  "reading.json": reading,
  "locate.json": pointed,
  "members.json": membersFile,
  "numbers.json": numbers,
  "url.json": urlFile,
  "secret-status-description.json": plainFields,
  "headers.json": headers,
  "header-names.json": headerNames,
  "header-values.json": headerValues,
  "delivery.json": deliveryFile,
  "event-types.json": events,
  "warnings.json": warnings,
  "values.json": valuesFile,
  "canonical.json": canonical,
  "request.json": requestFile,
  "response.json": responseFile,
  "truncated.json": truncatedFile,
  "verify.json": verify,
};

/** Through JSON, so that what is undefined is absent. */
export const files = JSON.parse(JSON.stringify(made));

const ascii = (value) =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

const written = ({ kind, about, cases }) =>
  [
    "{",
    `  "kind": ${ascii(kind)},`,
    `  "about": ${ascii(about)},`,
    '  "cases": [',
    cases.map((each) => `    ${ascii(each)}`).join(",\n"),
    "  ]",
    "}",
    "",
  ].join("\n");

const run = (check) => {
  for (const [name, file] of Object.entries(files)) {
    const place = new URL(name, import.meta.url);
    const content = written(file);
    if (!check) {
      writeFileSync(place, content);
    } else if (readFileSync(place, "utf8") !== content) {
      console.error(`${name} is not what make.js makes; run node tests/vectors/make.js`);
      process.exitCode = 1;
    }
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) run(process.argv.includes("--check"));
