// The device simulator's API, as the API reference and the notes on the device describe it.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { startDevice, withDevice } from "../../dev/device/device.js";
import { USERS } from "../../dev/device/users.js";
import { logIn, request, WEBHOOK } from "./client.js";

const WRONG_UID = [400, { error: "Wrong webhook uid" }];

test("a request without a token is 401, one without administrator rights 403", () =>
  withDevice({}, async (device) => {
    const anonymous = await request(device, "GET", "/api/v1/webhooks");
    assert.deepEqual(anonymous, [401, { error: "Log In" }]);
    const asGuest = await logIn(device, "guest");
    const rights = [403, { error: "Administrator rights required" }];
    assert.deepEqual(await asGuest("GET", "/webhooks"), rights);
  }));

test("the login accepts the MD5 of the password in the configured letter case", async () => {
  const lower = createHash("md5").update(USERS.admin.password).digest("hex");
  const hashes = { lower, upper: lower.toUpperCase(), plain: USERS.admin.password };
  const accepted = {
    any: ["lower", "upper"],
    lower: ["lower"],
    upper: ["upper"],
  };
  for (const [hashCase, names] of Object.entries(accepted)) {
    await withDevice({ hashCase }, async (device) => {
      for (const [name, hash] of Object.entries(hashes)) {
        const path = `/api/v1/login?username=admin&password=${hash}`;
        const [status] = await request(device, "GET", path);
        assert.equal(status, names.includes(name) ? 200 : 401, `${hashCase}: ${name}`);
      }
    });
  }
});

test("GET /api/info describes the device to anyone", () =>
  withDevice({ info: { firmware_version: "4.0.0" } }, async (device) => {
    const [status, info] = await request(device, "GET", "/api/info");
    assert.equal(status, 200);
    assert.equal(info.firmware_version, "4.0.0");
    assert.match(info.api_version, /^\d+\.\d+\.\d+$/);
    assert.equal(typeof info.device_model, "string");
  }));

test("webhooks are created, read with their secret, updated and deleted", () =>
  withDevice({}, async (device) => {
    const ask = await logIn(device);
    const webhook = { ...WEBHOOK, secret: "0123456789abcdef" };
    const [status, { item_uid: uid }] = await ask("POST", "/webhooks", webhook);
    assert.equal(status, 200);
    assert.deepEqual(await ask("GET", `/webhooks/${uid}`), [200, { item_uid: uid, ...webhook }]);
    const changed = { ...webhook, status: "disabled" };
    assert.deepEqual(await ask("PUT", `/webhooks/${uid}`, changed), [200, { item_uid: uid }]);
    assert.deepEqual(await ask("GET", `/webhooks/${uid}`), [200, { item_uid: uid, ...changed }]);
    assert.deepEqual(await ask("DELETE", `/webhooks/${uid}`), [200, { item_uid: uid }]);
    for (const method of ["GET", "DELETE"]) {
      assert.deepEqual(await ask(method, `/webhooks/${uid}`), WRONG_UID);
    }
    assert.deepEqual(await ask("PUT", `/webhooks/${uid}`, webhook), WRONG_UID);
    assert.deepEqual(await ask("POST", `/webhooks/${uid}/test`), WRONG_UID);
    const [, { item_uid: next }] = await ask("POST", "/webhooks", webhook);
    assert.equal(next, uid + 1, "a uid is not used again");
  }));

test("two webhooks cannot have the same URL", () =>
  withDevice({}, async (device) => {
    const ask = await logIn(device);
    const conflict = [400, { error: "Webhook with the same URL already exists" }];
    const [, { item_uid: uid }] = await ask("POST", "/webhooks", WEBHOOK);
    assert.deepEqual(await ask("POST", "/webhooks", WEBHOOK), conflict);
    assert.equal((await ask("PUT", `/webhooks/${uid}`, WEBHOOK))[0], 200);
    await ask("POST", "/webhooks", { ...WEBHOOK, url: "https://example.com/2" });
    assert.deepEqual(await ask("PUT", `/webhooks/${uid + 1}`, WEBHOOK), conflict);
  }));

test("the list is paged, sorted and filtered", () =>
  withDevice({}, async (device) => {
    for (let uid = 1; uid <= 45; uid += 1) {
      device.webhooks.set(uid, { ...WEBHOOK, url: `https://example.com/${uid % 7}/${uid}` });
    }
    const ask = await logIn(device);
    const list = async (query) => (await ask("GET", `/webhooks?${query}`))[1];
    const uids = async (query) => (await list(query)).list_items.map(({ item_uid: uid }) => uid);

    const { list_items, list_options } = await list("limit=20&page_number=3&locale=ru&other=1");
    assert.deepEqual(
      list_items.map(({ item_uid: uid }) => uid),
      [41, 42, 43, 44, 45],
    );
    assert.deepEqual(list_items[0], { item_uid: 41, ...device.webhooks.get(41) });
    assert.deepEqual(list_options.pagination, {
      total_items: 45,
      items_limit: 20,
      total_pages: 3,
      current_page: 3,
    });
    assert.ok(list_options.sorting.available_fields.includes("url"));
    assert.ok(list_options.filtering.available_fields.includes("url"));

    assert.equal((await uids("")).length, 10);
    assert.deepEqual(await uids("page_number=6"), []);
    assert.deepEqual((await uids("sort_type=desc")).slice(0, 2), [45, 44]);
    assert.deepEqual((await uids("sort_field=url")).slice(0, 3), [14, 21, 28]);
    assert.deepEqual(await uids("filter=url+contains+/6/4"), [41]);
    assert.deepEqual(await uids("filter=item_uid+equals+7"), [7]);
  }));

test("a wrong list request is rejected with the documented text", () =>
  withDevice({}, async (device) => {
    const ask = await logIn(device);
    const errors = {
      "Wrong pagination limit": ["limit=11", "limit=", "limit=x"],
      "Wrong page number": ["page_number=0", "page_number=1.5", "page_number="],
      "Wrong sort field": ["sort_field=secret", "sort_field="],
      "Wrong sort type": ["sort_type=up", "sort_type=ASC"],
      "Wrong filter format": ["filter=x", "filter=url+contains"],
      "Wrong filter field": ["filter=secret+equals+x"],
      "Wrong filter type": ["filter=url+like+x"],
      "Wrong filter value": ["filter=url+equals+"],
    };
    for (const [error, queries] of Object.entries(errors)) {
      for (const query of queries) {
        assert.deepEqual(await ask("GET", `/webhooks?${query}`), [400, { error }], query);
      }
    }
  }));

test("HEAD has the head of the response to GET", () =>
  withDevice({}, async (device) => {
    const [get, head] = await Promise.all(
      ["GET", "HEAD"].map((method) => fetch(`${device.url}/api/info`, { method })),
    );
    assert.equal(head.headers.get("content-length"), `${(await get.text()).length}`);
    assert.equal(await head.text(), "");
  }));

test("requests fail as configured", async () => {
  let fault;
  await withDevice({ fail: () => fault }, async (device) => {
    const ask = await logIn(device);
    fault = { status: 503, headers: { "Retry-After": "7" }, body: "busy" };
    assert.deepEqual(await ask("POST", "/webhooks", WEBHOOK), [503, "busy"]);
    fault = "hang up";
    await assert.rejects(ask("POST", "/webhooks", WEBHOOK));
    assert.equal(device.webhooks.size, 0);
    fault = "lose response";
    await assert.rejects(ask("POST", "/webhooks", WEBHOOK));
    assert.equal(device.webhooks.size, 1);
  });
});

test("an unknown setting or value is rejected", async () => {
  await assert.rejects(startDevice({ strict: true }), /no setting strict/);
  await assert.rejects(
    startDevice({ reader: "loose" }),
    /reader must be one of strict, documented/,
  );
  await assert.rejects(startDevice({ layout: "toString" }), /layout must be one of single-line/);
  await assert.rejects(startDevice({ scheme: "none" }), /scheme must be one of body/);
});
