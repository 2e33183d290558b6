import {
  base,
  caret,
  emoji,
  many,
  nested,
  object,
  quote,
  text,
  withHeaders,
} from "./lib/bodies.js";
import { bad, malformedHeaders, ok } from "./lib/cases.js";
import {
  duplicateHeader,
  headerName,
  headersNot,
  headerValue,
  reserved,
  sensitive,
  whitespace,
} from "./lib/findings.js";

export default {
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
    malformedHeaders("byte-order mark after", `{}${caret}\ufeff`),
    malformedHeaders("no-break space", `{${caret}\u00a0}`),
    malformedHeaders("line feed raw in a value", `{"X-A":"1${caret}\n"}`),
    malformedHeaders("tab raw in a value", `{"X-A":"1${caret}\t"}`),
    malformedHeaders("NUL raw in a name", `{"X-A${caret}\0":"1"}`),
    malformedHeaders("invalid escape", `{"X-A":"\\${caret}x41"}`),
    malformedHeaders("invalid number", `{"X-A":0${caret}1}`),
    malformedHeaders("invalid literal", `{"X-A":${caret}undefined}`),
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
    malformedHeaders("invalid name, then cut", `{"a b":"1"${caret}`),
    malformedHeaders("duplicate, then cut", `{"X-A":"1","x-a":"2"${caret}`),
    // JSON that is not an object.
    bad("list", withHeaders("[]"), [headersNot("array")]),
    bad("list of an object", withHeaders('[{"X-A":"1"}]'), [headersNot("array")]),
    bad("string", withHeaders('"X-A"'), [headersNot("string")]),
    bad("encoded twice", withHeaders(quote('{"X-A":"1"}')), [headersNot("string")]),
    bad("number", withHeaders("5"), [headersNot("number")]),
    bad("true", withHeaders("true"), [headersNot("boolean")]),
    bad("null", withHeaders("null"), [headersNot("null")]),
    bad("null in white space", withHeaders(" null\n"), [headersNot("null")]),
    bad("list at the top 64 deep", withHeaders(nested(64)), [headersNot("array")]),
    // Values that are not strings.
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
    // Order, and the two values of an entry.
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
      "another entry after what is beyond ASCII, the headers first in the body",
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
    // Duplicate names.
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
    bad("invalid name twice", withHeaders('{"a b":"1","A B":"2"}'), [
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
      "sensitive name, invalid value",
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
      "invalid name, white space",
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
    bad("white space and a invalid character", withHeaders('{"X-A":" é"}'), [headerValue("X-A")]),
    bad(
      "warnings next to an issue of another entry",
      withHeaders('{"X-A":"é","Cookie":" 1"}'),
      [headerValue("X-A")],
      [sensitive("Cookie"), whitespace("Cookie")],
    ),
    malformedHeaders("no warnings from truncated text", `{"Cookie":" 1"${caret}`),
  ],
};
