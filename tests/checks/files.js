// The repository's text files, as Git lists them.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

const BINARY = /\.(png|bin)$/;
// Machine-written, or the text of others.
const FOREIGN =
  /(^|\/)(package-lock\.json|Cargo\.lock|LICENSE-\w+|requirements\.txt)$|^fuzz\/corpora\//;

/** Every tracked or new file that people write, as `{ path, text }`. */
export function writtenFiles() {
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const paths = execFileSync("git", list, { cwd: root, encoding: "utf8" }).split("\0");
  return paths
    .filter((path) => path && !BINARY.test(path) && !FOREIGN.test(path))
    .flatMap((path) => {
      try {
        return [{ path, text: readFileSync(join(root, path), "utf8") }];
      } catch (error) {
        // Deleted, but not yet committed.
        if (error.code === "ENOENT") return [];
        throw error;
      }
    });
}

/** Each match of a pattern in a text, with the line it is on. */
export function* matches(text, pattern) {
  for (const match of text.matchAll(pattern)) {
    yield { match, line: text.slice(0, match.index).split("\n").length };
  }
}
