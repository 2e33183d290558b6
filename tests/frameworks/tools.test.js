// The package in bundlers and test runners with what is special about each, and the recipes of
// docs/runtimes.md for them and for pages without a bundler.

import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { ENGINES, visit } from "../runtimes/browsers.js";
import { importTool, tool } from "../runtimes/project.js";
import { collector, REPORT, serve } from "../runtimes/server.js";
import { suite, WEBHOOK } from "./checks.js";
import { frameworkProject, importFramework, program, recipe, run } from "./project.js";

const NODE = [program("")[0]];

const passes = ({ cases, failures }) => {
  assert.deepEqual(failures, []);
  assert.ok(cases > 3000, `only ${cases} cases`);
};

describe("import and require in one bundle are one file and one instance", () => {
  const files = {
    "imported.mjs": 'export * from "webhook-guard";',
    "required.cjs": 'module.exports = { ...require("webhook-guard") };',
    "main.mjs": `import * as imported from "./imported.mjs";
import required from "./required.cjs";
console.log(imported.validateWebhook === required.validateWebhook, imported.validateWebhook("{}").valid);`,
  };
  const BUNDLERS = {
    async esbuild(cwd) {
      const { build } = await importTool("esbuild");
      const options = { bundle: true, format: "esm", outfile: "out.mjs", platform: "node" };
      await build({ absWorkingDir: cwd, entryPoints: ["main.mjs"], ...options });
    },
    async Rolldown(cwd) {
      const { build } = await importFramework("rolldown");
      const output = { file: join(cwd, "out.mjs"), format: "esm" };
      await build({ cwd, input: "main.mjs", platform: "node", logLevel: "warn", output });
    },
    async Rspack(cwd) {
      const { rspack } = await importFramework("@rspack/core");
      const options = { context: cwd, mode: "production", target: "node", entry: "./main.mjs" };
      const output = { path: cwd, filename: "out.mjs" };
      const stats = await new Promise((resolve, reject) => {
        rspack({ ...options, output }, (error, done) => (error ? reject(error) : resolve(done)));
      });
      assert.ok(!stats.hasErrors(), stats.toString());
    },
    "Bun, for browsers": (cwd) => bun(cwd, "--target=browser"),
    // For its other targets Bun does not use the condition without this flag.
    "Bun, for Node": (cwd) => bun(cwd, "--target=node", "--conditions=module"),
  };
  const bun = (cwd, ...flags) =>
    run([tool("bun")], ["build", "main.mjs", ...flags, "--outfile=out.mjs"], cwd);
  for (const [name, bundle] of Object.entries(BUNDLERS)) {
    test(name, async () => {
      const cwd = await frameworkProject(`both-${name.replaceAll(/\W/g, "")}`, files);
      await bundle(cwd);
      rmSync(join(cwd, "node_modules"), { recursive: true });
      assert.equal(await run(NODE, ["out.mjs"], cwd), "true false\n");
      assert.ok(readFileSync(join(cwd, "out.mjs")).length < 400_000);
    });
  }
});

test("bun build --minify holds the module once, and it works", async () => {
  const cwd = await frameworkProject("bun-minify", {
    "main.js": `${suite("main.js")}console.log(JSON.stringify(await result()));`,
    "size.js":
      'import { validateWebhook } from "webhook-guard"; console.log(validateWebhook("{}").valid);',
  });
  const bun = [tool("bun")];
  await run(bun, ["build", "main.js", "--minify", "--target=bun", "--outfile=out.js"], cwd);
  passes(JSON.parse(await run(bun, ["out.js"], cwd)));
  await run(bun, ["build", "size.js", "--minify", "--outfile=small.js"], cwd);
  assert.ok(readFileSync(join(cwd, "small.js")).length < 330_000);
});

describe("Jest", () => {
  const jest = program("jest/bin/jest.js");
  for (const environment of ["node", "jsdom", "@edge-runtime/jest-environment"]) {
    test(`environment ${environment}`, async () => {
      const cwd = await frameworkProject(`jest-${environment.replaceAll(/\W/g, "")}`, {
        ...recipe("Jest"),
        "jest.config.cjs": `module.exports = { testEnvironment: "${environment}" };`,
        // Its conditions choose ES modules, which Jest does not require.
        ...(environment.includes("edge") && recipe("Jest's edge environment")),
        "entries.test.cjs": `const guard = {
  ...require("webhook-guard"),
  ...require("webhook-guard/verify"),
  ...require("webhook-guard/form"),
  ...require("webhook-guard/rules"),
  ...require("webhook-guard/edge"),
};
const vectors = require("./vectors.cjs");
test("every entry is required", async () => {
  expect(guard.rules).toEqual(guard.webhookRules());
  expect(() => guard.bindWebhookForm()).toThrow(TypeError);
  expect(guard.createGuard({ upstream: "http://device" })).toBeInstanceOf(Function);
});
test("verifyDelivery decides by its vectors", async () => {
  for (const { delivery, result } of vectors) {
    expect(await guard.verifyDelivery(delivery)).toMatchObject(result);
  }
});`,
        "vectors.cjs": `module.exports = ${deliveries()};`,
      });
      await run(jest, ["--rootDir", cwd], cwd);
    });
  }
});

// Those whose result JSON holds.
function deliveries() {
  const path = new URL("../vectors/verify.json", import.meta.url);
  const { cases } = JSON.parse(readFileSync(path, "utf8"));
  const usable = cases.filter(({ delivery, result }) => result && delivery.bytes === undefined);
  return JSON.stringify(usable.map(({ delivery, result }) => ({ delivery, result })));
}

test("Vitest", async () => {
  const cwd = await frameworkProject("vitest", recipe("Vitest"));
  await run(program("vitest/vitest.mjs"), ["run"], cwd);
});

describe("pages, in Chromium", () => {
  let browser;
  let reports;
  before(async () => {
    [browser, reports] = await Promise.all([ENGINES.Chromium(), collector()]);
  });
  after(async () => {
    await browser?.close();
    reports?.close();
  });

  async function visitFolder(folder, path = "/") {
    const server = await serve(folder);
    try {
      return await visit(browser, server.origin + path, reports);
    } finally {
      server.close();
    }
  }
  /** A project whose folder is served, with the package at `/webhook-guard/`. */
  async function served(name, files) {
    const cwd = await frameworkProject(name, { "report.js": REPORT, ...files });
    cpSync(join(cwd, "node_modules", "webhook-guard"), join(cwd, "webhook-guard"), {
      recursive: true,
    });
    return cwd;
  }
  const withReport = (html) => `<!doctype html><script src="/report.js"></script>${html}`;

  test("Service worker without a bundler", async () => {
    const { "index.html": html, ...files } = recipe("Service worker");
    const cwd = await served("service-worker", {
      ...files,
      "index.html": withReport(`${html}<script type="module">
await navigator.serviceWorker.ready;
if (!navigator.serviceWorker.controller) location.reload();
else {
  const response = await fetch("/api/v1/webhooks", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" });
  report([response.status, response.headers.get("x-webhook-guard"), await response.json()]);
}
</script>`),
    });
    const error = "Wrong JSON body: no value for url";
    assert.deepEqual(await visitFolder(cwd), [400, "rejected", { error }]);
  });

  test("Import map", async () => {
    const { "index.html": html } = recipe("Import map");
    const cwd = await served("import-map", {
      "index.html": withReport(`${html}<script type="module">
const entries = ["webhook-guard", "webhook-guard/form", "webhook-guard/verify"];
const loaded = await Promise.all(entries.map((entry) => import(entry)));
report([document.title, ...loaded.map(({ validateWebhook, bindWebhookForm, verifyDelivery }) =>
  typeof (validateWebhook ?? bindWebhookForm ?? verifyDelivery))]);
</script>`),
    });
    const title = "Wrong JSON body: no value for url";
    assert.deepEqual(await visitFolder(cwd), [title, "function", "function", "function"]);
  });

  for (const exports of [true, false]) {
    test(`Parcel, packageExports ${exports}`, async () => {
      const cwd = await frameworkProject(`parcel-${exports}`, {
        "index.html": '<!doctype html><script type="module" src="main.js"></script>',
        "main.js": `import * as guard from "webhook-guard";
const address = new URLSearchParams(location.search).get("report");
const body = JSON.stringify([guard.validateWebhook("{}").error, typeof guard.buildRequest]);
fetch(address, { method: "POST", mode: "no-cors", body });`,
        "package.json": JSON.stringify({
          private: true,
          ...(exports && { "@parcel/resolver-default": { packageExports: true } }),
        }),
      });
      const args = ["build", "index.html", "--no-cache", "--cache-dir", join(cwd, ".cache")];
      await run(program("parcel/lib/bin.js"), args, cwd);
      const error = "Wrong JSON body: no value for url";
      assert.deepEqual(await visitFolder(join(cwd, "dist")), [error, "function"]);
    });
  }

  test("TanStack Form", async () => {
    const cwd = await frameworkProject("tanstack", {
      ...recipe("TanStack Form"),
      "main.jsx": `import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { WebhookForm } from "./form.jsx";
const sent = new Promise((resolve) => {
  flushSync(() => createRoot(document.querySelector("main")).render(<WebhookForm onSubmit={resolve} />));
});
const input = document.querySelector("input");
const type = (text) => {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, text);
  input.dispatchEvent(new Event("input", { bubbles: true }));
};
const settle = () => new Promise((resolve) => setTimeout(resolve, 50));
type("ftp://example.com");
await settle();
const advice = document.querySelector("em").textContent;
type("${WEBHOOK.url}");
await settle();
document.querySelector("button").click();
report([advice, (await sent).url]);`,
      "report.js": REPORT,
      "index.html": withReport('<main></main><script type="module" src="/main.js"></script>'),
    });
    const { build } = await importTool("esbuild");
    await build({
      absWorkingDir: cwd,
      entryPoints: ["main.jsx"],
      bundle: true,
      define: { "process.env.NODE_ENV": '"production"' },
      format: "esm",
      jsx: "automatic",
      outfile: "main.js",
    });
    const [advice, url] = await visitFolder(cwd);
    assert.match(advice, /http:\/\/ or https:\/\//);
    assert.equal(url, WEBHOOK.url);
  });
});
