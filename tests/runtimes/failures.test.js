// The module cannot be loaded, in each engine: the error describes the remedy.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ENGINES, visit } from "./browsers.js";
import { execute, makeProject } from "./project.js";
import { collector, REPORT, serve } from "./server.js";

const FOLDER = "/node_modules/webhook-guard";

// A page without an import map, which a strict policy would block.
const script = (entry, run) => `import * as guard from "${FOLDER}/entry/${entry}.js";
const call = () => guard.validateWebhook("{}").valid;
const attempt = async (run) => {
  try {
    return String(await run());
  } catch (error) {
    return error.name + ": " + error.message;
  }
};
(async () => ${run})().then(report);`;

const PAGES = {
  // The call before init, init twice, the call after it.
  url: script(
    "url",
    "[await attempt(call), await attempt(guard.init), await attempt(guard.init), await attempt(call)]",
  ),
  sync: script("default", "[await attempt(call)]"),
  async: script("default", "[await attempt(guard.init)]"),
  slim: script("api", "[await attempt(guard.init), await attempt(call)]"),
  shared: script(
    "url",
    `{
      const inlined = await import("${FOLDER}/entry/default.js");
      const both = Object.keys(guard).every((name) => guard[name] === inlined[name]);
      return [String(both), await attempt(call)];
    }`,
  ),
};

const html = (name) =>
  `<!doctype html><script src="/report.js"></script><script type="module" src="/${name}.js"></script>`;

let project;
let reports;

before(async () => {
  const pages = Object.entries(PAGES).flatMap(([name, text]) => [
    [`${name}.js`, text],
    [`${name}.html`, html(name)],
  ]);
  project = await makeProject("failures", {
    files: { "report.js": REPORT, ...Object.fromEntries(pages) },
  });
  reports = await collector();
});
after(() => reports.close());

const NOT_LOADED =
  /^Error: webhook-guard is not loaded yet: `await init\(\)` before the first call/;

for (const [engine, open] of Object.entries(ENGINES)) {
  describe(engine, () => {
    let browser;
    before(async () => {
      browser = await open();
    });
    after(() => browser?.close());

    async function report(page, options) {
      const server = await serve(project, options);
      try {
        return await visit(browser, `${server.origin}/${page}.html`, reports);
      } finally {
        server.close();
      }
    }

    test("a call before init throws an error with the remedy", async () => {
      const [before, first, second, after] = await report("url");
      assert.match(before, NOT_LOADED);
      assert.deepEqual([first, second, after], ["undefined", "undefined", "false"]);
    });

    test("a wrong MIME type is accepted", async () => {
      const [, init, , after] = await report("url", { wasm: () => ({ type: "text/plain" }) });
      assert.deepEqual([init, after], ["undefined", "false"]);
    });

    test("another document in the module's place", async () => {
      const page = { type: "text/html", body: "<!doctype html>" };
      const [, init, again, after] = await report("url", { wasm: () => page });
      assert.match(init, /_bg\.wasm responded with other content, of type text\/html/);
      assert.match(init, /as application\/wasm, or import "webhook-guard"/);
      assert.equal(again, init);
      assert.match(after, NOT_LOADED);
    });

    test("no file", async () => {
      const [, init] = await report("url", { wasm: () => ({ status: 404, body: "" }) });
      assert.match(init, /_bg\.wasm responded with 404\. Serve the package's .*_bg\.wasm/);
    });

    test("a policy without 'wasm-unsafe-eval'", async () => {
      const headers = { "Content-Security-Policy": "script-src 'self'" };
      for (const page of ["url", "sync", "async"]) {
        const text = (await report(page, { headers })).at(page === "url" ? 1 : 0);
        assert.match(text, /Content-Security-Policy .* Add 'wasm-unsafe-eval'/, page);
      }
    });

    test("a policy with it", async () => {
      const headers = { "Content-Security-Policy": "script-src 'self' 'wasm-unsafe-eval'" };
      for (const page of ["url", "sync", "async"]) {
        const text = (await report(page, { headers })).at(-1);
        assert.match(text, /^(false|undefined)$/, page);
      }
    });

    test("./slim without a module", async () => {
      const [init, after] = await report("slim");
      assert.match(init, /^TypeError: init\(source\) needs the module: a WebAssembly\.Module/);
      assert.match(after, NOT_LOADED);
    });

    test("two entries share one instance", async () => {
      assert.deepEqual(await report("shared"), ["true", "false"]);
    });
  });
}

test("./url in Node, where fetch reads no files", async () => {
  const use =
    'import { init } from "webhook-guard/url"; init().catch((e) => console.log(e.message));';
  const folder = await makeProject("node-url", { files: { "use.js": use } });
  const text = await execute(process.execPath, ["use.js"], folder);
  assert.match(text, /cannot be fetched\. .* or import "webhook-guard"/);
});
