import { caret, object, quote, text, withEvents } from "./lib/bodies.js";
import { bad, listOf, malformed, ok } from "./lib/cases.js";
import {
  deviceText,
  duplicateHeader,
  duplicateKey,
  headerName,
  headerValue,
  issue,
  missing,
  repeated,
  reserved,
  sensitive,
  unknown,
  unknownEvent,
  whitespace,
  wrongItem,
} from "./lib/findings.js";

const maxFindings = 100;

/** A case in which findings are left out. */
const truncated = (vector, error = vector.error) => ({ ...vector, error, truncated: true });

const events101 = (...last) => [...listOf(maxFindings, (i) => `x${i}`), ...last];
const unknownEvents = listOf(maxFindings, (i) => unknownEvent(i));
const manyNames = (count) => listOf(count, (i) => `unknown-member-${i}`);
const unknownMembers = (count) => Object.fromEntries(manyNames(count).map((name) => [name, "1"]));
const unknownWarnings = manyNames(maxFindings).map((name) => unknown(name));

/** Headers with entries as `[name, raw value]`. */
const headersOf = (entries) => ({ headers: quote(object(entries)) });
const invalidEntries = (count) => listOf(count, (i) => [`invalid ${i}`, '"v"']);
const paddedEntries = (count) => listOf(count, (i) => [`X-${i}`, '" v"']);
const invalidNameIssues = listOf(maxFindings, (i) => headerName(`invalid ${i}`));
const paddedWarnings = listOf(maxFindings, (i) => whitespace(`X-${i}`));
const bootedName = "log.device_booted";

/** Entries after 101 issues, of which only some warn: names and values that still break a rule do not. */
const entriesAfterIssues = [
  ["Expect", '"v"'],
  ["X-Twice", '" v"'],
  ["x-twice", '"v "'],
  ["Host", '"\\tv"'],
  ["invalid again", '" v"'],
  ["cookie", '" v"'],
  ["EXPECT", '" v"'],
  ["Set-Cookie", "1"],
  ["set-cookie", '"v"'],
  ["X-Not-ASCII", '" \\u00e9"'],
];
const warningsAfterIssues = [
  sensitive("Expect"),
  whitespace("X-Twice"),
  whitespace("x-twice"),
  whitespace("Host"),
  whitespace("invalid again"),
  whitespace("cookie"),
  whitespace("EXPECT"),
  sensitive("Set-Cookie"),
];
const headersAfterIssues = quote(
  object([["Cookie", '"v"'], ...invalidEntries(101), ...entriesAfterIssues]),
);
/** The same without what must be unescaped, or read as JSON, before it is checked. */
const plainHeadersAfterIssues = headersAfterIssues
  .replace("\\\\tv", " v")
  .replace("\\\\u00e9", "é")
  .replace(":1,", ':\\"v\\",');
const duplicateEntries = (count) =>
  listOf(2 * count, (i) => [i < count ? `X-${i}` : `x-${i - count}`, '"v"']);

export default {
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
        "101 unknown event types next to extra ones",
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
    bad(
      "100 header names that are not tokens",
      text(headersOf(invalidEntries(100))),
      invalidNameIssues,
    ),
    truncated(
      bad(
        "101 header names that are not tokens",
        text(headersOf(invalidEntries(101))),
        invalidNameIssues,
      ),
    ),
    truncated(
      bad(
        "51 entries with a wrong name and a wrong value",
        text(headersOf(listOf(51, (i) => [`invalid ${i}`, "1"]))),
        listOf(50, (i) => [
          headerName(`invalid ${i}`),
          headerValue(`invalid ${i}`, "number"),
        ]).flat(),
      ),
    ),
    truncated(
      bad(
        "the 100th issue is an entry's name and the 101st its value",
        text(headersOf([["a", "1"], ...listOf(50, (i) => [`invalid ${i}`, "null"])])),
        [
          headerValue("a", "number"),
          ...listOf(49, (i) => [
            headerName(`invalid ${i}`),
            headerValue(`invalid ${i}`, "null"),
          ]).flat(),
          headerName("invalid 49"),
        ],
      ),
    ),
    truncated(
      bad(
        "issues that are left out suppress the warnings of their values",
        text(
          headersOf([
            ["cookie", '"v"'],
            ...invalidEntries(100),
            ["Cookie", '" v"'],
            ["X-Last", '" \\u00e9"'],
          ]),
        ),
        invalidNameIssues,
        [sensitive("cookie"), whitespace("Cookie")],
      ),
    ),
    ...[
      ["", plainHeadersAfterIssues],
      [", with escapes in values", headersAfterIssues],
      [", with a name that is escaped", headersAfterIssues.replace("Expect", "E\\\\u0078pect")],
      [", with quotation marks as escapes", headersAfterIssues.replaceAll('\\"', "\\u0022")],
    ].map(([how, headers]) =>
      truncated(
        bad(`warnings after 101 issues in headers${how}`, text({ headers }), invalidNameIssues, [
          sensitive("Cookie"),
          ...warningsAfterIssues,
        ]),
      ),
    ),
    truncated(
      bad(
        "a reserved header after 101 unknown event types",
        `{"event_types":${quote(events101("x"))},"headers":${quote('{"Host":"v"}')},${text({ event_types: undefined }).slice(1)}`,
        [reserved("Host"), ...unknownEvents],
      ),
    ),
    bad(
      "100 duplicate headers",
      text(headersOf(duplicateEntries(100))),
      listOf(maxFindings, (i) => duplicateHeader(`x-${i}`)),
    ),
    truncated(
      bad(
        "101 duplicate headers",
        text(headersOf(duplicateEntries(101))),
        listOf(maxFindings, (i) => duplicateHeader(`x-${i}`)),
      ),
    ),
    ...["X-A", "Cookie"].map((name) =>
      truncated(
        bad(
          `the 101st issue is the duplicate of ${name}`,
          text(headersOf([[name, '"v"'], ...invalidEntries(100), [name.toLowerCase(), '"v"']])),
          invalidNameIssues,
          name === "Cookie" ? [sensitive(name)] : [],
        ),
      ),
    ),
    truncated(
      bad(
        "a duplicate after 101 warnings and 100 issues",
        text(headersOf([...paddedEntries(101), ...invalidEntries(100), ["X-0", '" v"']])),
        invalidNameIssues,
        paddedWarnings,
      ),
    ),
    bad(
      "an entry without a value after 101 wrong names",
      text({ headers: quote(`${object(invalidEntries(101)).slice(0, -1)},"Cookie"}`) }),
      [issue("invalid_headers", ["headers"])],
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
      text({ headers: quote(`${object(invalidEntries(101))}x`) }),
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
        ...headersOf([...invalidEntries(100), ...paddedEntries(100)]),
        event_types: quote([...events101(), bootedName, ...listOf(maxFindings, () => bootedName)]),
        ...unknownMembers(100),
      }),
      [...invalidNameIssues, ...unknownEvents],
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
          ...headersOf([...invalidEntries(101), ...paddedEntries(101)]),
          event_types: quote([...events101("x"), bootedName, ...listOf(101, () => bootedName)]),
          ...unknownMembers(101),
        }),
        [...invalidNameIssues, ...unknownEvents],
        [
          ...paddedWarnings,
          ...listOf(maxFindings, (i) => repeated(maxFindings + 2 + i)),
          ...unknownWarnings,
        ],
      ),
    ),
  ],
};
