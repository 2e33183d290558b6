// The edge guard in Bun. Usage: UPSTREAM=http://192.168.1.90 PORT=8080 bun edge/bun.js

import { createGuard, formatDecision, rejectionResponse } from "../pkg/edge/index.js";
import { settings } from "./settings.js";

const guard = createGuard(settings(process.env, formatDecision));

// In seconds, Bun's maximum. After 10, its default, Bun would close a connection that waits for the device; the
// guard has deadlines of its own.
const IDLE_TIMEOUT = 255;

const { port } = Bun.serve({
  port: Number(process.env.PORT ?? 8080),
  fetch(request, server) {
    if (request.method === "TRACE") return rejectionResponse("method_not_allowed");
    server.timeout(request, IDLE_TIMEOUT);
    return guard(request);
  },
});
console.log(`Guarding at http://localhost:${port}`);
