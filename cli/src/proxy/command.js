// `webhook-guard proxy`: the edge guard (contract §8) as a server in front of a device.

import { Command } from "commander";
import { createGuard, formatDecision } from "webhook-guard/edge";
import { nodeFetch } from "webhook-guard/edge/node-fetch";
import { Failure } from "../failure.js";
import { createOptions, flagOf, GUARD_OPTIONS } from "./options.js";
import { startServer } from "./server.js";
import { createSummary } from "./summary.js";

export function proxyCommand(finish) {
  const command = new Command("proxy")
    .description("Guard a device's webhook API as a reverse proxy.")
    .option("--report", "a dry run: same as --mode report, with a summary at the end");
  for (const option of createOptions()) command.addOption(option);
  return command
    .addHelpText("after", DETAILS)
    .action(async (options) => finish(await proxy(options)));
}

const DETAILS = `
A list has commas or spaces between its items, and its flag may be repeated. A flag overrides its
environment variable. GET /healthz responds 200 without asking the device.

SIGTERM and SIGINT let the requests that are in flight finish; the exit status is 0 then, and 2 for
wrong arguments.`;

async function proxy({ report, ...options }) {
  if (report) options.mode = "report";
  const summary = options.mode === "report" ? createSummary() : undefined;
  const guard = makeGuard(options, (decision) => {
    summary?.add(decision);
    if (options.log === "json") console.log(formatDecision(decision));
  });

  // An unhandled rejection does not stop the server.
  process.on("unhandledRejection", (error) =>
    console.error(`Unexpected: ${error?.stack ?? error}`),
  );

  const server = await listen(guard, options);
  console.error(`Guarding ${options.upstream} at ${server.url}`);
  const signal = await nextSignal();
  for (const name of SIGNALS) process.once(name, () => process.exit(1));
  const count = server.requests();
  const requests = count === 1 ? "1 request" : `${count} requests`;
  console.error(`${signal}: finishing ${requests}. A second signal ends it immediately.`);
  await server.stop();
  if (summary) console.error(String(summary));
  return 0;
}

function makeGuard(options, onDecision) {
  if (options.upstream === undefined) {
    throw new Failure(
      "The device is missing. Give its origin by --upstream or the variable UPSTREAM, such as http://192.168.1.90.",
    );
  }
  const given = Object.fromEntries(GUARD_OPTIONS.map(([name]) => [name, options[name]]));
  try {
    return createGuard({ ...given, onDecision, fetch: nodeFetch });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // The guard names its option; here it is a flag.
    const message = error.message.replace(/\b[a-z][A-Za-z]+\b/, flagOf);
    throw new Failure(message.replace("an array of", "a list of"));
  }
}

const ADVICE = {
  EADDRINUSE: "Choose another port with --port.",
  EACCES: "Choose a port above 1023 with --port.",
  EADDRNOTAVAIL: "Give an address of this machine with --host.",
  ENOTFOUND: "Give an address of this machine with --host.",
};

async function listen(guard, options) {
  try {
    return await startServer(guard, options);
  } catch (error) {
    const { code } = error;
    if (!(code in ADVICE)) throw error;
    throw new Failure(
      `Cannot listen at ${options.host}:${options.port} (${code}). ${ADVICE[code]}`,
    );
  }
}

const SIGNALS = ["SIGTERM", "SIGINT"];

const nextSignal = () =>
  new Promise((resolve) => {
    for (const name of SIGNALS) process.once(name, resolve);
  });
