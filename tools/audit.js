// `npm run audit`: what the project is built of, by cargo-deny (licences, bans, sources: deny.toml)
// and, against the databases of known vulnerabilities, by cargo-deny and npm. Those come from
// elsewhere: where they cannot be reached that part is said to be missing, and is no success.

import { main, run, tried } from "./run.js";
import { setup } from "./setup.js";

const MANIFESTS = ["Cargo.toml", "fuzz/Cargo.toml"];
const FOLDERS = [".", "tests/runtimes"];
// How each tool says that it got no answer, as against a bad one.
const UNREACHED =
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
    const { status, text } = tried(command);
    console.log(text);
    const outcome = status === 0 ? "passed" : UNREACHED.test(text) ? "NOT ASKED" : "FAILED";
    return `${outcome.padEnd(9)}  ${command.join(" ")}`;
  });
  console.log(`\npassed     licences, bans and sources\n${results.join("\n")}`);
  if (results.some((result) => !result.startsWith("passed"))) {
    throw new Error("Not all was found well; what was NOT ASKED wants a database out of reach.");
  }
});
