// A proxy on node:http that checks nothing.

import { createServer, request } from "node:http";

const { UPSTREAM, PORT } = process.env;

const server = createServer((incoming, outgoing) => {
  const { method, url, headers } = incoming;
  const sent = request(UPSTREAM + url, { method, headers }, (response) => {
    outgoing.writeHead(response.statusCode, response.headers);
    response.pipe(outgoing);
  });
  incoming.pipe(sent);
}).listen(Number(PORT), () => console.log(`Guarding at http://localhost:${server.address().port}`));
