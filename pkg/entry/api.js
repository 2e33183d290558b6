// What every entry exports; by itself the entry `slim`, which leaves the module to the caller.

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
