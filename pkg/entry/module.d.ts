/**
 * The package's wasm file as runtimes import it that compile a static import ahead: for `init` of
 * `webhook-guard/slim`.
 *
 * @packageDocumentation
 */

// Of a type that only some projects have.
declare const module: typeof globalThis extends { WebAssembly: { Module: { prototype: infer T } } }
  ? T
  : unknown;
export default module;
