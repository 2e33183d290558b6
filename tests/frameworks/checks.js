// The requests to a project's server: the suite, verdicts, and deliveries.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { importPath } from "./project.js";

export const SECRET = "0123456789abcdef";

export const WEBHOOK = {
  url: "https://example.com/hook",
  status: "active",
  event_types: ["log.door_was_opened"],
  max_retries: 3,
};

/** The suite's imports for a module at `path` of a project, which then has `result()`. */
export const suite = (path) => `import * as entry from "webhook-guard";
import { verifyDelivery } from "webhook-guard/verify";
import { run } from "${importPath(path, "runtimes/suite.js")}";
import vectors from "${importPath(path, "vectors.js")}";
const result = () => run({ ...entry, verifyDelivery }, vectors);
`;

/** The suite's result, as every runtime should have it. */
function assertPassed({ cases, failures }) {
  assert.deepEqual(failures, []);
  assert.ok(cases > 3000, `only ${cases} cases`);
}

/** A route that responds with the suite's result. */
export const checkSuite = async (url) => assertPassed(await (await fetch(url)).json());

const post = (url, body, headers = { "Content-Type": "application/json" }) =>
  fetch(url, { method: "POST", body, headers });

/** A route that responds to a valid webhook with 204, and to another with the device's error. */
export async function checkVerdicts(url) {
  assert.equal((await post(url, JSON.stringify(WEBHOOK))).status, 204);
  const rejected = await post(url, "{}");
  assert.equal(rejected.status, 400);
  assert.deepEqual(await rejected.json(), { error: "Wrong JSON body: no value for url" });
}

/** A route that gets the canonical webhook by its schema, and rejects another with 4xx. */
export async function checkSchema(url) {
  const accepted = await post(url, JSON.stringify({ ...WEBHOOK, note: "not a member" }));
  assert.deepEqual(await accepted.json(), { url: WEBHOOK.url });
  const rejected = await post(url, JSON.stringify({ ...WEBHOOK, url: "ftp://example.com" }));
  assert.ok([400, 422].includes(rejected.status), `${rejected.status}`);
}

/** A receiver: 204 for a signed delivery, 401 with the reason for a forged or truncated one. */
export async function checkReceiver(url) {
  const event = { data: {}, created_at: 1, event_id: 1, event_type: "log.device_booted" };
  const body = JSON.stringify(event);
  const sign = (secret) => createHmac("sha256", secret).update(body).digest("hex");
  const deliver = async (text, signature) => {
    const headers = { "Content-Type": "application/json", "X-Webhook-Signature": signature };
    const response = await post(url, text, headers);
    return [response.status, await response.text()];
  };
  assert.deepEqual(await deliver(body, sign(SECRET)), [204, ""]);
  const wrong = [401, "wrong_signature"];
  assert.deepEqual(await deliver(body, sign("fedcba9876543210")), wrong);
  assert.deepEqual(await deliver(body.slice(0, -1), sign(SECRET)), wrong);
}
