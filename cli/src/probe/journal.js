// A file per device that exists while webhooks of a run may be on it, so that the next run removes
// them, and one with the outcomes so far, so that `--resume` can continue.

import { createHash } from "node:crypto";
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Failure } from "../failure.js";
import { readJson } from "../json.js";

/** The journal of a device, in the user's folder for such state. */
export function openJournal(baseUrl, env = process.env) {
  const state = env.XDG_STATE_HOME || env.LOCALAPPDATA || join(homedir(), ".local", "state");
  const folder = join(state, "webhook-guard");
  const name = createHash("sha256").update(baseUrl).digest("hex").slice(0, 16);
  const file = join(folder, `${name}.json`);
  const outcomes = join(folder, `${name}.outcomes.jsonl`);
  return {
    file,

    /** The last entry; undefined if there is none. */
    read() {
      const text = readIfPresent(file);
      if (text === undefined) return undefined;
      const entry = readJson(text);
      if (typeof entry?.run === "string" && Array.isArray(entry.before)) return entry;
      throw new Failure(
        `${file} is damaged. Delete it, and what a run left on the device by --clean.`,
      );
    },

    /** `{ run, pid, before }`; `before` are the uids that were on the device. */
    write(entry) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      // In one step, so that the file is never incomplete.
      writeFileSync(`${file}.new`, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },

    remove: () => rmSync(file, { force: true }),

    /** The outcomes of an interrupted run. The line it was writing may be incomplete. */
    readOutcomes() {
      const lines = readIfPresent(outcomes)?.split("\n") ?? [];
      return lines.map(readJson).filter((outcome) => typeof outcome?.name === "string");
    },

    addOutcome(outcome) {
      // On a line of its own, even after one that is incomplete.
      appendFileSync(outcomes, `\n${JSON.stringify(outcome)}`, { mode: 0o600 });
    },

    removeOutcomes: () => rmSync(outcomes, { force: true }),
  };
}

function readIfPresent(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}
