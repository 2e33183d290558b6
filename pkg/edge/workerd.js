// Cloudflare Workers: the rules come compiled.
import "../entry/workerd.js";

export { formatDecision, rejectionResponse } from "./decisions.js";
export { createGuard } from "./guard.js";
