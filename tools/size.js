// `npm run size`: what users of each entry of the package download, bundled and minified, with the wasm file
// if it is separate; and what a first visit to the admin page downloads.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build as bundle } from "esbuild";
import { serve } from "../dev/serve.js";
import { firstVisit } from "./first-visit.js";
import { launchChromium } from "./page-browser.js";
import { main, root } from "./run.js";
import { setup } from "./setup.js";

const WASM = join(root, "pkg/wasm/webhook_guard_bg.wasm");

const ENTRIES = [
  { entry: "webhook-guard", file: "entry/default.js" },
  { entry: "webhook-guard (require)", file: "dist/index.cjs" },
  { entry: "webhook-guard (workerd, edge-light)", file: "entry/compiled.js", wasm: true },
  { entry: "webhook-guard/url", file: "entry/url.js", wasm: true },
  { entry: "webhook-guard/slim", file: "entry/api.js", wasm: true },
  {
    entry: "webhook-guard/edge (besides the first)",
    file: "edge/guard.js",
    external: ["*/webhook_guard.js"],
  },
  { entry: "webhook-guard/form (besides the first)", file: "form/index.js" },
  { entry: "webhook-guard/rules", file: "dist/rules.js" },
  { entry: "webhook-guard/verify", file: "verify/index.js" },
];

async function minified(file, external = []) {
  const { outputFiles } = await bundle({
    entryPoints: [join(root, "pkg", file)],
    bundle: true,
    external: ["*.wasm?module", ...external],
    format: "esm",
    logLevel: "error",
    minify: true,
    write: false,
  });
  return outputFiles[0].contents;
}

/** The files of a first visit to the page, by language. */
async function visits() {
  const server = await serve({ port: 0 });
  const browser = await launchChromium();
  try {
    const url = `http://localhost:${server.address().port}/`;
    const languages = JSON.parse(readFileSync(join(root, "www/languages/index.json"), "utf8"));
    const visited = [];
    for (const language of Object.keys(languages)) {
      const files = await firstVisit(browser, url, language);
      visited.push({
        entry: `the admin page, a first visit (${language})`,
        files: files.filter(({ path }) => !path.startsWith("/api/")).map(({ body }) => body),
      });
    }
    return visited;
  } finally {
    await browser.close();
    server.close();
  }
}

const sizes = (files) =>
  [(file) => file, (file) => gzipSync(file, { level: 9 }), (file) => brotliCompressSync(file)]
    .map((compress) => files.reduce((sum, file) => sum + compress(file).length, 0))
    .map((size) => size.toLocaleString("en").padStart(9));

main(async () => {
  setup("chromium");
  console.log(`${"".padEnd(39)}${["raw", "gzip", "brotli"].map((it) => it.padStart(9)).join("")}`);
  for (const { entry, file, wasm, external } of ENTRIES) {
    const files = [await minified(file, external), ...(wasm ? [readFileSync(WASM)] : [])];
    console.log(`${entry.padEnd(39)}${sizes(files).join("")}`);
  }
  for (const { entry, files } of await visits()) {
    console.log(`${entry.padEnd(39)}${sizes(files).join("")}`);
  }
});
