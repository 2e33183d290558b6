// The edge guard in Bun. Usage: UPSTREAM=http://192.168.1.90 PORT=8080 bun edge/bun.js

import { createGuard } from "../pkg/edge.js";
import { settings } from "./settings.js";

const guard = createGuard(settings(process.env));

const { port } = Bun.serve({
  port: Number(process.env.PORT ?? 8080),
  fetch: (request) => guard(request),
});
console.log(`Guarding at http://localhost:${port}`);
