// Loads the module, for the package's functions, which all entries of an app share.

import { hasModule, setModule, setModuleProvider } from "./instance.js";

/**
 * Where the module comes from, as the entries of an app know it: `local` returns its bytes or the
 * compiled module synchronously, `url` is where it can be fetched.
 */
export const source = {};

let loading;

setModuleProvider(() => {
  if (!source.local) {
    throw new Error("webhook-guard is not loaded yet: `await init()` before the first call.");
  }
  try {
    const from = source.local();
    if (isModule(from)) return setModule(from);
    requireWebAssembly();
    setModule(new WebAssembly.Module(from));
  } catch (error) {
    throw explained(error);
  }
});

/** Loads the module ahead of the first call; with the entries that contain no module, before it. */
export function init(given) {
  if (hasModule()) return Promise.resolve();
  loading ??= load(given).finally(() => {
    loading = undefined;
  });
  return loading;
}

async function load(given) {
  try {
    requireWebAssembly();
    const from = (await given) ?? source.local?.() ?? (await download(source.url));
    const module = await compile(from);
    // A synchronous call may have been faster.
    if (!hasModule()) setModule(module);
  } catch (error) {
    throw explained(error);
  }
}

function requireWebAssembly() {
  if (typeof WebAssembly === "object") return;
  throw new Error(
    "webhook-guard needs WebAssembly, which this runtime does not have or has turned off " +
      "(Node does with --jitless). Use a runtime with WebAssembly.",
  );
}

/** Whether it is a compiled module, of any realm. */
function isModule(value) {
  try {
    WebAssembly.Module.imports(value);
    return true;
  } catch {
    return false;
  }
}

async function download(url) {
  if (!url) {
    throw new TypeError(
      "init(source) needs the module: a WebAssembly.Module, its bytes or a Response of them.",
    );
  }
  try {
    return await fetch(url);
  } catch (cause) {
    throw unavailable(url, "cannot be fetched", cause);
  }
}

async function compile(from) {
  if (isModule(from)) return from;
  // webpack in Next.js rejects code for the Edge runtime that calls `WebAssembly.compile` by name.
  const { compile: compileBytes } = WebAssembly;
  if (typeof from?.arrayBuffer !== "function") return compileBytes(from);
  if (!from.ok) throw unavailable(from.url, `responded with ${from.status}`);
  const type = from.headers.get("content-type");
  if (type === "application/wasm" && WebAssembly.compileStreaming) {
    return WebAssembly.compileStreaming(from);
  }
  // With any other type, it cannot be compiled while it arrives.
  const bytes = await from.arrayBuffer();
  if (WebAssembly.validate(bytes)) return compileBytes(bytes);
  throw unavailable(from.url, `responded with other content, of type ${type}`);
}

const unavailable = (url, what, cause) =>
  new Error(
    `webhook-guard: ${url} ${what}. Serve the package's webhook_guard_bg.wasm there as ` +
      'application/wasm, or import "webhook-guard", which has it inlined.',
    { cause },
  );

// The messages of engines where a policy blocks compilation.
const POLICY = /content.security.policy|\bCSP\b|unsafe-eval/i;
const EMBEDDER = /disallowed by embedder/i;

function explained(error) {
  if (POLICY.test(error.message)) {
    return new Error(
      "webhook-guard: the page's Content-Security-Policy blocks WebAssembly. Add " +
        "'wasm-unsafe-eval' to its script-src.",
      { cause: error },
    );
  }
  if (EMBEDDER.test(error.message)) {
    return new Error(
      "webhook-guard: this runtime compiles no bytes. Have the bundler resolve the package by the " +
        'condition "workerd" or "edge-light", or pass a module to init of "webhook-guard/slim".',
      { cause: error },
    );
  }
  return error;
}
