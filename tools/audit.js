// `npm run audit`: checks the dependencies with cargo-deny (licences, bans and sources, by deny.toml), and
// with cargo-deny and npm against databases of known vulnerabilities. A database that cannot be reached is
// reported, and the audit fails.

import { attempt, main, run } from "./run.js";
import { setup } from "./setup.js";

const MANIFESTS = ["Cargo.toml", "idna/Cargo.toml", "fuzz/Cargo.toml"];
const FOLDERS = [".", "tests/runtimes"];
// What each tool prints when a database cannot be reached.
const UNREACHABLE =
  /failed to fetch advisory database|unable to fetch|ENOAUDIT|audit endpoint returned an error|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN/i;

main(() => {
  setup("cargo-deny");
  const deny = (manifest, ...checks) => [
    ...["cargo", "deny", "--manifest-path", manifest, "--config", "deny.toml", "--locked"],
    ...["check", "--hide-inclusion-graph", ...checks],
  ];
  for (const manifest of MANIFESTS) {
    run(deny(manifest, "licenses", "bans", "sources"));
  }
  const databases = [
    ...MANIFESTS.map((manifest) => deny(manifest, "advisories")),
    ...FOLDERS.map((folder) => ["npm", "audit", "--prefix", folder, "--audit-level=moderate"]),
  ];
  const results = databases.map((command) => {
    console.log(`\n$ ${command.join(" ")}`);
    const { status, text } = attempt(command);
    console.log(text);
    const failure = UNREACHABLE.test(text) ? "UNREACHABLE" : "FAILED";
    const outcome = status === 0 ? "passed" : failure;
    return `${outcome.padEnd(11)}  ${command.join(" ")}`;
  });
  console.log(`\npassed       licences, bans and sources\n${results.join("\n")}`);
  if (results.some((result) => !result.startsWith("passed"))) {
    throw new Error("The audit failed. Where a database was UNREACHABLE, check the network.");
  }
});
