// Vercel's Edge runtime: the rules come compiled.
import "../entry/edge-light.js";

export { formatDecision, rejectionResponse } from "./decisions.js";
export { createGuard } from "./guard.js";
