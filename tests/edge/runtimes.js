// Starts the guard as it is deployed: as a worker in workerd, and as a server of each runtime.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { bundleWorker, startWorkerd } from "../../dev/workerd.js";
import { root } from "../../tools/run.js";
import { tool } from "../runtimes/project.js";

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

/** A server, by the command that docs/edge.md gives. */
const server = (command, ...args) =>
  async function start(env) {
    const { onLine, ...collected } = collect();
    const child = spawn(command, args, { cwd: root, env: { ...env, PORT: "0" } });
    const url = await new Promise((started, failed) => {
      child.on("exit", (code) => failed(new Error(`${command} exited with ${code}.`)));
      for (const input of [child.stdout, child.stderr]) {
        createInterface({ input }).on("line", (line) => {
          onLine(line);
          const [, at] = /^Guarding .*\bat (http\S+)$/.exec(line) ?? [];
          if (at) started(at);
        });
      }
    });
    return { ...collected, url, stop: () => child.kill() };
  };

export const runtimes = {
  workerd,
  Node: server(process.execPath, "cli/bin.js", "proxy"),
  Deno: server(tool("deno"), "run", "--allow-net", "--allow-env", "edge/deno.js"),
  Bun: server(tool("bun"), "edge/bun.js"),
};
