// Node, Bun, Deno, browsers and bundlers: the rules come inlined.
import "../entry/default.js";

export { formatDecision, rejectionResponse } from "./decisions.js";
export { createGuard } from "./guard.js";
