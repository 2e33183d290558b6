// HTTP as bytes on a socket, where a client library would correct what is sent.

import { connect } from "node:net";

/** Sends `parts` one after the other, and returns the first response. */
export function send(origin, ...parts) {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let text = "";
    const settle = () => {
      const response = readResponse(text);
      if (response) resolve(response);
      return response;
    };
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      if (settle()) socket.destroy();
    });
    socket.on("error", reject);
    socket.on("close", () => settle() ?? reject(new Error(`No response: ${text}`)));
    for (const part of parts) socket.write(part);
  });
}

function readResponse(text) {
  const end = text.indexOf("\r\n\r\n");
  if (end === -1) return undefined;
  const [line, ...fields] = text.slice(0, end).split("\r\n");
  const headers = new Headers(fields.map((field) => field.split(/: */s, 2)));
  const body = text.slice(end + 4);
  const isComplete = headers.has("transfer-encoding")
    ? body.endsWith("0\r\n\r\n")
    : body.length >= Number(headers.get("content-length"));
  return isComplete ? { status: Number(line.split(" ")[1]), headers, body } : undefined;
}

/** The bytes of a request; `fields` are header lines, unchanged. */
export const request = (method, target, fields = [], body = "") =>
  Buffer.concat([
    Buffer.from(
      `${[`${method} ${target} HTTP/1.1`, "Host: guard", ...fields].join("\r\n")}\r\n\r\n`,
    ),
    Buffer.from(body),
  ]);

/** A request of the API with a body of JSON. */
export const post = (body, { target = "/api/v1/webhooks", method = "POST", fields = [] } = {}) =>
  request(
    method,
    target,
    [`Content-Length: ${Buffer.byteLength(body)}`, "Content-Type: application/json", ...fields],
    body,
  );
