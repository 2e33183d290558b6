// Cloudflare Workers compile a static import ahead, and refuse to compile bytes in a handler.
import module from "../wasm/webhook_guard_bg.wasm";
import { api } from "./api.js";

export const {
  validateWebhook,
  buildRequest,
  parseResponse,
  webhookRules,
  webhookJsonSchema,
  init,
} = api((wasm) => wasm.initSync({ module }));
