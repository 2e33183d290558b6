// What hostile callers do to the boundary between JavaScript and the module (§1, §5, §6).

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import vm from "node:vm";
import {
  buildRequest,
  canonicalizeWebhook,
  locate,
  parseResponse,
  validateWebhook,
} from "../../pkg/entry/default.js";
import { compareMany } from "./objects/compare.js";

const guard = { buildRequest, canonicalizeWebhook, parseResponse, validateWebhook };
const seed = Number(process.env.SEED ?? 1);

const webhook = {
  url: "https://example.com/hook",
  secret: "0123456789abcdef",
  status: "active",
  event_types: ["log.door_was_opened"],
  max_retries: 3,
};
const withGetter = (get) => Object.defineProperty({ ...webhook }, "url", { enumerable: true, get });
const codes = (result) => result.errors.map(({ code }) => code);

/** Recurses to the end of the stack, then calls once in each frame on the way up, until `call` is done. */
function onTheWayUp(call) {
  let isDone = false;
  const descend = () => {
    try {
      descend();
    } catch {
      // The end of the stack. Each frame from here up has a little more of it.
    }
    if (!isDone) isDone = call();
  };
  descend();
}

test("generated values get the verdict of their text, and run the same code", () => {
  // `npm run fuzz:objects` compares a million.
  assert.deepEqual(compareMany(guard, seed * 10_000, 10_000), []);
});

test("a nested call that overflows the stack changes nothing, at any depth", () => {
  // The first international host name of an instance unpacks tables, which needs the most.
  const inner = JSON.stringify({
    ...webhook,
    url: "https://m\u00fcnchen.example",
    not_a_member: 1,
  });
  for (let more = 0; more < 60; more += 1) {
    let left = more;
    const overflowing = () => {
      onTheWayUp(() => {
        try {
          validateWebhook(inner);
        } catch {
          // The nested call had too little stack.
        }
        left -= 1;
        return left < 0;
      });
      return webhook.url;
    };
    const result = validateWebhook(withGetter(overflowing));
    assert.deepEqual(result, validateWebhook(webhook), `${more} frames`);
    assert.equal(validateWebhook(inner).valid, true);
  }
});

test("an overflow that leaves the input's code is malformed JSON", () => {
  const recurse = () => recurse() + 1;
  for (const input of [
    withGetter(recurse),
    { toJSON: recurse },
    { ...webhook, note: withGetter(recurse) },
  ]) {
    assert.deepEqual(codes(validateWebhook(input)), ["malformed_json"]);
    assert.throws(() => buildRequest({ operation: "create", webhook: input }), {
      name: "InvalidWebhookError",
    });
  }
  assert.equal(validateWebhook(webhook).valid, true);
});

test("an error of the input's code is malformed JSON wherever the shortest body has a result", () => {
  const input = withGetter(() => {
    throw new RangeError("of the input");
  });
  let checked = 0;
  onTheWayUp(() => {
    let isPossible = true;
    try {
      validateWebhook("{}");
    } catch {
      isPossible = false;
    }
    if (!isPossible) return false;
    assert.deepEqual(codes(validateWebhook(input)), ["malformed_json"]);
    checked += 1;
    return checked === 50;
  });
  assert.equal(checked, 50);
});

test("each verdict is right wherever the shortest body has one", () => {
  const international = { ...webhook, url: "https://m\u00fcnchen.example" };
  const invalid = { ...webhook, url: "ftp://example.com", status: "actve", not_a_member: 1 };
  const long = { ...webhook, description: "x".repeat(40_000) };
  const values = [webhook, international, invalid, long];
  const texts = values.map((value) => JSON.stringify(value));
  const bytes = texts.map((text) => new TextEncoder().encode(text));
  for (const input of ["{}", ...values, ...texts, ...bytes, new DataView(bytes[0].buffer)]) {
    const expected = JSON.stringify(canonicalizeWebhook(input));
    const verdicts = [];
    onTheWayUp(() => {
      try {
        validateWebhook("{}");
      } catch {
        return false;
      }
      try {
        const { valid, error, errors, warnings } = validateWebhook(input);
        const { body } = canonicalizeWebhook(input);
        verdicts.push(JSON.stringify({ valid, error, errors, warnings, body }));
      } catch (error) {
        verdicts.push(String(error));
      }
      return verdicts.length === 20;
    });
    assert.equal(verdicts.length, 20);
    assert.deepEqual([...new Set(verdicts)], [expected]);
  }
});

test("an error thrown in a nested call affects only that call", () => {
  const evil = {
    get operation() {
      throw new Error("of the inner request");
    },
  };
  const results = [];
  const input = withGetter(() => {
    assert.throws(() => buildRequest(evil), /of the inner request/);
    assert.throws(() => buildRequest({ operation: "create", webhook: "{}" }), {
      name: "InvalidWebhookError",
    });
    results.push(validateWebhook(webhook).valid, parseResponse({ status: 401 }).kind);
    return webhook.url;
  });
  assert.equal(validateWebhook(input).valid, true);
  assert.deepEqual(results, [true, "unauthorized"]);
});

test("thousands of invalid arguments leak no memory", () => {
  const traps = {
    ownKeys() {
      throw new TypeError("of the query");
    },
  };
  const query = new Proxy({}, traps);
  const body = new Proxy({}, traps);
  for (let round = 0; round < 3000; round += 1) {
    assert.throws(() => buildRequest({ operation: "list", query }), /of the query/);
    assert.equal(parseResponse({ operation: "get", status: 200, body }).kind, "unexpected");
  }
  assert.equal(buildRequest({ operation: "list" }).url, "/api/v1/webhooks");
  assert.equal(validateWebhook(webhook).valid, true);
});

test("parseResponse accepts anything", () => {
  const evil = new Proxy({}, { get: () => assert.fail() });
  for (const response of [
    undefined,
    null,
    5,
    "text",
    evil,
    { status: 5n },
    { body: Symbol("x") },
  ]) {
    assert.equal(parseResponse(response).ok, false);
  }
});

test("a query's unknown member is an error whatever the object's prototype or realm", () => {
  const member = { nope: 1 };
  const queries = [
    member,
    Object.assign(Object.create(null), member),
    vm.runInNewContext("({ nope: 1 })"),
    new Map([["limit", 10]]),
    [],
    5,
  ];
  for (const query of queries) {
    assert.throws(() => buildRequest({ operation: "list", query }), /^TypeError: query must be/);
  }
  const query = Object.assign(Object.create(null), { limit: 10 });
  assert.equal(buildRequest({ operation: "list", query }).url, "/api/v1/webhooks?limit=10");
  const other = vm.runInNewContext("({ limit: 10, filter: 'a b' })");
  assert.equal(
    buildRequest({ operation: "list", query: other }).url,
    "/api/v1/webhooks?limit=10&filter=a+b",
  );
});

test("values of other realms", () => {
  const make = (code) => vm.runInNewContext(`(${code})`);
  const text = JSON.stringify(webhook);
  for (const value of [make(text), make(`new String(${JSON.stringify("x")})`), make("[1]")]) {
    assert.deepEqual(validateWebhook(value), validateWebhook(JSON.stringify(value)));
  }
  const bytes = make(`Uint8Array.from(${JSON.stringify([...new TextEncoder().encode(text)])})`);
  for (const value of [bytes, bytes.buffer, new DataView(bytes.buffer)]) {
    assert.equal(validateWebhook(value).valid, true);
  }
});

test("ten million findings are bounded", () => {
  const start = '{"event_types":[';
  const body = new Uint8Array(90 << 20).fill(0x31);
  for (let at = start.length + 1; at < body.length; at += 2) body[at] = 0x2c;
  body.set(new TextEncoder().encode(start));
  body.set(new TextEncoder().encode("1]}"), body.length - 3);
  const result = validateWebhook(body);
  assert.equal(result.truncated, true);
  assert.equal(result.errors.filter(({ path }) => path.length === 2).length, 100);
});

test("canonicalizeWebhook returns the input itself where it is canonical", () => {
  const text = JSON.stringify(webhook);
  const bytes = new TextEncoder().encode(text);
  assert.equal(canonicalizeWebhook(text).body, text);
  assert.equal(canonicalizeWebhook(bytes).body, bytes);
  assert.equal(canonicalizeWebhook(bytes.buffer).body.buffer, bytes.buffer);
  assert.equal(canonicalizeWebhook(webhook).body, text);

  const other = new TextEncoder().encode(` ${text}`);
  const { body } = canonicalizeWebhook(other);
  assert.deepEqual(body, bytes);
  assert.ok(body instanceof Uint8Array);
  body.fill(0);
  assert.equal(canonicalizeWebhook(other).valid, true);

  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  const copy = canonicalizeWebhook(shared).body;
  shared.fill(0);
  assert.deepEqual(copy, bytes);

  const invalid = canonicalizeWebhook("{}");
  assert.deepEqual(invalid, validateWebhook("{}"));
  assert.equal("body" in invalid, false);
});

test("the first request may lack its arguments", () => {
  // A separate program, since the package remembers the last valid request.
  const entry = new URL("../../pkg/entry/default.js", import.meta.url);
  const program = `const { buildRequest } = await import(${JSON.stringify(entry.href)});
    try { buildRequest({}); } catch (error) { console.log(error.name, error.message); }`;
  const args = ["--input-type=module", "--eval", program];
  assert.match(
    execFileSync(process.execPath, args, { encoding: "utf8" }),
    /^TypeError operation must be /,
  );
});

test("the prototype of bytes is not read", () => {
  const bytes = new TextEncoder().encode(JSON.stringify(webhook));
  const trap = new Proxy(
    {},
    {
      getPrototypeOf() {
        throw new Error("called");
      },
    },
  );
  Object.setPrototypeOf(bytes, trap);
  assert.equal(validateWebhook(bytes).valid, true);
});

test("locate has no place for a path that cannot be read", () => {
  const path = new Proxy([], {
    get() {
      throw new Error("called");
    },
  });
  assert.equal(locate('{"url":1}', path), undefined);
});
