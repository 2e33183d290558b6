// Injected into the CommonJS entries: standard globals that some test environments hide, such as
// Jest's jsdom, although Node has them. esbuild keeps those that an entry uses.

const standard = (name, module) => globalThis[name] ?? process.getBuiltinModule(module)[name];

export const TextDecoder = /* @__PURE__ */ standard("TextDecoder", "node:util");
export const TextEncoder = /* @__PURE__ */ standard("TextEncoder", "node:util");
export const crypto = /* @__PURE__ */ (() =>
  globalThis.crypto?.subtle ? globalThis.crypto : standard("webcrypto", "node:crypto"))();
