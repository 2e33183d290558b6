// The vectors are what their sources generate.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { makeVectors } from "../vectors/make.js";

const FOLDER = new URL("../vectors/", import.meta.url);

test("each file of vectors is what its source generates", async () => {
  const made = await makeVectors();
  const stored = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
  assert.deepEqual([...made.keys()].sort(), stored.sort());
  for (const [name, text] of made) {
    const isCurrent = readFileSync(new URL(name, FOLDER), "utf8") === text;
    assert.ok(isCurrent, `tests/vectors/${name} is outdated: run node tests/vectors/make.js.`);
  }
});

test("the names of cases are unique within a file", async () => {
  for (const [file, text] of await makeVectors()) {
    const names = JSON.parse(text).cases.map(({ name }) => name);
    assert.deepEqual(
      names.filter((name, at) => names.indexOf(name) < at),
      [],
      file,
    );
  }
});
