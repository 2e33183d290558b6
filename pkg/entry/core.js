// The package's functions over one instance of the module, which all entries of an app share.

import * as wasm from "../wasm/webhook_guard.js";

/**
 * Where the module comes from, as the entries of an app know it: `local` gives its bytes or the
 * compiled module at once, `url` says where it can be fetched.
 */
export const source = {};

let ready = false;
let loading;
let broken = false;
let depth = 0;

/** Loads the module ahead of the first call; with the entries that hold no module, before it. */
export function init(given) {
  if (ready) return Promise.resolve();
  loading ??= load(given).finally(() => {
    loading = undefined;
  });
  return loading;
}

export function validateWebhook(input, options) {
  return call(wasm.validateWebhook, input, options);
}

export function buildRequest(request) {
  return call(wasm.buildRequest, request);
}

export function parseResponse(response) {
  return call(wasm.parseResponse, response);
}

export function webhookRules() {
  return call(wasm.webhookRules);
}

export function webhookJsonSchema() {
  return call(wasm.webhookJsonSchema);
}

function call(run, first, second) {
  if (!ready || broken) prepare();
  depth += 1;
  try {
    return run(first, second);
  } catch (error) {
    // What the module throws on purpose leaves it whole. Near the end of the stack the test may
    // fail too, so that it comes second.
    const before = broken;
    broken = true;
    if (error instanceof TypeError || error?.name === "InvalidWebhookError") broken = before;
    throw error;
  } finally {
    depth -= 1;
  }
}

function prepare() {
  if (!ready) {
    if (!source.local) {
      throw new Error("webhook-guard is not loaded yet: `await init()` before the first call.");
    }
    try {
      start(moduleOf(source.local()));
    } catch (error) {
      throw explained(error);
    }
  }
  if (!broken) return;
  // A call made by the input's own code, such as toJSON, runs inside another.
  if (depth > 0) throw new Error("webhook-guard failed in a call that this one is part of.");
  // A trap or a stack overflow leaves an instance in no known state: begin with a new one.
  // `validateWebhook` goes past the glue, which makes the new one when another function is called.
  wasm.recover();
  wasm.begin();
  broken = false;
}

async function load(given) {
  try {
    const from = (await given) ?? source.local?.() ?? (await download(source.url));
    const module = await compile(from);
    // A synchronous call may have been faster.
    if (!ready) start(module);
  } catch (error) {
    throw explained(error);
  }
}

function start(module) {
  // An instance that was made but did not start stays, and is to be replaced.
  const before = broken;
  broken = true;
  wasm.initSync({ module });
  broken = before;
  ready = true;
}

const isModule = (value) => value instanceof WebAssembly.Module;

const moduleOf = (from) => (isModule(from) ? from : new WebAssembly.Module(from));

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
  if (!isResponse(from)) return WebAssembly.compile(from);
  if (!from.ok) throw unavailable(from.url, `was answered with ${from.status}`);
  const type = from.headers.get("content-type");
  if (type === "application/wasm" && WebAssembly.compileStreaming) {
    return WebAssembly.compileStreaming(from);
  }
  // What a server calls anything else cannot be compiled while it arrives.
  const bytes = await from.arrayBuffer();
  if (WebAssembly.validate(bytes)) return WebAssembly.compile(bytes);
  throw unavailable(from.url, `was answered with other content, of type ${type}`);
}

const isResponse = (value) => typeof Response === "function" && value instanceof Response;

const unavailable = (url, what, cause) =>
  new Error(
    `webhook-guard: ${url} ${what}. Serve the package's webhook_guard_bg.wasm there as ` +
      'application/wasm, or import "webhook-guard", which has it inlined.',
    { cause },
  );

// What engines say where a policy, not the module, is in the way.
const POLICY = /content.security.policy|\bCSP\b|unsafe-eval/i;
const EMBEDDER = /disallowed by embedder/i;

function explained(error) {
  if (POLICY.test(error.message)) {
    return new Error(
      "webhook-guard: the page's Content-Security-Policy refuses WebAssembly. Add " +
        "'wasm-unsafe-eval' to its script-src.",
      { cause: error },
    );
  }
  if (EMBEDDER.test(error.message)) {
    return new Error(
      "webhook-guard: this runtime compiles no bytes. Have the bundler resolve the package by the " +
        'condition "workerd" or "edge-light", or give init of "webhook-guard/slim" a module.',
      { cause: error },
    );
  }
  return error;
}
