// A device simulator: the API of the reference over real HTTP, with login, state and signed test
// deliveries. It shares no code with the package.

import { createServer } from "node:http";
import { gunzipSync } from "node:zlib";
import { ApiError } from "./api-error.js";
import { deliver } from "./delivery.js";
import { listWebhooks } from "./list.js";
import { READERS } from "./readers.js";
import { INFO, readSettings } from "./settings.js";
import { readTarget } from "./target.js";
import { writeTestReport } from "./test-report.js";
import { createSessions } from "./users.js";

export { loginPath, USERS } from "./users.js";

const MAX_BODY_BYTES = 32 * 1024 * 1024;

/**
 * Starts a device.
 *
 * @param {import("./settings.js").DeviceSettings} [settings] They can be changed while it runs, by the returned `settings`.
 * @returns its `url`, its stored `webhooks` by uid, the text of every accepted body (`bodies`), every
 *   request (`requests`), the `settings`, and `stop()`.
 */
export async function startDevice(settings = {}) {
  const current = readSettings(settings);
  const webhooks = new Map();
  const bodies = [];
  const requests = [];
  const sessions = createSessions(current);
  const stopping = new AbortController();
  let lastUid = 0;
  let lastEventId = 0;

  function find(uid) {
    if (!webhooks.has(uid)) throw new ApiError(400, "Wrong webhook uid");
    return webhooks.get(uid);
  }

  function store(uid, { bytes, text }) {
    const webhook = READERS[current.reader](bytes, text);
    for (const [other, { url }] of webhooks) {
      if (other !== uid && url === webhook.url) {
        throw new ApiError(400, "Webhook with the same URL already exists");
      }
    }
    webhooks.set(uid, webhook);
    bodies.push(text);
    lastUid = Math.max(lastUid, uid);
    return json({ item_uid: uid });
  }

  async function test(uid) {
    const webhook = find(uid);
    lastEventId += 1;
    const options = { ...current, uid, eventId: lastEventId, signal: stopping.signal };
    const delivery = await deliver(webhook, options);
    return {
      type: "text/html",
      body: current.testReport ?? writeTestReport(delivery, current.layout),
    };
  }

  const operations = {
    "GET /webhooks": ({ query }) => json(listWebhooks(webhooks, query)),
    "POST /webhooks": (request) => store(Math.max(lastUid, ...webhooks.keys()) + 1, request),
    "GET /webhooks/uid": ({ uid }) => json({ item_uid: uid, ...find(uid) }),
    "PUT /webhooks/uid": ({ uid, ...request }) => find(uid) && store(uid, request),
    "DELETE /webhooks/uid": ({ uid }) =>
      find(uid) && webhooks.delete(uid) && json({ item_uid: uid }),
    "POST /webhooks/uid/test": ({ uid }) => test(uid),
  };

  function respond({ method, url, headers }, bytes) {
    const { path, query } = readTarget(url);
    // The HTTP server removes the body of a response to HEAD.
    const verb = method === "HEAD" ? "GET" : method;
    if (verb === "GET" && path === "/api/info") return json({ ...INFO, ...current.info });
    if (verb === "GET" && path === "/api/v1/login") return json(sessions.login(query));
    const [, uid] = /^\/api\/v1\/webhooks\/(\d+)/.exec(path) ?? [];
    const route = path.replace(/^\/api\/v1/, "").replace(/(?<=^\/webhooks\/)\d+/, "uid");
    const operation = path.startsWith("/api/v1/") && operations[`${verb} ${route}`];
    if (!operation) throw new ApiError(404, "Not found");
    sessions.authorize(headers);
    return operation({ uid: Number(uid), query, bytes, text: decode(bytes, headers) });
  }

  async function handle(request, response) {
    const { method, url, rawHeaders } = request;
    let result;
    try {
      const bytes = await readBody(request);
      requests.push({ method, url, rawHeaders, bytes });
      const fault = current.fail?.(requests.at(-1));
      if (fault?.status) {
        response.writeHead(fault.status, fault.headers).end(fault.body);
        return;
      }
      if (fault !== "hang up") result = { status: 200, ...(await respond(request, bytes)) };
      if (fault) {
        request.socket.destroy();
        return;
      }
    } catch (error) {
      result = { status: error.status ?? 500, ...json({ error: error.message }) };
    }
    const { status, type, body } = result;
    response.writeHead(status, { "Content-Type": type, "Content-Length": Buffer.byteLength(body) });
    response.end(body);
  }

  // It does not close idle connections: one that workerd uses again just then would lose its request.
  const server = createServer({ insecureHTTPParser: true, keepAliveTimeout: 0 }, handle);
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(current.port, "127.0.0.1", resolve);
  });

  return {
    url: `http://127.0.0.1:${server.address().port}`,
    settings: current,
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

/** Runs `use` with a device, stops the device, and returns the result of `use`. */
export async function withDevice(settings, use) {
  const device = await startDevice(settings);
  try {
    return await use(device);
  } finally {
    device.stop();
  }
}

const json = (value) => ({ type: "application/json", body: JSON.stringify(value) });

async function readBody(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new ApiError(413, "Request body too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The text of a body, decoded as its headers ask, which a strict device would not do. */
function decode(bytes, headers) {
  const plain = headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes;
  const [, charset = "utf-8"] = /charset="?([^";,]+)/i.exec(headers["content-type"]) ?? [];
  return new TextDecoder(charset, { ignoreBOM: true }).decode(plain);
}
