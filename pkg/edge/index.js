// Node, Bun, Deno, browsers and bundlers: the rules come inlined. Relative imports alone, so that a
// service worker, which has no import map, can load it without a bundler.
import "../entry/default.js";

export { formatDecision, rejectionResponse } from "./decisions.js";
export { createGuard } from "./guard.js";
