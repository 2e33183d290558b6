// Pages as a new user of each bundler would build them: no plugin, no flag, no configuration but
// where the sources and the output are.

import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { importTool, makeProject } from "./project.js";
import { REPORT, serve } from "./server.js";

// By name, so that unused exports can be removed.
const NAMES =
  "buildRequest, init, locate, parseResponse, validateWebhook, webhookJsonSchema, webhookRules, webhookSchema";

const MAIN = `import { ${NAMES} } from "webhook-guard";
import { verifyDelivery } from "webhook-guard/verify";
import { run } from "./runtimes/suite.js";
import vectors from "./vectors.js";
const guard = { ${NAMES}, verifyDelivery };
run(guard, vectors).then(report);`;

const URL_ENTRY = MAIN.replace('"webhook-guard"', '"webhook-guard/url"').replace(
  "run(guard, vectors)",
  "guard.init().then(() => run(guard, vectors))",
);

const page = (script) =>
  `<!doctype html><script src="/report.js"></script><script type="module" src="${script}"></script>`;

const sources = (main) => ({
  "index.html": page("/main.js"),
  "public/report.js": REPORT,
  "main.js": main,
});

/** The output of a build, served from a folder without the package. */
async function serveBuilt(project, output) {
  const folder = `${project}-built`;
  cpSync(join(project, output), folder, { recursive: true });
  rmSync(project, { recursive: true });
  return serve(folder);
}

const bundled = (name, main, build) => async () => {
  const project = await makeProject(name, {
    files: { ...sources(main), "dist/report.js": REPORT, "dist/index.html": page("main.js") },
  });
  await build(project);
  return serveBuilt(project, "dist");
};

const vite = async (root) => {
  const { build } = await importTool("vite");
  await build({ root, logLevel: "error", configFile: false });
};

const viteDev = (name, main) => async () => {
  const root = await makeProject(name, { files: sources(main) });
  const { createServer } = await importTool("vite");
  const server = await createServer({
    root,
    logLevel: "error",
    configFile: false,
    server: { port: 0 },
  });
  await server.listen();
  return { origin: server.resolvedUrls.local[0].slice(0, -1), close: () => server.close() };
};

const webpack = async (context) => {
  const { default: run } = await importTool("webpack");
  const stats = await new Promise((resolve, reject) => {
    const output = { path: join(context, "dist") };
    run({ context, mode: "production", entry: "./main.js", output }, (error, stats) =>
      error ? reject(error) : resolve(stats),
    );
  });
  if (stats.hasErrors()) throw new Error(stats.toString());
};

const esbuild = async (absWorkingDir) => {
  const { build } = await importTool("esbuild");
  const options = { entryPoints: ["main.js"], bundle: true, minify: true, outfile: "dist/main.js" };
  const { warnings } = await build({ absWorkingDir, ...options });
  if (warnings.length) throw new Error(JSON.stringify(warnings));
};

const rollup = async (project) => {
  const { rollup: run } = await importTool("rollup");
  // Without it Rollup resolves no package at all.
  const { default: nodeResolve } = await importTool("@rollup/plugin-node-resolve");
  const bundle = await run({
    input: join(project, "main.js"),
    plugins: [nodeResolve()],
    onwarn({ message }) {
      throw new Error(message);
    },
  });
  await bundle.write({ dir: join(project, "dist") });
  await bundle.close();
};

/** Each gives a server of the page. */
export const BUNDLERS = [
  {
    runtime: "Vite, dev server",
    ways: { import: viteDev("vite-dev", MAIN), "./url": viteDev("vite-dev-url", URL_ENTRY) },
  },
  {
    runtime: "Vite, build",
    ways: {
      import: bundled("vite", MAIN, vite),
      "./url": bundled("vite-url", URL_ENTRY, vite),
    },
  },
  {
    runtime: "webpack 5",
    ways: {
      import: bundled("webpack", MAIN, webpack),
      "./url": bundled("webpack-url", URL_ENTRY, webpack),
    },
  },
  { runtime: "esbuild", ways: { import: bundled("esbuild", MAIN, esbuild) } },
  { runtime: "Rollup", ways: { import: bundled("rollup", MAIN, rollup) } },
];
