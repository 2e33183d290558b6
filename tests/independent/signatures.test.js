// The signatures of the vectors, which Node's createHmac makes, as Python and OpenSSL make them.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { readVectors } from "../../tools/vectors.js";

const { cases } = readVectors().find(({ kind }) => kind === "verify");
const valid = cases.filter(({ result }) => result?.valid);

const SEPARATORS = { "timestamp.body": ".", "timestamp:body": ":", "timestamp+body": "" };

/** The text that a case's signature covers, and the secrets of which one made it. */
function signed({ delivery: { body, headers, secret, scheme } }) {
  const isStamped = scheme in SEPARATORS;
  const prefix = isStamped ? headers["X-Webhook-Timestamp"] + SEPARATORS[scheme] : "";
  return { secrets: [secret].flat(), text: prefix + body };
}

const signatureOf = ({ delivery: { headers } }) =>
  Object.entries(headers)
    .filter(([name]) => name.toLowerCase() === "x-webhook-signature")
    .flatMap(([, value]) => value)[0];

const PYTHON = `import hashlib, hmac, json, sys
for case in json.load(sys.stdin):
    digests = [hmac.new(key.encode(), case["text"].encode(), hashlib.sha256).hexdigest() for key in case["secrets"]]
    print(json.dumps(digests))`;

test("Python makes the signatures of the valid vectors", () => {
  const input = JSON.stringify(valid.map(signed));
  const lines = execFileSync("python3", ["-c", PYTHON], { input, encoding: "utf8" });
  const digests = lines.trim().split("\n");
  assert.equal(digests.length, valid.length);
  for (const [at, line] of digests.entries()) {
    assert.ok(JSON.parse(line).includes(signatureOf(valid[at])), valid[at].name);
  }
});

test("OpenSSL makes the signatures of the valid vectors", () => {
  for (const vector of valid) {
    const { secrets, text } = signed(vector);
    const digests = secrets.map((key) => {
      const hex = `hexkey:${Buffer.from(key).toString("hex")}`;
      const args = ["dgst", "-sha256", "-mac", "HMAC", "-macopt", hex, "-r"];
      return execFileSync("openssl", args, { input: text, encoding: "utf8" }).split(" ")[0];
    });
    assert.ok(digests.includes(signatureOf(vector)), vector.name);
  }
});
