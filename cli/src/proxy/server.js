// The guard as an HTTP server on Node.

import { once } from "node:events";
import { createServer } from "node:http";
import { toNodeHandler } from "srvx/node";
import { rejectionResponse } from "webhook-guard/edge";
import { MAX_TIMER_MS } from "../integer.js";

// How long the rest of a rejected body is read and discarded, so that a client that is still sending
// can read the response (contract G3).
const LINGER_MS = 5_000;

/**
 * Starts a server that responds with `guard`, and to `/healthz` without it. Resolves, once it listens, to
 * its `url`, `requests()` (the number in progress) and `stop()`, which resolves when the last of them
 * has ended, or after `shutdownTimeoutMs`.
 */
export async function startServer(guard, options) {
  const { host, port, maxConnections, maxHeaderBytes, headersTimeoutMs, shutdownTimeoutMs } =
    options;
  const bodyTimeoutMs = Math.max(options.bodyTimeoutMs, options.passthroughBodyTimeoutMs);
  let requests = 0;
  let stopping = false;

  const handle = toNodeHandler(async (incoming) => {
    const { req, res } = incoming.runtime.node;
    const response = await respond(guard, incoming, req);
    if (stopping) res.setHeader("connection", "close");
    return response;
  });
  const server = createServer(
    {
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: headersTimeoutMs,
      requestTimeout: headersTimeoutMs + bodyTimeoutMs + LINGER_MS,
      connectionsCheckingInterval: Math.min(headersTimeoutMs, 1_000),
    },
    (req, res) => {
      requests += 1;
      res.once("close", () => {
        requests -= 1;
        if (!req.complete) discard(req);
      });
      handle(req, res);
    },
  );
  // No connection may be idle for longer than the guard waits for client and device together.
  const longest = bodyTimeoutMs + options.upstreamTimeoutMs + LINGER_MS;
  server.timeout = Math.min(longest, MAX_TIMER_MS);
  server.maxConnections = maxConnections;
  server.listen(port, host);
  await once(server, "listening");

  return {
    url: urlOf(server.address()),
    requests: () => requests,
    async stop() {
      stopping = true;
      const closed = once(server, "close");
      server.close();
      const idle = setInterval(() => server.closeIdleConnections(), 100);
      const late = setTimeout(() => server.closeAllConnections(), shutdownTimeoutMs);
      await closed;
      clearInterval(idle);
      clearTimeout(late);
    },
  };
}

function respond(guard, incoming, req) {
  if (/^(?:GET|HEAD)$/.test(req.method) && /^\/healthz(?:\?|$)/.test(req.url)) {
    return new Response("ok\n", { headers: { "cache-control": "no-store" } });
  }
  // A Request cannot have this method, and its response would echo the client's credentials.
  if (req.method === "TRACE") return rejectionResponse("method_not_allowed");
  let request;
  try {
    request = toRequest(incoming, req);
  } catch {
    return rejectionResponse("invalid_request_url");
  }
  return guard(request);
}

/** The request as the platform's own class, whose body can be cancelled. */
function toRequest({ headers, signal }, req) {
  const { method } = req;
  // The guard checks only the path, not the host.
  const url = req.url.startsWith("/") ? `http://guard${req.url}` : req.url;
  const hasBody =
    req.headers["content-length"] !== undefined || req.headers["transfer-encoding"] !== undefined;
  const body = hasBody && method !== "GET" && method !== "HEAD" ? bodyOf(req) : null;
  return new Request(url, { method, headers, body, signal, duplex: "half" });
}

/** The body of a request. Cancelling it, other than Readable.toWeb's, leaves the connection open. */
function bodyOf(req) {
  const chunks = req.iterator({ destroyOnReturn: false });
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      // The rest can be discarded then.
      cancel: () => void chunks.return().then(() => req.resume()),
    },
    { highWaterMark: 0 },
  );
}

/** Reads and discards the rest of a body, for a limited time. */
function discard(req) {
  req.resume();
  setTimeout(() => req.complete || req.socket.destroy(), LINGER_MS).unref();
}

const urlOf = ({ address, family, port }) =>
  `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
