// Cloudflare Workers and Vercel's Edge runtime: the rules come compiled.
import "../entry/compiled.js";

export { formatDecision, rejectionResponse } from "./decisions.js";
export { createGuard } from "./guard.js";
