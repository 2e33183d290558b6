// Pages that fetch the module, and bundlers that copy the file this expression names.
import { source } from "../wasm/webhook_guard.js";

source.url = new URL("../wasm/webhook_guard_bg.wasm", import.meta.url);

export * from "./api.js";
