// A small part of `npm run soak:edge`: mixed requests get the status they must, and no timer is left.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { root } from "../../tools/run.js";

test("good, rejected, slow and aborted requests leave no timer", async () => {
  const env = { ...process.env, REQUESTS: "1000", SAMPLES: "2", RUNTIMES: "Node" };
  const options = { cwd: root, env };
  const { stdout } = await promisify(execFile)(process.execPath, ["benches/edge/soak.js"], options);
  assert.match(stdout.trimEnd().split("\n").at(-1), /^ *100 % +timers 0 /);
});
