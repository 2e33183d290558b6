// Every section (§) and every decision, rule of the edge guard or of verification (D, G, V) that a file
// cites exists in docs/contract.md.

import assert from "node:assert/strict";
import { test } from "node:test";
import { matches, writtenFiles } from "./files.js";

const CONTRACT = "docs/contract.md";
// Sections of other documents ("RFC 7230 §3.2.6") are not ours.
const SECTION = /(?<!(?:RFC \d+|ECMA-262),? )§(\d+)/g;
// Letters and digits that are part of an encoded byte or of a code point are not citations, nor is the engine V8.
const IDENTIFIER = /(?<![\w%\\+#.-])(?!V8\b)[DGV]\d{1,2}\b(?![\w%-])/g;

const files = writtenFiles();
const contract = files.find(({ path }) => path === CONTRACT)?.text ?? "";
const defined = new Set([
  ...Array.from(contract.matchAll(/^## (\d+)\. /gm), ([, section]) => `§${section}`),
  ...Array.from(contract.matchAll(/^- \*\*([DGV]\d+)\b/gm), ([, identifier]) => identifier),
]);

test("the contract defines §1 to §10, D1 to D9, G1 to G13 and V1 to V4", () => {
  const count = (kind) => [...defined].filter((name) => name.startsWith(kind)).length;
  assert.deepEqual(["§", "D", "G", "V"].map(count), [10, 9, 13, 4]);
});

test("whatever is cited exists in the contract", () => {
  const unknown = files.flatMap(({ path, text }) =>
    [SECTION, IDENTIFIER].flatMap((pattern) =>
      Array.from(matches(text, pattern), ({ match, line }) => ({ cited: match[0], line }))
        .filter(({ cited }) => !defined.has(cited))
        .map(({ cited, line }) => `${path}:${line}: ${cited}`),
    ),
  );
  assert.equal(unknown.join("\n"), "");
});
