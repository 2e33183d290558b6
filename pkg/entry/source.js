// Runtimes with source phase imports (Node 24, Deno, workerd), which compile the file while they load it.

import { source } from "../wasm/webhook_guard.js";
import source module from "../wasm/webhook_guard_bg.wasm";

source.local = () => module;

export * from "./api.js";
