// Cloudflare Workers and Vercel's Edge runtime: the module is compiled ahead of time.
import "../entry/compiled.js";

export { formatDecision, rejectionResponse } from "./decisions.js";
export { createGuard } from "./guard.js";
