// Bundles a contestant with the runner, the same way for each runtime.

import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "../tools/run.js";
import { typiaFolder, typiaModule } from "./typia/write.js";

const here = fileURLToPath(new URL(".", import.meta.url));

/** The package's entry; the variable GUARD names that of another build. */
export function guardEntry(runtime) {
  const entry = resolve(root, process.env.GUARD ?? join("pkg", "entry", "default.js"));
  return runtime === "workerd" ? join(dirname(entry), "compiled.js") : entry;
}

// Names come from the package's rules; a peer's bundle contains only the names.
async function names() {
  const { webhookRules } = await import(pathToFileURL(guardEntry("node")));
  const { eventTypes, reservedHeaders } = webhookRules();
  return [
    `export const EVENT_TYPES = ${JSON.stringify(eventTypes.map(({ name }) => name))};`,
    `export const RESERVED_HEADERS = ${JSON.stringify(reservedHeaders)};`,
  ].join("\n");
}

/** A module that a library writes when a project is built; `name` is that of a module in schemas/. */
const written = (name) => async () => {
  const outfile = `schemas/${name}.mjs`;
  const source = `export { standaloneModule } from "./schemas/${name}.js";`;
  await bundle(source, { runtime: "node", outfile, installed: true });
  const { standaloneModule } = await import(pathToFileURL(bundlePath(outfile)));
  return standaloneModule();
};

const once = (create) => {
  let created;
  return () => {
    created ??= create();
    return created;
  };
};

const MODULES = {
  names: once(names),
  "ajv-standalone": once(written("ajv")),
  ata: once(written("ata")),
  typia: once(typiaModule),
};

/** What `bench:…` resolves to in an import. */
function virtualModules(runtime, installed) {
  return {
    name: "bench",
    setup(build) {
      build.onResolve({ filter: /^bench:/ }, ({ path }) =>
        path === "bench:guard"
          ? { path: guardEntry(runtime), external: installed }
          : { path: path.slice("bench:".length), namespace: "bench" },
      );
      // It is installed beside the only TypeScript that it accepts.
      build.onResolve({ filter: /^typia\// }, ({ path }) =>
        installed ? { path: createRequire(typiaFolder).resolve(path), external: true } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: "bench" }, async ({ path }) => ({
        contents: await MODULES[path](),
        loader: "ts",
        resolveDir: path === "typia" ? typiaFolder : here,
      }));
    },
  };
}

/**
 * Bundles `source`, a module's text whose paths are relative to this folder; `installed` leaves
 * packages where npm put them.
 */
export function bundle(source, { runtime, outfile, installed = false, plugins = [], ...options }) {
  return build({
    stdin: { contents: source, resolveDir: here, loader: "js" },
    bundle: true,
    format: "esm",
    platform: runtime === "node" ? "node" : "browser",
    target: "es2022",
    outfile: bundlePath(outfile),
    plugins: [virtualModules(runtime, installed), ...plugins],
    packages: installed ? "external" : "bundle",
    logLevel: "error",
    ...options,
  });
}

export const bundlePath = (outfile) => join(root, "target", "benches", outfile);
