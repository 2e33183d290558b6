// Node, Bun, Deno, browsers and bundlers: the module is inlined (entry/default.js). Only relative imports,
// so that a service worker, which has no import map, can load it without a bundler.

import { inlined } from "../wasm/inline.js";
import * as guard from "./guard.js";

export { formatDecision, rejectionResponse } from "./decisions.js";
export const createGuard = /* @__PURE__ */ inlined(guard.createGuard);
