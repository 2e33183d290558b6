// Runs the independent implementation of the contract, in Python.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { webhookJsonSchema } from "../../../pkg/entry/default.js";
import { findPython } from "../../../tools/python.js";
import { startProgram } from "./program.js";

const SOURCES = fileURLToPath(new URL("../python", import.meta.url));

/** Starts it. `results(bodies)` resolves to its results for bodies, in order. */
export function startPython() {
  const folder = mkdtempSync(join(tmpdir(), "webhook-guard-"));
  const schema = join(folder, "schema.json");
  writeFileSync(schema, JSON.stringify(webhookJsonSchema()));
  // -B: write no compiled files among the sources.
  const program = startProgram(findPython(), ["-B", "-m", "webhook_contract", schema], SOURCES);

  async function results(bodies) {
    const lines = bodies.map(({ bytes, extraEventTypes }) =>
      JSON.stringify({ body: Buffer.from(bytes).toString("hex"), extraEventTypes }),
    );
    return (await program.ask(lines)).map((line) => JSON.parse(line));
  }

  async function stop() {
    await program.stop();
    rmSync(folder, { recursive: true });
  }

  return { results, stop };
}
