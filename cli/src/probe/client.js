// The device's API, one request at a time and no faster than the rate.

import { createHash } from "node:crypto";
import { buildRequest, parseResponse } from "webhook-guard";
import { Failure } from "../failure.js";
import { readJson } from "../json.js";
import { printable } from "../printable.js";

/** The device did not respond to a request, so it is unknown whether it was carried out. */
export class NoResponse extends Error {}

const TIMEOUT_MS = 30_000;
// A test may wait for every attempt of a delivery.
const TEST_TIMEOUT_MS = 120_000;
const MAX_TRIES = 6;
const MAX_WAIT_MS = 60_000;
const PAGE_SIZE = 50;
const MAX_RESPONSE_BYTES = 16 * 2 ** 20;

const BUSY = [429, 503];

/**
 * Spaces out what waits for it: no two turns begin less than `1 / rate` seconds apart.
 * `clock` is `{ now(), sleep(ms) }`, in milliseconds.
 */
export function createPace(rate, clock) {
  let next = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = clock.now();
    const turn = Math.max(now, next);
    next = turn + 1000 / rate;
    if (turn > now) await clock.sleep(turn - now);
  };
}

/** How long to wait for a busy device: as Retry-After requests (RFC 9110 §10.2.3), else twice as long each time. */
export function waitMs(retryAfter, tries, now) {
  const asked = /^\d+$/.test(retryAfter ?? "")
    ? Number(retryAfter) * 1000
    : Date.parse(retryAfter ?? "") - now;
  const wait = Number.isNaN(asked) ? 1000 * 2 ** tries : asked;
  return Math.min(Math.max(wait, 0), MAX_WAIT_MS);
}

/** `baseUrl` is that of the API; `record` gets every exchange, secrets included. */
export function createClient({ baseUrl, user, password, rate, clock, record }) {
  const pace = createPace(rate, clock);
  const hashes = [md5(password), md5(password).toUpperCase()];
  const secrets = [password, ...hashes];
  const { host, hostname, origin } = new URL(baseUrl);
  let token;
  let hasResponded = false;

  /** One request. Throws what fetch throws. */
  async function send({ method, url, headers, body, timeoutMs = TIMEOUT_MS }) {
    await pace();
    const start = clock.now();
    const response = await fetch(url, {
      method,
      headers,
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await readText(response);
    hasResponded = true;
    record?.({ start, end: clock.now(), request: { method, url, headers, body }, response, text });
    const { status } = response;
    return { status, body: text, retryAfter: response.headers.get("retry-after") };
  }

  /** Text without the secrets, which a device may echo. */
  const hide = (text) =>
    secrets.reduce((hidden, secret) => hidden.replaceAll(secret, "[hidden]"), text);

  // Digits around an address make another one of it, and so do letters around a name without a dot.
  const other = hostname.includes(".") ? "\\d" : "[\\w-]";
  const address = new RegExp(
    `(?<!${other}|\\d\\.)(?:${[host, hostname].map(escapePattern).join("|")})(?!${other}|\\.\\d)`,
    "gi",
  );
  /** Text for a report: without the device's address either, and safe to print. */
  const hideAll = (text) => printable(hide(text).replace(address, "[device]"));

  /** Repeats a request while the device is busy or silent; with `once`, silence is final. */
  async function persist(makeRequest, { once = false } = {}) {
    for (let tries = 0; ; tries += 1) {
      let response;
      try {
        response = await send(makeRequest());
      } catch (error) {
        if (error instanceof Failure) throw error;
        if (once) throw new NoResponse();
        // A device that has never responded is not down only temporarily.
        if (tries + 1 === MAX_TRIES || !hasResponded) {
          throw new Failure(describeSilence(reasonOf(error)));
        }
      }
      if (response && !BUSY.includes(response.status)) return response;
      if (tries + 1 === MAX_TRIES) {
        throw new Failure(
          `The device stays busy: it responds ${response.status}. Try again later.`,
        );
      }
      await clock.sleep(waitMs(response?.retryAfter, tries, clock.now()));
    }
  }

  /** The hash is in lower case in some clients, in upper case in others. */
  async function logIn() {
    let response;
    for (const hash of hashes) {
      const url = `${baseUrl}/login?${new URLSearchParams({ username: user, password: hash })}`;
      response = await persist(() => ({ method: "GET", url }));
      if (response.status !== 401) break;
    }
    const { status, body } = response;
    if (status === 401) {
      throw new Failure("The device rejects this user or password. Check --user and the password.");
    }
    const found = readJson(body)?.token;
    if (status !== 200 || typeof found !== "string" || found === "") {
      throw new Failure(`The device's login returned no token (status ${status}). Check --device.`);
    }
    token = found;
    secrets.push(token);
  }

  /** Sends the request that `makeRequest(token)` returns, logged in. */
  async function sendLoggedIn(makeRequest, options) {
    if (token === undefined) await logIn();
    let response = await persist(() => makeRequest(token), options);
    // A token lives two hours.
    if (response.status === 401) {
      await logIn();
      response = await persist(() => makeRequest(token), options);
    }
    return response;
  }

  /**
   * Carries out an operation. `body` replaces that of the request that the guard builds. `error` is
   * the device's text for a report, `text` as it was sent.
   */
  async function ask(operation, rest = {}, { body, url, once, timeoutMs } = {}) {
    const makeRequest = (token) => ({
      ...buildRequest({ operation, baseUrl, token, ...rest }),
      timeoutMs,
      ...(body !== undefined && { body }),
      ...(url !== undefined && { url }),
    });
    const response = await sendLoggedIn(makeRequest, { once });
    const result = parseResponse({ operation, ...response });
    if (result.kind === "unauthorized") {
      throw new Failure(`The device rejects its own token: ${hideAll(result.error)}`);
    }
    if (result.kind === "forbidden") {
      throw new Failure(
        `The user may not manage webhooks: ${hideAll(result.error)}. Name an administrator with --user.`,
      );
    }
    const { status } = response;
    if (result.ok) return { ...result, status };
    return { ...result, status, error: hideAll(result.error), text: result.error };
  }

  return {
    hide,

    /** Adds a text that no report may contain. */
    addSecret: (secret) => secrets.push(secret),

    /** Creates a webhook from bytes. Throws NoResponse. */
    create: (body) => ask("create", { webhook: ANY_WEBHOOK }, { body, once: true }),

    /** Updates a webhook from bytes. Throws NoResponse. */
    update: (uid, body) => ask("update", { uid, webhook: ANY_WEBHOOK }, { body, once: true }),

    /** The stored webhook of a uid; undefined if the device does not return it. */
    async get(uid) {
      const { ok, data } = await ask("get", { uid });
      return ok && isObject(data) ? data : undefined;
    },

    /** Deletes a webhook; resolves to whether it is gone. */
    async remove(uid) {
      const { ok, kind } = await ask("delete", { uid });
      return ok || kind === "not_found";
    },

    /** Tests a webhook. Throws NoResponse. */
    test: (uid) => ask("test", { uid }, { once: true, timeoutMs: TEST_TIMEOUT_MS }),

    /** Requests the list with any query, such as `limit=15`. Throws NoResponse. */
    query: (query) => ask("list", {}, { url: `${baseUrl}/webhooks?${query}`, once: true }),

    /** Every webhook of the device, as its list returns it. */
    async list() {
      const items = new Map();
      for (let page = 1; ; page += 1) {
        const query = { limit: PAGE_SIZE, page_number: page };
        const { ok, data, error, status } = await ask("list", { query });
        const listed = ok && isObject(data) ? data.list_items : undefined;
        if (!Array.isArray(listed) || !listed.every(hasUid)) {
          const why = ok ? "its list has another form" : `${status} ${error}`;
          throw new Failure(`The device does not list its webhooks: ${why}.`);
        }
        const known = items.size;
        for (const item of listed) items.set(item.item_uid, item);
        // A device may return fewer than a page at a time. One that returns nothing new has no more.
        const total = data.list_options?.pagination?.total_items;
        const isLast = listed.length < PAGE_SIZE && !(items.size < total);
        if (isLast || items.size === known) return [...items.values()];
      }
    },

    /** Model and versions in words; undefined if the device does not describe itself. */
    async describe() {
      const url = `${origin}/api/info`;
      const makeRequest = (token) => ({
        method: "GET",
        url,
        headers: { authorization: `Bearer ${token}` },
      });
      const response = await sendLoggedIn(makeRequest, { once: true }).catch((error) => {
        if (!(error instanceof NoResponse)) throw error;
      });
      const info = response?.status === 200 ? readJson(response.body) : undefined;
      const model = info?.device_model ?? info?.model ?? info?.device_name;
      const parts = [
        [model, ""],
        [info?.firmware_version, "firmware "],
        [info?.api_version, "API "],
      ].filter(([value]) => typeof value === "string" && value !== "");
      return parts.map(([value, name]) => name + value).join(", ") || undefined;
    },
  };
}

// `buildRequest` needs a valid webhook; its body is replaced.
const ANY_WEBHOOK = {
  url: "https://example.invalid",
  status: "disabled",
  event_types: ["log.device_booted"],
  max_retries: 1,
};

/** The body of a response as text. */
async function readText(response) {
  const chunks = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_RESPONSE_BYTES) {
      throw new Failure("The device sends a response larger than 16 MiB. Check --device.");
    }
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

const escapePattern = (text) => text.replace(/[^\w-]/g, "\\$&");

const md5 = (text) => createHash("md5").update(text).digest("hex");

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

const hasUid = (item) =>
  isObject(item) && Number.isSafeInteger(item.item_uid) && item.item_uid >= 1;

function describeSilence(reason) {
  if (/SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)/.test(reason)) {
    return `The device's certificate is not trusted (${reason}). Name its file in the variable NODE_EXTRA_CA_CERTS.`;
  }
  if (reason.startsWith("ERR_TLS_CERT_")) {
    return `The device's certificate is for another name or address than that of --device (${reason}).`;
  }
  if (reason.startsWith("CERT_")) {
    return `The device's certificate is not valid (${reason}). Check its dates and this computer's clock.`;
  }
  return `The device does not respond (${reason}). Check --device and the network.`;
}

/** The message of fetch, `fetch failed`, has its reason in its cause. */
const reasonOf = ({ name, message, cause }) =>
  name === "TimeoutError" ? "timeout" : (cause?.code ?? cause?.message ?? message);
