// `npm run sabotage`: breaks a rule of the core on purpose, one after another, in a copy of the
// committed tree, and shows which of the proofs notice. Each must be noticed by all of them.

import { mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main, root, run, tried } from "./run.js";
import { setup } from "./setup.js";

const BREAKAGES = [
  {
    name: "six retries are let through (D5)",
    file: "src/rules.rs",
    from: "limits: limits(1, 5),",
    to: "limits: limits(1, 6),",
  },
  {
    name: "a member may stand twice (§1)",
    file: "src/webhook.rs",
    from: "Ok(JsonType::Object) => self.duplicate.take(),",
    to: "Ok(JsonType::Object) => None,",
  },
  {
    name: "a lone surrogate is mended (§1)",
    file: "src/json.rs",
    from: "char::from_u32(unit).map(|character| (character, 6)).ok_or(0)",
    to: "Ok((char::from_u32(unit).unwrap_or('\\u{FFFD}'), 6))",
  },
  {
    name: "a reserved header is let through (§2)",
    file: "src/headers.rs",
    from: "listed == Some(ListedHeader::Reserved)",
    to: "listed.is_none() && listed == Some(ListedHeader::Reserved)",
  },
  {
    name: "a backslash may stand in a URL (D1)",
    file: "src/target.rs",
    from: "0x7F | b'\\\\'",
    to: "0x7F",
  },
];

const PROOFS = [
  { name: "vectors", command: "cargo test --quiet --test vectors" },
  { name: "properties", command: "cargo test --quiet --test properties" },
  { name: "fuzzing", command: "node tools/fuzz.js --runs 5000" },
];

main(() => {
  setup("compiler", "cargo-fuzz");
  const folder = mkdtempSync(join(tmpdir(), "webhook-guard-"));
  try {
    const tar = join(folder, "tree.tar");
    run(["git", "archive", "--output", tar, "HEAD"]);
    run(["tar", "-xf", tar, "-C", folder]);
    // Older than what is installed, or that would be installed anew.
    utimesSync(join(folder, "package-lock.json"), 0, 0);
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    for (const { file, from } of BREAKAGES) {
      const once = readFileSync(join(folder, file), "utf8").split(from).length === 2;
      if (!once) throw new Error(`${file} no longer says once: ${from}`);
    }
    const notices = (command) => tried(command.split(" "), folder).status !== 0;
    const hasty = PROOFS.find(({ command }) => notices(command));
    if (hasty) throw new Error(`${hasty.name} fail where nothing is broken.`);
    const table = {};
    for (const { name, file, from, to } of BREAKAGES) {
      const path = join(folder, file);
      const source = readFileSync(path, "utf8");
      writeFileSync(
        path,
        source.replace(from, () => to),
      );
      table[name] = {};
      for (const { name: proof, command } of PROOFS) {
        table[name][proof] = notices(command) ? "noticed" : "MISSED";
      }
      writeFileSync(path, source);
    }
    console.table(table);
    const missed = Object.values(table).some((row) => Object.values(row).includes("MISSED"));
    if (missed) throw new Error("A broken rule went unnoticed.");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
