// npm runs this before it packs a package: it stops for one that is not built from the present sources.

import { existsSync, readFileSync } from "node:fs";
import { isBuilt } from "./build.js";
import { main } from "./run.js";

main(() => {
  const { files } = JSON.parse(readFileSync("package.json", "utf8"));
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length > 0 || !isBuilt()) {
    const what = missing.join(", ") || "the WebAssembly module of these sources";
    throw new Error(`The package lacks ${what}. Run "npm run build" first.`);
  }
});
