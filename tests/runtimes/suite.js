// The contract's vectors, and what the package promises of itself, against the package as a
// runtime loaded it. Only the language, TextEncoder, URL and Headers are used, so that every runtime
// can run it.

import { values } from "../vectors/values.js";

const bytesOf = (hex) =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** Text that is equal for equal plain data; the order of an object's members does not matter. */
const canonical = (data) =>
  JSON.stringify(data, (_, value) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

function equal(actual, expected) {
  const [got, wanted] = [canonical(actual), canonical(expected)];
  if (got !== wanted) throw new Error(`got ${got}, not ${wanted}`);
}

function ok(condition, message) {
  if (!condition) throw new Error(message);
}

function thrown(run) {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("nothing is thrown");
}

/** Every form in which JavaScript can pass the input of a case, as factories. */
function inputs({ body, bytes, value }) {
  if (value !== undefined) return [values[value]];
  if (bytes !== undefined) return [() => bytesOf(bytes)];
  return [() => body, () => new TextEncoder().encode(body)];
}

const pick = (object, like) =>
  Object.fromEntries(Object.keys(like ?? {}).map((key) => [key, object[key]]));

function checkVerdict(verdict, { valid, error, truncated, errors = [], warnings = [] }) {
  equal(
    {
      valid: verdict.valid,
      error: verdict.error,
      truncated: verdict.truncated,
      errors: verdict.errors.map(({ code, path, error, params }, at) => ({
        code,
        path,
        error,
        params: pick(params, errors[at]?.params),
      })),
      warnings: verdict.warnings.map(({ code, path, params }, at) => ({
        code,
        path,
        params: pick(params, warnings[at]?.params),
      })),
    },
    {
      valid,
      error,
      truncated,
      errors: errors.map(({ code, path, error, params = {} }) => ({ code, path, error, params })),
      warnings: warnings.map(({ code, path, params = {} }) => ({ code, path, params })),
    },
  );
}

const checks = {
  validate({ validateWebhook, buildRequest, webhookSchema }, vector) {
    const { extraEventTypes, canonical } = vector;
    for (const input of inputs(vector)) {
      checkVerdict(validateWebhook(input(), { extraEventTypes }), vector);
      const libraryOptions = { extraEventTypes };
      const { value, issues } = webhookSchema["~standard"].validate(input(), { libraryOptions });
      equal(
        issues?.map(({ path }) => path),
        vector.valid ? undefined : vector.errors.map(({ path }) => path),
      );
      if (canonical === undefined) continue;
      const build = (webhook) => buildRequest({ operation: "create", webhook, extraEventTypes });
      equal(build(input()).body, canonical);
      equal(build(canonical).body, canonical);
      equal(JSON.stringify(value), canonical);
    }
  },
  request({ buildRequest }, { request, throws, name: _, ...want }) {
    if (throws === undefined) {
      equal(buildRequest(request), want);
      return;
    }
    const error = thrown(() => buildRequest(request));
    ok(error instanceof Error && error.name === throws.name, `${error} is thrown`);
    if (throws.argument) ok(error.message.includes(throws.argument), error.message);
    if (throws.error) equal(error.error, throws.error);
  },
  response({ parseResponse }, { response: { bytes, ...response }, result }) {
    const read = parseResponse(
      bytes === undefined ? response : { ...response, body: bytesOf(bytes) },
    );
    if (result.error === null) {
      ok(/\w/.test(read.error), "the error is empty");
      read.error = null;
    }
    equal(read, result);
  },
  locate({ locate }, { body, bytes, path, inText, inBytes }) {
    if (body !== undefined) equal(locate(body, path) ?? null, inText);
    const encoded = body === undefined ? bytesOf(bytes) : new TextEncoder().encode(body);
    equal(locate(encoded, path) ?? null, inBytes);
  },
  async verify({ verifyDelivery }, { delivery, result, throws }) {
    for (const form of deliveryForms(delivery)) {
      const got = await verifyDelivery(form).catch((error) => error);
      if (throws === undefined) {
        if (got instanceof Error) throw got;
        equal(got, result);
      } else {
        ok(got instanceof Error && got.name === throws.name, `the result is ${canonical(got)}`);
        ok(got.message.startsWith(throws.argument), got.message);
      }
    }
  },
};

/** A delivery with its body as text and as bytes, and its headers in each form that holds them. */
function deliveryForms({ bytes, body, headers, ...rest }) {
  const encode = (text) => new TextEncoder().encode(text);
  const bodies = bytes ? [bytesOf(bytes)] : [body];
  if (typeof body === "string") bodies.push(encode(body), encode(body).buffer);
  const forms = [headers];
  const isPlain = typeof headers === "object" && headers !== null && !Array.isArray(headers);
  if (isPlain && Object.values(headers).every((value) => typeof value === "string")) {
    forms.push(Object.entries(headers), new Headers(headers));
  }
  return bodies.flatMap((body) => forms.map((headers) => ({ ...rest, body, headers })));
}

/** Checks one case of the vectors; throws where the package decides otherwise. */
export async function checkVector(guard, kind, vector) {
  await checks[kind](guard, vector);
}

const webhook = {
  url: "https://example.com/hook",
  secret: "0123456789abcdef",
  status: "active",
  event_types: ["log.door_was_opened"],
  max_retries: 3,
};

/** What the package promises besides the contract's verdicts. */
const promises = {
  async "init may be called any number of times"({ init }) {
    equal(await Promise.all([init(), init(), init()]), [undefined, undefined, undefined]);
  },

  "the rules are data"({ webhookRules, webhookJsonSchema, webhookSchema }) {
    equal(webhookRules().eventTypes.length, 41);
    const { version, vendor, jsonSchema } = webhookSchema["~standard"];
    equal([version, vendor], [1, "webhook-guard"]);
    equal(jsonSchema.input({ target: "draft-2020-12" }), webhookJsonSchema());
    equal(jsonSchema.output({ target: "draft-07" }).additionalProperties, false);
    equal(jsonSchema.input({ target: "openapi-3.0" }).$schema, undefined);
    equal(thrown(() => jsonSchema.input({ target: "draft-04" })).name, "TypeError");
  },

  // Each overflow inside the module leaks some of its own stack, so that without a new instance
  // a few tens of them end every later call.
  "near the end of the stack a call is right or throws, and the next one works"({
    validateWebhook,
  }) {
    const text = JSON.stringify({
      ...webhook,
      url: "http://m\u00fcnchen.example",
      not_a_member: 1,
    });
    // An object may end as malformed JSON there (§1): tests/package/boundary.test.js has the cases.
    const inputs = [text, new TextEncoder().encode(text)];
    const seen = { right: 0, wrong: 0, threw: 0 };
    for (let round = 0; round < 40; round += 1) {
      const input = inputs[round % inputs.length];
      const enough = seen.right + 3;
      const descend = () => {
        try {
          descend();
        } catch {
          // The end of the stack: from here up each call has a little more of it.
        }
        if (seen.right === enough) return;
        try {
          seen[validateWebhook(input).valid ? "right" : "wrong"] += 1;
        } catch {
          seen.threw += 1;
        }
      };
      descend();
      equal(validateWebhook(input).valid, true);
    }
    equal(seen.wrong, 0);
    ok(seen.threw > 0, "no call was near the end of the stack");
  },

  "a call may fail inside another, and the next one works"({ validateWebhook }) {
    const endless = { toJSON: () => validateWebhook(endless) };
    try {
      validateWebhook(endless);
    } catch {
      // As above; or a toJSON that throws, which makes an invalid webhook.
    }
    equal(validateWebhook(webhook).valid, true);
  },
};

/** Runs everything; returns what failed, as text. */
export async function run(guard, vectors) {
  const failures = [];
  let cases = 0;
  const attempt = async (name, check) => {
    cases += 1;
    try {
      await check();
    } catch (error) {
      failures.push(`${name}: ${error.message}`);
    }
  };
  for (const { file, kind, cases } of vectors) {
    for (const vector of cases) {
      await attempt(`${file}: ${vector.name}`, () => checks[kind](guard, vector));
    }
  }
  for (const [name, check] of Object.entries(promises)) await attempt(name, () => check(guard));
  return { cases, failures };
}
