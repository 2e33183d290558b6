// A test delivery: the documented payload, signed, sent again after each failure. The simulator sends to
// loopback addresses only; for any other URL the outcome is that of a receiver it is given.

import { createHmac } from "node:crypto";
import http from "node:http";
import https from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { urlToHttpOptions } from "node:url";
import { headersOf } from "./readers.js";

const MAX_REDIRECTS = 20;
const MAX_RESPONSE_BYTES = 65_536;
const DEFAULT_TIMEOUT_MS = 10_000;
/** The response time in the documented example. */
const EXAMPLE_DURATION_MS = 23;

const hmac = (secret, text) => createHmac("sha256", secret).update(text).digest("hex");

/** The value of `X-Webhook-Signature` by what it covers (contract D9 and V2). */
export const SCHEMES = {
  body: (secret, _, body) => hmac(secret, body),
  "timestamp.body": (secret, timestamp, body) => hmac(secret, `${timestamp}.${body}`),
  "timestamp:body": (secret, timestamp, body) => hmac(secret, `${timestamp}:${body}`),
  "timestamp+body": (secret, timestamp, body) => hmac(secret, timestamp + body),
};

/** UTC to the second, as the device writes times. */
const writeTime = (date) => date.toISOString().replace(/\.\d+Z$/, "Z");

/**
 * Delivers a test event. `options` are the device's settings for it (see device.js) with the webhook's
 * uid, the event's id, and a `signal` that ends it early.
 *
 * @returns what the report on the test describes: the event, the last attempt's request and its response
 *   (or `error`, if there was none), and how many attempts were made of how many.
 */
export async function deliver(webhook, options) {
  const created = new Date();
  const payload = {
    data: { test: "success" },
    created_at: created.getTime(),
    event_id: options.eventId,
    event_type: webhook.event_types[0],
  };
  const event = { uid: options.uid, payload, eventTime: writeTime(created) };
  const attempts = 1 + webhook.max_retries;
  const url = URL.canParse(webhook.url) ? new URL(webhook.url) : undefined;
  if (!url || !isLoopbackAddress(url.hostname)) {
    const attempt = isSuccess(options.receiver) ? 1 : attempts;
    return { ...event, attempt, attempts, ...simulate(webhook, payload, attempt, options) };
  }

  const deadline = Date.now() + options.timeLimitMs;
  for (let attempt = 1; ; attempt += 1) {
    const result = await sendOnce(webhook, url, payload, attempt, deadline, options);
    const isLast = attempt === attempts || Date.now() + options.retryDelayMs >= deadline;
    if (result.isSent || isLast || options.signal.aborted) {
      return { ...event, attempt, attempts, ...result };
    }
    await sleep(options.retryDelayMs, undefined, { ref: false });
  }
}

const isSuccess = (response) => response?.status >= 200 && response?.status < 300;

/** The attempt as it would have been, had the given receiver responded. */
function simulate(webhook, payload, attempt, { scheme, receiver }) {
  const time = writeTime(new Date());
  return {
    request: makeRequest(webhook, payload, attempt, scheme),
    requestTime: time,
    response: receiver,
    error: receiver ? undefined : "Failed to connect",
    isSent: isSuccess(receiver),
    responseTime: time,
    durationMs: EXAMPLE_DURATION_MS,
  };
}

async function sendOnce(webhook, url, payload, attempt, deadline, options) {
  const request = makeRequest(webhook, payload, attempt, options.scheme);
  const start = new Date();
  const timeoutMs = Math.min(webhook.timeout ?? DEFAULT_TIMEOUT_MS, deadline - start.getTime());
  // Not AbortSignal.timeout: in Node 20 its timer is lost once only AbortSignal.any refers to it.
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(new Error("timeout")), Math.max(timeoutMs, 0));
  const signal = AbortSignal.any([options.signal, limit.signal]);
  const result = {};
  try {
    result.response = await send(url, request, {
      signal,
      followRedirects: options.followRedirects,
    });
  } catch (error) {
    result.error = error.message;
  } finally {
    clearTimeout(timer);
  }
  const end = new Date();
  return {
    request,
    requestTime: writeTime(start),
    ...result,
    isSent: isSuccess(result.response),
    responseTime: writeTime(end),
    durationMs: end - start,
  };
}

function makeRequest(webhook, payload, attempt, scheme) {
  const body = JSON.stringify(payload);
  const timestamp = writeTime(new Date());
  const sign = SCHEMES[scheme] ?? scheme;
  const headers = [
    ["Content-Type", "application/json"],
    ["Content-Length", `${Buffer.byteLength(body)}`],
    ["User-Agent", "BAS-IP-Webhook-Service/1.0"],
    ...(webhook.secret === undefined
      ? []
      : [["X-Webhook-Signature", sign(webhook.secret, timestamp, body)]]),
    ["X-Webhook-Timestamp", timestamp],
    ["X-Webhook-Attempt", `${attempt}`],
  ];
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  const custom = headersOf(webhook)
    .filter(([name]) => !names.has(name.toLowerCase()))
    .map(([name, value]) => [name, value.trim()]);
  return { url: webhook.url, method: "POST", headers: [...headers, ...custom], body };
}

/** Sends a request and reads its response, following redirects as OkHttp does where asked to. */
async function send(url, request, { signal, followRedirects }) {
  let { method, headers, body } = request;
  for (let at = url, redirects = 0; ; redirects += 1) {
    const response = await exchange(at, { method, headers, body, signal });
    const isRedirect = [301, 302, 303, 307, 308].includes(response.status) && response.location;
    if (!followRedirects || !isRedirect || redirects === MAX_REDIRECTS) return response;
    at = new URL(response.location, at);
    if (!isLoopbackAddress(at.hostname)) throw new Error(`Not a loopback address: ${at.host}`);
    if (response.status < 307) {
      method = "GET";
      body = undefined;
      headers = headers.filter(([name]) => !/^content-/i.test(name));
    }
  }
}

function exchange(url, { method, headers, body, signal }) {
  const { request } = url.protocol === "https:" ? https : http;
  const options = {
    ...urlToHttpOptions(url),
    auth: undefined,
    agent: false,
    method,
    signal,
    headers: [["Host", url.host], ...headers].flat(),
  };
  return new Promise((resolve, reject) => {
    const fail = (error) => reject(signal.aborted ? signal.reason : error);
    const outgoing = request(options, async (response) => {
      try {
        const text = (await readBounded(response)) || response.statusMessage;
        resolve({ status: response.statusCode, location: response.headers.location, text });
      } catch (error) {
        fail(error);
      }
    });
    outgoing.on("error", fail);
    outgoing.end(body);
  });
}

async function readBounded(stream) {
  const chunks = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= MAX_RESPONSE_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_RESPONSE_BYTES).toString();
}

/** Whether a parsed URL's host is this machine only. Names below localhost resolve to it (RFC 6761). */
const isLoopbackAddress = (hostname) => /^(?:127(?:\.\d+){3}|localhost|\[::1\])$/.test(hostname);
