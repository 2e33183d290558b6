// `node tests/vectors/make.js`: writes each file of vectors from the source of the same name, one case a
// line. The files are ASCII and contain no lone surrogate, so that every JSON reader accepts them.

import { readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SOURCES = new URL("source/", import.meta.url);

/** The text of each file, by name. */
export async function makeVectors() {
  const names = readdirSync(SOURCES).filter((name) => name.endsWith(".js"));
  const files = await Promise.all(
    names.map(async (name) => {
      const { default: vectors } = await import(new URL(name, SOURCES));
      return [name.replace(/\.js$/, ".json"), write(vectors)];
    }),
  );
  return new Map(files);
}

function write({ kind, about, cases }) {
  return [
    "{",
    `  "kind": ${ascii(kind)},`,
    `  "about": ${ascii(about)},`,
    '  "cases": [',
    cases.map((each) => `    ${ascii(each)}`).join(",\n"),
    "  ]",
    "}",
    "",
  ].join("\n");
}

const ascii = (value) =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of await makeVectors()) {
    writeFileSync(new URL(name, import.meta.url), text);
  }
}
