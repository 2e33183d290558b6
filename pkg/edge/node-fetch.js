// `fetch` for the guard's option of that name, over node:http, for Node and Deno (contract §8, G7 and
// G13). It reports every response that ends early, unlike Node's own `fetch`, and sends nothing
// twice, unlike Deno's own.

import { Buffer } from "node:buffer";
import * as http from "node:http";
import * as https from "node:https";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/**
 * Sends what the guard sends, on a new connection: the device may have closed one that was used
 * before. A redirect is a response like any other.
 */
export function nodeFetch(url, { method, headers, body, signal }) {
  return new Promise((resolve, reject) => {
    const target = new URL(url);
    const { request } = target.protocol === "https:" ? https : http;
    const outgoing = request(target, { method, headers, signal, agent: false });
    outgoing.on("response", (incoming) => {
      // Without a length, a reset connection looks like the end of the response.
      outgoing.on("error", (error) => incoming.destroy(error));
      try {
        resolve(toResponse(incoming));
      } catch (error) {
        incoming.destroy();
        reject(error);
      }
    });
    outgoing.on("upgrade", (_, socket) => {
      socket.destroy();
      reject(new Error("The device responded with an upgrade."));
    });
    outgoing.on("error", reject);
    frameBody(outgoing, body);
    if (body instanceof ReadableStream) {
      pipeline(Readable.fromWeb(body), outgoing).catch(reject);
    } else outgoing.end(body ?? undefined);
  });
}

/**
 * Marks where the body ends. With methods that rarely have one, such as DELETE, node:http would send only
 * its bytes, which the device would read as the next request.
 */
function frameBody(outgoing, body) {
  if (body == null || outgoing.hasHeader("content-length")) return;
  if (body instanceof ReadableStream) outgoing.setHeader("transfer-encoding", "chunked");
  else outgoing.setHeader("content-length", Buffer.byteLength(body));
}

function toResponse(incoming) {
  const { statusCode: status, rawHeaders } = incoming;
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    headers.append(rawHeaders[at], rawHeaders[at + 1]);
  }
  if (status === 204 || status === 205 || status === 304) {
    incoming.resume();
    return new Response(null, { status, headers });
  }
  const body = Readable.toWeb(incoming);
  if (headers.get("content-encoding")?.toLowerCase() !== "gzip") {
    return new Response(body, { status, headers });
  }
  headers.delete("content-encoding");
  headers.delete("content-length");
  return new Response(body.pipeThrough(new DecompressionStream("gzip")), { status, headers });
}
