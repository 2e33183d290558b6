// The guard. Its module is the largest file of the page and comes last: until it is there the page
// takes what is typed, and whatever needs the guard waits.

import * as entry from "/pkg/entry/url.js";

let coming;

async function come() {
  for (;;) {
    try {
      return await entry.init();
    } catch (error) {
      await new Promise((again) => {
        document.dispatchEvent(new CustomEvent("guardmissed", { detail: { error, again } }));
      });
    }
  }
}

/** Its `init` settles once it is there; where it cannot be had, `guardmissed` lets one try again. */
export const guard = {
  ...entry,
  init() {
    coming ??= come();
    return coming;
  },
};
