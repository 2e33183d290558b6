// Has typia's command write src/webhook.ts again, with the code of its validator.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../../tools/run.js";

export const typiaFolder = fileURLToPath(new URL(".", import.meta.url));

/** The text of the module, in TypeScript, whose imports are relative to this folder. */
export function typiaModule() {
  const output = join(root, "target", "benches", "typia");
  const command = join(typiaFolder, "node_modules", "typia", "lib", "executable", "typia.js");
  const folders = ["--input", join(typiaFolder, "src"), "--output", output];
  execFileSync(process.execPath, [command, "generate", ...folders, "--project", "tsconfig.json"], {
    cwd: typiaFolder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return [
    `import { atLeast, atMost, isHttpUrl } from "../rules.js";`,
    readFileSync(join(output, "webhook.ts"), "utf8"),
  ].join("\n");
}
