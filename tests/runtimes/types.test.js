// The public types as the packed package gives them, by each compiler in each way of resolving.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { COMPILERS, execute, makeProject, root } from "./project.js";

const ENTRIES = ["", "/inline", "/slim", "/edge", "/edge/node-fetch", "/form", "/rules", "/verify"];

const imports = (entries, write) =>
  entries.map((entry, at) => write(`entry${at}`, `webhook-guard${entry}`)).join("\n");

const USE = `
import type { Validation } from "webhook-guard";
export const verdicts: Validation[] = [entry0.validateWebhook("{}"), entry1.validateWebhook("{}"), entry2.validateWebhook("{}")];
export const loading: Promise<void> = entry2.init(new Uint8Array(8));
export const [guard, fetch]: [unknown, unknown] = [entry3.createGuard({ upstream: "http://device" }), entry4.nodeFetch];
export const [bind, fields]: [unknown, number] = [entry5.bindWebhookForm, entry6.rules.fields.length];
export const delivery: Promise<{ valid: boolean }> = entry7.verifyDelivery({ body: "", headers: {}, secret: "s" });
// @ts-expect-error: no such name
entry1.validate("{}");
`;

/** Every entry, as an ES module imports it: `url`, `source` and the wasm file are only for these. */
const IMPORTED = `${imports([...ENTRIES, "/url", "/source"], (name, entry) => `import * as ${name} from "${entry}";`)}
import wasm from "webhook-guard/webhook_guard.wasm";
${USE}
export const both: Promise<void>[] = [entry8.init(), entry2.init(wasm)];
`;
const UNEXPORTED = `// @ts-expect-error: no such entry
export * from "webhook-guard/entry/api.js";
`;
/** As CommonJS requires them. */
const REQUIRED = `${imports(ENTRIES, (name, entry) => `import ${name} = require("${entry}");`)}
${USE}`;

// `form` is only for pages, whose projects have the DOM's types.
const withoutForm = (text) =>
  text.replace(/^.*webhook-guard\/form.*$/m, "").replace("entry5.bindWebhookForm", "undefined");

/** The ways of resolving modules, each with how CommonJS is written in it, if at all. */
const MODES = {
  bundler: { module: "esnext", moduleResolution: "bundler" },
  node16: { module: "node16", required: true },
  nodenext: { module: "nodenext", required: true },
  "node (10), CommonJS": { module: "commonjs", moduleResolution: "node10", required: true },
  "node (10), ES modules": { module: "esnext", moduleResolution: "node10" },
};

const STRICT = {
  target: "es2022",
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  skipLibCheck: false,
  types: [],
};

const types = ["uses.ts", "verify.ts", "edge.ts"];
const uses = Object.fromEntries(
  types.map((name) => [name, readFileSync(join(root, "tests/package/types", name), "utf8")]),
);

for (const [version, tsc] of COMPILERS) {
  for (const [mode, { required, ...how }] of Object.entries(MODES)) {
    const old = how.moduleResolution === "node10";
    // TypeScript 7 has no such way.
    if (old && version > 5) continue;
    test(`TypeScript ${version}, ${mode}`, async () => {
      const compilerOptions = { ...STRICT, ...how };
      const cts = required ? ["required.cts"] : [];
      const projects = {
        "dom.json": {
          compilerOptions: { ...compilerOptions, lib: ["es2022", "dom", "dom.iterable"] },
          files: [...types, "imported.ts", ...(old ? [] : ["unexported.ts"]), ...cts],
        },
        "plain.json": {
          compilerOptions: { ...compilerOptions, lib: ["es2022"] },
          files: ["plain.ts", ...cts.map(() => "plain-required.cts")],
        },
      };
      const project = await makeProject(`types-${version}-${mode.replaceAll(/\W/g, "")}`, {
        files: {
          ...uses,
          "imported.ts": IMPORTED,
          "unexported.ts": UNEXPORTED,
          "required.cts": REQUIRED,
          "plain.ts": withoutForm(IMPORTED),
          "plain-required.cts": withoutForm(REQUIRED),
        },
      });
      for (const [name, config] of Object.entries(projects)) {
        writeFileSync(join(project, name), JSON.stringify(config));
        await execute(process.execPath, [tsc, "--project", name], project);
      }
    });
  }
}
