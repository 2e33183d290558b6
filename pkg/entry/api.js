import * as wasm from "../wasm/webhook_guard.js";

/** The package's functions over the module, which `load` brings in with the first call. */
export function api(load) {
  let loaded = false;
  let broken = false;

  function prepare() {
    if (!loaded) load(wasm);
    loaded = true;
    // A trap or a stack overflow leaves an instance in no known state: begin with a new one.
    if (broken) wasm.recover();
    broken = false;
  }

  const guarded = (run) => (first, second) => {
    if (!loaded || broken) prepare();
    try {
      return run(first, second);
    } catch (error) {
      // What the module throws on purpose leaves it whole.
      broken = !(error instanceof TypeError || error?.name === "InvalidWebhookError");
      throw error;
    }
  };

  return {
    validateWebhook: guarded(wasm.validateWebhook),
    buildRequest: guarded(wasm.buildRequest),
    parseResponse: guarded(wasm.parseResponse),
    webhookRules: guarded(wasm.webhookRules),
    webhookJsonSchema: guarded(wasm.webhookJsonSchema),
    init: async () => prepare(),
  };
}
