// The options of `webhook-guard proxy`.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Command } from "commander";
import { createGuard } from "webhook-guard/edge";
import { MAX_TIMER_MS } from "../../cli/src/integer.js";
import {
  createOptions,
  flagOf,
  GUARD_OPTIONS,
  optionsTable,
  SERVER_OPTIONS,
} from "../../cli/src/proxy/options.js";
import { READERS } from "../../edge/settings.js";
import { createRun, WEBHOOK } from "./command.js";
import { startUpstream, withProxyBefore } from "./proxy.js";

let device;
before(async () => {
  device = await startUpstream();
});
after(() => device.stop());

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

test("every option of the guard is a flag, with the default of the contract", () => {
  const [, section] = read("docs/contract.md").split(/^## (?=8\.)/m);
  const rows = [...section.matchAll(/^\| (`.+?`) \| (.+?) \|/gm)].flatMap(([, names, defaults]) => {
    const values = defaults.replaceAll("`", "").split(", ");
    return [...names.matchAll(/`(\w+)`/g)].map(([, name], i) => [name, values[i]]);
  });
  // A callback and a function are for code.
  const expected = rows.filter(([name]) => name !== "onDecision" && name !== "fetch");
  const actual = GUARD_OPTIONS.map(([name, type, fallback]) => {
    const absent = type === "list" ? "[]" : "required";
    return [name, `${fallback ?? absent}`];
  });
  assert.deepEqual(actual, expected);
});

test("the servers in edge/ read the same options", () => {
  assert.deepEqual(
    Object.keys(READERS),
    GUARD_OPTIONS.map(([name]) => name),
  );
});

test("the longest time of a flag is that of the guard", () => {
  const guard = (bodyTimeoutMs) => createGuard({ upstream: "http://192.0.2.1", bodyTimeoutMs });
  assert.ok(guard(MAX_TIMER_MS));
  assert.throws(() => guard(MAX_TIMER_MS + 1), TypeError);
});

test("docs/cli.md contains the table of options", () => {
  assert.ok(read("docs/cli.md").includes(optionsTable()), optionsTable());
});

test("a flag and its variable have the same effect, and the flag takes precedence", () => {
  const parse = (args, env = {}) => {
    const before = { ...process.env };
    Object.assign(process.env, env);
    try {
      const command = new Command();
      for (const option of createOptions()) command.addOption(option);
      return command.parse(args, { from: "user" }).opts();
    } finally {
      for (const name of Object.keys(env)) delete process.env[name];
      Object.assign(process.env, before);
    }
  };
  for (const [name, type] of [...GUARD_OPTIONS, ...SERVER_OPTIONS]) {
    const text = Array.isArray(type) ? type[1] : type === "list" ? "/a,b /c" : "17";
    const variable = name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
    const flag = parse([flagOf(name), text]);
    assert.deepEqual(parse([], { [variable]: text }), flag, name);
    if (type === "list") assert.deepEqual(flag[name], ["/a", "b", "/c"]);
    const other = Array.isArray(type) ? type[0] : "1";
    const both = parse([flagOf(name), text], { [variable]: other });
    assert.deepEqual(both, flag, name);
  }
  assert.deepEqual(parse(["--passthrough", "/a", "--passthrough", "/b"]).passthrough, ["/a", "/b"]);
});

test("wrong arguments exit with 2 and a message with the remedy", async () => {
  const run = createRun({ env: { PATH: process.env.PATH } });
  const at = ["--upstream", device.url];
  const taken = new URL(device.url).port;
  const misuse = [
    [[], /The device is missing\. Give its origin by --upstream or the variable UPSTREAM/],
    [["--upstream", "192.168.1.90"], /--upstream must be an http or https origin/],
    [[...at, "--mode", "strict"], /Allowed choices are enforce, report/],
    [[...at, "--log", "xml"], /Allowed choices are json, off/],
    [[...at, "--max-body-bytes", "many"], /--max-body-bytes .*Give an integer/],
    [[...at, "--max-body-bytes", "0"], /--max-body-bytes .*Give an integer from 1\./],
    [[...at, "--max-connections", "0"], /--max-connections .*Give an integer from 1\./],
    [[...at, "--max-header-bytes", "0"], /--max-header-bytes .*Give an integer from 1\./],
    [[...at, "--headers-timeout-ms", "0"], /--headers-timeout-ms .*from 1 to 2147483647\./],
    [[...at, "--shutdown-timeout-ms", "2147483648"], /--shutdown-timeout-ms .*to 2147483647\./],
    [[...at, "--passthrough", "login"], /--passthrough must be a list of paths that begin with/],
    [[...at, "--host", ""], /--host .*Give an address, or leave the option out\./],
    [[...at, "--port", taken], /\(EADDRINUSE\)\. Choose another port with --port\./],
    [[...at, "--port", "70000"], /--port .*Give an integer from 0 to 65535\.\n/],
    [[...at, "--host", "192.0.2.1", "--port", "0"], /Give an address of this machine with --host/],
    [[...at, "--nope"], /unknown option '--nope'/],
    [["extra", ...at], /too many arguments/],
  ];
  for (const [args, sentence] of misuse) {
    const { status, stderr } = await run(["proxy", ...args]);
    assert.equal(status, 2, args.join(" "));
    assert.match(stderr, sentence);
    assert.doesNotMatch(stderr, / at .*\.js:\d/, "no stack");
  }
  const variable = createRun({
    env: { PATH: process.env.PATH, UPSTREAM: device.url, PORT: "http" },
  });
  const { status, stderr } = await variable(["proxy"]);
  assert.equal(status, 2);
  assert.match(stderr, /'PORT' is invalid\. Give an integer/);
});

test("every option of the guard has its effect", async () => {
  const options = {
    prefix: "/panel",
    maxBodyBytes: 300,
    maxResponseBytes: 100,
    passthrough: "/login",
    passthroughMaxBodyBytes: 20,
    forwardHeaders: "x-trace",
    allowOrigins: "https://admin.example",
    extraEventTypes: "log.new",
  };
  const times = { bodyTimeoutMs: 200, upstreamTimeoutMs: 200, passthroughBodyTimeoutMs: 200 };
  const tested = [...Object.keys({ ...options, ...times }), "upstream", "mode"];
  assert.deepEqual(tested.sort(), GUARD_OPTIONS.map(([name]) => name).sort());
  const argsOf = (given) =>
    Object.entries(given).flatMap(([name, value]) => [flagOf(name), `${value}`]);

  const headers = { "content-type": "application/json", "x-trace": "1" };
  const statusOf = async (url, init) => (await fetch(url, { headers, ...init })).status;
  const post = (url, body) => statusOf(url, { method: "POST", body, duplex: "half" });

  await withProxyBefore(device.url, argsOf(options), async ({ url }) => {
    const newer = JSON.stringify({ ...WEBHOOK, event_types: ["log.new"] });
    let forwarded;
    device.respond = (response, request) => {
      forwarded = request.headers;
      response.end("{}");
    };
    assert.equal(await post(`${url}/panel/webhooks`, newer), 200);
    assert.equal(forwarded["x-trace"], "1");
    assert.equal(await post(`${url}/api/v1/webhooks`, newer), 404);
    assert.equal(await post(`${url}/panel/webhooks`, JSON.stringify(WEBHOOK).padEnd(301)), 413);
    assert.equal(await post(`${url}/login`, "x".repeat(20)), 200);
    assert.equal(await post(`${url}/login`, "x".repeat(21)), 413);
    const origin = "https://admin.example";
    const list = await fetch(`${url}/panel/webhooks`, { headers: { origin } });
    assert.equal(list.headers.get("access-control-allow-origin"), origin);
    device.respond = (response) => response.end("x".repeat(101));
    assert.equal(await statusOf(`${url}/panel/webhooks`), 502);
  });

  // Only slow requests go through this proxy.
  await withProxyBefore(device.url, argsOf({ ...options, ...times }), async ({ url }) => {
    const slow = () => new ReadableStream({ start: (body) => body.enqueue(Buffer.from("{")) });
    for (const path of ["/panel/webhooks", "/login"]) {
      assert.equal(await post(url + path, slow()), 408);
    }
    device.respond = () => {};
    assert.equal(await statusOf(`${url}/panel/webhooks`), 504);
  });
});
