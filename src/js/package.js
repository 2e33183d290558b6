// What all entries of the npm package share: the functions, the schema, and the loading of the module.
// The build bundles it into one file, wasm/webhook_guard.js, which loads faster than several.

export * from "./index.js";
export { init, source } from "./load.js";
export { webhookSchema } from "./standard-schema.js";
