/**
 * The package's wasm file, as imported by runtimes that compile a static import ahead of time: an
 * argument for `init` of `webhook-guard/slim`.
 *
 * @packageDocumentation
 */

// The runtime's own type, in projects that have it.
declare const module: typeof globalThis extends {
  WebAssembly: { Module: { prototype: infer Module } };
}
  ? Module
  : never;
export default module;
