import { FIELDS, REQUIRED } from "../../../dev/device/rules.js";
import { base, full, object, quote, samples, text } from "./lib/bodies.js";
import { bad, ok } from "./lib/cases.js";
import {
  ambiguous,
  credentials,
  fragment,
  headerName,
  headersNot,
  headerValue,
  insecure,
  invalidStatus,
  invalidUrl,
  issue,
  loopback,
  missing,
  noEventTypes,
  noSecret,
  outOfRange,
  repeated,
  reserved,
  sensitive,
  tooLong,
  tooShort,
  types,
  unknown,
  unknownEvent,
  whitespace,
  wrongItem,
  wrongType,
} from "./lib/findings.js";

const wrongTypeCases = FIELDS.flatMap((field) =>
  Object.entries(samples)
    .filter(([type]) => type !== types[field])
    .map(([type, raw]) =>
      bad(`${field}: ${type}`, text({ [field]: raw }), [wrongType(field, type)]),
    ),
);

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

export default {
  kind: "validate",
  about: "Presence and types of members, order of errors, the device's text: contract §2.",
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
    bad("no member", "{}", REQUIRED.map(missing), [noSecret]),
    bad("no member, with white space", " {\n} ", REQUIRED.map(missing), [noSecret]),
    bad("unknown members alone", '{"b":1,"a":2}', REQUIRED.map(missing), [
      noSecret,
      unknown("b"),
      unknown("a"),
    ]),
    ...REQUIRED.map((field) =>
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
      "missing after a wrong type in the text",
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
