// Node, Bun, Deno, browsers and bundlers: the module is inlined and compiled with the first call.
import { bytes } from "../wasm/inline.js";
import { api } from "./api.js";

export const {
  validateWebhook,
  buildRequest,
  parseResponse,
  webhookRules,
  webhookJsonSchema,
  init,
} = api((wasm) => wasm.initSync({ module: bytes() }));
