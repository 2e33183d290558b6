// The lock files are complete, and those of the core and the fuzz targets agree.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const locked = (path) =>
  new Map(
    Array.from(
      read(path).matchAll(/^name = "(.+)"\r?\nversion = "(.+)"/gm),
      ([, name, version]) => [name, version],
    ),
  );

test("fuzz/Cargo.lock has the versions of Cargo.lock", () => {
  const core = locked("Cargo.lock");
  const fuzz = [...locked("fuzz/Cargo.lock")].filter(([name]) => core.has(name));
  assert.ok(fuzz.length > 10);
  assert.deepEqual(
    Object.fromEntries(fuzz),
    Object.fromEntries(fuzz.map(([name]) => [name, core.get(name)])),
  );
});

// Cargo only warns where a patch does not replace the version that a crate asks for.
test("the url crate is built with idna/, which is compared with the idna of the same version", () => {
  const [own] = read("Cargo.lock")
    .split("[[package]]")
    .filter((it) => /^name = "idna"$/m.test(it));
  assert.doesNotMatch(own, /^source = /m);
  const [, version] = own.match(/^version = "(.+)"/m);
  assert.match(read("idna/Cargo.toml"), new RegExp(`package = "idna", version = "=${version}"`));
});

/** Whether a package in `folder` finds the dependency in a node_modules at or above it. */
const isLocked = (paths, folder, name) =>
  paths.some((path) => {
    const tail = `node_modules/${name}`;
    return path.endsWith(tail) && `${folder}/`.startsWith(path.slice(0, -tail.length));
  });

// npm can write a lock file that lacks an optional dependency; `npm ci` then fails.
for (const path of [
  "package-lock.json",
  "tests/runtimes/package-lock.json",
  "tests/frameworks/package-lock.json",
]) {
  test(`${path} has every dependency of its packages`, () => {
    const { packages } = JSON.parse(read(path));
    const missing = Object.entries(packages).flatMap(
      ([folder, { dependencies, optionalDependencies }]) =>
        Object.keys({ ...dependencies, ...optionalDependencies })
          .filter((name) => !isLocked(Object.keys(packages), folder, name))
          .map((name) => `${folder}: ${name}`),
    );
    assert.deepEqual(missing, []);
  });
}
