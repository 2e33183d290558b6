// Properties of every input, checked on random ones: `RUNS=100000 SEED=1 node --test
// tests/package/properties.test.js` tries more and others.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import fc from "fast-check";
import { buildRequest, parseResponse, validateWebhook } from "../../pkg/entry/default.js";
import { broken, flawed, parameters, text, valid, webhook } from "./webhooks.js";

const hold = (name, ...property) =>
  test(name, () => fc.assert(fc.property(...property), { ...parameters, verbose: 1 }));

const bytesOf = (text) => new TextEncoder().encode(text);
const create = (webhook) => buildRequest({ operation: "create", webhook });

/** JSON.stringify, white space between the tokens drawn from a list. */
function spaced(value, spaces) {
  let next = 0;
  const space = () => spaces[next++ % spaces.length];
  const write = (value) => {
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    const items = Array.isArray(value)
      ? value.map((item) => space() + write(item) + space())
      : Object.entries(value).map(
          ([name, value]) =>
            `${space()}${JSON.stringify(name)}${space()}:${space()}${write(value)}${space()}`,
        );
    return Array.isArray(value) ? `[${items}]` : `{${items}}`;
  };
  return space() + write(value) + space();
}

const spaces = fc.array(fc.stringMatching(/^[ \t\r\n]{0,3}$/), { minLength: 1, maxLength: 7 });

hold("member order and white space change nothing", webhook, spaces, (webhook, spaces) => {
  const names = Object.keys(valid).filter((name) => name in webhook);
  const ordered = JSON.stringify(Object.fromEntries(names.map((name) => [name, webhook[name]])));
  const verdict = validateWebhook(ordered);
  assert.equal(verdict.valid, true);
  for (const input of [webhook, JSON.stringify(webhook), spaced(webhook, spaces)]) {
    assert.deepEqual(validateWebhook(input), verdict);
    assert.equal(create(input).body, ordered);
  }
});

hold("an invalid member is found whatever the others are", flawed, ({ flaws, webhook }) => {
  const { valid, errors } = validateWebhook(webhook);
  assert.equal(valid, flaws.length === 0);
  assert.deepEqual([...new Set(errors.map(({ path }) => path[0]))], flaws);
});

/** A body that may be anything: a webhook, what is left of one, or any text. */
const anyText = fc.oneof(
  webhook.map((webhook) => JSON.stringify(webhook)),
  flawed.map(({ webhook }) => JSON.stringify(webhook)),
  fc
    .tuple(
      flawed.map(({ webhook }) => JSON.stringify(webhook)),
      fc.nat(),
      fc.nat({ max: 3 }),
      text(0, 2),
    )
    .map(([body, at, length, other]) => {
      const start = at % body.length;
      return body.slice(0, start) + other + body.slice(start + length);
    }),
  fc.json(),
  text(0, 50),
);

hold("bytes and text agree", anyText, (body) => {
  if (!body.isWellFormed()) return;
  assert.deepEqual(validateWebhook(bytesOf(body)), validateWebhook(body));
});

const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
});
const isText = (value) =>
  typeof value === "string" || ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
const member = (field) => fc.oneof(valid[field], broken[field], anything);
const anyObject = fc.record(
  { ...Object.fromEntries(Object.keys(valid).map((name) => [name, member(name)])), note: anything },
  { requiredKeys: [] },
);

/** What JSON.stringify makes of the value: nothing if it throws. */
function stringify(value) {
  try {
    return JSON.stringify(value);
  } catch {}
}

hold(
  "a value and what JSON.stringify makes of it agree",
  fc.oneof(
    anyObject,
    flawed.map(({ webhook }) => webhook),
    anything,
  ),
  (value) => {
    if (isText(value)) return;
    const verdict = validateWebhook(value);
    const body = stringify(value);
    if (body !== undefined) return assert.deepEqual(verdict, validateWebhook(body));
    assert.deepEqual(
      verdict.errors.map(({ code }) => code),
      ["malformed_json"],
    );
  },
);

hold("the result is plain data", fc.oneof(anyText, anyObject, anything), (input) => {
  const verdict = validateWebhook(input);
  assert.deepStrictEqual(structuredClone(verdict), verdict);
  assert.deepStrictEqual(JSON.parse(JSON.stringify(verdict)), verdict);
});

/** A random secret, which no text of the package contains by chance. */
const hidden = fc.stringMatching(/^[A-Za-z0-9+/]{24,40}$/);
// Where in a body it may occur as a secret or as the value of a header, valid or not.
const places = [
  (hidden) => ({ secret: hidden }),
  (hidden) => ({ secret: hidden.slice(0, 15) }),
  (hidden) => ({ secret: hidden.repeat(6) }),
  (hidden) => ({ secret: [hidden] }),
  (hidden) => ({ secret: { secret: hidden } }),
  (hidden) => ({ headers: JSON.stringify({ "X-A": hidden }) }),
  (hidden) => ({ headers: JSON.stringify({ "X-A": ` ${hidden}\u007f` }) }),
  (hidden) => ({ headers: JSON.stringify({ "X A": hidden, Host: hidden, Cookie: `${hidden} ` }) }),
  (hidden) => ({ headers: JSON.stringify({ "X-A": [hidden] }) }),
  (hidden) => ({ headers: `{"X-A":"${hidden}","x-a":"${hidden}"}` }),
  (hidden) => ({ headers: `{"X-A":"${hidden}` }),
  (hidden) => ({ headers: `"${hidden}"` }),
  (hidden) => ({ headers: { "X-A": hidden } }),
  (hidden) => ({ headers: [hidden] }),
];

/** Every text that a value contains, including the stacks of errors. */
function* texts(value, seen = new Set()) {
  if (typeof value === "string") yield value;
  if (value === null || typeof value !== "object" || seen.has(value)) return;
  seen.add(value);
  for (const key of Reflect.ownKeys(value)) {
    yield String(key);
    yield* texts(value[key], seen);
  }
  yield inspect(value, { depth: 9, showHidden: true });
}

/** Runs it and returns what is observable: its result or error, and its output. */
function seen(run) {
  const written = [];
  const methods = ["debug", "error", "info", "log", "trace", "warn"];
  const before = methods.map((method) => console[method]);
  for (const method of methods) console[method] = (...args) => written.push(...args);
  try {
    return [run(), written];
  } catch (error) {
    return [error, written];
  } finally {
    for (const [i, method] of methods.entries()) console[method] = before[i];
  }
}

hold(
  "no secret and no header value is in any output",
  flawed,
  hidden,
  fc.constantFrom(...places),
  fc.nat(),
  (flawed, hidden, place, cut) => {
    const invalid = { ...flawed.webhook, ...place(hidden) };
    const body = JSON.stringify(invalid);
    // Truncated, duplicated, and with a member that certainly breaks a rule.
    const broken = body.slice(0, cut % body.length);
    const twice = `${body.slice(0, -1)},"secret":"${hidden}","secret":"${hidden}"}`;
    const invalidRetries = { ...invalid, max_retries: 9 };
    const respond = (body) => parseResponse({ operation: "get", status: 400, body });
    const outputs = [
      ...[invalid, body, bytesOf(body), broken, twice].map((it) => seen(() => validateWebhook(it))),
      ...[invalidRetries, broken, twice].map((webhook) => seen(() => create(webhook))),
      seen(() => respond(broken)),
      seen(() =>
        buildRequest({ operation: "create", token: `${hidden}\n`, webhook: invalidRetries }),
      ),
    ];
    const secret = hidden.slice(0, 15);
    for (const text of texts(outputs)) {
      assert.ok(!text.includes(secret), `${secret} is in ${text}`);
    }
  },
);
