// A program that answers each line of its standard input with a line of its standard output.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** Starts one. `ask(lines)` resolves to its answers, in order. */
export function startProgram(command, args, cwd) {
  const program = spawn(command, args, { cwd, stdio: ["pipe", "pipe", "inherit"] });
  const exit = once(program, "exit");
  const output = createInterface({ input: program.stdout })[Symbol.asyncIterator]();

  async function ask(lines) {
    program.stdin.write(`${lines.join("\n")}\n`);
    const answers = [];
    while (answers.length < lines.length) {
      const { value, done } = await output.next();
      if (done) throw new Error(`${command} ${args.join(" ")} ended early.`);
      answers.push(value);
    }
    return answers;
  }

  async function stop() {
    program.stdin.end();
    await exit;
  }

  return { ask, stop };
}
