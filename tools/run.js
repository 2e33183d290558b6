// Runs commands in the repository's root.

import { spawnSync } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Where set-up installs tools that npm does not. */
export const cache = join(
  process.env.XDG_CACHE_HOME ?? process.env.LOCALAPPDATA ?? join(homedir(), ".cache"),
  "webhook-guard",
);

// On Windows npm's commands are .cmd files, which need a shell.
const windows = process.platform === "win32";
const quote = (word) => (/\s/.test(word) ? `"${word}"` : word);

function spawn(words, options) {
  const [command, ...args] = windows ? [words.map(quote).join(" ")] : words;
  return spawnSync(command, args, { cwd: root, encoding: "utf8", shell: windows, ...options });
}

/** Runs a command and shows its output; throws if it fails. */
export function run(words, env) {
  const { status, signal, error } = spawn(words, {
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  if (status === 0) return;
  const reason = error?.message ?? (signal ? `terminated by ${signal}` : `exit code ${status}`);
  throw new Error(`${words.join(" ")}: ${reason}`);
}

/** What a command prints, or `undefined` if it fails. */
export function output(words) {
  const { status, stdout } = spawn(words, { stdio: ["ignore", "pipe", "ignore"] });
  return status === 0 ? stdout.trim() : undefined;
}

/** Runs a command; returns its exit code and all that it prints. */
export function attempt(words) {
  const stdio = ["ignore", "pipe", "pipe"];
  const { status, stdout, stderr, error } = spawn(words, { stdio, maxBuffer: 2 ** 28 });
  return { status, text: error?.message ?? `${stdout}${stderr}` };
}

/** Runs a script's main function; of an error only the message is printed. */
export async function main(script) {
  try {
    await script();
  } catch (error) {
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}
