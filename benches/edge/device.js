// A device that does as little as it can: it reads each request and responds with the same.

import { createServer } from "node:http";

const server = createServer(async (request, response) => {
  for await (const _ of request);
  response.setHeader("Content-Type", "application/json").end('{"item_uid":3}');
}).listen(0, "127.0.0.1", () => process.send(server.address().port));

// Ends with the benchmark, however that ends.
process.on("disconnect", () => process.exit());
