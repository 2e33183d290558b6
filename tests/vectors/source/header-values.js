import { emoji, entries, text, withHeaders } from "./lib/bodies.js";
import { bad, codePoint, ok, range } from "./lib/cases.js";
import { headerValue, whitespace } from "./lib/findings.js";

export default {
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
    bad("every invalid value", withHeaders('{"A":"\\n","B":"é","C":null,"D":"ok","E":"\\u0000"}'), [
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
      "white space is sent unchanged",
      withHeaders('{"X-A":" a\\t"}'),
      [whitespace("X-A")],
      withHeaders('{"X-A":" a\\t"}'),
    ),
  ],
};
