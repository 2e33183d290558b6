// What tools/strip-panics.js removes from the module, and that it is worth it.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { bind, DATA, linkedModule, optimise } from "../../tools/build.js";
import { root } from "../../tools/run.js";
import { setup } from "../../tools/setup.js";
import { PANIC_FUNCTIONS, stripPanics } from "../../tools/strip-panics.js";
import { functionNames, sections } from "../../tools/wasm.js";

const MIN_SAVING = 0.05;

const linked = readFileSync(linkedModule());
const all = sections(linked);
const read = (name) => readFileSync(join(root, "pkg", "wasm", name));
const shipped = read("webhook_guard_bg.wasm");
const glue = read("webhook_guard.js");

let folder;
before(() => {
  setup();
  folder = mkdtempSync(join(tmpdir(), "webhook-guard-"));
});
after(() => rmSync(folder, { recursive: true }));

test("every pattern matches a function", () => {
  const named = all.find(({ name }) => name === "name");
  const functions = [...functionNames(linked, named).values()];
  for (const pattern of PANIC_FUNCTIONS) {
    assert.ok(
      functions.some((name) => pattern.test(name)),
      `Nothing matches ${pattern}: remove it from tools/strip-panics.js.`,
    );
  }
});

test("the module has no panic message and no source path left", () => {
  const texts = ["index out of bounds", "called `Option::unwrap()`", ".rs\0"];
  for (const text of texts) {
    assert.ok(linked.includes(text), `${text} is in the linked module`);
    assert.ok(!shipped.includes(text), `${text} is in the shipped module`);
  }
  assert.ok(stripPanics(linked).includes("webhook"), "other texts remain");
});

test("texts that the build inserts into the JavaScript are no longer in the module", () => {
  const exported = WebAssembly.Module.exports(new WebAssembly.Module(shipped));
  assert.ok(exported.some(({ name }) => name === "validateText"));
  for (const name of DATA) assert.ok(!exported.some((other) => other.name === name), name);
  for (const text of ["Did you mean", "json-schema.org"]) {
    assert.ok(linked.includes(text) && glue.includes(text), `${text} is in the JavaScript`);
    assert.ok(!shipped.includes(text), `${text} is in the shipped module`);
  }
});

test(`it saves at least ${MIN_SAVING * 100} % of the download`, (t) => {
  const isNote = ({ name }) => name === "linking" || name?.startsWith("reloc.");
  const parts = all.filter((section) => !isNote(section));
  const unstripped = Buffer.concat([
    linked.subarray(0, 8),
    ...parts.map(({ from, end }) => linked.subarray(from, end)),
  ]);
  const module = bind(unstripped, folder, "--omit-default-module-path");
  optimise(module, "--strip-debug", "--strip-producers", "--strip-target-features");
  const size = (wasm) => brotliCompressSync(wasm).length + brotliCompressSync(glue).length;
  const [before, after] = [size(readFileSync(module)), size(shipped)];
  t.diagnostic(`${before} bytes of brotli without it, ${after} with it`);
  assert.ok(
    before - after >= before * MIN_SAVING,
    `${before} bytes become ${after}: remove tools/strip-panics.js.`,
  );
});
