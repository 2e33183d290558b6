// The recipes of docs/runtimes.md for pages without a bundler, for Parcel and for TanStack Form, in
// Chromium.

import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { ENGINES, visit } from "../runtimes/browsers.js";
import { importTool } from "../runtimes/project.js";
import { collector, REPORT, serve } from "../runtimes/server.js";
import { WEBHOOK } from "./checks.js";
import { frameworkProject, program, recipe, run } from "./project.js";
import { row } from "./rows.js";

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

  row("Service worker", "without a bundler", async () => {
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

  row("Import map", "without a bundler", async () => {
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
    row("Parcel", exports ? "with packageExports" : "without packageExports", async () => {
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

  row("TanStack Form", "page", async () => {
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
