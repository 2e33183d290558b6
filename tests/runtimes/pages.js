// Pages without a bundler, in each engine.

import { ENGINES } from "./browsers.js";
import { makeProject } from "./project.js";
import { REPORT } from "./server.js";

const IMPORTS = {
  "webhook-guard": "/node_modules/webhook-guard/entry/default.js",
  "webhook-guard/slim": "/node_modules/webhook-guard/entry/api.js",
  "webhook-guard/url": "/node_modules/webhook-guard/entry/url.js",
  "webhook-guard/verify": "/node_modules/webhook-guard/verify/index.js",
};

/** A page that runs a script with the package's entries by their names. */
export const page = (script) => `<!doctype html>
<script src="/report.js"></script>
<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>
<script type="module" src="/${script}"></script>`;

const script = (name, ready) => `import * as entry from "${name}";
import { verifyDelivery } from "webhook-guard/verify";
import { run } from "./runtimes/suite.js";
import vectors from "./vectors.js";
const guard = { ...entry, verifyDelivery };
${ready}.then(() => run(guard, vectors)).then(report);`;

const WASM = "/node_modules/webhook-guard/wasm/webhook_guard_bg.wasm";

const PAGES = {
  import: ["default", script("webhook-guard", "Promise.resolve()")],
  "./url": ["url", script("webhook-guard/url", "entry.init()")],
  "./slim": ["slim", script("webhook-guard/slim", `entry.init(fetch("${WASM}"))`)],
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
