// Copies into the npm packages what they share with the repository, and writes the notices of
// third-party software.

import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { notices } from "./notices.js";
import { root } from "./run.js";

const SHARED = {
  pkg: ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md"],
  cli: ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"],
};

export function writeSharedFiles() {
  for (const [folder, files] of Object.entries(SHARED)) {
    for (const file of files) copyFileSync(join(root, file), join(root, folder, file));
  }
  writeFileSync(join(root, "pkg/THIRD-PARTY-NOTICES"), notices());
}
