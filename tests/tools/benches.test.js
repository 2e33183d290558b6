// The contestants of benches/ reach the right verdicts, so that the benchmarks compare equal work.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { bundle, bundlePath } from "../../benches/bundle.js";
import { CONTESTANTS, contestantsOf } from "../../benches/contestants.js";

const load = async (name, source) => {
  const outfile = `tests/${name}.mjs`;
  await bundle(source, { runtime: "node", outfile });
  return import(pathToFileURL(bundlePath(outfile)));
};
const { FORMS, WORKLOADS } = await load("workloads", `export * from "./workloads.js";`);

/**
 * The path of an issue, which the libraries give as an array of keys, an array of objects, a pointer, or as
 * `$input.event_types[0]`.
 */
function pathOf({ path, instancePath, keyword, params }) {
  if (instancePath === undefined && typeof path === "string") {
    return path.slice("$input.".length).replace(/\[(\d+)\]/g, ".$1");
  }
  if (instancePath === undefined) return path.map((part) => part.key ?? part).join(".");
  const parts = instancePath.split("/").slice(1);
  if (keyword === "required") parts.push(params.missingProperty ?? params.requiredProperties[0]);
  return parts.join(".");
}

// Where a value breaks two rules of the table, some libraries report both.
const paths = (issues) => [...new Set(Array.from(issues, pathOf))].sort();

const body = JSON.parse(WORKLOADS["typical valid"][0].text);
const change = (members) => JSON.stringify({ ...body, ...members });
const headers = (members) => change({ headers: JSON.stringify(members) });
const https = (length) => `https://${"a".repeat(60)}.example/`.padEnd(length, "x");

const VALID = {
  "only the required members": change({
    ...{ secret: undefined, timeout: undefined, headers: undefined, description: undefined },
  }),
  "the shortest and smallest": change({
    url: "http://a",
    secret: "s".repeat(16),
    timeout: 1000,
    headers: "{}",
    description: "",
    max_retries: 1,
  }),
  "the longest and largest": change({
    url: https(2000),
    secret: "s".repeat(128),
    timeout: 30000,
    description: "d".repeat(1000),
    max_retries: 5,
  }),
  "lengths in code points": change({ secret: "😀".repeat(128), description: "😀".repeat(1000) }),
  "an unknown member": change({ note: 1 }),
  "header values": headers({ A: "", "b!#$%&'*+-.^_`|~": "\t ~" }),
};

const INVALID = {
  "no JSON": ["{", ""],
  "an array": ["[]", ""],
  "no url": [change({ url: undefined }), "url"],
  "no status": [change({ status: undefined }), "status"],
  "no event_types": [change({ event_types: undefined }), "event_types"],
  "no max_retries": [change({ max_retries: undefined }), "max_retries"],
  "a url of a wrong type": [change({ url: 1 }), "url"],
  "a url that is null": [change({ url: null }), "url"],
  "a short url": [change({ url: "h:a" }), "url"],
  "a long url": [change({ url: https(2001) }), "url"],
  "another scheme": [change({ url: "ftp://example.com" }), "url"],
  "a url without a host": [change({ url: "http:///example" }), "url"],
  "a url with white space": [change({ url: "http://example.com/ a" }), "url"],
  "a url that does not parse": [change({ url: "http://[::1" }), "url"],
  "a short secret": [change({ secret: "😀".repeat(15) }), "secret"],
  "a long secret": [change({ secret: "s".repeat(129) }), "secret"],
  "another status": [change({ status: "Active" }), "status"],
  "a small timeout": [change({ timeout: 999 }), "timeout"],
  "a large timeout": [change({ timeout: 30001 }), "timeout"],
  "a timeout with a fraction": [change({ timeout: 5000.5 }), "timeout"],
  "headers as an object": [change({ headers: {} }), "headers"],
  "headers that are not JSON": [change({ headers: "{" }), "headers"],
  "headers that are an array": [change({ headers: "[]" }), "headers"],
  "a header name with a space": [headers({ "a b": "" }), "headers.a b"],
  "an empty header name": [headers({ "": "" }), "headers."],
  "a reserved header": [headers({ "Content-Type": "a" }), "headers.Content-Type"],
  "a header twice": [headers({ "X-A": "1", "x-a": "2" }), "headers.x-a"],
  "a header value that is a number": [headers({ A: 1 }), "headers.A"],
  "a header value beyond ASCII": [headers({ A: "é" }), "headers.A"],
  "a long description": [change({ description: "d".repeat(1001) }), "description"],
  "no event type": [change({ event_types: [] }), "event_types"],
  "an event type of a wrong type": [
    change({ event_types: ["log.incoming_call", 1] }),
    "event_types.1",
  ],
  "an unknown event type": [change({ event_types: ["log.Incoming_call"] }), "event_types.0"],
  "too few retries": [change({ max_retries: 0 }), "max_retries"],
  "too many retries": [change({ max_retries: 6 }), "max_retries"],
  "retries as text": [change({ max_retries: "3" }), "max_retries"],
};

const CASES = [
  ...Object.entries(WORKLOADS).flatMap(([name, variants]) =>
    variants.map(({ text, paths }, at) => [`${name}, variant ${at}`, text, paths]),
  ),
  ...Object.entries(VALID).map(([name, text]) => [name, text, []]),
  ...Object.entries(INVALID).map(([name, [text, path]]) => [name, text, [path]]),
];

const contestant = async (name) => {
  const source = `export { default } from "./contestants/${name}.js";`;
  return (await load(name, source)).default;
};

for (const [name, { title, kind }] of Object.entries(CONTESTANTS)) {
  if (kind === "floor" || kind === "export") continue;
  test(title, async () => {
    const validate = await contestant(name);
    for (const [about, text, expected] of CASES) {
      for (const [form, make] of Object.entries(FORMS)) {
        if (!validate[form] || (form === "object" && about === "no JSON")) continue;
        const issues = validate[form](make({ text, paths: [] }));
        if (kind === "verdict") assert.equal(issues.length > 0, expected.length > 0, about);
        else assert.deepEqual(paths(issues), expected, `${about}, as ${form}`);
        for (const { message } of issues) assert.match(message, /\w/, about);
      }
    }
  });
}

for (const name of contestantsOf("export")) {
  test(`the export ${CONTESTANTS[name].title}`, async () => {
    const measured = await contestant(name);
    for (const variant of Object.values(WORKLOADS).flat()) {
      const issues = measured.export(FORMS.export(variant));
      assert.deepEqual(paths(issues), name === "build-request" ? variant.paths : []);
    }
  });
}

test("the workloads", () => {
  const about = (name) => WORKLOADS[name].map(({ text }) => JSON.parse(text));
  const sizes = (name) => WORKLOADS[name].map(({ text }) => Buffer.byteLength(text));
  for (const size of sizes("typical valid")) assert.ok(Math.abs(size - 700) < 70, `${size}`);
  for (const size of sizes("full valid")) assert.ok(Math.abs(size - 6000) < 600, `${size}`);
  for (const { url, headers, event_types } of about("full valid")) {
    assert.equal(url.length, 2000);
    assert.equal(Object.keys(JSON.parse(headers)).length, 20);
    assert.equal(new Set(event_types).size, 41);
  }
  for (const { headers, event_types, description } of about("typical valid")) {
    assert.equal(Object.keys(JSON.parse(headers)).length, 3);
    assert.equal(new Set(event_types).size, 8);
    assert.match(description, /\p{Script=Cyrillic}/u);
  }
  for (const name of ["typical 4 errors", "full 4 errors"]) {
    for (const { paths } of WORKLOADS[name]) assert.equal(new Set(paths).size, 4);
  }
});
