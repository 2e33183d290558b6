// Every JavaScript and TypeScript example of README.md and docs/ runs on the package and prints what
// its comments state; the TypeScript ones compile in strict mode.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));
const project = mkdtempSync(join(tmpdir(), "webhook-guard-"));

// The specification's fragments are not programs.
const DOCUMENTS = [
  "README.md",
  ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`),
].filter((path) => path.endsWith(".md") && path !== "docs/contract.md");

// What is printed: behind a call, or on lines of its own.
const OUTPUT = /(?:console\.log\(.*\); \/\/|^ *\/\/ →) (.*)$/gm;

// Those of other packages are run where these are installed: tests/runtimes.
const isSelfContained = (code) =>
  [...code.matchAll(/from "(.*?)"/g)].every(([, name]) =>
    /^(?:webhook-guard(?:\/|$)|node:)/.test(name),
  );

const EXAMPLES = DOCUMENTS.flatMap((path) => {
  const text = readFileSync(join(root, path), "utf8");
  const blocks = [...text.matchAll(/^```(js|ts)\n(.*?)^```/gms)];
  return blocks.map(([, language, code], index) => ({ path, language, code, index }));
})
  .filter(({ code }) => isSelfContained(code))
  .map((example) => ({
    ...example,
    file: `${example.path.replaceAll(/\W/g, "-")}-${example.index + 1}.m${example.language}`,
  }));

const TYPESCRIPT = {
  compilerOptions: {
    lib: ["es2022", "dom", "dom.iterable"],
    module: "nodenext",
    noEmit: true,
    skipLibCheck: false,
    strict: true,
    target: "es2022",
    types: [],
  },
  include: ["*.mts"],
};

before(() => {
  mkdirSync(join(project, "node_modules"));
  symlinkSync(join(root, "pkg"), join(project, "node_modules", "webhook-guard"), "junction");
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify(TYPESCRIPT));
  for (const { file, code } of EXAMPLES) writeFileSync(join(project, file), code);
});

after(() => rmSync(project, { recursive: true }));

for (const { path, language, code, file, index } of EXAMPLES) {
  test(`${path}, example ${index + 1}`, () => {
    const expected = Array.from(code.matchAll(OUTPUT), ([, text]) => text);
    const script = join(project, `${file}.run.mjs`);
    writeFileSync(script, transformSync(code, { loader: language }).code);
    const printed = execFileSync(process.execPath, [script], { cwd: project, encoding: "utf8" });
    const lines = printed.split("\n").map((line) => line.trimEnd());
    assert.deepEqual(lines.slice(0, -1), expected);
  });
}

test("the TypeScript examples compile in strict mode", () => {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  execFileSync(process.execPath, [tsc, "--project", project], { encoding: "utf8" });
});

test("README.md has at most 150 lines", () => {
  const lines = readFileSync(join(root, "README.md"), "utf8").trimEnd().split("\n").length;
  assert.ok(lines <= 150, `${lines} lines`);
});
