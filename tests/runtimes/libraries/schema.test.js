// webhookSchema in libraries that accept a Standard Schema, as their users write it.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ENGINES, visit } from "../browsers.js";
import { COMPILERS, execute, importTool, makeProject } from "../project.js";
import { collector, REPORT, serve } from "../server.js";

const WEBHOOK = {
  url: "https://example.com/hook",
  status: "active",
  event_types: ["log.device_booted", "log.device_booted"],
  max_retries: 3,
  note: "not a member",
};
const CANONICAL = {
  url: "https://example.com/hook",
  status: "active",
  event_types: ["log.device_booted"],
  max_retries: 3,
};
const { event_types: _, ...INCOMPLETE } = { ...CANONICAL, max_retries: 9 };

const file = (name) => readFileSync(new URL(`sources/${name}`, import.meta.url), "utf8");

let project;

/** Runs the default export of one of the sources with a body; returns its result. */
async function use(name, body) {
  const script = `import("./${name}")
    .then(({ default: use }) => use(${JSON.stringify(body)}))
    .then((result) => console.log(JSON.stringify(result)));`;
  return JSON.parse(await execute(process.execPath, ["--eval", script], project));
}

before(async () => {
  project = await makeProject("schema", {
    uses: [
      "@hono/standard-validator",
      "@hookform/resolvers",
      "@standard-schema/spec",
      "@trpc/server",
      "hono",
      "react",
      "react-dom",
      "react-hook-form",
    ],
    files: {
      "hono.ts": file("hono.ts"),
      "trpc.ts": file("trpc.ts"),
      "form.tsx": file("form.tsx"),
      "report.js": REPORT,
      "index.html":
        '<!doctype html><script src="report.js"></script><main></main><script type="module" src="form.js"></script>',
    },
  });
  const { build } = await importTool("esbuild");
  await build({
    absWorkingDir: project,
    entryPoints: ["hono.ts", "trpc.ts"],
    outdir: ".",
    format: "esm",
  });
  await build({
    absWorkingDir: project,
    entryPoints: ["form.tsx"],
    bundle: true,
    define: { "process.env.NODE_ENV": '"production"' },
    jsx: "automatic",
    outdir: ".",
  });
});

test("Hono's standard validator", async () => {
  const [valid, invalid] = await Promise.all([use("hono.js", WEBHOOK), use("hono.js", INCOMPLETE)]);
  assert.deepEqual(valid, { status: 200, answer: CANONICAL });
  assert.equal(invalid.status, 400);
  assert.deepEqual(
    invalid.answer.error.map(({ path }) => path),
    [["event_types"], ["max_retries"]],
  );
});

test("tRPC", async () => {
  const [valid, invalid] = await Promise.all([use("trpc.js", WEBHOOK), use("trpc.js", INCOMPLETE)]);
  assert.deepEqual(valid, { status: 200, data: CANONICAL });
  assert.equal(invalid.status, 400);
  assert.match(invalid.error, /A value for event_types is required/);
});

test("React Hook Form's resolver, in Chromium", async () => {
  const [server, reports, browser] = await Promise.all([
    serve(project),
    collector(),
    ENGINES.Chromium(),
  ]);
  after(() => Promise.all([browser.close(), server.close(), reports.close()]));
  const { messages, sent } = await visit(browser, `${server.origin}/index.html`, reports);
  assert.match(messages.url, /http/);
  assert.match(messages.max_retries, /between 1 and 5/);
  assert.deepEqual(sent, CANONICAL);
});

for (const [version, tsc] of COMPILERS) {
  test(`what they infer of it, by TypeScript ${version}`, async () => {
    const options = {
      module: "esnext",
      moduleResolution: "bundler",
      target: "es2022",
      jsx: "react-jsx",
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: [],
    };
    const files = ["hono.ts", "trpc.ts", "inferred.ts"];
    writeFileSync(join(project, "inferred.ts"), file("inferred.ts"));
    writeFileSync(
      join(project, "tsconfig.json"),
      JSON.stringify({ compilerOptions: options, files }),
    );
    await execute(process.execPath, [tsc, "--project", project], project);
  });
}
