// The edge guard as a Node server. Usage: UPSTREAM=http://192.168.1.90 PORT=8080 node edge/node.js

import { createServer } from "node:http";
import { pipeline } from "node:stream/promises";
import { createGuard } from "../pkg/edge.js";
import { settings } from "./settings.js";

const guard = createGuard(settings(process.env));

function toRequest({ method, url, rawHeaders }, body) {
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    headers.append(rawHeaders[at], rawHeaders[at + 1]);
  }
  // The guard looks at the path alone, whoever the request says it is for.
  const target = url.startsWith("/") ? `http://guard${url}` : url;
  return new Request(target, { method, headers, body, duplex: "half" });
}

/** Unlike Readable.toWeb's, its cancel leaves the connection for the answer. */
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

const hasBody = ({ headers }) =>
  headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;

const server = createServer(async (incoming, outgoing) => {
  let request;
  try {
    const readable = !["GET", "HEAD"].includes(incoming.method) && hasBody(incoming);
    request = toRequest(incoming, readable ? toStream(incoming) : null);
  } catch {
    outgoing.writeHead(400).end();
    return;
  }
  const answer = await guard(request);
  // What is left of a body is not waited for.
  if (!incoming.complete) outgoing.setHeader("Connection", "close");
  for (const [name, value] of answer.headers) outgoing.appendHeader(name, value);
  outgoing.writeHead(answer.status);
  if (answer.body === null) outgoing.end();
  else await pipeline(answer.body, outgoing).catch(() => outgoing.destroy());
});

server.listen(Number(process.env.PORT ?? 8080), () => {
  console.log(`Guarding at http://localhost:${server.address().port}`);
});
