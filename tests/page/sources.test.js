// Properties of the page's sources.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readPageFile, rules, sources } from "./page.js";

const scripts = sources.filter(([path]) => path.endsWith(".js"));

test("the page restates no rule", () => {
  const listed = rules.eventTypes.flatMap(({ name, label }) => [name, label]);
  for (const [path, text] of scripts) {
    for (const word of [...listed, "Wrong JSON body"])
      assert.ok(!text.includes(word), `${path}: ${word}`);
  }
});

test("the page never parses text as HTML", () => {
  for (const [path, text] of sources) assert.doesNotMatch(text, /HTML\b.*[=(]|style=/, path);
});

test("requests of the API are built by buildRequest, except for the login", () => {
  const asking = scripts.filter(([, text]) => /\bfetch\(|XMLHttpRequest|sendBeacon/.test(text));
  assert.deepEqual(asking.map(([path]) => path).sort(), [
    "device/identity.js",
    "device/login.js",
    "device/requests.js",
    "lib/language.js",
  ]);
  const requests = readPageFile("device/requests.js");
  assert.match(requests, /built = buildRequest\(request\);.*fetch\(built\.url, .*parseResponse\(/s);
});

test("a form that is submitted without its script puts nothing into the URL", () => {
  for (const [path, text] of scripts) {
    for (const [, attributes] of text.matchAll(/el\(\s*"form",\s*\{([^}]*)/g)) {
      assert.match(attributes, /method: "post"/, path);
    }
  }
});

test("each script and style sheet has at most 260 lines", () => {
  for (const [path, text] of scripts) assert.ok(text.split("\n").length <= 260, path);
});
