// Cloudflare Workers compile a static import ahead, and refuse to compile bytes in a handler.
import module from "../wasm/webhook_guard_bg.wasm";
import { source } from "./core.js";

source.local = () => module;

export * from "./api.js";
