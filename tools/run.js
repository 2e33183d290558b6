// Runs commands in the project's root.

import { spawnSync } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Where set-up puts tools that are not npm's. */
export const cache = join(
  process.env.XDG_CACHE_HOME ?? process.env.LOCALAPPDATA ?? join(homedir(), ".cache"),
  "webhook-guard",
);

// On Windows npm's commands are .cmd files, which only a shell starts.
const windows = process.platform === "win32";
const quote = (word) => (/\s/.test(word) ? `"${word}"` : word);

function spawn(words, options) {
  const [command, ...args] = windows ? [words.map(quote).join(" ")] : words;
  return spawnSync(command, args, { cwd: root, encoding: "utf8", shell: windows, ...options });
}

/** Runs a command with its output shown; throws where it fails. */
export function run(words, env) {
  const { status, signal, error } = spawn(words, {
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  if (status === 0) return;
  const reason = error?.message ?? (signal ? `ended by ${signal}` : `exit code ${status}`);
  throw new Error(`${words.join(" ")}: ${reason}`);
}

/** What a command prints, or undefined where it fails. */
export function output(words) {
  const { status, stdout } = spawn(words, { stdio: ["ignore", "pipe", "ignore"] });
  return status === 0 ? stdout.trim() : undefined;
}

/** Runs a command and gives its exit code and all that it prints. */
export function tried(words, cwd = root) {
  const stdio = ["ignore", "pipe", "pipe"];
  const { status, stdout, stderr, error } = spawn(words, { cwd, stdio, maxBuffer: 2 ** 28 });
  return { status, text: error?.message ?? `${stdout}${stderr}` };
}

/** Runs a script's main function; an error is told by its message alone. */
export async function main(script) {
  try {
    await script();
  } catch (error) {
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}
