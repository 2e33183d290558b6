// How the device simulator reads bodies, by its three readers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { contractVerdict } from "../../dev/device/contract.js";
import { readLenient, toInt } from "../../dev/device/lenient.js";
import { READERS } from "../../dev/device/readers.js";
import { WEBHOOK } from "./client.js";

/** The error text of a body, or the webhook that is stored. */
function read(reader, body) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  try {
    return READERS[reader](Buffer.from(text), text);
  } catch (error) {
    assert.equal(error.status, 400);
    return error.message;
  }
}

const webhook = (changes) => ({ ...WEBHOOK, ...changes });

test("every reader accepts a webhook and stores what was sent", () => {
  const complete = webhook({
    secret: "0123456789abcdef",
    timeout: 5000,
    headers: '{"X-Site":"north"}',
    description: "Door",
  });
  for (const reader of Object.keys(READERS)) {
    for (const body of [WEBHOOK, complete]) assert.deepEqual(read(reader, body), body);
    assert.deepEqual(read(reader, webhook({ other: 1 })), WEBHOOK);
  }
});

test("every reader rejects with the documented texts", () => {
  const bodies = {
    "Wrong JSON body": ["[", "[]", ""],
    "Wrong JSON body: no value for status": ['{"url":"https://a"}'],
    "Wrong JSON body: value event_types was of the wrong type": [webhook({ event_types: 1 })],
    "Invalid URL format. Must be HTTP URL": [
      webhook({ url: "ftp://a" }),
      webhook({ url: "htp" }),
      webhook({ url: `https://${"a".repeat(2000)}` }),
    ],
    "Secret must be between 16 and 128 characters": [webhook({ secret: "short" })],
    "Status must be 'active' or 'disabled'": [webhook({ status: "on" })],
    "Timeout must be between 1000 and 30000": [webhook({ timeout: 999 })],
    "Invalid headers. Must be a JSON object of strings": [webhook({ headers: "[]" })],
    "Invalid header name": [webhook({ headers: '{"Host":"a"}' }), webhook({ headers: '{"":"a"}' })],
    "Invalid header value": [webhook({ headers: '{"X":"\\n"}' })],
    "Description must be at most 1000 characters": [webhook({ description: "a".repeat(1001) })],
    "Invalid event types": [webhook({ event_types: ["log.x"] })],
    "Max retries must be between 1 and 5": [
      webhook({ max_retries: 6 }),
      webhook({ max_retries: 0 }),
    ],
  };
  for (const reader of Object.keys(READERS)) {
    for (const [error, list] of Object.entries(bodies)) {
      for (const body of list) assert.equal(read(reader, body), error, `${reader} ${body}`);
    }
  }
});

test("the readers differ where the reference is silent or contradicts itself", () => {
  const twice = `{"url":"https://first",${JSON.stringify(WEBHOOK).slice(1)}`;
  const emoji = "\u{1f600}".repeat(600);
  const wrongType = (field) => `Wrong JSON body: value ${field} was of the wrong type`;
  const headerName = "Invalid header name";
  const cases = [
    [twice, { strict: "Wrong JSON body", documented: WEBHOOK, lenient: WEBHOOK }],
    [`${JSON.stringify(WEBHOOK)};`, { strict: "Wrong JSON body", documented: "Wrong JSON body" }],
    [webhook({ max_retries: "2" }), { strict: wrongType("max_retries"), lenient: WEBHOOK }],
    [webhook({ max_retries: "2" }), { documented: wrongType("max_retries") }],
    [webhook({ timeout: 2 ** 33 }), { documented: wrongType("timeout") }],
    [webhook({ headers: '{"X*":"a"}' }), { documented: headerName, lenient: headerName }],
    [webhook({ headers: '{"X,":"a"}' }), { strict: headerName }],
    [webhook({ headers: '{"X":1}' }), { documented: "Invalid header value" }],
    [
      webhook({ event_types: [] }),
      {
        strict: "event_types must contain at least one item",
        documented: "auth_factors must contain at least one item",
        lenient: "event_types must contain at least one item",
      },
    ],
    [
      webhook({ description: emoji }),
      {
        documented: webhook({ description: emoji }),
        lenient: "Description must be at most 1000 characters",
      },
    ],
  ];
  for (const [body, results] of cases) {
    for (const [reader, result] of Object.entries(results)) {
      assert.deepEqual(read(reader, body), result, `${reader} ${JSON.stringify(body)}`);
    }
  }
});

test("the lenient reader reads JSON as org.json does", () => {
  const cases = [
    ['{"a":1,"a":2}', { a: 2n }],
    ["\uFEFF{/* b */ a = 1; # c\n \"b\" => 'c'} trailing", { a: 1n, b: "c" }],
    ["{a:010000,b:0x10,c:1e3,d:[1;2,]}", { a: 4096n, b: 16n, c: 1000, d: [1n, 2n, null] }],
    ['{"a":TRUE,"b":"\\u0041\\q"}', { a: true, b: "Aq" }],
  ];
  for (const [text, value] of cases) {
    assert.deepEqual(Object.fromEntries(readLenient(text)), value);
  }
  for (const text of ["", "{", '{"a" 1}', '{"a":1,}', '{"a":"']) {
    assert.throws(() => readLenient(text));
  }
  const integers = [
    [4_294_967_297n, 1],
    [1000.9, 1000],
    ["3", 3],
    [1e300, 2 ** 31 - 1],
    ["three", undefined],
    [true, undefined],
  ];
  for (const [value, integer] of integers) assert.equal(toInt(value), integer);
});

test("the contract's verdict reports the first hundred findings of each list (§2)", () => {
  const numbers = Array.from({ length: 150 }, (_, index) => index);
  const entries = numbers.map((index) => `"Host${index} ":" ","X-${index}":" "`);
  const unknown = Object.fromEntries(numbers.map((index) => [`unknown${index}`, 1]));
  const { valid, error, errors, warnings, truncated } = contractVerdict({
    ...webhook({ event_types: [...numbers.map(() => "x"), 1], headers: `{${entries.join(",")}}` }),
    ...unknown,
  });
  assert.equal(valid, false);
  assert.equal(truncated, true);
  // That of the last item, which is not reported.
  assert.equal(error, "Wrong JSON body: value event_types was of the wrong type");
  const count = (list, name) => list.filter(({ path }) => path[0] === name).length;
  assert.equal(count(errors, "headers"), 100);
  assert.equal(count(errors, "event_types"), 100);
  assert.deepEqual(errors.at(-1).path, ["event_types", 99]);
  assert.equal(count(warnings, "headers"), 100);
  assert.equal(warnings.filter(({ code }) => code === "unknown_field").length, 100);
  assert.ok(!("truncated" in contractVerdict(WEBHOOK)));
  const many = contractVerdict({ ...WEBHOOK, ...unknown });
  assert.deepEqual([many.valid, many.truncated, many.warnings.length], [true, true, 101]);
});
