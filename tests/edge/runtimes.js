// Starts the guard as it is deployed: as a worker in workerd, and as a Node server.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { bundleWorker, startWorkerd } from "../../scripts/edge.js";

let bundled;
export const modules = () => {
  bundled ??= bundleWorker();
  return bundled;
};

/** Gathers the decisions among the lines of a log; `seen` gives the first that `matches`. */
function collect() {
  const log = [];
  const decisions = [];
  return {
    log,
    onLine(line) {
      log.push(line);
      if (line.startsWith('{"operation"')) decisions.push(JSON.parse(line));
    },
    async seen(matches) {
      for (;;) {
        const found = decisions.find(matches);
        if (found) return found;
        await new Promise((later) => setTimeout(later, 10));
      }
    },
  };
}

async function workerd(env, changed = modules()) {
  const { onLine, ...collected } = collect();
  const worker = { name: "guard", modules: changed, bindings: env, port: 0 };
  const { url, stop } = await startWorkerd([worker], onLine);
  return { ...collected, stop, url: await url("guard") };
}

async function node(env) {
  const { onLine, ...collected } = collect();
  const server = fileURLToPath(new URL("../../edge/node.js", import.meta.url));
  const child = spawn(process.execPath, [server], { env: { ...env, PORT: "0" } });
  child.stderr.pipe(process.stderr);
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise((started) => {
    lines.on("line", (line) => {
      onLine(line);
      if (line.startsWith("Guarding at ")) started(line.slice(12));
    });
  });
  return { ...collected, url, stop: () => child.kill() };
}

export const runtimes = { workerd, node };
