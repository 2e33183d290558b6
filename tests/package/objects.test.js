// An object is read as `JSON.stringify` reads it: the same getters, traps and calls of toJSON, each
// once and in the same order, and the verdict is that of the text it would have given (§1).

import assert from "node:assert/strict";
import { test } from "node:test";
import { validateWebhook } from "../../pkg/entry/default.js";

const seed = Number(process.env.SEED ?? 1);
const ROUNDS = 5_000;

/** Mulberry32. */
function randomFrom(start) {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const TEXTS = [
  "https://example.com/a",
  "active",
  "log.device_booted",
  "log.incoming_call",
  "дверь",
  "\ud800",
  "https://example.com/\ud83d",
  "\ude00log.tamper_event",
  "a\0b",
  "",
  '{"X-A":"b"}',
  "😀".repeat(40),
  "x".repeat(20_000),
];
const SCALARS = [0, -0, 5000, 3, 1e21, 0.5, Number.NaN, Infinity, true, false, null];
const KEYS = ["url", "status", "event_types", "max_retries", "headers", "timeout", "description"];
const ODD_KEYS = ["secret", "note", "__proto__", "toJSON", "0", "дверь", "\udc00"];

const define = (object, name, descriptor) =>
  Object.defineProperty(object, name, { configurable: true, ...descriptor });

/** Makes one value twice: to be read by `JSON.stringify`, and by the guard. Each keeps a log. */
function makeValue(random, log, depth = 0) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const logged = (value) => {
    if (random() < 0.8) return value;
    const handler = {};
    for (const trap of ["ownKeys", "getOwnPropertyDescriptor", "get", "has"]) {
      handler[trap] = (...given) => {
        log.push(`${trap} ${String(given[1])}`);
        return Reflect[trap](...given);
      };
    }
    return new Proxy(value, handler);
  };
  const withToJSON = (value) => {
    if (random() < 0.9) return value;
    const answer = pick([value, 5, "text", undefined, null, ["log.incoming_call"], { a: 1 }, 5n]);
    const toJSON = (key) => {
      log.push(`toJSON ${key}`);
      return answer;
    };
    define(value, "toJSON", { value: toJSON, enumerable: random() < 0.5 });
    return value;
  };
  const list = () => {
    const items = Array.from({ length: pick([0, 1, 2, 3, 70]) }, () =>
      random() < 0.8 ? pick(TEXTS) : makeValue(random, log, depth + 2),
    );
    if (random() < 0.1) items.length += 1;
    return logged(withToJSON(items));
  };
  const object = () => {
    const made = random() < 0.1 ? Object.create(null) : {};
    const keys = KEYS.filter(() => random() < 0.8);
    if (random() < 0.2) keys.splice(Math.floor(random() * keys.length), 0, pick(ODD_KEYS));
    if (random() < 0.2) keys.reverse();
    for (const key of keys) {
      const value =
        key === "event_types" && random() < 0.9 ? list() : makeValue(random, log, depth + 1);
      if (random() < 0.1) {
        let calls = 0;
        const get = () => {
          calls += 1;
          log.push(`get ${key} ${calls}`);
          return calls === 1 ? value : "read twice";
        };
        define(made, key, { get, enumerable: random() < 0.9 });
      } else {
        define(made, key, { value, enumerable: true, writable: true });
      }
    }
    return logged(withToJSON(made));
  };
  if (depth === 0) return object();
  const kind = random();
  if (kind < 0.6) return pick(TEXTS);
  if (kind < 0.8) return pick(SCALARS);
  if (kind < 0.85) return undefined;
  if (kind < 0.87)
    return pick([Symbol("s"), 5n, () => {}, new Date(0), Object("boxed"), Object(7)]);
  if (depth > 2) return {};
  return kind < 0.94 ? list() : object();
}

function textOf(value) {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function compare(round) {
  const [expectedLog, log] = [[], []];
  const text = textOf(makeValue(randomFrom(round), expectedLog));
  const verdict = validateWebhook(makeValue(randomFrom(round), log));
  if (text === undefined) {
    assert.deepEqual([verdict.errors[0].code, verdict.errors[0].params], ["malformed_json", {}]);
  } else {
    assert.deepEqual(verdict, validateWebhook(text), `seed ${round}`);
  }
  assert.deepEqual(log, expectedLog, `seed ${round}`);
}

test("random objects, with proxies, getters and toJSON", () => {
  for (let round = 0; round < ROUNDS; round += 1) compare(seed * ROUNDS + round);
});

test("halves of a pair in two strings stay lone", () => {
  const rest = { status: "active", max_retries: 1, secret: "\ude000123456789abcdef" };
  for (const body of [
    { event_types: ["log.tamper_event"], ...rest, url: "https://a.example/\ud83d" },
    { url: "https://a.example/\ud83d", secret: rest.secret, ...rest, event_types: [] },
    { event_types: ["log.tamper_event\ud83d", "\ude00log.tamper_event"] },
  ]) {
    assert.deepEqual(validateWebhook(body), validateWebhook(JSON.stringify(body)));
    assert.equal(validateWebhook(body).errors[0].code, "malformed_json");
  }
});

test("a list whose length is no integer", () => {
  let asked = 0;
  const ask = () => {
    asked += 1;
    return 1;
  };
  for (const length of [1.5, -1, "2", null, Number.NaN, { valueOf: ask }]) {
    const get = (list, key) => (key === "length" ? length : list[key]);
    const event_types = new Proxy(["log.incoming_call", "log.incoming_call"], { get });
    const text = JSON.stringify({ event_types });
    assert.deepEqual(validateWebhook({ event_types }), validateWebhook(text));
  }
  assert.equal(asked, 2);
});

test("prototypes that somebody has changed", (t) => {
  const add = (prototype, name, descriptor) => {
    define(prototype, name, descriptor);
    t.after(() => delete prototype[name]);
  };
  const check = () => {
    for (let round = 0; round < 500; round += 1) compare(round);
  };
  add(Array.prototype, "toJSON", { value: () => "every array" });
  check();
  delete Array.prototype.toJSON;
  add(Object.prototype, "url", { set() {}, get: () => "https://inherited.example" });
  add(Array.prototype, "0", { value: "inherited", writable: true });
  check();
  add(Object.prototype, "toJSON", { value: () => ({ url: "every object" }) });
  check();
});

test("a call that a getter makes does not change the verdict it is part of", () => {
  const valid = {
    url: "https://example.com",
    get status() {
      assert.equal(validateWebhook({ url: "x", status: "дверь", event_types: [] }).valid, false);
      assert.equal(validateWebhook("x".repeat(1 << 20)).valid, false);
      return "active";
    },
    event_types: ["log.incoming_call"],
    max_retries: 3,
  };
  assert.equal(validateWebhook(valid).valid, true);
});

test("what is larger than its room is spelled out", () => {
  for (const length of [5_000, 10_000, 11_000, 40_000, 1 << 20]) {
    for (const field of ["url", "description", "headers"]) {
      for (const letter of ["x", "ж", "😀"]) {
        const body = {
          url: "https://example.com",
          status: "active",
          [field]: letter.repeat(length),
        };
        assert.deepEqual(validateWebhook(body), validateWebhook(JSON.stringify(body)));
      }
    }
  }
});
