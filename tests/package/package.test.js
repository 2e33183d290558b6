// The package as npm packs it, in a separate project: what it contains, and that it works there.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const project = mkdtempSync(join(tmpdir(), "webhook-guard-"));
const installed = join(project, "node_modules", "webhook-guard");

const FILES = [
  "CHANGELOG.md",
  "LICENSE-APACHE",
  "LICENSE-MIT",
  "README.md",
  "THIRD-PARTY-NOTICES",
  "dist/edge.cjs",
  "dist/edge.d.cts",
  "dist/form.cjs",
  "dist/form.d.cts",
  "dist/index.cjs",
  "dist/index.d.cts",
  "dist/inline.cjs",
  "dist/node-fetch.cjs",
  "dist/node-fetch.d.cts",
  "dist/rules.cjs",
  "dist/rules.d.cts",
  "dist/rules.js",
  "dist/slim.cjs",
  "dist/verify.cjs",
  "dist/verify.d.cts",
  "dist/webhook_guard.cjs",
  "edge/accept.js",
  "edge/bodies.js",
  "edge/compiled.js",
  "edge/decisions.js",
  "edge/exchange.js",
  "edge/guard.js",
  "edge/headers.js",
  "edge/index.d.ts",
  "edge/index.js",
  "edge/interruption.js",
  "edge/node-fetch.d.ts",
  "edge/node-fetch.js",
  "edge/options.js",
  "edge/paths.js",
  "edge/runtime.js",
  "entry/api.js",
  "entry/compiled.js",
  "entry/default.js",
  "entry/module.d.ts",
  "entry/source.js",
  "entry/url.js",
  "form/display.js",
  "form/headers.js",
  "form/index.d.ts",
  "form/index.js",
  "form/messages.js",
  "form/read.js",
  "index.d.ts",
  "package.json",
  "rules.d.ts",
  "verify/index.d.ts",
  "verify/index.js",
  "wasm/inline.js",
  "wasm/webhook_guard.js",
  "wasm/webhook_guard_bg.wasm",
];

// Runs with the package in `guard`, imported or required.
const USE = `
  const webhook = {
    url: "https://example.com/hook",
    secret: "0123456789abcdef",
    status: "active",
    event_types: ["log.door_was_opened"],
    max_retries: 3,
  };
  const built = guard.buildRequest({ operation: "create", webhook });
  console.log(JSON.stringify({
    names: Object.keys(guard).sort(),
    verdicts: [webhook, "{}"].map((input) => guard.validateWebhook(input).valid),
    url: built.url,
    sameBody: built.body === JSON.stringify(webhook),
  }));
`;
const DECLARED = readFileSync(join(root, "pkg/index.d.ts"), "utf8").matchAll(
  /^export (?:function|const) (\w+)/gm,
);
const EXPECTED = {
  // A function with several signatures is declared once for each.
  names: [...new Set(Array.from(DECLARED, ([, name]) => name))].sort(),
  verdicts: [true, false],
  url: "/api/v1/webhooks",
  sameBody: true,
};

const execute = (command, args, cwd) =>
  execFileSync(command, args, { cwd, encoding: "utf8", shell: process.platform === "win32" });

const bin = (name) => join(root, "node_modules", ".bin", name);

const runInProject = (name, text) => {
  writeFileSync(join(project, name), text);
  return JSON.parse(execute("node", [name], project));
};

let packed;

before(() => {
  const pack = ["pack", "--json", "--pack-destination", project];
  [packed] = JSON.parse(execute("npm", pack, join(root, "pkg")));
  writeFileSync(join(project, "package.json"), '{ "private": true }');
  execute("npm", ["install", "--offline", "--no-audit", "--no-fund", packed.filename], project);
});

after(() => rmSync(project, { recursive: true }));

test("the package contains the files it needs and nothing else", () => {
  const files = packed.files.map(({ path }) => path);
  assert.deepEqual(files.sort(), FILES);
});

test("only one module needs Node, and one a bundler's asset handling, none top-level await", () => {
  for (const { path } of packed.files.filter(({ path }) => /\.c?js$/.test(path))) {
    const text = readFileSync(join(installed, path), "utf8");
    assert.doesNotMatch(text, /^(const .*)?await /m, path);
    const usesNode = path === "edge/node-fetch.js" || path.endsWith(".cjs");
    if (!usesNode) assert.doesNotMatch(text, /["']node:/, path);
    if (path !== "entry/url.js") assert.doesNotMatch(text, /import\.meta/, path);
  }
});

test("imported, it validates and builds", () => {
  const text = `import * as guard from "webhook-guard";${USE}`;
  assert.deepEqual(runInProject("use.mjs", text), EXPECTED);
});

test("required, it validates and builds", () => {
  const text = `const guard = require("webhook-guard");${USE}`;
  assert.deepEqual(runInProject("use.cjs", text), EXPECTED);
});

test("its rules are available without the module, and are the module's", () => {
  const text = `import { rules } from "webhook-guard/rules";
    import { webhookRules } from "webhook-guard";
    console.log(JSON.stringify([rules, webhookRules()]));`;
  const [rules, ofModule] = runInProject("rules.mjs", text);
  assert.ok(rules.eventTypes.length > 0);
  assert.deepEqual(rules, ofModule);
});

test("imported and required, it is one instance", {
  skip: !process.features.require_module,
}, () => {
  const text = `import { createRequire } from "node:module";
    import * as imported from "webhook-guard";
    const required = createRequire(import.meta.url)("webhook-guard");
    console.log(imported.validateWebhook === required.validateWebhook);`;
  assert.equal(runInProject("one.mjs", text), true);
});

test("publint reports nothing", () => {
  execute(bin("publint"), [packed.filename, "--strict"], project);
});

test("attw accepts the types of every entry, imported and required", () => {
  // CommonJS has neither the import.meta.url of `url` nor the source phase imports of `source`; the
  // wasm file is only for import.
  const entries = ["--exclude-entrypoints", "url", "source", "webhook_guard.wasm"];
  execute(bin("attw"), [packed.filename, "--profile", "strict", ...entries], project);
});

test("attw accepts the types of the entries for import only", () => {
  execute(bin("attw"), [packed.filename, "--profile", "esm-only"], project);
});
