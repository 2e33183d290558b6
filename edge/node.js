// The edge guard as a Node server. Usage: UPSTREAM=http://192.168.1.90 PORT=8080 node edge/node.js

import { createServer } from "node:http";
import { pipeline } from "node:stream/promises";
import { createGuard, formatDecision, rejectionResponse } from "../pkg/edge/index.js";
import { nodeFetch } from "../pkg/edge/node-fetch.js";
import { settings } from "./settings.js";

const guard = createGuard({ ...settings(process.env, formatDecision), fetch: nodeFetch });

function toRequest({ method, url, rawHeaders }, body, signal) {
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    headers.append(rawHeaders[at], rawHeaders[at + 1]);
  }
  // The guard looks at the path alone, whatever host the request names.
  const target = url.startsWith("/") ? `http://guard${url}` : url;
  return new Request(target, { method, headers, body, signal, duplex: "half" });
}

/** Unlike Readable.toWeb's, its cancel leaves the connection for the response. */
function toStream(incoming) {
  const chunks = incoming.iterator({ destroyOnReturn: false });
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

const hasBody = ({ method, headers }) =>
  !["GET", "HEAD"].includes(method) &&
  (headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined);

async function respond(incoming, outgoing) {
  if (incoming.method === "TRACE") return rejectionResponse("method_not_allowed");
  const aborting = new AbortController();
  outgoing.on("close", () => outgoing.writableFinished || aborting.abort());
  const body = hasBody(incoming) ? toStream(incoming) : null;
  let request;
  try {
    request = toRequest(incoming, body, aborting.signal);
  } catch {
    return rejectionResponse("invalid_request_url");
  }
  return guard(request);
}

const server = createServer(async (incoming, outgoing) => {
  const response = await respond(incoming, outgoing);
  for (const [name, value] of response.headers) outgoing.appendHeader(name, value);
  outgoing.writeHead(response.status);
  if (response.body === null) outgoing.end();
  else await pipeline(response.body, outgoing).catch(() => outgoing.destroy());
});

server.listen(Number(process.env.PORT ?? 8080), () => {
  console.log(`Guarding at http://localhost:${server.address().port}`);
});
