// The package on public test data: JSONTestSuite, urltestdata.json of web-platform-tests and
// IdnaTestV2.txt; and on well- and ill-formed UTF-8, for which no package has a suite: it is generated here
// from table 3-7 of the Unicode Standard, and the runtime's decoder gives the expected results.

import assert from "node:assert/strict";
import { test } from "node:test";
import { validateWebhook } from "../../pkg/entry/default.js";
import {
  HOSTS,
  JSON_DUPLICATES,
  JSON_REJECTED,
  NOT_IN_URL_STANDARD,
  URLS_REJECTED,
} from "./suites/deviations.js";
import { idnaTests, jsonTestSuite, urlTestData } from "./suites/sources.js";

const webhook = {
  url: "https://example.com/hook",
  secret: "0123456789abcdef",
  status: "active",
  event_types: ["log.device_booted"],
  max_retries: 3,
};
const head = Buffer.from(`${JSON.stringify(webhook).slice(0, -1)},"`);

const accepts = (url) => validateWebhook({ ...webhook, url }).valid;
const codes = (body) => validateWebhook(body).errors.map(({ code }) => code);
const listed = (groups) => new Set(groups.flatMap(({ cases }) => cases));

/** Checks that the cases which differ from a suite's expectation are those that are listed. */
function check(t, { cases, groups, name, differs }) {
  const expected = listed(groups);
  const found = new Set(cases.filter(differs).map(name));
  assert.deepEqual(
    [...found].filter((it) => !expected.has(it)),
    [],
    "these differ and are not listed",
  );
  assert.deepEqual(
    [...expected].filter((it) => !found.has(it)),
    [],
    "these are listed and do not differ",
  );
  t.diagnostic(`${cases.length} cases, ${found.size} listed deviations`);
}

const jsonCases = jsonTestSuite();
assert.ok(jsonCases.length > 300);

for (const [where, around] of [
  ["as the body", (bytes) => bytes],
  ["in a member", (bytes) => Buffer.concat([head, Buffer.from('x":'), bytes, Buffer.from("}")])],
]) {
  test(`JSONTestSuite, ${where}`, (t) => {
    check(t, {
      cases: jsonCases,
      groups: JSON_REJECTED,
      name: ({ name }) => name,
      differs: ({ name, bytes }) =>
        codes(around(bytes)).includes("malformed_json") !== name.startsWith("n_"),
    });
  });
}

test("JSONTestSuite, as the text of headers", (t) => {
  const isText = ({ bytes }) => Buffer.from(bytes.toString()).equals(bytes);
  const cases = jsonCases.filter(isText);
  const texts = new Set(cases.map(({ name }) => name));
  const groups = JSON_REJECTED.map(({ cases }) => ({ cases: cases.filter((it) => texts.has(it)) }));
  const malformed = ({ code, params }) => code === "invalid_headers" && "offset" in params;
  check(t, {
    cases,
    groups,
    name: ({ name }) => name,
    differs({ name, bytes }) {
      const { errors } = validateWebhook({ ...webhook, headers: bytes.toString() });
      return errors.some(malformed) !== name.startsWith("n_");
    },
  });
});

test("JSONTestSuite, duplicate members", (t) => {
  const accepted = jsonCases.filter(({ name }) => name.startsWith("y_"));
  check(t, {
    cases: accepted,
    groups: [JSON_DUPLICATES],
    name: ({ name }) => name,
    differs: ({ bytes }) => codes(bytes).includes("duplicate_key"),
  });
});

test("urltestdata", (t) => {
  const isHttp = ({ failure, href }) => !failure && /^https?:/.test(href);
  const cases = urlTestData();
  assert.ok(cases.length > 400);
  check(t, {
    cases,
    groups: URLS_REJECTED,
    name: ({ input }) => input,
    differs: (it) => accepts(it.input) !== isHttp(it),
  });
});

test("IdnaTestV2", (t) => {
  // Not those that a URL would not read as one host.
  const cases = idnaTests().filter(({ source }) => !/[/?#\\:@[\]]/.test(source));
  assert.ok(cases.length > 6000);
  check(t, {
    cases,
    groups: HOSTS,
    name: ({ source }) => source,
    differs: ({ source, errors }) =>
      accepts(`https://${source}/`) !== errors.every((status) => status in NOT_IN_URL_STANDARD),
  });
});

test("UTF-8, well and ill formed", (t) => {
  // At every boundary of table 3-7, and next to it.
  const first = [
    ...[0x00, 0x1f, 0x20, 0x41, 0x7f, 0x80, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed],
    ...[0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf7, 0xf8, 0xfb, 0xfc, 0xfd, 0xfe, 0xff],
  ];
  const next = [0x20, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xe0, 0xff];
  const longer = (sequences) => sequences.flatMap((it) => next.map((byte) => [...it, byte]));
  const one = Array.from({ length: 256 }, (_, byte) => [byte]);
  const two = one.flatMap(([lead]) => one.map(([byte]) => [lead, byte]));
  const three = longer(longer(first.map((it) => [it])));
  const sequences = [...one, ...two, ...three, ...longer(three)];

  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const isText = (bytes) => {
    try {
      decoder.decode(bytes);
      return true;
    } catch {
      return false;
    }
  };
  // JSON itself rejects raw quotes, backslashes and control characters.
  const cases = sequences.filter((it) =>
    it.every((byte) => byte >= 0x20 && !'"\\'.includes(String.fromCharCode(byte))),
  );
  const tail = Buffer.from('":1}');
  let wellFormed = 0;
  for (const sequence of cases) {
    const bytes = Uint8Array.from(sequence);
    const good = isText(bytes);
    wellFormed += good ? 1 : 0;
    // Short and long, since readers process several bytes at once.
    for (const filler of ["", "0123456789abcdef0123456789abcdef0123"]) {
      const body = Buffer.concat([head, Buffer.from(filler), bytes, Buffer.from(filler), tail]);
      assert.equal(validateWebhook(body).valid, good, `${Buffer.from(bytes).toString("hex")}`);
    }
  }
  t.diagnostic(`${cases.length} sequences, ${wellFormed} of them well formed`);
});
