// The exports of every entry. On its own it is the entry `slim`, for which the caller provides the module.

export { webhookSchema } from "../standard-schema.js";
export {
  buildRequest,
  canonicalizeWebhook,
  init,
  locate,
  parseResponse,
  validateWebhook,
  webhookJsonSchema,
  webhookRules,
} from "./core.js";
