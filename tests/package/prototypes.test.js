// Prototypes that the application has changed, before the package is loaded or after (§1).

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

const entry = new URL("../../pkg/entry/default.js", import.meta.url);

/** What a program prints that runs in another Node process. */
const run = (text, ...flags) =>
  execFileSync(process.execPath, [...flags, "--input-type=module", "--eval", text], {
    encoding: "utf8",
  }).trim();

const USE = `
  const guard = await import(${JSON.stringify(entry.href)});
  const webhook = { url: "https://example.com", secret: "0123456789abcdef", status: "aktive",
    event_types: ["log.door_was_opend", "log.door_was_opened"], max_retries: 9, nto: 1 };
  const results = () => {
    const valid = { ...webhook, status: "active", event_types: ["log.tamper_event"], max_retries: 3 };
    let thrown;
    try {
      guard.buildRequest({ operation: "create", webhook });
    } catch (error) {
      const { name, message, errors } = error;
      thrown = { name, message, errors };
    }
    return JSON.stringify([
      guard.validateWebhook(webhook),
      guard.validateWebhook(valid),
      guard.validateWebhook({ ...valid, unknown: { nested: 1 } }),
      guard.validateWebhook(JSON.stringify({ ...webhook, a: 1, b: 2, c: 3, headers: "{\\"Host\\":1}" })),
      guard.buildRequest({ operation: "create", token: "t", webhook: valid }),
      guard.buildRequest({ operation: "list", query: { limit: 10 } }),
      guard.parseResponse({ operation: "create", status: 200, body: '{"item_uid":3}' }),
      thrown,
    ]);
  };
`;
// Node's own code does not work with setters of indices.
const PRINT = `const text = results();
  for (const index of [0, 1, 2, 3, 8]) delete Array.prototype[index];
  console.log(text);`;
const expected = run(`${USE} ${PRINT}`);

const CHANGES = {
  "Object.prototype.get": 'Object.prototype.get = "not a function"; Object.prototype.set = 5;',
  "a suggestion": 'Object.prototype.suggestion = "polluted"; Object.prototype.expected = ["x"];',
  "an error": 'Object.prototype.error = "polluted"; Object.prototype.truncated = true;',
  "names of results": `for (const name of ["valid", "field", "names", "misuse", "body", "text", "query"])
    Object.prototype[name] = "polluted";`,
  setters: `for (const name of ["code", "path", "params", "message", "errors", "warnings", "valid", "utf16"])
    Object.defineProperty(Object.prototype, name, { set() { throw new Error("called") }, configurable: true });`,
  "what was read": `for (const name of ["keys", "values", "text"])
    Object.defineProperty(Object.prototype, name, { get: () => "polluted", set() {}, configurable: true });`,
  "the index behind the last field": `Object.defineProperty(Array.prototype, 8,
    { get() { throw new Error("called") }, configurable: true });`,
  "setters of indices": `for (const index of [0, 1, 2, 3])
    Object.defineProperty(Array.prototype, index, { set() { throw new Error("called") }, configurable: true });`,
};

for (const [name, change] of Object.entries(CHANGES)) {
  // Node itself cannot import then.
  const skip = name === "setters of indices" || name === "Object.prototype.get";
  test(`${name}, changed before the import`, { skip }, () => {
    assert.equal(run(`${change} ${USE} ${PRINT}`), expected);
  });
  test(`${name}, changed after the import`, () => {
    assert.equal(run(`${USE} ${change} ${PRINT}`), expected);
  });
}

test("functions that are replaced after the import are not called for an object", () => {
  const use = `const { validateWebhook } = await import(${JSON.stringify(entry.href)});
    validateWebhook("{}");
    const { log } = console;
    const { stringify } = JSON;
    const called = () => { throw new Error("called") };
    const object = { url: "a", event_types: ["log.door_was_opened"], headers: "{", nto: 1 };
    const replaced = [[Array, "from"], [JSON, "parse"], [Math, "max"]];
    for (const name of ["filter", "map", "push"]) replaced.push([Array.prototype, name]);
    const before = replaced.map(([owner, name]) => owner[name]);
    for (const [owner, name] of replaced) owner[name] = called;
    const result = stringify(validateWebhook(object));
    for (let at = 0; at < replaced.length; at++) replaced[at][0][replaced[at][1]] = before[at];
    log(result === stringify(validateWebhook(object)));`;
  assert.equal(run(use), "true");
});

test("a frozen Error.prototype", () => {
  assert.equal(run(`Object.freeze(Error.prototype); ${USE} ${PRINT}`), expected);
});

test("a change that is reverted has no effect", () => {
  const change = 'Object.prototype.suggestion = "x"; Object.prototype.expected = ["x"];';
  const back = "delete Object.prototype.suggestion; delete Object.prototype.expected;";
  assert.equal(run(`${USE} ${change} results(); ${back} ${PRINT}`), expected);
});

test("without WebAssembly, an error names the cause", () => {
  const use = `const guard = await import(${JSON.stringify(entry.href)});
    const report = [];
    try { guard.validateWebhook("{}"); } catch (error) { report.push(error.message); }
    await guard.init().catch((error) => report.push(error.message));
    console.log(JSON.stringify(report));`;
  for (const report of [run(use, "--jitless"), run(`delete globalThis.WebAssembly; ${use}`)]) {
    const messages = JSON.parse(report);
    assert.equal(messages.length, 2);
    for (const message of messages) assert.match(message, /^webhook-guard needs WebAssembly/);
  }
});

test("a compiled module of another realm is one", () => {
  const slim = new URL("../../pkg/entry/api.js", import.meta.url).href;
  const file = new URL("../../pkg/wasm/webhook_guard_bg.wasm", import.meta.url).href;
  const use = `import { readFileSync } from "node:fs";
    import vm from "node:vm";
    const { Module } = vm.runInNewContext("WebAssembly");
    const { init, validateWebhook } = await import(${JSON.stringify(slim)});
    await init(new Module(readFileSync(new URL(${JSON.stringify(file)}))));
    console.log(validateWebhook("{}").valid);`;
  assert.equal(run(use), "false");
});
