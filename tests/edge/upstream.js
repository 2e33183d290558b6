// An upstream server that records its requests and responds as each test sets.

import { once } from "node:events";
import { createServer } from "node:http";

const respondPlainly = (_request, response) =>
  response
    .writeHead(200, { "Content-Type": "application/json", "X-Device": "panel" })
    .end('{"item_uid":3}');

/** `requests` are those received since `reset`; `respond` sends the next responses. */
export async function startUpstream() {
  const upstream = {
    requests: [],
    respond: respondPlainly,
    reset() {
      upstream.requests = [];
      upstream.respond = respondPlainly;
    },
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
  // It does not close idle connections: one that workerd uses again just then would lose its request.
  const server = createServer({ keepAliveTimeout: 0 }, async (request, response) => {
    const { method, url, headers, rawHeaders } = request;
    const body = Buffer.concat(await request.toArray().catch(() => []));
    upstream.requests.push({ method, url, headers, rawHeaders, body });
    upstream.respond(request, response, body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  upstream.url = `http://127.0.0.1:${server.address().port}`;
  return upstream;
}
