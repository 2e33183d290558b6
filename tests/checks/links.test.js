// Every relative link of a Markdown file points to an existing file, and to a heading if it names one.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";
import { matches, root, writtenFiles } from "./files.js";

const files = writtenFiles();
const documents = new Map(
  files.filter(({ path }) => path.endsWith(".md")).map(({ path, text }) => [path, text]),
);

/** The anchors that GitHub gives the headings of a document. */
const anchors = (text) =>
  Array.from(text.replaceAll(/^```.*?^```/gms, "").matchAll(/^#+ (.+)$/gm), ([, heading]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-"),
  );

function isBroken(from, target) {
  const [path, anchor] = target.split("#");
  const file = path ? normalize(join(dirname(from), path)) : from;
  if (!existsSync(join(root, file))) return true;
  return anchor !== undefined && !anchors(documents.get(file) ?? "").includes(anchor);
}

test("relative links point to existing files and headings", () => {
  const broken = [...documents].flatMap(([path, text]) =>
    Array.from(matches(text, /\]\(([^)\s]+)\)/g), ({ match, line }) => ({ target: match[1], line }))
      .filter(({ target }) => !/^(?:https?|mailto):/.test(target) && isBroken(path, target))
      .map(({ target, line }) => `${path}:${line}: ${target}`),
  );
  assert.equal(broken.join("\n"), "");
});
