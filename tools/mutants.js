// `npm run mutants`: breaks the core in one place after another and shows what no test notices, by
// cargo-mutants; .cargo/mutants.toml lists what no test can notice, and why. Arguments are handed
// on: `npm run mutants -- --file src/target.rs`, `-- --shard 1/8`. An hour for all on two cores.

import { main, run } from "./run.js";
import { setup } from "./setup.js";

const env = {
  // What is tried several hundred times is to be quick.
  CARGO_PROFILE_DEV_DEBUG: "0",
  PROPTEST_CASES: "32",
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: "wasm-bindgen-test-runner",
};

main(() => {
  setup("cargo-mutants");
  const given = process.argv.slice(2);
  const runs = given.length ? [given] : [[], ["--config", ".cargo/mutants-wasm.toml"]];
  for (const flags of runs) run(["cargo", "mutants", "--no-shuffle", ...flags], env);
});
