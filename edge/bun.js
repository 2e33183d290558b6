// The edge guard in Bun. Usage: UPSTREAM=http://192.168.1.90 PORT=8080 bun edge/bun.js

import { createGuard, formatDecision, rejectionResponse } from "../pkg/edge/index.js";
import { settings } from "./settings.js";

const guard = createGuard(settings(process.env, formatDecision));

const { port } = Bun.serve({
  port: Number(process.env.PORT ?? 8080),
  // In seconds, Bun's maximum. By its default of 10, Bun would close a connection that waits for the
  // device; the guard has deadlines of its own.
  idleTimeout: 255,
  fetch: (request) =>
    request.method === "TRACE" ? rejectionResponse("method_not_allowed") : guard(request),
});
console.log(`Guarding at http://localhost:${port}`);
