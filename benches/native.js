// `npm run bench:native`: writes the workloads for the native benchmark, and runs it.

import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { main, run } from "../tools/run.js";
import { setup } from "../tools/setup.js";
import { bundle, bundlePath } from "./bundle.js";

main(async () => {
  setup();
  const outfile = "native/workloads.mjs";
  await bundle(`export * from "./workloads.js";`, { runtime: "node", outfile });
  const { WORKLOADS } = await import(pathToFileURL(bundlePath(outfile)));
  const bodies = bundlePath("native/bodies.json");
  const texts = Object.entries(WORKLOADS).map(([name, variants]) => [
    name,
    variants.map(({ text }) => text),
  ]);
  writeFileSync(bodies, JSON.stringify(Object.fromEntries(texts)));
  run(["cargo", "bench", "--bench", "verdict"], { BODIES: bodies });
});
