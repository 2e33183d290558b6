// The edge guard as a Cloudflare Worker. A wrong setting stops it from being deployed.

import { env } from "cloudflare:workers";
import { createGuard } from "../pkg/edge.js";
import { settings } from "./settings.js";

const guard = createGuard(settings(env));

export default { fetch: (request) => guard(request) };
