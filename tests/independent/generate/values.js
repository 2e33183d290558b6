// Random JavaScript values that stand for bodies, as the source of an expression.

import { Random } from "./random.js";
import { MUTATIONS, webhook } from "./webhooks.js";

/**
 * `count` JavaScript values as the `source` of an expression, so that each use can evaluate a new one, in any
 * realm: reading some of them changes them. With `hidden` as in `bodies`.
 */
export function* values(seed, count) {
  const r = new Random(seed);
  for (let i = 0; i < count; i += 1) {
    const hidden = [];
    yield { source: valueSource(r, hidden), hidden };
  }
}

/** The source of a JavaScript value, most often one that stands for a body. */
function valueSource(r, hidden) {
  if (r.chance(0.05)) {
    return r.pick(ODD_VALUES);
  }
  const members = webhook(r, hidden);
  for (const mutate of r.chance(0.4) ? [] : r.times(r.int(1, 3), () => r.pick(MUTATIONS))) {
    mutate(r, members, hidden);
  }
  if (r.chance(0.3)) {
    r.shuffle(members);
  }
  const written = members.map(([name, source]) => memberSource(r, name, source));
  if (r.chance(0.15)) {
    written.push(r.pick(ODD_MEMBERS));
  }
  return r.pick(HOLDERS)(`{ ${written.join(", ")} }`);
}

/** A member of an object literal. The name is computed, since `"__proto__":` would set the prototype. */
function memberSource(r, name, source) {
  const key = JSON.stringify(name);
  if (!r.chance(0.1)) {
    return `[${key}]: ${source}`;
  }
  return r.pick([
    () => `[${key}]: ${r.pick(ODD_MEMBER_VALUES)}`,
    () => `[${key}]: Object(${source})`,
    () => `[${key}]: { toJSON() { return ${source}; } }`,
    () => `[${key}]: { toJSON(key) { return key === ${key} ? ${source} : null; } }`,
    () => `[${key}]: new Proxy(Object(${source}), {})`,
    () => `get [${key}]() { return ${source}; }`,
    // A getter that returns its value only once.
    () =>
      `get [${key}]() {
        const read = Symbol.for(${key});
        return read in this ? 0 : ((this[read] = true), ${source});
      }`,
    () => `[${key}]: Object.assign(Object(${source}), { toJSON() { return this; } })`,
    () => `[${key}]: Object.assign(Object(${source}), { toJSON() { return 1; } })`,
    () => `[${key}]: [].concat(${source})`,
  ])();
}

const ODD_MEMBER_VALUES = [
  ...["undefined", "NaN", "Infinity", "-0", "-Infinity", "() => 1", 'Symbol("a")', "5n"],
  ...["Object(5n)", "new Date(0)", "new Date(NaN)", "/a/", "new Map()", "new Set([1])"],
  ...["new Uint8Array([1])", "[, 'log.tamper_event']", "[undefined]", "[() => 1]", "new Array(2)"],
  ...["Object.create(null)", "[NaN]", '"\\ud800"', '"https://a.example/\\udc00"'],
  ...['["log.tamper_event", new String("log.incoming_call")]', "new Boolean(true)"],
  ...["new Number(3)", "Object(3.5)", "Object(Symbol())", "Promise.resolve()"],
  ...["new (class extends Array {})(2)", "new Proxy([], {})", "{ toJSON: 1 }", "{ toJSON() {} }"],
  ...["{ toJSON() { throw new Error('no'); } }", "(function () { return arguments; })(1)"],
  ...["new Error('a')", 'new (class extends String {})("active")'],
  "Object.assign(Object(3), { valueOf: () => 4 })",
  'Object.assign(Object("active"), { toString: () => "disabled" })',
  ...["new DataView(new ArrayBuffer(1))", "{ valueOf: () => 3 }", '{ toString: () => "active" }'],
  "[{ toJSON: (key) => 'log.tamper_event' }]",
];

const ODD_MEMBERS = [
  "[Symbol('a')]: 1",
  "__proto__: { url: 5, secret: 5 }",
  "__proto__: { toJSON() { return {}; } }",
  "__proto__: null",
  '["__proto__"]: 1',
  "toJSON: 1",
  "toJSON() { return null; }",
  "toJSON() { return { ...this, toJSON: undefined, status: 'active' }; }",
  "toJSON(key) { return key === '' ? { url: 1 } : {}; }",
  "get extra() { throw new Error('no'); }",
  "get extra() { delete this.max_retries; return 1; }",
  "get extra() { this.status = 'disabled'; return 1; }",
  "get extra() { this.added = 1; return 1; }",
  "extra: undefined",
  "extra: 1n",
  "extra: { deep: [() => 1, Symbol(), undefined, { toJSON() { return 1n; } }] }",
  "valueOf: null",
];

// Objects that contain a webhook. `own` copies the members without reading them.
const own = (target, literal) =>
  `Object.defineProperties(${target}, Object.getOwnPropertyDescriptors(${literal}))`;

const HOLDERS = [
  ...Array(8).fill((literal) => literal),
  (literal) => `Object.setPrototypeOf(${literal}, null)`,
  (literal) => `Object.setPrototypeOf(${literal}, Array.prototype)`,
  (literal) => `Object.setPrototypeOf(${literal}, { get timeout() { return 1; }, extra: 2 })`,
  (literal) => `new (class Webhook { constructor() { ${own("this", literal)}; } get uid() {} })()`,
  (literal) => `new (class { #own = ${literal}; toJSON() { return this.#own; } })()`,
  (literal) => `Object.freeze(${literal})`,
  (literal) => `new Proxy(${literal}, {})`,
  (literal) => `new Proxy(${literal}, { get: (of, key) => (key === "secret" ? 1 : of[key]) })`,
  (literal) => `new Proxy(${literal}, { ownKeys: (of) => Reflect.ownKeys(of).reverse() })`,
  (literal) => `Object.create(${literal})`,
  (literal) => `{ toJSON() { return ${literal}; } }`,
  (literal) => `Object.defineProperty(${literal}, "url", { enumerable: false })`,
  (literal) => `Object.defineProperty(${literal}, "timeout", { enumerable: false, value: 1 })`,
  (literal) => own("new Date(NaN)", literal),
  (literal) => own("new Map()", literal),
  (literal) => own('new Error("a")', literal),
  (literal) => own("() => 1", literal),
  (literal) => `((own) => Object.assign(own, { self: own }))(${literal})`,
  (literal) => `[${literal}]`,
];

const ODD_VALUES = [
  ...["undefined", "null", "true", "5", "NaN", "-0", "5n", "Symbol()", "() => 1", "class {}"],
  ...["new Date(0)", "new Date(NaN)", "/a/", "new Map()", "new Error('a')", "Object.create(null)"],
  ...["[]", "[{}]", "new Array(3)", "Object('{}')", "Object(5)", "Object(true)", "Object(5n)"],
  ...["Object(Symbol())", "{}", "{ toJSON() {} }", "{ toJSON() { return '{}'; } }"],
  ...["{ toJSON() { throw 1; } }", "{ get url() { throw 1; } }"],
  ...["new Proxy({}, { ownKeys() { throw 1; } })", "new Proxy(() => 1, {})", "new Proxy([], {})"],
  "(({ proxy, revoke }) => (revoke(), proxy))(Proxy.revocable({}, {}))",
  "Array.from({ length: 64 }).reduce((inner) => [inner], 1)",
  "(() => { const a = []; a[0] = a; return a; })()",
  ...["Array.from({ length: 64 }).reduce((inner) => ({ inner }), 1)", "new WeakMap()"],
  ...["Promise.resolve({})", "Array.from({ length: 65 }).reduce((inner) => ({ inner }), 1)"],
  "Object.create({ url: 'http://a' })",
  ...["Array.from({ length: 100000 }).reduce((inner) => [inner], 1)", "{ length: 0 }"],
  "{ byteLength: 0 }",
];
