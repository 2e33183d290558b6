// Pages without a bundler, in each engine.

import { ENGINES } from "./browsers.js";
import { makeProject } from "./project.js";
import { REPORT } from "./server.js";

const IMPORTS = {
  "webhook-guard": "/node_modules/webhook-guard/entry/default.js",
  "webhook-guard/slim": "/node_modules/webhook-guard/entry/api.js",
  "webhook-guard/url": "/node_modules/webhook-guard/entry/url.js",
};

/** A page that runs a script with the package's entries by their names. */
export const page = (script) => `<!doctype html>
<script src="/report.js"></script>
<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>
<script type="module" src="/${script}"></script>`;

const script = (name, ready) => `import * as guard from "${name}";
import { run } from "./runtimes/suite.js";
import vectors from "./vectors.js";
${ready}.then(() => run(guard, vectors)).then(report);`;

const WASM = "/node_modules/webhook-guard/wasm/webhook_guard_bg.wasm";

const PAGES = {
  import: ["default", script("webhook-guard", "Promise.resolve()")],
  "./url": ["url", script("webhook-guard/url", "guard.init()")],
  "./slim": ["slim", script("webhook-guard/slim", `guard.init(fetch("${WASM}"))`)],
};

/** A project with a page for each way. */
export const makePages = () =>
  makeProject("pages", {
    files: Object.assign(
      { "report.js": REPORT },
      ...Object.values(PAGES).map(([name, text]) => ({
        [`${name}.js`]: text,
        [`${name}.html`]: page(`${name}.js`),
      })),
    ),
  });

export const BROWSERS = Object.keys(ENGINES).map((engine) => ({
  runtime: engine,
  engine,
  ways: Object.fromEntries(Object.entries(PAGES).map(([way, [name]]) => [way, `/${name}.html`])),
}));
