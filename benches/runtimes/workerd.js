// Measures a contestant in a workerd process of its own. Its clock stops while code runs, so the time is
// measured here, minus that of an empty request.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { Miniflare } from "miniflare";
import { bundle, bundlePath } from "../bundle.js";
import { median } from "../statistics.js";

const source = (name) => `
import contestant from "./contestants/${name}.js";
import { prepare, run, total } from "./runner.js";

export default {
  async fetch(request) {
    const { step, workload, form, times } = await request.json();
    if (step === "prepare") prepare(workload, form, times);
    return Response.json({ calls: step === "run" ? run(contestant[form]) : 0, total: total() });
  },
};
`;

/** Leaves the package's wasm as a static import, and collects those files. */
function wasmModules(found) {
  return {
    name: "wasm",
    setup(build) {
      build.onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => {
        const file = createRequire(`${resolveDir}/`).resolve(path);
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
  plan: { rounds: 4, samples: 2, times: 16 },
  quickPlan: { rounds: 2, samples: 2, times: 8 },
  takes: ({ needsEval }) => !needsEval,

  async start(name) {
    const miniflare = await startWorker(source(name), `workerd/${name}.mjs`);
    const post = async (body) => {
      const init = { method: "POST", body: JSON.stringify(body) };
      const start = performance.now();
      const response = await miniflare.dispatchFetch("http://localhost/", init);
      const { calls } = await response.json();
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
