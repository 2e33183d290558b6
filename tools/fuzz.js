// `npm run fuzz -- --minutes 10`: fuzzes the core with cargo-fuzz. The targets of fuzz/ share the minutes;
// `--target body` chooses one, `--jobs 2` runs two at a time, and `--minimise` then stores in fuzz/corpora/
// the inputs that reach code which the vectors do not.
// `npm run fuzz -- --runs 10000` starts with the same inputs every time, as `npm run test:all` does.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { main, root, run } from "./run.js";
import { setup } from "./setup.js";
import { readVectors } from "./vectors.js";

const FUZZ = join(root, "fuzz");
const CARGO_FUZZ = ["cargo", "fuzz"];
// Sanitizers need a nightly toolchain, and look for errors that a crate without unsafe code does not have.
// Panics, overflows, hangs and excessive memory are found without them.
const FLAGS = ["--fuzz-dir", "fuzz", "--sanitizer", "none"];
const TARGETS = readdirSync(join(FUZZ, "fuzz_targets")).map((file) => file.replace(/\.rs$/, ""));
const LIMITS = ["-max_len=8192", "-timeout=30", "-dict=fuzz/dictionary.txt"];

// One character per byte, so that a corpus is readable.
const pack = (bytes) => bytes.toString("latin1");
const unpack = (text) => Buffer.from(text, "latin1");
const corpusFile = (target) => join(FUZZ, "corpora", `${target}.json`);

/** The first inputs of each target, from the vectors. */
function seeds() {
  const seeds = Object.fromEntries(TARGETS.map((target) => [target, []]));
  const text = (value) => (typeof value === "string" ? value : JSON.stringify(value ?? ""));
  const cases = (kind) =>
    readVectors().flatMap((vectors) => (vectors.kind === kind ? vectors.cases : []));
  for (const { body, bytes } of cases("validate")) {
    if (bytes !== undefined) seeds.body.push(Buffer.from(bytes, "hex"));
    if (body === undefined) continue;
    seeds.body.push(Buffer.from(body));
    const { url, headers } = members(body);
    if (typeof url === "string") seeds.url.push(Buffer.from(url));
    if (typeof headers === "string") seeds.headers.push(Buffer.from(headers));
    seeds.request.push(Buffer.from(`create\n\n\n\n\n\n${body}`));
  }
  for (const { request } of cases("request")) {
    const { operation, baseUrl = "", token = "", uid = "", extraEventTypes = [""] } = request;
    const query = new URLSearchParams(Object.entries(request.query ?? {}));
    const lines = [operation, baseUrl, token, uid, query, [extraEventTypes].flat()[0]];
    seeds.request.push(Buffer.from(`${lines.join("\n")}\n${text(request.webhook)}`));
  }
  for (const { response } of cases("response")) {
    const { operation, status, body, bytes } = response;
    const content = bytes === undefined ? Buffer.from(text(body)) : Buffer.from(bytes, "hex");
    seeds.response.push(Buffer.concat([Buffer.from(`${operation} ${status}\n`), content]));
    if (operation === "test" && status === 200) seeds.delivery.push(content);
  }
  for (const { body, bytes } of cases("locate")) {
    seeds.locate.push(bytes === undefined ? Buffer.from(body) : Buffer.from(bytes, "hex"));
  }
  return seeds;
}

function members(body) {
  try {
    return JSON.parse(body) ?? {};
  } catch {
    return {};
  }
}

function write(folder, inputs) {
  mkdirSync(folder, { recursive: true });
  for (const bytes of inputs) {
    const name = createHash("sha1").update(bytes).digest("hex");
    writeFileSync(join(folder, name), bytes);
  }
}

/** Runs a target. Resolves to its statistics, and to the log of a finding. */
function fuzz(target, corpus, flags) {
  const [command, ...args] = [...CARGO_FUZZ, "run", ...FLAGS, target, corpus, "--"];
  const options = [...LIMITS, "-print_final_stats=1", ...flags];
  const child = spawn(command, [...args, ...options], { cwd: root });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      log += text;
    });
  }
  const start = performance.now();
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => {
      const last = (pattern) => Number([...log.matchAll(pattern)].at(-1)?.[1] ?? 0);
      resolve({
        target,
        minutes: ((performance.now() - start) / 60000).toFixed(1),
        executions: last(/number_of_executed_units: (\d+)/g).toLocaleString("en"),
        corpus: last(/corp: (\d+)/g),
        edges: last(/cov: (\d+)/g),
        finding: status === 0 ? undefined : log.slice(log.search(/panicked at|ERROR: /)),
      });
    });
  });
}

/** Stores the inputs of a corpus that reach code which the vectors do not. */
function minimise(target, corpus, seeds) {
  const merged = join(FUZZ, "target", "merged", target);
  rmSync(merged, { recursive: true, force: true });
  write(merged, seeds);
  const seedNames = new Set(readdirSync(merged));
  // Whether code is reached, not how often: counters would make megabytes.
  const options = [...LIMITS, "-set_cover_merge=1", "-use_counters=0"];
  run([...CARGO_FUZZ, "run", ...FLAGS, target, merged, corpus, "--", ...options]);
  const names = readdirSync(merged).filter((name) => !seedNames.has(name));
  const inputs = names.map((name) => pack(readFileSync(join(merged, name))));
  writeFileSync(corpusFile(target), `${JSON.stringify(inputs.sort(), null, 1)}\n`);
}

main(async () => {
  const { values } = parseArgs({
    options: {
      jobs: { type: "string", default: "1" },
      minimise: { type: "boolean", default: false },
      minutes: { type: "string" },
      runs: { type: "string" },
      target: { type: "string", multiple: true, default: TARGETS },
    },
  });
  const unknown = values.target.find((target) => !TARGETS.includes(target));
  if (unknown !== undefined)
    throw new Error(`Unknown target "${unknown}". Targets: ${TARGETS.join(", ")}.`);
  const given = values.minutes ?? values.runs;
  if (!(Number(given) > 0) || (values.minutes && values.runs)) {
    throw new Error("Give either --minutes N or --runs N.");
  }
  // With a number of runs, a fixed seed and a fresh corpus make them much alike.
  const fixed = values.minutes === undefined;
  const seconds = Math.ceil((Number(values.minutes) * 60) / values.target.length);
  const flags = fixed ? ["-seed=1", `-runs=${values.runs}`] : [`-max_total_time=${seconds}`];

  setup("compiler", "cargo-fuzz");
  run([...CARGO_FUZZ, "build", ...FLAGS]);

  const folders = join(FUZZ, fixed ? "target/seeds" : "corpus");
  const vectors = seeds();
  const queue = [...values.target];
  const results = [];
  const work = async () => {
    for (let target = queue.shift(); target !== undefined; target = queue.shift()) {
      const corpus = join(folders, target);
      if (fixed) rmSync(corpus, { recursive: true, force: true });
      const stored = JSON.parse(readFileSync(corpusFile(target), "utf8")).map(unpack);
      write(corpus, [...vectors[target], ...stored]);
      const { finding, ...result } = await fuzz(target, corpus, flags);
      if (finding !== undefined) console.error(`\n${target}:\n${finding}`);
      results.push({ ...result, finding: finding === undefined ? "none" : "FOUND" });
    }
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, work));
  console.table(Object.fromEntries(results.map(({ target, ...row }) => [target, row])));
  if (values.minimise) {
    for (const target of values.target) minimise(target, join(folders, target), vectors[target]);
  }
  if (results.some(({ finding }) => finding !== "none")) process.exitCode = 1;
});
