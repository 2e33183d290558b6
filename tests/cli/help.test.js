// The help of every command, and docs/cli.md.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { checkCommand } from "../../cli/src/check/command.js";
import { probeCommand } from "../../cli/src/probe/command.js";
import { proxyCommand } from "../../cli/src/proxy/command.js";
import { createOptions } from "../../cli/src/proxy/options.js";
import { createRun } from "./command.js";

const run = createRun({});
const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const page = read("../../docs/cli.md");
const files = readdirSync(new URL(".", import.meta.url)).filter((name) =>
  name.endsWith(".test.js"),
);
// A test of the proxy goes through this table.
const inTable = createOptions().map(({ long }) => long);

for (const command of [checkCommand(), proxyCommand(), probeCommand()]) {
  const name = command.name();

  test(`${name} --help and docs/cli.md describe every option, and the exit status`, async () => {
    const { status, stdout } = await run([name, "--help"]);
    assert.equal(status, 0);
    assert.match(stdout, /exit status/i);
    const section = page.split(/^## /m).find((text) => text.startsWith(`${name}:`));
    for (const { long, description } of command.options) {
      assert.ok(stdout.includes(`${long} `), long);
      assert.ok(description !== "", long);
      assert.match(section, new RegExp(`\`${long}[ \`]`), long);
    }
  });

  test(`every option of ${name} is tested`, () => {
    const own = files.filter((file) => file.startsWith(name)).map((file) => read(file));
    for (const { long } of command.options) {
      if (name === "proxy" && inTable.includes(long)) continue;
      assert.ok(
        own.some((text) => text.includes(`"${long}"`)),
        long,
      );
    }
  });
}

test("without a command the help is printed, with exit status 2", async () => {
  const { status, stdout, stderr } = await run([]);
  assert.deepEqual([status, stdout], [2, ""]);
  assert.match(stderr, /^Usage: webhook-guard/);
});
