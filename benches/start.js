// `npm run bench:start`: from import to the first verdict in a fresh process, with the packages as
// npm installs them and as one bundled file; where the package's time goes; and the processor time that
// a worker's start takes.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { main } from "../tools/run.js";
import { bundle, bundlePath, guardEntry } from "./bundle.js";
import { CONTESTANTS, contestantsOf } from "./contestants.js";
import { processorTime } from "./edge/processes.js";
import { START } from "./goals.js";
import { markdown, writeSection } from "./markdown.js";
import { startWorker } from "./runtimes/workerd.js";
import { median, shuffled } from "./statistics.js";

const ROUNDS = 7;
const WORKER_ROUNDS = 3;
const STEP_ROUNDS = 21;

const names = contestantsOf("bytes").filter((name) => name !== "floor-parse");
const CHILD = fileURLToPath(new URL("start-child.js", import.meta.url));

const source = (name) => `export { default } from "./contestants/${name}.js";`;
const WAYS = { installed: { installed: true }, bundled: { minify: true } };

/** Milliseconds from import to the first verdict, in a new Node process. */
const start = (file) => Number(execFileSync(process.execPath, [CHILD, pathToFileURL(file).href]));

/** The package's steps, each the median over new processes. */
function measureSteps() {
  const child = fileURLToPath(new URL("start-steps.js", import.meta.url));
  const entry = pathToFileURL(guardEntry("node")).href;
  const runs = Array.from({ length: STEP_ROUNDS }, () =>
    JSON.parse(execFileSync(process.execPath, [child, entry])),
  );
  return markdown(
    ["where the milliseconds of webhook-guard go", ""],
    Object.keys(runs[0]).map((step) => [step, median(runs.map((run) => run[step])).toFixed(2)]),
  );
}

const worker = (name) => `
${name ? `import contestant from "./contestants/${name}.js";` : "const contestant = { bytes: () => [] };"}

export default {
  async fetch(request) {
    return Response.json(contestant.bytes(new Uint8Array(await request.arrayBuffer())).length);
  },
};
`;

/** The processor time of a process's latest child, in milliseconds. */
function childTime() {
  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, "utf8");
  const pid = children
    .trim()
    .split(" ")
    .findLast((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("workerd"));
  return processorTime(pid) / 1000;
}

async function startUnderWorkerd(name, body) {
  const miniflare = await startWorker(worker(name), `start/workerd/${name || "empty"}.mjs`);
  const response = await miniflare.dispatchFetch("http://localhost/", { method: "POST", body });
  await response.text();
  const time = childTime();
  await miniflare.dispose();
  return time;
}

async function measureNode() {
  const times = Object.fromEntries(names.map((name) => [name, { installed: [], bundled: [] }]));
  for (const name of names) {
    for (const [way, options] of Object.entries(WAYS)) {
      await bundle(source(name), {
        runtime: "node",
        outfile: `start/${way}/${name}.mjs`,
        ...options,
      });
    }
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const way of Object.keys(WAYS)) {
      for (const name of shuffled(names)) {
        times[name][way].push(start(bundlePath(`start/${way}/${name}.mjs`)));
      }
    }
  }
  const byValibot = (name) => median(times[name].installed) / median(times.valibot.installed);
  const rows = names.map((name) => [
    CONTESTANTS[name].title.replace("floor: copy into wasm + empty call", "an empty wasm module"),
    ...Object.keys(WAYS).map((way) => median(times[name][way]).toFixed(1)),
    byValibot(name).toFixed(2),
  ]);
  const goal = (value, most, unit = "") =>
    `${value.toFixed(2)}${unit} (at most ${most}: ${value <= most ? "met" : "missed"})`;
  return [
    markdown(
      ["milliseconds, import to first verdict", "as installed", "one file", "÷ valibot"],
      rows,
    ),
    `Installed, webhook-guard takes ${goal(byValibot("guard"), START.byValibot)} of valibot's time; as one file ${goal(median(times.guard.bundled), START.bundled, " ms")}.`,
  ].join("\n\n");
}

async function measureWorkerd() {
  if (!existsSync("/proc/self/schedstat"))
    return "Processor time in workerd is measured only on Linux.";
  const body = JSON.stringify({
    ...{ url: "https://example.com/hook", status: "active" },
    ...{ event_types: ["log.door_was_opened"], max_retries: 3 },
  });
  const workers = ["", ...names];
  const times = Object.fromEntries(workers.map((name) => [name, []]));
  for (let round = 0; round < WORKER_ROUNDS; round++) {
    for (const name of shuffled(workers)) times[name].push(await startUnderWorkerd(name, body));
  }
  const empty = median(times[""]);
  const rows = workers
    .slice(1)
    .map((name) => [CONTESTANTS[name].title, (median(times[name]) - empty).toFixed(1)]);
  return markdown(
    [
      `milliseconds of processor time in workerd, above an empty worker's (webhook-guard: at most ${START.workerd})`,
      "",
    ],
    rows,
  );
}

main(async () => {
  const text = [await measureNode(), measureSteps(), await measureWorkerd()].join("\n\n");
  console.log(text);
  if (!process.env.GUARD) writeSection("start", text);
});
