// What bundlers make of the package's entries: one instance, one copy of the module, and none if
// nothing of it is used.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { importTool, tool } from "../runtimes/project.js";
import { frameworkProject, importFramework, program, run } from "./project.js";
import { row } from "./rows.js";

const NODE = [program("")[0]];
const BUN = [tool("bun")];

/** Each bundles `main.mjs` of a project into its folder `out`. */
const BUNDLERS = {
  async esbuild(cwd) {
    const { build } = await importTool("esbuild");
    const options = { bundle: true, format: "esm", outfile: "out/main.mjs", platform: "node" };
    await build({ absWorkingDir: cwd, entryPoints: ["main.mjs"], ...options });
  },
  async Rolldown(cwd) {
    const { build } = await importFramework("rolldown");
    const output = { file: join(cwd, "out", "main.mjs"), format: "esm" };
    await build({ cwd, input: "main.mjs", platform: "node", logLevel: "warn", output });
  },
  async Rspack(cwd) {
    const { rspack } = await importFramework("@rspack/core");
    await runPack(rspack, cwd);
  },
  "Bun, for browsers": (cwd) => bun(cwd, "--target=browser"),
  // For its other targets Bun does not use the condition without this flag.
  "Bun, for Node": (cwd) => bun(cwd, "--target=node", "--conditions=module"),
};

const bun = (cwd, ...flags) =>
  run(BUN, ["build", "main.mjs", ...flags, "--outfile=out/main.mjs"], cwd);

async function runPack(pack, context) {
  const output = { path: join(context, "out"), filename: "main.mjs" };
  const options = { context, mode: "production", target: "node", entry: "./main.mjs", output };
  const stats = await new Promise((resolve, reject) => {
    pack(options, (error, done) => (error ? reject(error) : resolve(done)));
  });
  assert.ok(!stats.hasErrors(), stats.toString());
}

const PACKAGE = JSON.stringify({
  private: true,
  type: "module",
  "@parcel/resolver-default": { packageExports: true },
});

/** With those that need a plugin for `require`, or another setting. */
const FOR_IMPORTS = {
  ...BUNDLERS,
  async Rollup(cwd) {
    const { rollup } = await importTool("rollup");
    const { default: nodeResolve } = await importTool("@rollup/plugin-node-resolve");
    const bundle = await rollup({ input: join(cwd, "main.mjs"), plugins: [nodeResolve()] });
    await bundle.write({ dir: join(cwd, "out") });
  },
  async webpack(cwd) {
    const { default: webpack } = await importTool("webpack");
    await runPack(webpack, cwd);
  },
  async Vite(root) {
    const { build } = await importTool("vite");
    const lib = { entry: "main.mjs", formats: ["es"], fileName: "main" };
    const output = { outDir: "out", lib };
    await build({ root, logLevel: "error", configFile: false, build: output });
  },
  async Parcel(cwd) {
    const args = ["build", "main.mjs", "--dist-dir", "out", "--no-source-maps", "--no-cache"];
    await run(program("parcel/lib/bin.js"), [...args, "--cache-dir", join(cwd, ".cache")], cwd);
  },
};

async function bundled(name, bundle, files) {
  const cwd = await frameworkProject(name.replaceAll(/\W/g, "-"), files);
  await bundle(cwd);
  rmSync(join(cwd, "node_modules"), { recursive: true });
  return cwd;
}

/** What the bundle prints. */
async function output(cwd) {
  const [file] = readdirSync(join(cwd, "out"));
  return run(NODE, [`out/${file}`], cwd);
}

const sizeOf = (folder) =>
  readdirSync(folder)
    .map((file) => readFileSync(join(folder, file)).length)
    .reduce((sum, length) => sum + length);

// One file and one instance.
const both = {
  "imported.mjs": 'export * from "webhook-guard";',
  "required.cjs": 'module.exports = { ...require("webhook-guard") };',
  "main.mjs": `import * as imported from "./imported.mjs";
import required from "./required.cjs";
console.log(imported.validateWebhook === required.validateWebhook, imported.validateWebhook("{}").valid);`,
};
for (const [name, bundle] of Object.entries(BUNDLERS)) {
  row(name, "import and require", async () => {
    const cwd = await bundled(`both-${name}`, bundle, both);
    assert.equal(await output(cwd), "true false\n");
    assert.ok(sizeOf(join(cwd, "out")) < 400_000);
  });
}

const unused = {
  "package.json": PACKAGE,
  "many.mjs": `export { init, validateWebhook, webhookSchema } from "webhook-guard";
export { createGuard } from "webhook-guard/edge";
export const used = "used";`,
  "main.mjs": `import * as guard from "webhook-guard";
import { verifyDelivery } from "webhook-guard/verify";
import { used } from "./many.mjs";
console.log(used);`,
};
for (const [name, bundle] of Object.entries(FOR_IMPORTS)) {
  row(name, "unused imports", async () => {
    const cwd = await bundled(`unused-${name}`, bundle, unused);
    assert.ok(sizeOf(join(cwd, "out")) < 3_000, `${sizeOf(join(cwd, "out"))} bytes`);
    assert.equal(await output(cwd), "used\n");
  });
}

// Each in a bundle of its own, where nothing else provides the module.
const USES = {
  validateWebhook: `import { validateWebhook } from "webhook-guard";
console.log(validateWebhook("{}").valid);`,
  webhookSchema: `import { webhookSchema } from "webhook-guard";
console.log("value" in webhookSchema["~standard"].validate({}));`,
  createGuard: `import { createGuard } from "webhook-guard/edge";
const headers = { "content-type": "application/json" };
const request = new Request("http://localhost/api/v1/webhooks", { method: "POST", headers, body: "{}" });
createGuard({ upstream: "http://localhost" })(request).then(({ ok }) => console.log(ok));`,
};
for (const [name, bundle] of Object.entries(FOR_IMPORTS)) {
  row(name, "one function", async () => {
    for (const [used, main] of Object.entries(USES)) {
      const files = { "package.json": PACKAGE, "main.mjs": main };
      assert.equal(await output(await bundled(`${used}-${name}`, bundle, files)), "false\n", used);
    }
  });
}

// The module is written once.
row("Bun, minified", "one function", async () => {
  const cwd = await frameworkProject("bun-minify", {
    "main.js": `import { validateWebhook } from "webhook-guard";
console.log(validateWebhook("{}").valid);`,
  });
  await run(BUN, ["build", "main.js", "--minify", "--target=bun", "--outfile=out.js"], cwd);
  assert.equal(await run(BUN, ["out.js"], cwd), "false\n");
  assert.ok(readFileSync(join(cwd, "out.js")).length < 330_000);
});
