// Starts each proxy of the benchmark in a process of its own, and reads what that process uses.

import { execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { bundleWorker, startWorkerd } from "../../dev/workerd.js";
import { root } from "../../tools/run.js";
import { bundle, bundlePath } from "../bundle.js";

const installed = `${root}/tests/runtimes/node_modules`;
const tool = (name) => `${installed}/.bin/${name}`;
const file = (path) => fileURLToPath(new URL(path, import.meta.url));

const worker = (name) => async () => {
  const outfile = `edge/${name}.js`;
  const nodePaths = [installed];
  const source = `export { default } from "./edge/${name}.js";`;
  await bundle(source, { runtime: "workerd", outfile, nodePaths });
  const contents = readFileSync(bundlePath(outfile));
  return [{ type: "ESModule", path: `${name}.js`, contents }];
};

/** What is compared, by runtime; the first of each runtime is what the others are measured against. */
export const PROXIES = {
  workerd: {
    bare: worker("bare"),
    read: worker("read"),
    guard: bundleWorker,
    hono: worker("hono"),
  },
  Node: {
    bare: [process.execPath, file("bare-node.js")],
    guard: [process.execPath, "cli/bin.js", "proxy"],
  },
  Deno: {
    bare: [tool("deno"), "run", "-A", file("bare-deno.js")],
    guard: [tool("deno"), "run", "-A", "edge/deno.js"],
  },
  Bun: { bare: [tool("bun"), file("bare-bun.js")], guard: [tool("bun"), "edge/bun.js"] },
};

/** Processes of this one, by their id. */
const children = () =>
  execFileSync("ps", ["-o", "pid=", "--ppid", `${process.pid}`], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map(Number);

export async function startProxy(runtime, name, env) {
  const how = PROXIES[runtime][name];
  if (runtime === "workerd") {
    const modules = await how();
    const before = children();
    const bindings = { LOG: "off", ...env };
    const { url, stop } = await startWorkerd([{ name, modules, bindings, port: 0 }]);
    const pid = children().find((child) => !before.includes(child) && isRunning(child));
    return { name, url: await url(name), pid, stop };
  }
  const [command, ...args] = how;
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, LOG: "off", ...env, PORT: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const url = await new Promise((started) => {
    for (const input of [child.stdout, child.stderr]) {
      createInterface({ input }).on("line", (line) => {
        const [, at] = /^Guarding .*\bat (http\S+)$/.exec(line) ?? [];
        if (at) started(at);
      });
    }
  });
  return { name, url, pid: child.pid, stop: () => child.kill() };
}

const isRunning = (pid) => {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").startsWith("workerd");
  } catch {
    return false;
  }
};

/** Processor time that a process has used, in microseconds. */
export const processorTime = (pid) =>
  readdirSync(`/proc/${pid}/task`)
    .map((task) => readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ")[0])
    .reduce((sum, nanoseconds) => sum + Number(nanoseconds) / 1000, 0);

/** What a process holds: resident memory in MB and open descriptors. */
export const holdings = (pid) => ({
  memory: Math.round(
    Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]) / 1024,
  ),
  descriptors: readdirSync(`/proc/${pid}/fd`).length,
});
