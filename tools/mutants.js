// `npm run mutants`: changes the core in one place after another with cargo-mutants, and reports what no test
// detects. .cargo/mutants.toml lists what no test can detect, with the reasons. Arguments are passed on:
// `npm run mutants -- --file src/json.rs`, `-- --shard 1/8`. All of it takes an hour on two cores.

import { main, run } from "./run.js";
import { setup } from "./setup.js";

const env = {
  // Several hundred test runs: keep each short.
  CARGO_PROFILE_DEV_DEBUG: "0",
  PROPTEST_CASES: "32",
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: "wasm-bindgen-test-runner",
};

main(() => {
  setup("cargo-mutants");
  const args = process.argv.slice(2);
  const runs = args.length > 0 ? [args] : [[], ["--config", ".cargo/mutants-wasm.toml"]];
  for (const flags of runs) run(["cargo", "mutants", "--no-shuffle", ...flags], env);
});
