// The fuzz targets use the same versions of dependencies as the core.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const locked = (path) => {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
  return new Map(
    Array.from(text.matchAll(/^name = "(.+)"\r?\nversion = "(.+)"/gm), ([, name, version]) => [
      name,
      version,
    ]),
  );
};

test("fuzz/Cargo.lock has the versions of Cargo.lock", () => {
  const core = locked("Cargo.lock");
  const fuzz = [...locked("fuzz/Cargo.lock")].filter(([name]) => core.has(name));
  assert.ok(fuzz.length > 10);
  assert.deepEqual(
    Object.fromEntries(fuzz),
    Object.fromEntries(fuzz.map(([name]) => [name, core.get(name)])),
  );
});
