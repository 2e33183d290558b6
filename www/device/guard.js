// The guard. Its wasm module is the largest file of the page and loads last: until then the page
// accepts input, and code that needs the guard waits for `init`.

import * as entry from "/pkg/entry/url.js";

let loading;

async function load() {
  for (;;) {
    try {
      return await entry.init();
    } catch (error) {
      await new Promise((retry) => {
        document.dispatchEvent(new CustomEvent("guardfailed", { detail: { error, retry } }));
      });
    }
  }
}

/** `init` resolves once it has loaded; if it cannot be loaded, `guardfailed` offers to retry. */
export const guard = {
  ...entry,
  init() {
    loading ??= load();
    return loading;
  },
};
