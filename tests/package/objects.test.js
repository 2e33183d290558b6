// An object is read as `JSON.stringify` reads it: the same getters, traps and calls of toJSON, each
// once and in the same order, and the verdict is that of the text it would have given (§1).

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  buildRequest,
  canonicalizeWebhook,
  parseResponse,
  validateWebhook,
} from "../../pkg/entry/default.js";
import { compareMany } from "./objects/compare.js";

const guard = { buildRequest, canonicalizeWebhook, parseResponse, validateWebhook };

test("halves of a surrogate pair in two strings stay lone surrogates", () => {
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

test("a list whose length is not an integer", () => {
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

test("changed prototypes", (t) => {
  const add = (prototype, name, descriptor) => {
    Object.defineProperty(prototype, name, { configurable: true, ...descriptor });
    t.after(() => delete prototype[name]);
  };
  const check = () => assert.deepEqual(compareMany(guard, 0, 500), []);
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

test("values that do not fit cross as text", () => {
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
