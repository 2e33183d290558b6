// Receives the deliveries of a device, by HTTP and by HTTPS with a self-signed certificate.

import { EventEmitter, once } from "node:events";
import http from "node:http";
import https from "node:https";
import { Failure } from "../failure.js";
import { createCertificate } from "./certificate.js";

const MAX_BYTES = 1_048_576;
// A device may repeat a delivery without end.
const MAX_DELIVERIES = 100;
const MAX_WAIT_MS = 120_000;

/**
 * Starts a receiver. `respondAt(path, respond)` makes it receive requests to a path, and respond to them by
 * `respond(response)`. `deliveries(path)` are those received, the first hundred: `{ at, method, version, rawHeaders,
 * head, body, openMs }`, `head` being its bytes, `openMs` how long the connection was open where the
 * sender closed it without a response. `tlsConnections()` counts connections to the HTTPS port.
 */
export async function startReceiver({ host, port }) {
  const paths = new Map();
  const changes = new EventEmitter();
  let tlsConnections = 0;

  async function receive(request, response) {
    const entry = paths.get(request.url);
    if (!entry || entry.deliveries.length === MAX_DELIVERIES) {
      response.writeHead(404).end();
      return;
    }
    const at = Date.now();
    const delivery = {
      at,
      method: request.method,
      version: `HTTP/${request.httpVersion}`,
      rawHeaders: request.rawHeaders,
      head: request.socket.lastBytes ?? "",
      body: "",
    };
    request.socket.lastBytes = "";
    entry.deliveries.push(delivery);
    response.once("close", () => {
      if (!response.writableFinished) delivery.openMs = Date.now() - at;
      changes.emit("change");
    });
    delivery.body = await read(request);
    entry.respond(response);
    changes.emit("change");
  }

  const plain = http.createServer(receive);
  // Node's parser trims header values; their white space is visible only in the bytes.
  plain.on("connection", (socket) => {
    socket.lastBytes = "";
    socket.on("data", (bytes) => {
      if (socket.lastBytes.length < MAX_BYTES) socket.lastBytes += bytes.toString("latin1");
    });
  });
  const secure = https.createServer(createCertificate(), receive);
  secure.on("connection", () => {
    tlsConnections += 1;
    changes.emit("change");
  });
  secure.on("tlsClientError", () => changes.emit("change"));

  await listen(plain, port, host);
  await listen(secure, 0, host);
  const name = host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${name}:${plain.address().port}`,
    secureUrl: `https://${name}:${secure.address().port}`,
    respondAt: (path, respond) => paths.set(path, { respond, deliveries: [] }),
    deliveries: (path) => paths.get(path).deliveries,
    tlsConnections: () => tlsConnections,

    /** Resolves once nothing has arrived for `ms`, or after `maxMs`. */
    async quiet(ms, maxMs = MAX_WAIT_MS) {
      const end = Date.now() + maxMs;
      for (let isQuiet = false; !isQuiet && Date.now() < end; ) {
        const signal = AbortSignal.timeout(ms);
        isQuiet = await once(changes, "change", { signal }).then(
          () => false,
          () => true,
        );
      }
    },

    stop() {
      for (const server of [plain, secure]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

async function listen(server, port, host) {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch ({ code }) {
    throw new Failure(
      `--listen cannot use ${host}:${port} (${code}). Give an address of this machine that the device reaches, and a free port.`,
    );
  }
}

async function read(request) {
  const chunks = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      size += chunk.length;
      if (size > MAX_BYTES) break;
      chunks.push(chunk);
    }
  } catch {
    // The sender disconnected; the part that arrived counts.
  }
  return Buffer.concat(chunks).toString();
}
