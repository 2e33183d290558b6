// Measures a contestant in a workerd process of its own. Its clock stops while code runs, so the time is
// measured here, minus that of an empty request.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, resolve } from "node:path";
import { Miniflare } from "miniflare";
import { bundle, bundlePath } from "../bundle.js";
import { median } from "../statistics.js";

const source = (name) => `
import contestant from "./contestants/${name}.js";
import { prepare, run, total } from "./runner.js";

export default {
  async fetch(request) {
    const { step, ...what } = await request.json();
    try {
      if (step === "prepare") prepare(what);
      const calls = step === "run" ? run(contestant[what.form]) : 0;
      return Response.json({ calls, total: total() });
    } catch ({ stack }) {
      return Response.json({ failure: stack });
    }
  },
};
`;

/** Leaves the package's wasm as a static import, and collects those files. */
function wasmModules(found) {
  return {
    name: "wasm",
    setup(build) {
      // Bundlers of Workers name it `.wasm?module`.
      build.onResolve({ filter: /\.wasm(\?module)?$/ }, ({ path, resolveDir }) => {
        const file = resolve(resolveDir, path.replace("?module", ""));
        found.add(file);
        return { path: `./${basename(file)}`, external: true };
      });
    },
  };
}

export async function startWorker(source, outfile) {
  const found = new Set();
  await bundle(source, { runtime: "workerd", outfile, plugins: [wasmModules(found)] });
  const miniflare = new Miniflare({
    // From 2025-06-01 on a worker may generate code at module scope, as ajv and others do.
    compatibilityDate: "2026-01-01",
    modules: [
      { type: "ESModule", path: "worker.mjs", contents: readFileSync(bundlePath(outfile), "utf8") },
      ...[...found].map((file) => ({
        type: "CompiledWasm",
        path: basename(file),
        contents: readFileSync(file),
      })),
    ],
  });
  await miniflare.ready;
  return miniflare;
}

export const workerd = {
  title: `workerd ${createRequire(import.meta.url)("workerd/package.json").version}`,
  plan: { rounds: 5, samples: 1, times: 16 },
  quickPlan: { rounds: 2, samples: 2, times: 8 },

  async start(name) {
    const miniflare = await startWorker(source(name), `workerd/${name}.mjs`);
    const post = async (body) => {
      const init = { method: "POST", body: JSON.stringify(body) };
      const start = performance.now();
      const response = await miniflare.dispatchFetch("http://localhost/", init);
      const { calls, failure } = await response.json();
      if (failure) throw new Error(`${name} failed in workerd: ${failure}`);
      return { time: performance.now() - start, calls };
    };
    return {
      async sample({ samples, ...what }) {
        const results = [];
        for (let sample = 0; sample < samples; sample++) {
          await post({ ...what, step: "prepare" });
          const idle = [];
          for (let at = 0; at < 5; at++) idle.push((await post({ step: "idle" })).time);
          const { time, calls } = await post({ ...what, step: "run" });
          results.push(((time - median(idle)) * 1e6) / calls);
        }
        return results;
      },
      stop: () => miniflare.dispose(),
    };
  },
};
