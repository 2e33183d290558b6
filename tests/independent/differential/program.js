// A program that answers each line with a line.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** Starts one. `ask(lines)` gives its answers, in order. */
export function startProgram(command, args, cwd) {
  const program = spawn(command, args, { cwd, stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(program, "exit");
  const answers = createInterface({ input: program.stdout })[Symbol.asyncIterator]();

  async function ask(lines) {
    program.stdin.write(`${lines.join("\n")}\n`);
    const given = [];
    while (given.length < lines.length) {
      const { value, done } = await answers.next();
      if (done) throw new Error(`${command} ${args.join(" ")} broke off.`);
      given.push(value);
    }
    return given;
  }

  async function stop() {
    program.stdin.end();
    await ended;
  }

  return { ask, stop };
}
