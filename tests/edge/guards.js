// The guards of guard-*.test.js: in every runtime one with every setting, one with low limits and one in
// report mode, in front of one upstream.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe } from "node:test";
import { runtimes } from "./runtimes.js";
import { startUpstream } from "./upstream.js";

export const WEBHOOK = {
  url: "https://example.com/hook",
  secret: "a-secret-of-the-webhook",
  status: "active",
  headers: '{"X-Site":"a-header-value"}',
  event_types: ["log.door_was_opened"],
  max_retries: 3,
};
export const BODY = JSON.stringify(WEBHOOK);
export const TYPE = { "content-type": "application/json" };
export const COLLECTION = "/api/v1/webhooks";

// One server is enough for the rules that settings do not touch.
const SETTINGS = {
  PASSTHROUGH: "/",
  FORWARD_HEADERS: "X-Request-Id, X-Tenant",
  ALLOW_ORIGINS: "https://admin.example",
  EXTRA_EVENT_TYPES: "log.new_in_firmware_5",
};
// A good exchange ends within these times on a slow machine too.
const LIMITS = {
  PASSTHROUGH: "/api/v1/login",
  BODY_TIMEOUT_MS: "1500",
  UPSTREAM_TIMEOUT_MS: "1500",
  MAX_BODY_BYTES: "300",
  MAX_RESPONSE_BYTES: "1000",
};

// Those of the runtime whose tests run.
export let upstream;
export let open;
export let limited;
export let reporting;

/** Describes `tests` in every runtime. */
export function describeGuards(tests) {
  for (const [name, start] of Object.entries(runtimes)) {
    describe(name, () => {
      before(async () => {
        upstream = await startUpstream();
        const env = { UPSTREAM: upstream.url };
        open = await start({ ...env, ...SETTINGS });
        limited = await start({ ...env, ...LIMITS });
        reporting = await start({ ...env, MODE: "report", MAX_BODY_BYTES: "1000" });
      });
      after(async () => {
        upstream.stop();
        for (const guard of [open, limited, reporting]) await guard.stop();
      });
      beforeEach(() => upstream.reset());

      tests(name);
    });
  }
}

export const ask = (path, { to = open, ...init } = {}) =>
  fetch(to.url + path, { redirect: "manual", ...init });
export const create = (body, { headers, ...init } = {}) =>
  ask(COLLECTION, { method: "POST", body, headers: { ...TYPE, ...headers }, ...init });

/** Asserts that the guard itself responded, and that nothing was sent upstream. */
export async function assertRejected(response, status, mark = "rejected") {
  assert.equal(response.status, status);
  assert.equal(response.headers.get("x-webhook-guard"), mark);
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.deepEqual(upstream.requests, []);
  const { error, ...rest } = await response.json();
  assert.match(error, /\w/);
  assert.deepEqual(rest, {});
  return error;
}
