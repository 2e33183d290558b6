// Node, Bun, Deno, browsers and bundlers: the module is inlined and compiled with the first call.
//
// The module is provided by each export when it is created, not by this file when it is loaded: a bundler
// then removes an unused export, and the module if all are unused.

import { inlined } from "../wasm/inline.js";
import * as api from "../wasm/webhook_guard.js";

export const buildRequest = /* @__PURE__ */ inlined(api.buildRequest);
export const canonicalizeWebhook = /* @__PURE__ */ inlined(api.canonicalizeWebhook);
export const init = /* @__PURE__ */ inlined(api.init);
export const locate = /* @__PURE__ */ inlined(api.locate);
export const parseResponse = /* @__PURE__ */ inlined(api.parseResponse);
export const validateWebhook = /* @__PURE__ */ inlined(api.validateWebhook);
export const webhookJsonSchema = /* @__PURE__ */ inlined(api.webhookJsonSchema);
export const webhookRules = /* @__PURE__ */ inlined(api.webhookRules);
export const webhookSchema = /* @__PURE__ */ inlined(api.webhookSchema);
