// Runs the deployable worker of edge/ in workerd, with Miniflare.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Miniflare } from "miniflare";
import { root, run } from "../tools/run.js";

const CONFIG = "edge/wrangler.jsonc";
const config = readFileSync(join(root, CONFIG), "utf8");
const [, compatibilityDate] = config.match(/"compatibility_date": "(.*)"/);
const compatibilityFlags = JSON.parse(config.match(/"compatibility_flags": (.*),/)[1]);

/** The worker's modules, as Wrangler would deploy them. */
export function bundleWorker() {
  const folder = mkdtempSync(join(tmpdir(), "webhook-guard-edge-"));
  const modules = (ending, type) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(ending))
      .map((path) => ({ type, path, contents: readFileSync(join(folder, path)) }));
  try {
    run(
      [
        join("node_modules", ".bin", "wrangler"),
        "deploy",
        "--dry-run",
        "--config",
        CONFIG,
        "--outdir",
        folder,
      ],
      {
        WRANGLER_SEND_METRICS: "false",
        WRANGLER_LOG: "error",
      },
    );
    return [...modules(".js", "ESModule"), ...modules(".wasm", "CompiledWasm")];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs workers. One with a `port` listens on it; `onLine` gets each line that they log. */
export async function startWorkerd(workers, onLine = () => {}) {
  const miniflare = new Miniflare({
    workers: workers.map(({ port, ...worker }) => ({
      compatibilityDate,
      compatibilityFlags,
      ...(port !== undefined && { unsafeDirectSockets: [{ host: "localhost", port }] }),
      // Otherwise Miniflare puts its own worker before every outgoing request.
      stripCfConnectingIp: false,
      ...worker,
    })),
    // Otherwise Miniflare fetches it from the network.
    cf: false,
    handleRuntimeStdio(stdout, stderr) {
      for (const input of [stdout, stderr]) createInterface({ input }).on("line", onLine);
    },
  });
  try {
    await miniflare.ready;
  } catch (error) {
    await miniflare.dispose();
    throw error;
  }
  return {
    url: async (name) => (await miniflare.unsafeGetDirectURL(name)).origin,
    stop: () => miniflare.dispose(),
  };
}
