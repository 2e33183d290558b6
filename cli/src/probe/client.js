// The device's API, asked one request at a time and no faster than said.

import { createHash } from "node:crypto";

/** Why the kit cannot go on; the message is for its user. */
export class CannotRun extends Error {}

/** The device gave no answer to a create, so that nobody knows whether it was done. */
export class NoAnswer extends Error {}

const TIMEOUT_MS = 30_000;
const TRIES = 6;
const LONGEST_WAIT_MS = 60_000;
const PAGE = 50;

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

/** How long a busy device asks to be left alone (RFC 9110, 10.2.3), else twice as long each time. */
export function waitMs(retryAfter, tried, now) {
  const asked = /^\d+$/.test(retryAfter ?? "")
    ? Number(retryAfter) * 1000
    : Date.parse(retryAfter ?? "") - now;
  const wait = Number.isNaN(asked) ? 1000 * 2 ** tried : asked;
  return Math.min(Math.max(wait, 0), LONGEST_WAIT_MS);
}

/** `baseUrl` is that of the API; `guard` the package webhook-guard. */
export function createClient({ guard, baseUrl, user, password, rate, clock }) {
  const pace = createPace(rate, clock);
  const secrets = [md5(password)];
  let token;
  let answered = false;

  /** One request. Throws what fetch throws. */
  async function send({ method, url, headers, body }) {
    await pace();
    const answer = await fetch(url, {
      method,
      headers,
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await answer.text();
    answered = true;
    return { status: answer.status, body: text, retryAfter: answer.headers.get("retry-after") };
  }

  /** A device may echo what it was sent. */
  const hide = (text) =>
    secrets.reduce((hidden, secret) => hidden.replaceAll(secret, "[hidden]"), text);

  /** Asks until the device is neither busy nor silent. `once` gives a silent one no second try. */
  async function persist(makeRequest, { once = false } = {}) {
    for (let tried = 0; ; tried += 1) {
      let answer;
      try {
        answer = await send(makeRequest());
      } catch (error) {
        if (once) throw new NoAnswer();
        // One that never answered is not down for a moment.
        if (tried + 1 === TRIES || !answered) {
          throw new CannotRun(`The device does not answer: ${reasonOf(error)}.`);
        }
      }
      if (answer && !BUSY.includes(answer.status)) return answer;
      if (tried + 1 === TRIES) {
        throw new CannotRun(`The device is busy: it answers ${answer.status} again and again.`);
      }
      await clock.sleep(waitMs(answer?.retryAfter, tried, clock.now()));
    }
  }

  async function logIn() {
    const query = new URLSearchParams({ username: user, password: md5(password) });
    const url = `${baseUrl}/login?${query}`;
    const { status, body } = await persist(() => ({ method: "GET", url }));
    if (status === 401) throw new CannotRun("The device refuses this user or password.");
    const found = readJson(body)?.token;
    if (status !== 200 || typeof found !== "string" || found === "") {
      throw new CannotRun(`The device's log-in gave no token (status ${status}).`);
    }
    token = found;
    secrets.push(token);
  }

  /** Asks for an operation, logged in. `body` stands in for the one that the guard would send. */
  async function ask(operation, rest = {}, { body, once } = {}) {
    if (token === undefined) await logIn();
    const makeRequest = () => {
      const request = guard.buildRequest({ operation, baseUrl, token, ...rest });
      return body === undefined ? request : { ...request, body };
    };
    let answer = await persist(makeRequest, { once });
    // A token lives two hours.
    if (answer.status === 401) {
      await logIn();
      answer = await persist(makeRequest, { once });
    }
    const read = guard.parseResponse({ operation, ...answer });
    if (read.kind === "unauthorized") {
      throw new CannotRun(`The device refuses its own token: ${read.error}`);
    }
    if (read.kind === "forbidden") {
      throw new CannotRun(`The user has no rights to webhooks: ${read.error}`);
    }
    return { ...read, status: answer.status, ...(!read.ok && { error: hide(read.error) }) };
  }

  return {
    /** Sends bytes as a webhook to create. Throws NoAnswer where there is none. */
    create: (body) => ask("create", { webhook: ANY_WEBHOOK }, { body, once: true }),

    /** What the device keeps under a uid; undefined where it does not tell. */
    async get(uid) {
      const { ok, data } = await ask("get", { uid });
      return ok && isObject(data) ? data : undefined;
    },

    /** Removes a webhook; whether it is gone. */
    async remove(uid) {
      const { ok, kind } = await ask("delete", { uid });
      return ok || kind === "not_found";
    },

    /** Every webhook of the device, as its list tells it. */
    async list() {
      const items = new Map();
      for (let page = 1; ; page += 1) {
        const query = { limit: PAGE, page_number: page };
        const { ok, data, error, status } = await ask("list", { query });
        const listed = ok && isObject(data) ? data.list_items : undefined;
        if (!Array.isArray(listed) || !listed.every(hasUid)) {
          const why = ok ? "its list has another form" : `${status} ${error}`;
          throw new CannotRun(`The device does not list its webhooks: ${why}.`);
        }
        const known = items.size;
        for (const item of listed) items.set(item.item_uid, item);
        // One that gives the same page again and again has no other.
        if (listed.length < PAGE || items.size === known) return [...items.values()];
      }
    },
  };
}

// Only what goes with a body is taken from the request that is built for it.
const ANY_WEBHOOK = {
  url: "https://example.invalid",
  status: "disabled",
  event_types: ["log.device_booted"],
  max_retries: 1,
};

const md5 = (text) => createHash("md5").update(text).digest("hex");

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

const hasUid = (item) =>
  isObject(item) && Number.isSafeInteger(item.item_uid) && item.item_uid >= 1;

function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `fetch failed` says nothing; its cause does. */
const reasonOf = ({ name, message, cause }) =>
  name === "TimeoutError" ? "it took too long" : (cause?.code ?? cause?.message ?? message);
