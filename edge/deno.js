// The edge guard in Deno.
// Usage: UPSTREAM=http://192.168.1.90 PORT=8080 deno run --allow-net --allow-env edge/deno.js

import { createGuard, formatDecision, rejectionResponse } from "../pkg/edge/index.js";
import { nodeFetch } from "../pkg/edge/node-fetch.js";
import { settings } from "./settings.js";

const env = Deno.env.toObject();
const guard = createGuard({ ...settings(env, formatDecision), fetch: nodeFetch });
// Deno would put what follows into the path.
const hasPath = (host) => /[/?#\\@]/.test(host);
const onListen = ({ port }) => console.log(`Guarding at http://localhost:${port}`);

Deno.serve({ port: Number(env.PORT ?? 8080), onListen }, (request) =>
  hasPath(request.headers.get("host")) ? rejectionResponse("invalid_request_url") : guard(request),
);
