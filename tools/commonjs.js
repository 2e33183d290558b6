// Builds the npm package's entries as CommonJS, with their types, into pkg/dist/; and the rules as data.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, posix } from "node:path";
import { root, run } from "./run.js";

const DIST = "pkg/dist";

const at = (path) => join(root, path);

/** The entries that are built as CommonJS too, each with its types. */
const BUILDS = {
  webhook_guard: ["wasm/webhook_guard.js"],
  inline: ["wasm/inline.js"],
  index: ["entry/default.js", "index.d.ts"],
  slim: ["entry/api.js"],
  edge: ["edge/index.js", "edge/index.d.ts"],
  "node-fetch": ["edge/node-fetch.js", "edge/node-fetch.d.ts"],
  form: ["form/index.js", "form/index.d.ts"],
  verify: ["verify/index.js", "verify/index.d.ts"],
  rules: ["dist/rules.js", "rules.d.ts"],
};
/** The builds that others require rather than contain: one instance for all. */
const SHARED = ["webhook_guard", "inline"];

/** For Jest, and for `require` if it accepts no ES modules. */
export function buildCommonJs() {
  rmSync(at(DIST), { recursive: true, force: true });
  for (const [name, [code, types]] of Object.entries(BUILDS)) {
    if (name === "rules") buildRules();
    const shared = SHARED.filter((other) => other !== name);
    const built = `${DIST}/${name}.cjs`;
    run([
      ...["esbuild", `pkg/${code}`, "--bundle", "--format=cjs", "--target=es2022"],
      ...shared.map((other) => `--external:*/${other}.js`),
      "--external:node:*",
      ...['--banner:js="use strict";', "--inject:tools/globals.js", "--log-level=warning"],
      `--outfile=${built}`,
    ]);
    edit(built, built, (text) =>
      text.replace(
        /require\("[./a-z]*\/(webhook_guard|inline)\.js"\)/g,
        (_, other) => `require("./${other}.cjs")`,
      ),
    );
    if (!types) continue;
    edit(`pkg/${types}`, `${DIST}/${name}.d.cts`, (text) =>
      text.replace(/(?<=from ")(\..*)\.js(?=")/g, (_, path) => buildOfTypes(types, path)),
    );
  }
}

/** The build whose types are those that another imports by a relative path. */
function buildOfTypes(importer, path) {
  const imported = `${posix.join(posix.dirname(importer), path)}.d.ts`;
  const [name] = Object.entries(BUILDS).find(([, [, types]]) => types === imported);
  return `./${name}.cjs`;
}

/** For pages that draw a form before the module is loaded. */
function buildRules() {
  const { webhookRules } = createRequire(import.meta.url)(at(`${DIST}/index.cjs`));
  writeFileSync(
    at(`${DIST}/rules.js`),
    `export const rules = ${JSON.stringify(webhookRules())};\n`,
  );
}

const edit = (from, to, change) => writeFileSync(at(to), change(readFileSync(at(from), "utf8")));
