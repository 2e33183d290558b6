// A small device by the API document: real HTTP, state while it runs, signed deliveries. It trusts
// its readers of bodies and paths, as real ones do.

import { createHash, createHmac, randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { readLenient, toText } from "./lenient.js";
import { readWebhook, readWebhookStrictly, WrongWebhook } from "./webhook.js";

const TOKEN_LIFE_MS = 2 * 60 * 60 * 1000;

export const USERS = {
  admin: { password: "123456", admin: true },
  guest: { password: "654321", admin: false },
};

const md5 = (text) => createHash("md5").update(text).digest("hex");

/** The target of the log-in of a user. */
export const loginPath = (name) =>
  `/api/v1/login?username=${name}&password=${md5(USERS[name].password)}`;

class Refused extends Error {
  constructor(status, error) {
    super(error);
    this.status = status;
  }
}

/**
 * Starts a device on localhost. `webhooks` is its store by uid, `bodies` the text of every body it
 * took, `requests` all that it was asked. With `strict` it reads bodies by the contract. `fail` may
 * give, for a request, what a device in trouble does with it: answers `{ status, headers, body }`,
 * does not answer (`"hang up"`), or does not once it has done what was asked (`"lose answer"`).
 */
export async function startDevice({ retryDelayMs = 1000, strict = false, fail } = {}) {
  const webhooks = new Map();
  const bodies = [];
  const requests = [];
  const tokens = new Map();
  const stopping = new AbortController();
  let lastUid = 0;

  function login(query) {
    const user = USERS[query.get("username")];
    if (!user || query.get("password")?.toLowerCase() !== md5(user.password)) {
      throw new Refused(401, "Log In");
    }
    const token = randomBytes(16).toString("hex");
    tokens.set(token, { admin: user.admin, until: Date.now() + TOKEN_LIFE_MS });
    return json({ token, account_type: user.admin ? "admin" : "user" });
  }

  function authorize({ authorization = "" }) {
    const session = tokens.get(/^Bearer (\w+)$/.exec(authorization)?.[1]);
    if (!session || session.until < Date.now()) throw new Refused(401, "Log In");
    if (!session.admin) throw new Refused(403, "Administrator rights required");
  }

  function find(uid) {
    if (!webhooks.has(uid)) throw new Refused(400, "Wrong webhook uid");
    return webhooks.get(uid);
  }

  function store(uid, text, bytes) {
    const webhook = strict ? readWebhookStrictly(bytes) : readWebhook(text);
    const same = ([other, { url }]) => other !== uid && url === webhook.url;
    if ([...webhooks].some(same))
      throw new Refused(400, "Webhook with the same URL already exists");
    webhooks.set(uid, webhook);
    bodies.push(text);
    lastUid = Math.max(lastUid, uid);
    return json({ item_uid: uid });
  }

  const api = {
    "GET /webhooks": ({ query }) => json(list(webhooks, query)),
    "POST /webhooks": ({ text, bytes }) =>
      store(Math.max(lastUid, ...webhooks.keys()) + 1, text, bytes),
    "GET /webhooks/uid": ({ uid }) => json({ item_uid: uid, ...find(uid) }),
    "PUT /webhooks/uid": ({ uid, text, bytes }) => find(uid) && store(uid, text, bytes),
    "DELETE /webhooks/uid": ({ uid }) =>
      find(uid) && webhooks.delete(uid) && json({ item_uid: uid }),
    "POST /webhooks/uid/test": ({ uid }) => {
      deliver(find(uid), retryDelayMs, stopping.signal);
      return { type: "text/html", body: "The test request was sent" };
    },
  };

  function answer({ method, url, headers }, bytes) {
    const { path, query } = readTarget(url);
    const asked = method === "HEAD" ? "GET" : method;
    if (asked === "GET" && path === "/api/v1/login") return login(query);
    const [, uid] = /\/webhooks\/(\d+)/.exec(path) ?? [];
    const route = `${asked} ${path.replace(/^\/api\/v1/, "").replace(/(?<=^\/webhooks\/)\d+/, "uid")}`;
    if (!path.startsWith("/api/v1/") || !Object.hasOwn(api, route)) {
      throw new Refused(404, "Not found");
    }
    authorize(headers);
    return api[route]({ uid: Number(uid), query, text: decode(bytes, headers), bytes });
  }

  const server = createServer({ insecureHTTPParser: true }, async (request, response) => {
    let answered;
    try {
      const bytes = Buffer.concat(await request.toArray());
      const { method, url, rawHeaders } = request;
      requests.push({ method, url, rawHeaders, bytes });
      const trouble = fail?.(requests.at(-1));
      if (trouble?.status) {
        return response.writeHead(trouble.status, trouble.headers).end(trouble.body);
      }
      if (trouble !== "hang up") answered = { status: 200, ...answer(request, bytes) };
      if (trouble) return request.socket.destroy();
    } catch (error) {
      const status = error instanceof WrongWebhook ? 400 : (error.status ?? 500);
      answered = { status, ...json({ error: error.message }) };
    }
    const { status, type, body } = answered;
    response.writeHead(status, { "Content-Type": type, "Content-Length": Buffer.byteLength(body) });
    response.end(request.method === "HEAD" ? undefined : body);
  });
  await new Promise((started) => server.listen(0, "127.0.0.1", started));

  return {
    url: `http://127.0.0.1:${server.address().port}`,
    webhooks,
    bodies,
    requests,
    stop() {
      stopping.abort();
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Starts a device for as long as `use` takes; gives what that gives. */
export async function withDevice(options, use) {
  const device = await startDevice(options);
  try {
    return await use(device);
  } finally {
    device.stop();
  }
}

const json = (value) => ({ type: "application/json", body: JSON.stringify(value) });

/** A request's target as loosely as firmware is known to read it. */
function readTarget(target) {
  const [raw, query] = target.replace(/^https?:\/\/[^/]*/i, "").split(/\?(.*)/s);
  let path = raw;
  for (let before; before !== path; ) {
    before = path;
    path = path
      .replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
        Buffer.from(run.replaceAll("%", ""), "hex").toString(),
      )
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[\s\x00-\x1f\x7f]|;[^/]*/g, "")
      .replaceAll("\\", "/");
  }
  const segments = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return { path: `/${segments.join("/")}`, query: new URLSearchParams(query) };
}

function decode(bytes, headers) {
  const plain = headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes;
  const [, charset = "utf-8"] = /charset="?([^";,]+)/i.exec(headers["content-type"]) ?? [];
  return new TextDecoder(charset, { ignoreBOM: true }).decode(plain);
}

function list(webhooks, query) {
  const limit = Number(query.get("limit") ?? 10);
  const page = Number(query.get("page_number") ?? 1);
  const field = query.get("sort_field") ?? "item_uid";
  const sign = query.get("sort_type") === "desc" ? -1 : 1;
  const items = [...webhooks]
    .map(([uid, webhook]) => ({ item_uid: uid, ...webhook }))
    .filter(({ url }) => url.includes(query.get("filter") ?? ""))
    .sort((a, b) => (a[field] < b[field] ? -sign : sign));
  return {
    list_items: items.slice((page - 1) * limit, page * limit),
    list_options: { items_count: items.length, page_number: page, limit },
  };
}

/** Sends a test event, and again after each failure as often as the webhook says. */
async function deliver(webhook, retryDelayMs, stopped) {
  const body = JSON.stringify({
    data: {},
    created_at: new Date().toISOString(),
    event_id: randomUUID(),
    event_type: webhook.event_types[0],
  });
  for (let attempt = 1; attempt <= 1 + webhook.max_retries; attempt += 1) {
    try {
      const { ok } = await fetch(webhook.url, {
        method: "POST",
        headers: deliveryHeaders(webhook, body, attempt),
        body,
        redirect: "manual",
        signal: AbortSignal.any([stopped, AbortSignal.timeout(webhook.timeout ?? 5000)]),
      });
      if (ok) return;
    } catch {
      if (stopped.aborted) return;
    }
    await sleep(retryDelayMs, undefined, { ref: false });
  }
}

function deliveryHeaders({ headers = "{}", secret }, body, attempt) {
  const own = [...readLenient(headers)].map(([name, value]) => [name, toText(value)]);
  return {
    ...Object.fromEntries(own),
    "Content-Type": "application/json",
    "User-Agent": "BAS-IP-Webhook-Service/1.0",
    "X-Webhook-Timestamp": new Date().toISOString(),
    "X-Webhook-Attempt": `${attempt}`,
    ...(secret && {
      "X-Webhook-Signature": createHmac("sha256", secret).update(body).digest("hex"),
    }),
  };
}
