// A device and a client on bare sockets: they see each byte as it was sent, and share no code with the
// guard or with a runtime's HTTP.

import { once } from "node:events";
import { connect, createServer } from "node:net";

/** A response with Content-Length. */
export const response = (status, body = "", ...fields) =>
  [`HTTP/1.1 ${status}`, `Content-Length: ${Buffer.byteLength(body)}`, ...fields, "", body].join(
    "\r\n",
  );

const GOOD = response("200 OK", '{"item_uid":3}', "Content-Type: application/json");

/** Reads the first request of `bytes`; `undefined` if it is not complete yet. */
function readRequest(bytes) {
  const end = bytes.indexOf("\r\n\r\n");
  if (end === -1) return undefined;
  const head = bytes.subarray(0, end).toString("latin1");
  const [line, ...fields] = head.split("\r\n");
  const [method, target] = line.split(" ");
  const headers = {};
  for (const field of fields) {
    const [name, value] = field.split(/: */, 2);
    headers[name.toLowerCase()] = value;
  }
  const start = end + 4;
  const request = { method, target, head, headers };
  if (/chunked/i.test(headers["transfer-encoding"] ?? "")) {
    let at = start;
    const chunks = [];
    for (;;) {
      const lineEnd = bytes.indexOf("\r\n", at);
      if (lineEnd === -1) return undefined;
      const size = Number.parseInt(bytes.subarray(at, lineEnd).toString("latin1"), 16);
      if (bytes.length < lineEnd + 2 + size + 2) return undefined;
      chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
      at = lineEnd + 2 + size + 2;
      if (size === 0) return { ...request, body: Buffer.concat(chunks), length: at };
    }
  }
  const length = start + Number(headers["content-length"] ?? 0);
  if (bytes.length < length) return undefined;
  return { ...request, body: bytes.subarray(start, length), length };
}

/**
 * Starts a device. `requests` are those it has read, each with the number of its connection and how many
 * that connection had served before; `respond(socket, request)` handles the next ones.
 */
export async function startRawDevice() {
  const device = {
    requests: [],
    connections: [],
    received: 0,
    respond: (socket) => socket.write(GOOD),
    reset() {
      device.requests = [];
      device.received = 0;
      device.respond = (socket) => socket.write(GOOD);
    },
    /** Resolves once no connection is open. */
    async isFree() {
      while (device.connections.length > 0) await new Promise((later) => setTimeout(later, 5));
    },
    async hasRequests(count) {
      while (device.requests.length < count) await new Promise((later) => setTimeout(later, 5));
    },
    stop() {
      server.close();
      for (const socket of device.connections) socket.destroy();
    },
  };
  let number = 0;
  const server = createServer((socket) => {
    const connection = number++;
    let served = 0;
    let bytes = Buffer.alloc(0);
    device.connections.push(socket);
    socket.on("error", () => {});
    socket.on("close", () => device.connections.splice(device.connections.indexOf(socket), 1));
    socket.on("data", (chunk) => {
      device.received += chunk.length;
      bytes = Buffer.concat([bytes, chunk]);
      for (let request = readRequest(bytes); request; request = readRequest(bytes)) {
        bytes = bytes.subarray(request.length);
        device.requests.push({ ...request, connection, served });
        served += 1;
        device.respond(socket, request);
      }
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  device.url = `http://127.0.0.1:${server.address().port}`;
  return device;
}

/** Opens a connection to an origin; `text` is what it has received. */
export function openClient(origin) {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  const client = {
    socket,
    text: "",
    closed: new Promise((closed) => socket.on("close", closed)),
    /** Resolves once what came back matches, or the connection is closed. */
    until: (pattern) =>
      new Promise((done) => {
        const look = () => pattern.test(client.text) && done(client.text);
        socket.on("data", look);
        socket.on("close", () => done(client.text));
        look();
      }),
  };
  socket.on("error", () => {});
  socket.on("data", (chunk) => {
    client.text += chunk.toString("latin1");
  });
  return client;
}

/** Sends bytes and returns everything that comes back until the body given by Content-Length is there. */
export async function talk(origin, bytes) {
  const client = openClient(origin);
  client.socket.write(bytes);
  const complete = () => {
    const end = client.text.indexOf("\r\n\r\n");
    if (end === -1) return false;
    const head = client.text.slice(0, end);
    if (/^HTTP\/1\.1 (1|204|304)/.test(head)) return true;
    if (/transfer-encoding: chunked/i.test(head)) return client.text.endsWith("0\r\n\r\n");
    return client.text.length >= end + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
  };
  await new Promise((done) => {
    client.socket.on("data", () => complete() && done());
    client.socket.on("close", done);
  });
  client.socket.destroy();
  const [head, ...rest] = client.text.split("\r\n\r\n");
  return {
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]),
    head,
    mark: /x-webhook-guard: (\w+)/i.exec(head)?.[1],
    body: rest.join("\r\n\r\n"),
  };
}
