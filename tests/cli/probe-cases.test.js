// What the kit would send: by the contract what the vectors say, and safe for whoever it reaches.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { loadCases, select } from "../../cli/src/probe/cases.js";
import { bodyOf, MARK_LENGTH, markOf, marksOf } from "../../cli/src/probe/mark.js";
import { QUESTIONS } from "../../cli/src/probe/questions.js";
import { contractVerdict } from "../../dev/device/contract.js";
import { MalformedJson, readLenient } from "../../dev/device/lenient.js";
import * as guard from "../../pkg/entry/default.js";
import { deriveCases } from "../../tools/probe-cases.js";
import { readVectors } from "../../tools/vectors.js";

const MARK = markOf("0123abcd", 7);
const cases = loadCases(guard);
const marked = cases.map((each) => ({ ...each, bytes: bodyOf(each, MARK) }));

test("a case is decided by the rule and the text it bears, also marked", () => {
  for (const { name, rule, error, bytes } of marked) {
    for (const verdict of [contractVerdict(bytes), guard.validateWebhook(bytes)]) {
      assert.equal(verdict.error, error, name);
      const deciding = verdict.errors.find((issue) => issue.error === error);
      assert.equal(rule.split(".")[1], deciding?.code ?? "valid", name);
    }
  }
});

test("no rule of the vectors is without a case", () => {
  const rules = readVectors()
    .filter(({ kind }) => kind === "validate")
    .flatMap((file) => file.cases)
    .flatMap(({ errors }) => errors)
    .map(({ code, path }) => (code === "duplicate_key" ? code : `${path[0] ?? "body"}.${code}`));
  const sent = new Set(cases.map(({ rule }) => rule));
  for (const rule of new Set(rules)) {
    assert.ok(sent.has(rule) || sent.has(`body.${rule}`), rule);
  }
});

test("what cannot be sent is little, and never for want of a mark alone", () => {
  const { leftOut } = deriveCases();
  assert.ok(leftOut.length * 25 < cases.length);
  assert.ok(leftOut.includes("url: plain https://8.8.8.8"), "a host that is someone's");
  assert.ok(leftOut.includes("reading: UTF-16 little endian"));
});

// Whatever a device keeps, it has read with some reader; none is known that reads more than this one.
test("what a device may keep bears the mark and leads to nobody", () => {
  let kept = 0;
  for (const { name, bytes } of marked) {
    let members;
    try {
      members = readLenient(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
    } catch (error) {
      assert.ok(error instanceof MalformedJson, name);
    }
    const required = ["url", "status", "event_types", "max_retries"];
    if (!(members instanceof Map) || !required.every((field) => members.has(field))) continue;
    kept += 1;
    const url = `${members.get("url")}`;
    assert.match(`${url} ${members.get("description")}`, marksOf(), name);
    // Delivers nothing, or to a name that no network resolves (RFC 6761, 6.4).
    const isSilent = members.get("status") !== "active";
    assert.ok(isSilent || new URL(url).hostname.endsWith(".invalid"), name);
  }
  assert.ok(kept > 2000);
});

test("marks are of one length and known again", () => {
  assert.equal(markOf("ffffffff", 99_999).length, MARK_LENGTH);
  assert.match(MARK.toUpperCase(), marksOf());
  assert.match(MARK, marksOf("0123abcd"));
  assert.doesNotMatch(MARK, marksOf("0123abce"));
});

test("a question's answer to what the contract says is known", () => {
  const names = cases.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const { id } of QUESTIONS) {
    const [first] = select(cases, [id]);
    assert.equal(first.question, id);
  }
  assert.ok(select(cases, ["url"]).every(({ rule }) => rule.startsWith("url.")));
  assert.ok(select(cases, ["questions"]).every(({ question }) => question !== undefined));
  assert.deepEqual(select(cases, []), cases);
  assert.throws(() => select(cases, ["D1", "nope"]), /Nothing is called "nope".*url\.too_long/);
});

test("the kit takes the package of its own version", () => {
  const read = (path) =>
    JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"));
  const { version } = read("pkg/package.json");
  const kit = read("cli/package.json");
  assert.equal(kit.version, version);
  assert.deepEqual(kit.dependencies, { "webhook-guard": version });
});
