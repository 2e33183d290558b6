import { REQUIRED } from "../../../dev/device/rules.js";
import { base, booted, caret, emoji, quote, rest, samples, text } from "./lib/bodies.js";
import { bad, malformed, named, ok } from "./lib/cases.js";
import {
  ambiguous,
  duplicateKey,
  fragment,
  insecure,
  invalidStatus,
  invalidUrl,
  issue,
  loopback,
  missing,
  noSecret,
  notAnObject,
  repeated,
  sensitive,
  tooLong,
  tooShort,
  unknown,
  whitespace,
  wrongType,
} from "./lib/findings.js";

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

export default {
  kind: "validate",
  about: "Warnings and their order: contract §3. Those of one field are with its rules.",
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
    bad("members of __proto__ do not count", `{"__proto__":${text()}}`, REQUIRED.map(missing), [
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
    // Order, over FIELDS and on one value.
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
    // On invalid bodies too, except for a value with an issue.
    bad(
      "next to an issue of another field",
      text({ url: '"http://localhost/"', status: '"on"' }),
      [invalidStatus()],
      [insecure, loopback],
    ),
    bad(
      "next to a missing field",
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
