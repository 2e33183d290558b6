// A file that is there while webhooks of a run may be on a device, and tells the next run of them.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The journal of a device, in the user's folder for such state. */
export function openJournal(baseUrl, env = process.env) {
  const state = env.XDG_STATE_HOME || env.LOCALAPPDATA || join(homedir(), ".local", "state");
  const folder = join(state, "webhook-guard-conformance");
  const name = createHash("sha256").update(baseUrl).digest("hex").slice(0, 16);
  const file = join(folder, `${name}.json`);
  return {
    file,

    /** What was written last; undefined where nothing is. */
    read() {
      let text;
      try {
        text = readFileSync(file, "utf8");
      } catch (error) {
        if (error.code === "ENOENT") return undefined;
        throw error;
      }
      return JSON.parse(text);
    },

    /** `{ run, pid, before }`: before are the uids that were on the device. */
    write(entry) {
      mkdirSync(folder, { recursive: true });
      // In one step: a file that broke off would tell of nothing.
      writeFileSync(`${file}.new`, `${JSON.stringify(entry)}\n`);
      renameSync(`${file}.new`, file);
    },

    remove: () => rmSync(file, { force: true }),
  };
}
