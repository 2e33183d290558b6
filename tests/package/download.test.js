// What a browser downloads of the package besides the entry.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";

/** A commit that raises it gives the reason. */
const LIMIT = 80 * 1024;

test(`the module and its JavaScript are at most ${LIMIT} bytes of brotli`, (t) => {
  const sizes = ["webhook_guard_bg.wasm", "webhook_guard.js"].map(
    (name) =>
      brotliCompressSync(readFileSync(new URL(`../../pkg/wasm/${name}`, import.meta.url))).length,
  );
  t.diagnostic(sizes.join(" + "));
  assert.ok(sizes[0] + sizes[1] <= LIMIT, `${sizes.join(" + ")} bytes`);
});
