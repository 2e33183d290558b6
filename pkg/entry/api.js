// The exports of every entry. This file itself is the entry `slim`, for which the caller provides the module.

export {
  buildRequest,
  canonicalizeWebhook,
  init,
  locate,
  parseResponse,
  validateWebhook,
  webhookJsonSchema,
  webhookRules,
  webhookSchema,
} from "../wasm/webhook_guard.js";
