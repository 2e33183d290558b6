// The second implementation, in Python.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { webhookJsonSchema } from "../../../pkg/entry/default.js";
import { findPython } from "../../../tools/python.js";
import { startProgram } from "./program.js";

const SOURCES = fileURLToPath(new URL("../python", import.meta.url));

/** Starts it. `verdicts(bodies)` gives its verdicts on bodies, in order. */
export function startSecond() {
  const folder = mkdtempSync(join(tmpdir(), "webhook-guard-"));
  const schema = join(folder, "schema.json");
  writeFileSync(schema, JSON.stringify(webhookJsonSchema()));
  // -B: no compiled files among the sources.
  const python = startProgram(findPython(), ["-B", "-m", "webhook_contract", schema], SOURCES);

  async function verdicts(bodies) {
    const lines = bodies.map(({ bytes, extraEventTypes }) =>
      JSON.stringify({ body: Buffer.from(bytes).toString("hex"), extraEventTypes }),
    );
    return (await python.ask(lines)).map((answer) => JSON.parse(answer));
  }

  async function stop() {
    await python.stop();
    rmSync(folder, { recursive: true });
  }

  return { verdicts, stop };
}
