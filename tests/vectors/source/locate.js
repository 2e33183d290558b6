import { Buffer } from "node:buffer";
import { FIELDS } from "../../../dev/device/rules.js";
import { emoji, hex, nested } from "./lib/bodies.js";

/** Marks around the part of a text that a path locates. */
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

/** A body with this text between the quotation marks of `headers`. */
const headersBody = (inner) => `{"headers":"${inner}"}`;

const breaks = { LF: "\n", CRLF: "\r\n", CR: "\r", "LF and CR": "\n\r", "two CRs": "\r\r" };

export default {
  kind: "locate",
  about: "Where a path is in the text of a body: contract §7.",
  cases: [
    place("the body", `${from}{"url":1}${to}`, []),
    place("the body between white space", ` \t\r\n${from}{}${to}\n `, []),
    ...["[1]", '"text"', "5", "null", "true", '[{"url":1}]'].map((value) =>
      place(`a body that is ${value}`, `\n ${from}${value}${to} `, []),
    ),
    ...FIELDS.map((field, i) =>
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
    place("a single member next to a duplicate", `{"x":1,"url":${from}2${to},"x":3}`, ["url"]),

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
    place(
      "an item of a duplicate list",
      `{"event_types":["a"],"event_types":["b",${from}"c"${to}],"event_types":[1,2,3]}`,
      ["event_types", 1],
    ),
    place("the list itself", `{"event_types": ${from}[ 1, 2 ]${to} }`, ["event_types"]),

    place("a header", headersBody(`{${from}\\"X-A\\"${to}:\\"b\\"}`), ["headers", "X-A"]),
    place("a later header", headersBody(`{\\"X-A\\":\\"b\\", ${from}\\"Host\\"${to} : \\"c\\"}`), [
      "headers",
      "Host",
    ]),
    place(
      "a header after a value like it",
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
      "a header after line breaks in the headers text",
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
    place(
      "a header of duplicate headers",
      `{"headers":"{\\"a\\":1}",${headersBody(`{${from}\\"a\\"${to}:2}`).slice(1)}`,
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
      place(`a value after ${name}`, `{${lineBreak}"x":1,${lineBreak} "url": ${from}2${to}}`, [
        "url",
      ]),
      place(`the body after ${name}`, `${lineBreak}${lineBreak}${from}{}${to}`, []),
      place(
        `an item at the start of a line after ${name}`,
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
    nowhere("an item after the last", '{"event_types":["a"]}', ["event_types", 1]),
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
    nowhere("malformed text after the member", '{"url":1,}', ["url"]),
    nowhere("text after the body", '{"url":1} x', ["url"]),
    nowhere("a body that is truncated", '{"url":1', ["url"]),
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
