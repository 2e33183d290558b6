// Contract §8, G2: no path that a device could read as the API passes through.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { createGuard } from "../../pkg/edge/index.js";
import { readers } from "./path-readers.js";

/** What the guard sends for a target with everything passed through; `undefined` if it rejects. */
async function sentFor(target, passthrough = ["/"]) {
  let sent;
  const guard = createGuard({
    upstream: "http://device",
    passthrough,
    fetch: async (url) => {
      sent = url.slice("http://device".length);
      return new Response("{}");
    },
  });
  const response = await guard(new Request(`http://guard${target}`, { method: "DELETE" }));
  await response.body?.cancel();
  return sent;
}

/** The bypasses that were found, each with the entry of passthrough that allowed it. */
const FOUND = {
  "/api/v1/files/": [
    "/api/v1/files/;%2f..%2f..%2fwebhooks",
    "/api/v1/files/%3f%2f..%2f..%2fwebhooks",
    "/api/v1/files/%20%2f..%2f..%2fwebhooks",
    "/api/v1/files/%2f..%2f..%2f..%2fv1%2fwebhooks",
  ],
  "/api/v1/": [
    "/api/v1/.;%2f../webhooks",
    "/api/v1/webhooks%00x",
    "/api/v1/webhooks%0ax",
    "/api/v1/webhooks+",
    "/api/v1/web%c1%a8ooks",
    "/api/v1/+webhooks",
    "/api/v1/%20webhooks",
    "/api/v1/%e3%80%80webhooks",
    "/api/v1/webhooks%e1%9a%80x",
    "/api/v1/webhooks%252500",
    "/api/v1/webhooks%",
    "/api/v1/webhooks%a",
    "/api/v1/webhooks%zz",
    "/api/v1/webhooks%-0",
    "/api/v1/webhooks%25zz",
    "/api/v1/web%M8ooks",
    "/api/v1/%u0077ebhooks",
    "/api/v1/%25u0077ebhooks",
    "/api/v1/%256Nebhooks",
    "/api/v1/files/%25u002e%25u002e/webhooks",
    "/api/v1/web%ef%b8%8fhooks",
    "/api/v1/files/..%ef%b8%8f/webhooks",
  ],
  "/": [
    "/ap%c4%b1/v1/webhooks",
    "/AP%c4%b0/v1/webhooks",
    "//x/api/v1/webhooks",
    "//x:80/api/v1/webhooks/3",
    "//u@[::1]/api/v1/webhooks",
    "/x/..//y/api/v1/webhooks",
    "/\\x/api/v1/webhooks",
    "/%2fx/api/v1/webhooks",
    "/%255cx/api/v1/webhooks",
    "//x%2fy/api/v1/webhooks",
    "/api/v1/;%5capi/webhooks",
    "/api/v1/;%252fx/webhooks",
    "/api%2fv1/;%2fx/webhooks",
    "/api%20%2fx/v1/webhooks",
    "/;//x/api/v1/webhooks",
    "/%252e//x/api/v1/webhooks",
  ],
};
for (const [entry, targets] of Object.entries(FOUND)) {
  for (const target of targets) {
    test(`${target} does not pass through ${entry}`, async () => {
      assert.equal(await sentFor(target, [entry]), undefined);
    });
  }
}

test("paths that no device would read as the API pass through unchanged", async () => {
  for (const target of [
    "/api/v1/webhook",
    "/api/v1/webhooks-archive",
    "/api/v1/webhooks2/3",
    "/api/v1/webhooks.json",
    "/files/a+b",
    "/files/%C3%A9t%C3%A9",
    "/files/100%25",
    "/api/v1/files/50%25off",
    "/files/%e2%9d%a4%ef%b8%8f",
    "/files/a;v=1",
    "/v1/api/webhooks",
    "/files//a/./b",
    "//files/api/v1",
    "/files/a;b%2fc",
    "/x/api%2fv1%2fwebhooks",
    "/%25252525252541",
  ]) {
    assert.equal(await sentFor(target), new URL(`http://device${target}`).pathname, target);
  }
});

test("a path that is encoded more than eight times does not pass through", async () => {
  assert.equal(await sentFor(`/files/%${"25".repeat(9)}41`), undefined);
});

describe("readers", () => {
  test("each simulated reader can be led into the API", () => {
    const ways = [
      "/api/v1/webhooks",
      "/api/v1/x/../webhooks",
      "/api/v1/%2e%2e/v1/webhooks/3",
      "/api/v1/webhooks%00x",
      "/api/v1/webhooks%20x",
      "/API/v1/webhooks",
      "/api/v1/web%c1%a8ooks",
      "//x/api/v1/webhooks",
    ];
    for (const [name, reads] of Object.entries(readers)) assert.ok(ways.some(reads), name);
  });

  // Pieces that readers treat differently, between those of the API's path.
  const piece = fc.constantFrom(
    ...[
      "/",
      "//",
      "/./",
      "/../",
      "%2f",
      "%2F",
      "%5c",
      "\\",
      "%252f",
      "%255c",
      "..",
      "%2e%2e",
      ".%2e",
    ],
    ...[
      "%252e%252e",
      ";",
      "%3b",
      ";a=b",
      "%3f",
      "%23",
      "+",
      "%20",
      "%09",
      "%0a",
      "%00",
      "%2500",
      "%c2%a0",
    ],
    ...[
      "%e3%80%80",
      "%e2%80%8b",
      "%ef%bc%8f",
      "%c0%af",
      "%c0%ae",
      "%ff",
      "%e2%80%a5",
      "%",
      "%2",
      "%25",
    ],
    ...["api", "API", "v1", "webhooks", "WebHooks", "web", "hooks", "%77ebhooks", "%57", "%c1%a8"],
    ...["%ef%bd%97", "%2577", "w%65bhooks", "3", "test", "files", "x", "~", ":", "@", "*"],
  );
  const tail = fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(""));
  const head = fc.constantFrom(
    "/",
    "/api/v1/",
    "/api/v1/files/",
    "/api/v1/webhooks",
    "/x/",
    "/api/",
    "//",
    "//x/api/v1/",
    "/%2fx/api/v1/webhooks",
  );

  test("no fuzzed path that passes through is the API's to any reader", async () => {
    await fc.assert(
      fc.asyncProperty(head, tail, async (start, end) => {
        const target = `${start}${end}`;
        if (!URL.canParse(`http://guard${target}`)) return;
        const { pathname } = new URL(`http://guard${target}`);
        if (/^\/api\/v1\/webhooks(\/\d+)?(\/test)?$/.test(pathname)) return;
        const sent = await sentFor(target);
        if (sent === undefined) return;
        for (const [name, reads] of Object.entries(readers)) {
          assert.ok(!reads(sent), `${JSON.stringify(sent)} is the API to: ${name}`);
        }
      }),
      { numRuns: Number(process.env.PATH_RUNS ?? 20_000) },
    );
  });
});

describe("time is linear", () => {
  const PATHS = {
    "percent signs": "%",
    "encoded percent signs": "%25",
    "encoded letters": "%61",
    "encoded letters between others": "%61b",
    parameters: ";a",
    "parameters and slashes": ";a/",
    "parameters and encoded slashes": ";%2f",
    slashes: "/",
    dots: "../",
    "encoded spaces": "%20",
    "plus signs": "+",
    "combining marks": "%cc%b4%cd%85",
    sigmas: "%ce%a3",
    "wide letters": "%ef%bd%97",
    "broken UTF-8": "%c3a",
  };
  const ACCEPTS = {
    "quotation marks": '"',
    "escaped quotation marks": '\\"',
    commas: ",",
    semicolons: ";",
    "quality values": ";q=0.1",
    ranges: "a/b,",
    blanks: " ,",
  };
  const TYPES = {
    blanks: " ",
    semicolons: ";",
    parameters: ";a=b",
    quotes: ';a="\\"',
    tokens: "a",
  };

  const guard = createGuard({
    upstream: "http://device",
    passthrough: ["/"],
    fetch: async () => new Response("{}"),
  });
  const ask = (path, headers = {}, body = undefined) =>
    new Request(`http://guard${path}`, { method: "POST", headers, body });

  /** CPU time of the fastest of several runs, in microseconds. */
  async function cost(make) {
    let best = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 7; run += 1) {
      const request = make();
      const before = process.cpuUsage();
      await guard(request);
      const { user, system } = process.cpuUsage(before);
      best = Math.min(best, user + system);
    }
    return best;
  }

  // Linear: 8 times. Quadratic: 64 times.
  async function assertLinear(make) {
    const [small, large] = [await cost(() => make(8_000)), await cost(() => make(64_000))];
    assert.ok(large < 24 * Math.max(small, 200), `${small} µs for 8 KB, ${large} µs for 64 KB`);
  }

  const fill = (text, size) => text.repeat(size / text.length);
  for (const [name, text] of Object.entries(PATHS)) {
    test(`a path of ${name}`, () => assertLinear((size) => ask(`/x/${fill(text, size)}`)));
  }
  const json = { "content-type": "application/json" };
  for (const [name, text] of Object.entries(ACCEPTS)) {
    test(`an Accept of ${name}`, () =>
      assertLinear((size) =>
        ask(
          "/api/v1/webhooks",
          { ...json, accept: `application/problem+json,${fill(text, size)}` },
          "{}",
        ),
      ));
  }
  for (const [name, text] of Object.entries(TYPES)) {
    test(`a Content-Type of ${name}`, () =>
      assertLinear((size) =>
        ask("/api/v1/webhooks", { "content-type": `application/json${fill(text, size)}!` }, "{}"),
      ));
  }
});
