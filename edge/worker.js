// The edge guard as a Cloudflare Worker. A wrong setting prevents its deployment.

import { env } from "cloudflare:workers";
import { createGuard, formatDecision } from "../pkg/edge/compiled.js";
import { settings } from "./settings.js";

const guard = createGuard(settings(env, formatDecision));

export default { fetch: (request, _env, context) => guard(request, context) };
