// Runs the deployable worker of edge/ in workerd, by way of Miniflare.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Miniflare } from "miniflare";
import { run } from "./run.js";

const COMPATIBILITY_DATE = "2026-04-01";
const HOST = "127.0.0.1";

/** The modules of the worker as Wrangler would deploy them. */
export function bundleWorker() {
  const folder = mkdtempSync(join(tmpdir(), "webhook-guard-edge-"));
  try {
    const command = ["wrangler", "deploy", "--dry-run", "--config", "edge/wrangler.jsonc"];
    run([...command, "--outdir", folder], { WRANGLER_SEND_METRICS: "false", WRANGLER_LOG: "error" });
    const modules = (ending, type) =>
      readdirSync(folder)
        .filter((name) => name.endsWith(ending))
        .map((path) => ({ type, path, contents: readFileSync(join(folder, path)) }));
    return [...modules(".js", "ESModule"), ...modules(".wasm", "CompiledWasm")];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
