// Cloudflare Workers and Vercel's Edge runtime compile a static import ahead of time, and reject bytes in a
// handler. All of their tools accept the suffix `?module`; some accept nothing else.

import { source } from "../wasm/webhook_guard.js";
import module from "../wasm/webhook_guard_bg.wasm?module";

source.local = () => module;

export * from "./api.js";
