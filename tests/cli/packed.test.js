// The command line as npm packs and installs it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { withDevice } from "../../dev/device/device.js";
import { createRun } from "./command.js";
import { startProxy } from "./proxy.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const project = mkdtempSync(join(tmpdir(), "webhook-guard-"));
const shell = process.platform === "win32";
const installed = join(project, "node_modules/webhook-guard-cli/bin.js");
const command = shell
  ? [process.execPath, installed]
  : [join(project, "node_modules/.bin/webhook-guard")];
const run = createRun({ cwd: project, command });

let packed;

before(() => {
  const npm = (args, cwd) => execFileSync("npm", args, { cwd, encoding: "utf8", shell });
  const pack = (folder) =>
    JSON.parse(npm(["pack", "--json", "--pack-destination", project], join(root, folder)))[0];
  const guard = pack("pkg");
  packed = pack("cli");
  npm(["init", "--yes"], project);
  const flags = ["--prefer-offline", "--no-audit", "--no-fund"];
  npm(["install", ...flags, guard.filename, packed.filename], project);
});

after(() => rmSync(project, { recursive: true }));

test("the package contains only its sources and documents", () => {
  const sources = readdirSync(join(root, "cli/src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(join(root, "cli/").length));
  const documents = ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md"];
  assert.deepEqual(
    packed.files.map(({ path }) => path).sort(),
    [...sources, ...documents, "Containerfile", "bin.js", "package.json"].sort(),
  );
});

test("the installed command prints its version and help", async () => {
  const { stdout } = await run(["--version"]);
  assert.equal(stdout.trim(), packed.version);
  const help = await run(["--help"]);
  assert.equal(help.status, 0);
  assert.match(help.stdout, /probe/);
});

test("the installed check validates standard input", async () => {
  const { status, stdout } = await run(["check", "--format", "json"], '{"url":1}');
  assert.equal(status, 1);
  const [{ findings }] = JSON.parse(stdout).files;
  assert.deepEqual([findings[0].code, findings[0].line, findings[0].column], ["wrong_type", 1, 8]);
});

test("the installed proxy guards a device", () =>
  withDevice({}, async (device) => {
    const args = ["--upstream", device.url, "--port", "0"];
    const proxy = await startProxy(args, {}, [process.execPath, installed]);
    const response = await fetch(`${proxy.url}/api/v1/nowhere`);
    assert.equal(response.headers.get("x-webhook-guard"), "rejected");
    await proxy.stop();
    assert.equal(await proxy.exit, 0);
  }));

test("the installed probe asks a device", () =>
  withDevice({ reader: "strict" }, async ({ url }) => {
    const env = { ...process.env, PASSWORD: "123456", XDG_STATE_HOME: project };
    const ask = createRun({ cwd: project, env, command });
    const access = ["--device", url, "--user", "admin", "--password-env", "PASSWORD"];
    const { status, stdout } = await ask(["probe", ...access, "--only", "D5", "--rate", "1000"]);
    assert.equal(status, 0);
    assert.match(stdout, /5 of 5 cases: no difference/);
  }));
