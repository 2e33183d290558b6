// Whether the package reads a generated value as `JSON.stringify` does: the same code of the value runs,
// in the same order, and the result is that of the text (§1).

import { makeValue, randomFrom } from "./values.js";

function textOf(value) {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** Of plain data; by its own means, since a changed prototype may have a toJSON. */
function isEqual(a, b) {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
    return Object.is(a, b);
  }
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isEqual(a[name], b[name]))
  );
}

/** What differs for a seed, as text; undefined if nothing does. */
export function difference(guard, seed) {
  const make = (log) => makeValue(randomFrom(seed), log, guard);
  const expectedLog = [];
  const text = textOf(make(expectedLog));
  const expected = text === undefined ? NOT_SERIALIZABLE : simple(guard.canonicalizeWebhook(text));

  for (const [name, run] of Object.entries(ways(guard))) {
    const log = [];
    const result = run(make(log));
    const wanted = { ...expected };
    if (name === "validateWebhook") wanted.body = undefined;
    // Of a valid webhook, buildRequest returns no warnings.
    if (name === "buildRequest" && expected.valid) wanted.warnings = undefined;
    if (!isEqual(simple(result), wanted)) {
      return `${name}: ${JSON.stringify(simple(result))} instead of ${JSON.stringify(wanted)}`;
    }
    // The additional trap.
    const asked = log.indexOf("getPrototypeOf undefined");
    if (asked >= 0) log.splice(asked, 1);
    if (!isEqual(log, expectedLog)) return `${name} ran ${log} instead of ${expectedLog}`;
  }
  return undefined;
}

const NOT_SERIALIZABLE = {
  valid: false,
  errors: [["malformed_json", [], {}]],
  warnings: [],
  body: undefined,
};

const ways = (guard) => ({
  validateWebhook: guard.validateWebhook,
  canonicalizeWebhook: guard.canonicalizeWebhook,
  buildRequest(webhook) {
    try {
      const { body } = guard.buildRequest({ operation: "create", webhook });
      return { valid: true, errors: [], body };
    } catch (error) {
      if (error.name !== "InvalidWebhookError") throw error;
      return { valid: false, errors: error.errors, warnings: error.warnings };
    }
  },
});

/** A result without its texts for people. */
function simple({ valid, errors, warnings, body }) {
  const short = ({ code, path, params }) => [code, path, params];
  return { valid, errors: errors.map(short), warnings: warnings?.map(short), body };
}

/** Compares a number of values from a seed on; the differences, at most ten. */
export function compareMany(guard, first, count) {
  const found = [];
  for (let seed = first; seed < first + count && found.length < 10; seed++) {
    const different = difference(guard, seed);
    if (different !== undefined) found.push(`seed ${seed}: ${different}`);
  }
  return found;
}
