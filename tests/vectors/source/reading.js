import { Buffer } from "node:buffer";
import { FIELDS } from "../../../dev/device/rules.js";
import {
  base,
  caret,
  emoji,
  hex,
  many,
  nested,
  object,
  offsetOf,
  quote,
  rest,
  stringOf,
  text,
} from "./lib/bodies.js";
import { bad, codePoint, malformed, malformedBytes, ok, range } from "./lib/cases.js";
import {
  duplicateKey,
  missing,
  noSecret,
  notAnObject,
  unknown,
  wrongItem,
  wrongType,
} from "./lib/findings.js";

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
      malformed(`${codePoint(code)} after the brace`, `{${caret}${space}${text().slice(1)}`),
      malformed(`${codePoint(code)} before the body`, `${caret}${space}${text()}`),
      malformed(`${codePoint(code)} after the body`, `${text()}${caret}${space}`),
    ];
  }),
  malformed("empty text", caret),
  malformedBytes("no bytes", "", 0),
  malformed("white space only", ` \t\r\n${caret}`),
  malformed("one space only", ` ${caret}`),
  malformed("byte-order mark after white space", ` ${caret}\ufeff${text()}`),
  malformed("byte-order mark alone", `${caret}\ufeff`),
  malformed("byte-order mark twice", `${caret}\ufeff\ufeff${text()}`),
  malformedBytes("byte-order mark in bytes", `efbbbf${hex(text())}`, 0),
  ok("byte-order mark within a string", text({ description: '"\ufeffx\ufeff"' })),
];

/** Bodies that other parsers repair. */
const syntaxCases = [
  malformed("line comment before", `${caret}// c\n${text()}`),
  malformed("line comment after", `${text()}${caret}// c`),
  malformed("line comment within", `{${caret}// c\n${rest}`),
  malformed("block comment before", `${caret}/* c */${text()}`),
  malformed("block comment after", `${text()}${caret}/* c */`),
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
  malformed("no value after the colon", `{"x":${caret},${rest}`),
  malformed("no value after the last colon", `${text().slice(0, -1)},"x":${caret}}`),
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
  malformed("after an XSSI guard", `${caret})]}'\n${text()}`),
  malformed("as a form", `${caret}url=https%3A%2F%2Fexample.com`),
  malformed("as XML", `${caret}<webhook/>`),
  malformed("word after the body", `${text()} ${caret}x`),
  malformed("brace after the body", `${text()}${caret}}`),
  malformed("comma after the body", `${text()}${caret},`),
  malformed("semicolon after the body", `${text()}${caret};`),
  malformed("quote after the body", `${text()}${caret}"`),
  malformed("number after the body", `${text()}\n${caret}0`),
  malformed("second body after the body", `${text()}${caret}${text()}`),
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
    ["\\u with a invalid first digit", "\\u‸g041"],
    ["\\u with a invalid last digit", "\\u004‸g"],
    ["\\u with a sign", "\\u‸+041"],
    ["\\u with a minus", "\\u‸-041"],
    ["\\u with a space", "\\u‸ 041"],
    ["\\u with a prefix", "\\u0‸x41"],
    ["\\u with full-width digits", "\\u‸０００４"],
  ].map(([name, marked]) => malformed(`escape ${name}`, stringOf(marked))),
  malformed("invalid escape in a name", `{"\\${caret}x":1,${rest}`),
  malformed("invalid escape in an unknown member", text({ extra: `{"a":["\\${caret}x"]}` })),
  malformed("invalid escape in a name of an unknown member", text({ extra: `{"\\${caret}x":1}` })),
  malformed("invalid escape in an event type", text({ event_types: `["\\${caret}x"]` })),
  malformed("invalid escape in the headers", text({ headers: `"\\${caret}x"` })),
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
  ["low after a pair", "\\ud83d\\ude00\\ude00"],
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

/** The bytes of a text, with the mark replaced by raw bytes. */
const spliced = (marked, bytes) => {
  const [before, after] = marked.split(caret);
  return hex(before) + bytes + hex(after);
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

const members = Object.entries(base);

const alone = (name, body, path) => bad(name, body, [duplicateKey(path)]);

const duplicateCases = [
  ...FIELDS.map((field) => {
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
  alone("after many members", object([...members, ...many(70), ["m69", "1"]]), "m69"),
  alone("known after many members", object([...members, ...many(70), ["url", "1"]]), "url"),
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
  malformed("duplicate, then text after", `{"a":1,"a":2}${caret}x`),
  malformed("duplicate, then cut", `{"a":1,"a":2${caret}`),
  malformed("duplicate, then invalid number", `{"a":1,"a":0${caret}1}`),
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
  ok("braces after an escaped quote", text({ extra: quote(`"${"{".repeat(99)}`) }), [
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

export default {
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
    bad(
      "the complete body of the truncated ones",
      toCut,
      [missing("event_types")],
      [noSecret, unknown("x")],
    ),
  ],
};
