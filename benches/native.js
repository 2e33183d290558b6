// `npm run bench:native`: writes the workloads for native/, which compares the core with what a Rust program
// would use instead, and runs it.

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { main, root, run } from "../tools/run.js";
import { setup } from "../tools/setup.js";
import { bundle, bundlePath } from "./bundle.js";
import { markdown, writeSection } from "./markdown.js";
import { median, ratio } from "./statistics.js";

main(async () => {
  setup();
  const outfile = "native/workloads.mjs";
  const source = `export * from "./workloads.js"; export * from "bench:names";`;
  await bundle(source, { runtime: "node", outfile });
  const { EVENT_TYPES, RESERVED_HEADERS, WORKLOADS } = await import(
    pathToFileURL(bundlePath(outfile))
  );
  const bodies = bundlePath("native/bodies.json");
  const input = { event_types: EVENT_TYPES, reserved_headers: RESERVED_HEADERS };
  writeFileSync(bodies, JSON.stringify({ ...input, workloads: WORKLOADS }));

  const target = join(root, "target", "benches", "native");
  const manifest = join(root, "benches", "native", "Cargo.toml");
  const env = { CARGO_TARGET_DIR: target, RUSTFLAGS: "-C target-cpu=native" };
  run(["cargo", "build", "--release", "--locked", "--manifest-path", manifest], env);
  const program = join(target, "release", "webhook-guard-bench");
  const times = JSON.parse(execFileSync(program, [bodies], { encoding: "utf8" }));

  const workloads = Object.keys(WORKLOADS);
  const core = times["webhook-guard"];
  const rows = Object.entries(times)
    .sort(([, a], [, b]) => median(a[workloads[0]]) - median(b[workloads[0]]))
    .map(([name, cells]) => [
      name,
      ...workloads.map((workload) => {
        const by = ratio(cells[workload], core[workload]);
        const time = Math.round(median(cells[workload])).toLocaleString("en");
        return cells === core ? time : `${time} (${by.toFixed(2)})`;
      }),
    ]);
  const text = markdown(["nanoseconds, bytes", ...workloads], rows);
  console.log(`\n${text}`);
  writeSection("native", text);
});
