// Random webhooks, as arbitraries of fast-check.

import fc from "fast-check";
import { webhookRules } from "../../pkg/entry/default.js";

const EVENT_TYPES = webhookRules().eventTypes.map(({ name }) => name);

/** The same ones each time; `SEED` and `RUNS` try others, and more. */
export const parameters = {
  seed: Number(process.env.SEED ?? 7),
  numRuns: Number(process.env.RUNS ?? 300),
};

/** Code points: plain ones, those that JSON escapes, those beyond ASCII and beyond UTF-16's one unit. */
const characters = fc.oneof(
  { weight: 6, arbitrary: fc.string({ minLength: 1, maxLength: 1 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...'"\\/\0\b\t\n\f\r\x1f\x7f\u2028\u2029\ufeff\ufffdé€😀'),
  },
  { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 1, unit: "binary" }) },
);
export const text = (minLength, maxLength) =>
  fc.array(characters, { minLength, maxLength }).map((characters) => characters.join(""));

const name = fc.stringMatching(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{0,8}$/);
const value = fc.stringMatching(/^[\t -~]{0,20}$/);
const headers = fc
  .array(fc.tuple(name, value), { maxLength: 5 })
  // A number makes each name another, and one that is not listed.
  .map((entries) => Object.fromEntries(entries.map(([name, value], i) => [`${i}${name}`, value])))
  .map((entries) => JSON.stringify(entries));

const url = fc
  .tuple(
    fc.constantFrom("http://", "https://", "HTTPS://"),
    fc.constantFrom("a.example", "münchen.de", "192.168.1.20:8080", "[::1]", "localhost", "u:p@h"),
    fc.constantFrom("", "/", "/hook", "/é?q=1#f", '/"<>%41'),
  )
  .map((parts) => parts.join(""));

/** For each field a valid value. */
export const valid = {
  url,
  secret: text(16, 64).filter((secret) => [...secret].length >= 16),
  status: fc.constantFrom("active", "disabled"),
  timeout: fc.integer({ min: 1000, max: 30000 }),
  headers,
  description: text(0, 30),
  event_types: fc.shuffledSubarray(EVENT_TYPES, { minLength: 1 }),
  max_retries: fc.integer({ min: 1, max: 5 }),
};

/** For each field a value that breaks a rule, whatever the others are. */
export const broken = {
  url: fc.constantFrom("", "ftp://a.example", "http:a", "https:///a", "https://a b", 5, null, {}),
  secret: fc.constantFrom("", "15 characters..", "x".repeat(129), 5, null, ["0123456789abcdef"]),
  status: fc.constantFrom("", "Active", "disabled ", 5, null, true),
  timeout: fc.constantFrom(999, 30001, 5000.5, -1000, 2 ** 31, 1e300, Number.NaN, null, "5000"),
  headers: fc.constantFrom(
    "",
    "[]",
    '{"Host":"a"}',
    '{"é":"a"}',
    '{"a":5}',
    '{"a":"1","A":"2"}',
    5,
  ),
  description: fc.constantFrom("x".repeat(1001), "é".repeat(1001), 5, null, {}),
  event_types: fc.constantFrom([], ["log.nothing"], [5], [["log.incoming_call"]], "x", null, {}),
  max_retries: fc.constantFrom(0, 6, -1, 1.5, 2 ** 53, null, "3", [3]),
};

/** Members in any order. */
const shuffled = (members) =>
  fc.shuffledSubarray(members, { minLength: members.length }).map(Object.fromEntries);

/** A valid webhook, its members in any order. */
export const webhook = fc
  .record(valid, { requiredKeys: ["url", "status", "event_types", "max_retries"] })
  .chain((webhook) => shuffled(Object.entries(webhook)));

/** A webhook of which some members break a rule, and which ones. */
export const flawed = fc
  .record(
    Object.fromEntries(
      Object.keys(valid).map((field) => [
        field,
        fc.oneof(
          fc.record({ flaw: fc.constant(false), value: valid[field] }),
          fc.record({ flaw: fc.constant(true), value: broken[field] }),
        ),
      ]),
    ),
  )
  .chain((fields) =>
    fc.record({
      flaws: fc.constant(Object.keys(fields).filter((field) => fields[field].flaw)),
      webhook: shuffled(Object.entries(fields).map(([field, { value }]) => [field, value])),
    }),
  );
