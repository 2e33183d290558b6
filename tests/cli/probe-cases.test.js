// The cases of the probe: decided by the contract like the vectors, and harmless to any receiver.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { printable } from "../../cli/src/printable.js";
import { loadCases, select } from "../../cli/src/probe/cases.js";
import { curlOf } from "../../cli/src/probe/curl.js";
import { bodyOf, MARKER_LENGTH, markerOf, markersOf } from "../../cli/src/probe/marker.js";
import { QUESTIONS } from "../../cli/src/probe/questions.js";
import { contractVerdict } from "../../dev/device/contract.js";
import { MalformedJson, readLenient } from "../../dev/device/lenient.js";
import { validateWebhook } from "../../pkg/entry/default.js";
import { deriveCases } from "../../tools/probe-cases.js";
import { readVectors } from "../../tools/vectors.js";

const MARKER = markerOf("0123abcd", 7);
const cases = loadCases();
const creates = cases.filter(({ operation }) => operation === "create");
const marked = creates.map((each) => ({ ...each, bytes: bodyOf(each, MARKER) }));

test("a case is decided by its rule and text, marker included", () => {
  for (const { name, rule, errors, bytes } of marked) {
    const [error] = errors;
    for (const verdict of [contractVerdict(bytes), validateWebhook(bytes)]) {
      assert.equal(verdict.error, error, name);
      const deciding = verdict.errors.find((issue) => issue.error === error);
      assert.equal(rule.split(".")[1], deciding?.code ?? "valid", name);
    }
  }
});

test("every rule of the vectors has a case, and an update", () => {
  const rules = readVectors()
    .filter(({ kind }) => kind === "validate")
    .flatMap((file) => file.cases)
    .flatMap(({ errors }) => errors)
    .map(({ code, path }) => (code === "duplicate_key" ? code : `${path[0] ?? "body"}.${code}`));
  const sent = new Set(cases.map(({ rule }) => rule));
  for (const rule of new Set(rules)) {
    assert.ok(sent.has(rule) || sent.has(`body.${rule}`), rule);
    assert.ok(sent.has(`update.${rule}`) || sent.has(`update.body.${rule}`), rule);
  }
});

test("the names of cases and their curl commands are printable", () => {
  for (const { name, ...each } of cases) {
    for (const text of [name, curlOf(each)?.curl ?? ""]) assert.equal(text, printable(text));
  }
});

test("few vectors cannot be sent", () => {
  const { leftOut } = deriveCases();
  assert.ok(leftOut.length * 25 < creates.length);
  assert.ok(leftOut.includes("url: plain https://8.8.8.8"), "a host that is someone's");
  assert.ok(leftOut.includes("reading: UTF-16 little endian"));
});

// No known reader of a device accepts more than this one.
test("webhooks that a device may store contain the marker and reach no real host", () => {
  let stored = 0;
  for (const { name, bytes } of marked) {
    let members;
    try {
      members = readLenient(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
    } catch (error) {
      assert.ok(error instanceof MalformedJson, name);
    }
    const required = ["url", "status", "event_types", "max_retries"];
    if (!(members instanceof Map) || !required.every((field) => members.has(field))) continue;
    stored += 1;
    const url = `${members.get("url")}`;
    assert.match(`${url} ${members.get("description")}`, markersOf(), name);
    // Delivers nothing, or to a name that no network resolves (RFC 6761 §6.4).
    const isSilent = members.get("status") !== "active";
    assert.ok(isSilent || new URL(url).hostname.endsWith(".invalid"), name);
  }
  assert.ok(stored > 2000);
});

test("markers have a fixed length and are recognised", () => {
  assert.equal(markerOf("ffffffff", 99_999).length, MARKER_LENGTH);
  assert.match(MARKER.toUpperCase(), markersOf());
  assert.match(MARKER, markersOf("0123abcd"));
  assert.doesNotMatch(MARKER, markersOf("0123abce"));
});

test("cases are selected by rule, field and question", () => {
  const names = cases.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const { id } of QUESTIONS) {
    const [first] = select(cases, [id]);
    assert.equal(first.question, id);
  }
  assert.ok(select(cases, ["url"]).every(({ rule }) => rule.startsWith("url.")));
  assert.ok(select(cases, ["questions"]).every(({ question }) => question !== undefined));
  assert.deepEqual(select(cases, []), cases);
  assert.throws(() => select(cases, ["D1", "nope"]), /--only does not accept "nope"\. Name a rule/);
});

test("the command line depends on the package of its own version, with exact versions", () => {
  const read = (path) =>
    JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"));
  const { version } = read("pkg/package.json");
  const { version: own, dependencies } = read("cli/package.json");
  assert.equal(own, version);
  assert.equal(dependencies["webhook-guard"], version);
  for (const range of Object.values(dependencies)) assert.match(range, /^\d+\.\d+\.\d+$/);
});
