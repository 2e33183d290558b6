// Cloudflare Workers and Vercel's Edge runtime compile a static import ahead, and reject bytes in a
// handler. All of their tools accept the mark `?module`; some accept nothing else.
import module from "../wasm/webhook_guard_bg.wasm?module";
import { source } from "./core.js";

source.local = () => module;

export * from "./api.js";
