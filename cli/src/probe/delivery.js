// Measures how a device delivers, by deliveries to this machine: a webhook for each measurement, a
// test of it, and responses that make the device show what it does.

import { randomBytes } from "node:crypto";
import { NoResponse } from "./client.js";
import { markerOf } from "./marker.js";
import { solveSignature } from "./signature.js";

// Beyond the numbers of the cases.
const FIRST_NUMBER = 90_000;

// A device that tests in the background may make another attempt as late as this.
const QUIET_MS = 15_000;

const STATUSES = [200, 201, 202, 204, 304, 400, 401, 404, 410, 429, 500, 503];
const REDIRECTS = [301, 302, 307, 308];
const TIMEOUT_MS = 1_000;

/** Makes `measure` for runCases: it resolves to `[{ name, result }]`, a row per measurement. */
export function createMeasurements({ receiver, quietMs = QUIET_MS, onMeasured = () => {} }) {
  return async ({ client, run, before, signal }) => {
    const deliver = createDeliver({ client, receiver, run, before, quietMs });
    const rows = [];
    for (const measurement of MEASUREMENTS) {
      if (signal.aborted) break;
      const found = await measurement(deliver, receiver);
      for (const [name, result] of Object.entries(found)) {
        rows.push({ name, result });
        onMeasured({ name, result });
      }
    }
    return rows;
  };
}

/**
 * Makes `deliver({ webhook, respond, url })`: creates a webhook with these members that points to the
 * receiver, tests it, deletes it, and resolves to `{ deliveries, redirected, report, path }`, or to
 * `{ rejected }`, the device's text, if it does not accept the webhook.
 */
function createDeliver({ client, receiver, run, before, quietMs }) {
  let number = FIRST_NUMBER;
  return async ({ webhook, respond, origin = receiver.url }) => {
    const path = `/${markerOf(run, number)}`;
    number += 1;
    if (webhook.secret) client.addSecret(webhook.secret);
    receiver.respondAt(path, (response) => respond(response, path));
    receiver.respondAt(targetOf(path), status(404));
    const body = JSON.stringify({
      url: origin + path,
      status: "active",
      timeout: TIMEOUT_MS,
      event_types: ["log.device_booted"],
      max_retries: 1,
      ...webhook,
    });
    const { itemUid: uid, ok, error } = await client.create(body).catch(asRejected);
    if (!ok || before.includes(uid)) return { rejected: error ?? "no uid in the response" };
    const { report } = await client.test(uid).catch(asRejected);
    // With a report every attempt has been made.
    await receiver.quiet(report ? 100 : quietMs);
    await client.remove(uid);
    const redirected = receiver.deliveries(targetOf(path));
    return { deliveries: receiver.deliveries(path), redirected, report };
  };
}

function asRejected(error) {
  if (error instanceof NoResponse) return { ok: false, error: "no response" };
  throw error;
}

const targetOf = (path) => `${path}-redirected`;

const status = (code) => (response) => response.writeHead(code).end();
const silence = () => {};
const redirect = (code, origin) => (response, path) =>
  response.writeHead(code, { location: origin + targetOf(path) }).end();

const MEASUREMENTS = [
  plainDelivery,
  attempts,
  timeout,
  successStatuses,
  ...REDIRECTS.map((code) => (deliver, receiver) => redirects(code, deliver, receiver)),
  redirectToHttps,
  selfSigned,
  ownHeaders,
];

async function plainDelivery(deliver) {
  const secret = randomBytes(16).toString("hex");
  const headers = '{"X-Probe-Spaces":"  value  "}';
  const result = await deliver({ webhook: { secret, headers }, respond: status(200) });
  const [delivery] = result.deliveries ?? [];
  if (!delivery) return { delivery: missing(result) };
  const header = (name) => headerOf(delivery, name);
  const { scheme, description } = solveSignature({
    secret,
    payload: delivery.body,
    timestamp: header("x-webhook-timestamp"),
    signature: header("x-webhook-signature") ?? "",
  });
  const names = delivery.rawHeaders.filter((_, i) => i % 2 === 0);
  const spaces = /^x-probe-spaces:(.*)$/im.exec(delivery.head)?.[1].replace(/\r$/, "");
  return {
    "HTTP version": delivery.version,
    headers: names.join(", "),
    "spaces around a header's value": spaces?.endsWith("value  ") ? "sent" : "removed",
    signature: `${description ?? "none that is known"}; ${scheme ? `scheme "${scheme}"` : "no scheme"} of verifyDelivery`,
  };
}

async function attempts(deliver) {
  const result = await deliver({ webhook: { max_retries: 2 }, respond: status(500) });
  const { deliveries = [] } = result;
  if (deliveries.length === 0) return { "attempts with 2 retries": missing(result) };
  const gaps = deliveries.slice(1).map(({ at }, i) => `${at - deliveries[i].at} ms`);
  return {
    "attempts with 2 retries": `${deliveries.length}${gaps.length > 0 ? `, after ${gaps.join(" and ")}` : ""}`,
  };
}

async function timeout(deliver) {
  const result = await deliver({ webhook: {}, respond: silence });
  const [first] = result.deliveries ?? [];
  if (!first) return { "timeout of 1000 ms": missing(result) };
  return {
    "timeout of 1000 ms":
      first.openMs === undefined ? "it waits longer" : `it gives up after ${first.openMs} ms`,
  };
}

async function successStatuses(deliver) {
  const success = [];
  const failure = [];
  for (const code of STATUSES) {
    const { deliveries = [] } = await deliver({ webhook: {}, respond: status(code) });
    if (deliveries.length === 1) success.push(code);
    if (deliveries.length > 1) failure.push(code);
  }
  return {
    "statuses that count as success": success.join(", ") || "none",
    "statuses after which it tries again": failure.join(", ") || "none",
  };
}

async function redirects(code, deliver, receiver) {
  const respond = redirect(code, receiver.url);
  const result = await deliver({ webhook: {}, respond });
  const name = `redirect with ${code}`;
  if (!result.deliveries?.length) return { [name]: missing(result) };
  const [followed] = result.redirected;
  if (!followed) return { [name]: "not followed" };
  const body = followed.body === "" ? "without the body" : "with the body";
  return { [name]: `followed with ${followed.method} ${body}` };
}

async function redirectToHttps(deliver, receiver) {
  const before = receiver.tlsConnections();
  const result = await deliver({ webhook: {}, respond: redirect(308, receiver.secureUrl) });
  const name = "redirect from http to https";
  if (!result.deliveries?.length) return { [name]: missing(result) };
  return { [name]: receiver.tlsConnections() > before ? "followed" : "not followed" };
}

async function selfSigned(deliver, receiver) {
  const before = receiver.tlsConnections();
  const result = await deliver({ webhook: {}, respond: status(200), origin: receiver.secureUrl });
  const name = "self-signed certificate";
  if (result.deliveries?.length) return { [name]: "accepted" };
  return { [name]: receiver.tlsConnections() > before ? "rejected" : missing(result) };
}

/** What arrives of headers that the device sets itself. */
async function ownHeaders(deliver) {
  const found = {};
  for (const name of ["User-Agent", "Content-Type", "X-Webhook-Attempt"]) {
    const headers = JSON.stringify({ [name]: "probe/1" });
    const result = await deliver({ webhook: { headers }, respond: status(200) });
    const [delivery] = result.deliveries ?? [];
    const value = delivery && headerOf(delivery, name.toLowerCase());
    found[`a webhook's own ${name}`] =
      value === undefined ? missing(result) : value === "probe/1" ? "sent" : "replaced";
  }
  return found;
}

const missing = ({ rejected }) =>
  rejected === undefined ? "no delivery arrived" : `the API rejects the webhook: ${rejected}`;

/** The values of a header, joined. */
function headerOf({ rawHeaders }, name) {
  const values = rawHeaders.filter((_, i) => i % 2 && rawHeaders[i - 1].toLowerCase() === name);
  return values.length > 0 ? values.join(", ") : undefined;
}
