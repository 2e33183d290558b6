// Node, Bun, Deno, browsers and bundlers: the module is inlined and compiled with the first call.
import { bytes } from "../wasm/inline.js";
import { source } from "./core.js";

source.local = bytes;

export * from "./api.js";
