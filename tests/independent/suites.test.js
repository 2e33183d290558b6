// The package on public test data: JSONTestSuite, urltestdata.json of web-platform-tests and
// IdnaTestV2.txt; and on every way UTF-8 can be well or ill formed, which no package carries as a
// suite: made here from table 3-7 of the Unicode Standard, with the runtime's decoder as judge.

import assert from "node:assert/strict";
import { test } from "node:test";
import { validateWebhook } from "../../pkg/entry/default.js";
import {
  HOSTS,
  JSON_DUPLICATES,
  JSON_REFUSED,
  NOT_OF_URLS,
  URLS_REFUSED,
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

const takes = (url) => validateWebhook({ ...webhook, url }).valid;
const codes = (body) => validateWebhook(body).errors.map(({ code }) => code);
const listed = (groups) => new Set(groups.flatMap(({ cases }) => cases));

/** The names of what differs from what a suite wants, which must be what is listed. */
function check(t, { cases, groups, name, differs }) {
  const wanted = listed(groups);
  const found = new Set(cases.filter(differs).map(name));
  assert.deepEqual(
    [...found].filter((it) => !wanted.has(it)),
    [],
    "differ, and are not listed",
  );
  assert.deepEqual(
    [...wanted].filter((it) => !found.has(it)),
    [],
    "are listed, and do not differ",
  );
  t.diagnostic(`${cases.length} cases, ${found.size} of them deviate and are listed`);
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
      groups: JSON_REFUSED,
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
  const groups = JSON_REFUSED.map(({ cases }) => ({ cases: cases.filter((it) => texts.has(it)) }));
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

test("JSONTestSuite, a member twice", (t) => {
  const taken = jsonCases.filter(({ name }) => name.startsWith("y_"));
  check(t, {
    cases: taken,
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
    groups: URLS_REFUSED,
    name: ({ input }) => input,
    differs: (it) => takes(it.input) !== isHttp(it),
  });
});

test("IdnaTestV2", (t) => {
  // What is not a host as a whole, where it stands in a URL.
  const cases = idnaTests().filter(({ source }) => !/[/?#\\:@[\]]/.test(source));
  assert.ok(cases.length > 6000);
  check(t, {
    cases,
    groups: HOSTS,
    name: ({ source }) => source,
    differs: ({ source, refused }) =>
      takes(`https://${source}/`) !== refused.every((status) => status in NOT_OF_URLS),
  });
});

test("UTF-8, well and ill formed", (t) => {
  // At every boundary of table 3-7, and beside it.
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
  // Quotes, backslashes and what is below a space are JSON's to refuse.
  const cases = sequences.filter((it) =>
    it.every((byte) => byte >= 0x20 && !'"\\'.includes(String.fromCharCode(byte))),
  );
  const tail = Buffer.from('":1}');
  let wellFormed = 0;
  for (const sequence of cases) {
    const bytes = Uint8Array.from(sequence);
    const good = isText(bytes);
    wellFormed += good ? 1 : 0;
    // Short and long, for readers look at several bytes at once.
    for (const filler of ["", "0123456789abcdef0123456789abcdef0123"]) {
      const body = Buffer.concat([head, Buffer.from(filler), bytes, Buffer.from(filler), tail]);
      assert.equal(validateWebhook(body).valid, good, `${Buffer.from(bytes).toString("hex")}`);
    }
  }
  t.diagnostic(`${cases.length} sequences, ${wellFormed} of them well formed`);
});
