// The edge guard in Deno.
// Usage: UPSTREAM=http://192.168.1.90 PORT=8080 deno run --allow-net --allow-env edge/deno.js

import { createGuard } from "../pkg/edge.js";
import { settings } from "./settings.js";

const guard = createGuard(settings(Deno.env.toObject()));
const port = Number(Deno.env.get("PORT") ?? 8080);
const onListen = (at) => console.log(`Guarding at http://localhost:${at.port}`);

Deno.serve({ port, onListen }, (request) => guard(request));
