// Runs the command line from its sources.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

export const bin = fileURLToPath(new URL("../../cli/bin.js", import.meta.url));

/** A valid webhook without a warning. */
export const WEBHOOK = {
  url: "https://example.com/hook",
  secret: "0123456789abcdef",
  status: "active",
  event_types: ["log.door_was_opened"],
  max_retries: 3,
};

/** Makes `run(args, input?)`, which resolves to `{ status, stdout, stderr }`. */
export const createRun =
  ({ cwd, env = process.env, command = [process.execPath, bin] }) =>
  (args, input) =>
    new Promise((resolve) => {
      const [file, ...rest] = command;
      const options = { cwd, env, maxBuffer: 2 ** 28 };
      const child = execFile(file, [...rest, ...args], options, (error, stdout, stderr) =>
        resolve({ status: error ? error.code : 0, stdout, stderr }),
      );
      child.stdin.on("error", () => {});
      child.stdin.end(input);
    });
