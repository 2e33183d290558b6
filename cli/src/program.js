// The command line (contract §10): reads the arguments and runs one of the subcommands.

import { Command, CommanderError } from "commander";
import { checkCommand } from "./check/command.js";
import { describeFileError, Failure } from "./failure.js";
import { printable } from "./printable.js";
import { probeCommand } from "./probe/command.js";
import { proxyCommand } from "./proxy/command.js";
import { version } from "./version.js";

const MISUSE = 2;

/** Runs the command line; resolves to the exit status. */
export async function run(argv) {
  let status = 0;
  const finish = (code) => {
    status = code;
  };
  const program = new Command("webhook-guard")
    .description("Validates webhooks for a door panel, guards its API, and tests a real device.")
    .version(version, "-V, --version", "print the version")
    .addCommand(checkCommand(finish))
    .addCommand(proxyCommand(finish))
    .addCommand(probeCommand(finish));
  configure(program, program.name());
  // A reader that closes the pipe early, such as head, ends the output, not the command.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : MISUSE;
    // The user can also correct a system error, such as a file that cannot be written.
    if (!(error instanceof Failure) && error.syscall === undefined) throw error;
    const { path, message: reason } = error;
    const message = path === undefined ? reason : `${path}: ${describeFileError(error)}`;
    console.error(`error: ${printable(message)}`);
    return MISUSE;
  }
  return status;
}

/** What all commands have in common; `name` is what a user calls this one by. */
function configure(command, name) {
  command
    .helpOption("-h, --help", "print this help")
    .exitOverride()
    .showHelpAfterError(`Run "${name} --help" for the options.`)
    .configureOutput({ outputError: (text, write) => write(lines(text)) });
  for (const each of command.commands) configure(each, `${name} ${each.name()}`);
}

/** An error of the argument parser, which repeats what it was given. */
const lines = (text) => text.replace(/[^\n]+/g, printable);
