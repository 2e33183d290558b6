// The second implementation, in Python, as a program that is asked.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { webhookJsonSchema } from "../../pkg/entry/default.js";
import { findPython } from "../../scripts/python.js";

const SOURCES = fileURLToPath(new URL("../python", import.meta.url));

/** Starts it. `verdicts(cases)` gives its verdicts on bodies, in order. */
export function startSecond() {
  const folder = mkdtempSync(join(tmpdir(), "webhook-guard-"));
  const schema = join(folder, "schema.json");
  writeFileSync(schema, JSON.stringify(webhookJsonSchema()));
  const python = spawn(findPython(), ["-B", "-m", "webhook_contract", schema], {
    cwd: SOURCES,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();

  async function verdicts(cases) {
    const written = cases.map(({ bytes, extraEventTypes }) =>
      JSON.stringify({ body: Buffer.from(bytes).toString("hex"), extraEventTypes }),
    );
    python.stdin.write(`${written.join("\n")}\n`);
    const answers = [];
    while (answers.length < cases.length) {
      const { value, done } = await lines.next();
      if (done) throw new Error("The second implementation broke off.");
      answers.push(JSON.parse(value));
    }
    return answers;
  }

  async function stop() {
    python.stdin.end();
    if (python.exitCode === null) await once(python, "exit");
    rmSync(folder, { recursive: true });
  }

  return { verdicts, stop };
}
