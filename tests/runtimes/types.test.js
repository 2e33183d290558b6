// The public types as the packed package gives them, by each compiler in each way of resolving.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { COMPILERS, execute, makeProject, root } from "./project.js";

const MODES = {
  bundler: { module: "esnext", moduleResolution: "bundler" },
  node16: { module: "node16" },
  nodenext: { module: "nodenext" },
};

const ENTRIES = [
  "webhook-guard",
  "webhook-guard/inline",
  "webhook-guard/slim",
  "webhook-guard/url",
];

// In projects without the DOM's types, and with the package's own checked too.
const PLAIN = `${ENTRIES.map((entry, at) => `import * as entry${at} from "${entry}";`).join("\n")}
import type { Validation } from "webhook-guard";
export const verdicts: Validation[] = [
  ${ENTRIES.map((_, at) => `entry${at}.validateWebhook("{}")`).join(",\n  ")},
];
export const loading: Promise<void> = entry0.init(new Uint8Array(8));
// @ts-expect-error: no such name
entry1.validate("{}");
// @ts-expect-error: no such entry
export * from "webhook-guard/entry/core.js";
`;

const REQUIRED = `import guard = require("webhook-guard");
import inline = require("webhook-guard/inline");
export const valid: boolean[] = [
  guard.validateWebhook("{}").valid,
  inline.validateWebhook("{}").valid,
];
`;

const uses = readFileSync(join(root, "tests", "package", "types", "uses.ts"), "utf8");

for (const [version, tsc] of COMPILERS) {
  for (const [mode, how] of Object.entries(MODES)) {
    test(`TypeScript ${version}, ${mode}`, async () => {
      const common = { ...how, target: "es2022", strict: true, noEmit: true, types: [] };
      const projects = {
        "uses.json": {
          compilerOptions: { ...common, exactOptionalPropertyTypes: true, lib: ["es2022", "dom"] },
          files: ["uses.ts"],
        },
        "plain.json": {
          compilerOptions: { ...common, lib: ["es2022"] },
          files: ["plain.ts", ...(mode === "bundler" ? [] : ["required.cts"])],
        },
      };
      const project = await makeProject(`types-${version}-${mode}`, {
        files: { "uses.ts": uses, "plain.ts": PLAIN, "required.cts": REQUIRED },
      });
      for (const [name, config] of Object.entries(projects)) {
        writeFileSync(join(project, name), JSON.stringify(config));
        await execute(process.execPath, [tsc, "--project", name], project);
      }
    });
  }
}
