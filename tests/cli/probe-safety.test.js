// The probe leaves nothing on a device, and reports no secret, even if the device fails or is interrupted.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { test } from "node:test";
import { select } from "../../cli/src/probe/cases.js";
import { createCertificate } from "../../cli/src/probe/certificate.js";
import { recover, removeAll } from "../../cli/src/probe/cleanup.js";
import { createPace, waitMs } from "../../cli/src/probe/client.js";
import { openJournal } from "../../cli/src/probe/journal.js";
import { toMarkdown } from "../../cli/src/probe/markdown.js";
import { toTerminal } from "../../cli/src/probe/terminal.js";
import { USERS, withDevice } from "../../dev/device/device.js";
import { addForeign, CASES, createClock, FEW, prepare, run, state } from "./probe.js";

test("the owner's webhooks are not touched, even if a case has the URL of one", () =>
  withDevice({ reader: "strict" }, async (device) => {
    const foreign = addForeign(device, 120);
    const url = "https://localhost/";
    device.webhooks.set(121, { ...foreign[0][1], url });
    const before = structuredClone([...device.webhooks]);
    const { outcomes, clean } = await run(device, { cases: select(CASES, ["url"]) });
    assert.deepEqual([...device.webhooks], before);
    assert.ok(clean);
    const touched = device.requests.filter(({ url }) =>
      /\/webhooks\/(?:\d\d?|1[01]\d|12[01])$/.test(url),
    );
    assert.deepEqual(touched, [], "not even read");
    const open = outcomes.filter(({ kind }) => kind !== "agrees");
    assert.deepEqual(
      open.map(({ kind, text }) => [kind, text]),
      [["open", "Webhook with the same URL already exists"]],
    );
  }));

test("a webhook whose uid the device does not return is found by its marker", () =>
  withDevice({ reader: "strict" }, async (device) => {
    const foreign = addForeign(device, 3);
    const { set } = device.webhooks;
    device.webhooks.set = (uid, webhook) => {
      set.call(device.webhooks, uid, webhook);
      // Its response is a 200 without a uid.
      throw Object.assign(new Error("made"), { status: 200 });
    };
    const { summary, clean } = await run(device);
    assert.ok(clean);
    assert.deepEqual(summary.differences, []);
    assert.deepEqual([...device.webhooks], foreign);
  }));

test("a webhook that the device creates before it fails is deleted", () =>
  withDevice({ reader: "strict" }, async (device) => {
    const { set } = device.webhooks;
    device.webhooks.set = (uid, webhook) => {
      set.call(device.webhooks, uid, webhook);
      if (webhook.max_retries === 5) throw new Error("out of memory");
    };
    const { summary, clean } = await run(device);
    assert.deepEqual(
      summary.differences.map(({ name, kind, status }) => [name, kind, status]),
      [["D5: 5 retries", "fails", 500]],
    );
    assert.ok(clean);
    assert.equal(device.webhooks.size, 0);
  }));

test("a webhook that was there before stays, even if the device claims to have just created it", () => {
  const fail = ({ method }) => method === "POST" && { status: 200, body: '{"item_uid":2}' };
  return withDevice({ reader: "strict", fail }, async (device) => {
    const foreign = addForeign(device, 3);
    await run(device, { cases: FEW.slice(0, 9) });
    assert.deepEqual([...device.webhooks], foreign);
  });
});

test("a busy device is asked again after the time it requests", () => {
  let asked = 0;
  const fail = () => {
    asked += 1;
    if (asked % 5 !== 0) return undefined;
    return asked % 2 ? { status: 503 } : { status: 429, headers: { "Retry-After": "7" } };
  };
  return withDevice({ reader: "strict", fail }, async (device) => {
    const { summary, clean, clock } = await run(device);
    assert.deepEqual(summary.differences, []);
    assert.equal(summary.cases.done, FEW.length);
    assert.ok(clean);
    assert.ok(clock.waits.includes(7000) && clock.waits.includes(1000));
  });
});

test("a request whose response was lost is repeated, and nothing is left on the device", () => {
  const lost = new Set();
  const fail = ({ method, bytes }) => {
    const key = bytes.toString().replace(/-\d{5}/, "");
    if (method !== "POST" || lost.has(key)) return undefined;
    lost.add(key);
    return "lose response";
  };
  return withDevice({ reader: "strict", fail }, async (device) => {
    const { summary, clean } = await run(device);
    assert.ok(lost.size > 50);
    assert.deepEqual(summary.differences, []);
    assert.ok(clean);
    assert.equal(device.webhooks.size, 0);
  });
});

test("a body after which the device stops responding is a difference", () => {
  const fail = ({ bytes }) => (bytes.includes('"max_retries":6') ? "hang up" : undefined);
  return withDevice({ reader: "strict", fail }, async (device) => {
    const { summary, stopped } = await run(device);
    assert.equal(stopped, undefined);
    const [{ name, kind, device: did }, ...others] = summary.differences;
    assert.deepEqual([name, kind, did], ["D5: 6 retries", "fails", "does not respond"]);
    assert.deepEqual(others, []);
  });
});

test("a device that goes down ends the run; the next one deletes what was left", async () => {
  let down = false;
  let up = false;
  const fail = ({ method, url }) => {
    // The device goes down while it has a webhook of the probe.
    down ||= method === "GET" && url.endsWith("/webhooks/30");
    return down && !up ? "hang up" : undefined;
  };
  await withDevice({ reader: "strict", fail }, async (device) => {
    const foreign = addForeign(device, 2);
    const { summary, stopped, clean, journal } = await run(device, { cases: CASES });
    assert.match(stopped, /^The device does not respond \(/);
    assert.equal(clean, false);
    assert.ok(summary.cases.done > 0 && summary.cases.done < CASES.length);
    assert.match(toMarkdown(summary), /may be left on the device; the next run deletes them/);
    assert.equal(device.webhooks.size, 3);

    up = true;
    const { client } = prepare(device);
    assert.equal(await recover(client, journal), 1);
    assert.deepEqual([...device.webhooks], foreign);
    assert.ok(!existsSync(journal.file));
    assert.equal(await recover(client, journal), 0);
  });
});

test("an interrupted run deletes what it created, and reports what it found", () =>
  withDevice({}, async (device) => {
    const { summary, stopped, clean, journal } = await run(device, { stopAfter: 20 });
    assert.equal(stopped, "It was interrupted.");
    assert.equal(summary.cases.done, 20);
    assert.ok(summary.differences.length > 0);
    assert.ok(clean);
    assert.equal(device.webhooks.size, 0);
    assert.ok(!existsSync(journal.file));
  }));

test("two runs cannot use one device at the same time", () =>
  withDevice({}, async (device) => {
    const { client, journal } = prepare(device);
    journal.write({ run: "0123abcd", pid: process.ppid, before: [] });
    await assert.rejects(recover(client, journal), /Another run is in progress \(process \d+\)/);
    journal.remove();
  }));

test("webhooks of earlier runs can be deleted, and nothing else, even if the list shows few members", async () => {
  for (const isShort of [false, true]) {
    let device;
    const uids = () => [...device.webhooks.keys()].map((uid) => ({ item_uid: uid }));
    const fail = ({ url }) =>
      isShort &&
      url.includes("/webhooks?") && { status: 200, body: JSON.stringify({ list_items: uids() }) };
    await withDevice({ fail }, async (started) => {
      device = started;
      const foreign = addForeign(device, 40);
      const [, webhook] = foreign[0];
      const marker = "webhook-guard-probe-89abcdef-00012";
      device.webhooks.set(100, { ...webhook, url: `https://${marker}.invalid/hook` });
      device.webhooks.set(101, { ...webhook, url: "https://localhost/", description: marker });
      const { client } = prepare(device);
      assert.equal(await removeAll(client), 2);
      assert.deepEqual([...device.webhooks], foreign);
    });
  }
});

test("an expired token is renewed", () => {
  let asked = 0;
  const fail = ({ url }) => {
    asked += 1;
    return asked % 40 === 0 && !url.includes("/login") ? { status: 401 } : undefined;
  };
  return withDevice({ reader: "strict", fail }, async (device) => {
    const { summary } = await run(device);
    assert.deepEqual(summary.differences, []);
    assert.equal(summary.cases.done, FEW.length);
    assert.ok(device.requests.filter(({ url }) => url.includes("/login")).length > 2);
  });
});

test("an error explains why a device cannot be probed", () =>
  withDevice({}, async (device) => {
    await assert.rejects(run(device, { password: "wrong" }), {
      message: /^The device rejects this user or password\./,
    });
    await assert.rejects(run(device, { user: "guest" }), {
      message: /^The user may not manage webhooks: Administrator rights required\./,
    });
    await assert.rejects(run({ url: "http://127.0.0.1:1" }), /The device does not respond \(/);
  }));

test("a certificate that is not trusted has a remedy", async () => {
  const server = createServer(createCertificate());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const url = `https://127.0.0.1:${server.address().port}`;
    await assert.rejects(run({ url }), /is not trusted \(\w+\)\. Name its file in .*_CA_CERTS\.$/);
  } finally {
    server.close();
  }
});

test("a device that rejects a minimal webhook gives no verdict", () => {
  const fail = ({ method }) => (method === "POST" ? { status: 405 } : undefined);
  return withDevice({ fail }, async (device) => {
    const { summary, stopped } = await run(device);
    assert.match(stopped, /^The device does not accept a minimal webhook: 405 /);
    assert.equal(summary.cases.done, 0);
  });
});

test("no report contains a secret, even if the device echoes it", async () => {
  const { password } = USERS.admin;
  const hash = createHash("md5").update(password).digest("hex");
  const tokens = [];
  const fail = ({ method, rawHeaders }) => {
    const token = rawHeaders[rawHeaders.indexOf("Authorization") + 1];
    if (method !== "POST" || tokens.push(token) < 3) return undefined;
    const { host } = new URL(echoing.url);
    return { status: 400, body: JSON.stringify({ error: `${token} ${hash} ${host}` }) };
  };
  let echoing;
  const echoed = await withDevice({ fail }, (device) => {
    echoing = device;
    return run(device);
  });
  const cases = select(CASES, ["questions", "secret", "headers"]);
  const lenient = await withDevice({}, (device) => run(device, { cases }));
  // One that stores other secrets and headers than it was sent.
  const altering = await withDevice({ reader: "strict" }, (device) => {
    const { set } = device.webhooks;
    device.webhooks.set = (uid, { headers, secret, ...webhook }) => {
      const isComplete = headers && secret;
      const stored = isComplete ? { headers, secret } : { headers: '{"X":"else"}', secret: "else" };
      return set.call(device.webhooks, uid, { ...webhook, ...stored });
    };
    return run(device, { cases });
  });
  const shown = altering.summary.differences.map(({ device }) => device);
  assert.ok(shown.includes('accepts it, stores headers (names ["X"])'));
  assert.ok(shown.includes("accepts it, stores secret (4 characters)"));
  for (const { summary } of [echoed, lenient, altering]) {
    const paint = (_, text) => text;
    // A request to repeat by hand contains what the case sends.
    const differences = summary.differences.map(({ curl, ...difference }) => difference);
    const shown = { ...summary, differences };
    const all = [JSON.stringify(shown), toMarkdown(shown), toTerminal(shown, { paint, width: 80 })];
    for (const text of all) {
      for (const token of tokens) assert.ok(!text.includes(token.split(" ")[1]));
      assert.ok(!text.includes(hash));
      assert.ok(!text.includes(new URL(echoing.url).host));
      assert.doesNotMatch(text, /0123456789abcdef|"else"/);
    }
  }
  assert.match(JSON.stringify(echoed.summary), /\[hidden\] \[hidden\] \[device\]/);
});

test("only the device's address itself is hidden", async () => {
  const texts = [];
  const fail = ({ method }) =>
    method === "POST" && { status: 400, body: JSON.stringify({ error: texts.join(" ") }) };
  await withDevice({ fail }, async (device) => {
    const { host, hostname } = new URL(device.url);
    texts.push(hostname, `${host}/api`, `ip_${hostname}.No`, `${hostname}9`, `1.${hostname}`);
    const { client } = prepare(device);
    const { error } = await client.create("{}");
    assert.equal(error, `[device] [device]/api ip_[device].No ${hostname}9 1.${hostname}`);
  });
});

test("a password that is a part of the device's texts changes no verdict", () =>
  withDevice({ reader: "strict" }, async (device) => {
    const { summary } = await run(device, { secret: "JSON" });
    assert.deepEqual(summary.differences, []);
  }));

test("an endless response ends the run", () => {
  const fail = ({ url }) => url.includes("?limit") && { status: 200, body: "[".repeat(2 ** 25) };
  return withDevice({ fail }, async (device) => {
    await assert.rejects(run(device), /The device sends a response larger than 16 MiB\. Check/);
  });
});

for (const [name, limit, total] of [
  ["fewer webhooks on a page than requested", 20, 120],
  ["a negative number of webhooks", 50, -1],
  ["the number of webhooks on a page as that of all", 50, 50],
  ["no number of webhooks", 50, undefined],
]) {
  test(`a list with ${name} is read to its end`, () => {
    let device;
    const fail = ({ url }) => {
      if (!url.includes("/webhooks?limit=50")) return undefined;
      const page = Number(new URL(url, device.url).searchParams.get("page_number"));
      const list_items = [...device.webhooks.keys()]
        .slice((page - 1) * limit, page * limit)
        .map((uid) => ({ item_uid: uid }));
      const list_options = { pagination: { total_items: total } };
      return { status: 200, body: JSON.stringify({ list_items, list_options }) };
    };
    return withDevice({ fail }, async (started) => {
      device = started;
      addForeign(device, 120);
      const { client } = prepare(device);
      assert.equal((await client.list()).length, 120);
    });
  });
}

test("a damaged journal has a remedy, and an incomplete line in the outcomes is ignored", () => {
  const journal = openJournal("http://damaged.example", { XDG_STATE_HOME: state });
  journal.write({ run: "0123abcd", pid: 1, before: [] });
  for (const text of ["", "null", "{}", '{"run":"0123abcd"}']) {
    writeFileSync(journal.file, text);
    assert.throws(() => journal.read(), { message: /is damaged\. Delete it, .* by --clean\.$/ });
  }
  journal.addOutcome({ name: "one" });
  const file = journal.file.replace(/json$/, "outcomes.jsonl");
  appendFileSync(file, '\n1\n{"name":"tw');
  journal.addOutcome({ name: "three" });
  assert.deepEqual(journal.readOutcomes(), [{ name: "one" }, { name: "three" }]);
});

test("requests start no closer together than the rate allows", async () => {
  const clock = createClock();
  const pace = createPace(4, clock);
  const turns = [];
  for (const busy of [0, 0, 100, 400, 0, 0]) {
    await pace();
    turns.push(clock.time);
    clock.time += busy;
  }
  assert.deepEqual(turns, [0, 250, 500, 750, 1150, 1400]);
});

test("the wait for a busy device is bounded", () => {
  assert.equal(waitMs("3", 0, 0), 3000);
  assert.equal(waitMs("0", 0, 0), 0);
  assert.equal(waitMs("99999", 0, 0), 60_000);
  assert.equal(waitMs(new Date(5000).toUTCString(), 0, 1000), 4000);
  assert.equal(waitMs(new Date(5000).toUTCString(), 0, 9000), 0);
  assert.deepEqual(
    [0, 1, 2, 9].map((tried) => waitMs(null, tried, 0)),
    [1000, 2000, 4000, 60_000],
  );
  assert.equal(waitMs("soon", 1, 0), 2000);
});
