// Vercel's Edge runtime takes the same static import, marked with ?module.
import module from "../wasm/webhook_guard_bg.wasm?module";
import { source } from "./core.js";

source.local = () => module;

export * from "./api.js";
