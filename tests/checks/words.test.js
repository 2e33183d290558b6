// No file contains a word that CONTRIBUTING.md's table of words replaces.

import assert from "node:assert/strict";
import { test } from "node:test";
import { matches, writtenFiles } from "./files.js";

const TABLE = "CONTRIBUTING.md";
const SELF = "tests/checks/words.test.js";

/** Real uses: the phrase, and the files in which it is allowed. */
const ALLOWED = [
  { phrase: /whole numbers?/gi, files: /./ },
  { phrase: /stands? for/gi, files: /./ },
  // A former name.
  { phrase: /Response::Refused/g, files: /^CHANGELOG\.md$/ },
];

const files = writtenFiles().filter(({ path }) => path !== SELF);
const table = files
  .find(({ path }) => path === TABLE)
  .text.match(/\| instead of \| write \|\n\|.*\n((?:\|.*\n)+)/)[1];
const words = Array.from(table.matchAll(/^\| (.*?) \|/gm), ([, cell]) => cell.split(", ")).flat();

/** Matches a word or phrase, also as a part of an identifier (was_x, wasX, X), but not within a longer word. */
function pattern(word) {
  const phrase = word.replaceAll(" ", "[ _-]");
  const capitalised = phrase[0].toUpperCase() + phrase.slice(1);
  return `(?<![A-Za-z])${phrase}(?![a-z])|(?<![A-Z])${capitalised}(?![a-z])`;
}

const forbidden = new RegExp(words.map(pattern).join("|"), "g");

test("the table lists words", () => assert.ok(words.length > 20));

test("no file contains a word of the table", () => {
  const found = files.flatMap(({ path, text }) => {
    const rest = ALLOWED.filter((it) => it.files.test(path)).reduce(
      (rest, { phrase }) => rest.replaceAll(phrase, ""),
      path === TABLE ? text.replace(table, "") : text,
    );
    return Array.from(
      matches(rest, forbidden),
      ({ match, line }) => `${path}:${line}: ${match[0]}`,
    );
  });
  assert.equal(found.join("\n"), "");
});
