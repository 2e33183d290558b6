// The edge guard (contract §8): a reverse proxy before the device's webhook API, on Web-standard
// Request, Response and fetch alone.

import { buildRequest } from "#core";

/** Why the guard itself answers: the status and the text it answers with. */
const REASONS = {
  not_found: [404, "Not found"],
  wrong_uid: [400, "Wrong webhook uid"],
  method_not_allowed: [405, "Method not allowed"],
  unsupported_encoding: [415, "Content-Encoding must be identity"],
  unsupported_type: [415, "Content-Type must be application/json in UTF-8"],
  body_too_large: [413, "The body is too large"],
  body_too_slow: [408, "The body came too slowly"],
  body_broken_off: [400, "Wrong JSON body"],
  device_unreachable: [502, "The device cannot be reached, or broke off its answer"],
  device_redirected: [502, "The device answered with a redirect"],
  device_status: [502, "The device answered with no HTTP status"],
  answer_too_large: [502, "The device's answer is too large"],
  device_too_slow: [504, "The device answered too slowly"],
  guard_failed: [500, "The guard failed"],
};

class Refusal extends Error {
  constructor(code, headers) {
    super(REASONS[code][1]);
    this.code = code;
    this.headers = headers;
  }
}

/** What each method does, by the shape of the path (G1). */
const OPERATIONS = {
  collection: { GET: "list", HEAD: "list", POST: "create" },
  item: { GET: "get", HEAD: "get", PUT: "update", DELETE: "delete" },
  test: { POST: "test" },
};

// Nobody encodes a path so often in good faith, and each round costs time.
const MOST_ENCODINGS = 32;

// RFC 9110 §7.6.1, and what older software took for such.
const HOP_BY_HOP = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

// G6; and whose pages may read an answer is for `allowOrigins` to say, not for the device.
const NOT_ANSWERED = [
  ...HOP_BY_HOP,
  "content-encoding",
  "content-length",
  "access-control-allow-credentials",
  "access-control-allow-headers",
  "access-control-allow-methods",
  "access-control-allow-origin",
  "access-control-expose-headers",
  "access-control-max-age",
];

// workerd alone has it. It gives less than was asked only at the end, which saves a read, and every
// read costs a turn of the event loop.
const READS_AT_LEAST = "readAtLeast" in (globalThis.ReadableStreamBYOBReader?.prototype ?? {});
const AT_ONCE = 8_192;

const token = "[\\w!#$%&'*+.^`|~-]+";
const TOKEN = new RegExp(`^${token}$`);

// RFC 9110 §8.3.1 and §5.6.6. Two types in a list have a comma outside quotes, which nothing here
// takes.
const JSON_IN_UTF8 = new RegExp(
  [
    "^application/json(?:[ \\t]*;(?:[ \\t]*(?:",
    'charset=(?:utf-8|"utf-8")',
    `|(?!charset=)${token}=(?:${token}|"(?:[^"\\\\]|\\\\.)*")`,
    "))?)*$",
  ].join(""),
  "i",
);

/** Makes a guard; what it takes and promises is in edge.d.ts. */
export function createGuard(options) {
  const settings = readOptions(options);
  return async (request) => {
    const start = performance.now();
    const decision = { operation: null, verdict: "rejected", codes: [], paths: [] };
    let answer;
    try {
      answer = await decide(request, settings, decision);
    } catch (error) {
      answer = refuse(error, decision);
    }
    answer.headers.set("x-webhook-guard", decision.verdict);
    shareWith(request, settings, answer.headers);
    decision.status = answer.status;
    decision.duration = performance.now() - start;
    tell(settings.onDecision, decision);
    return request.method === "HEAD" ? new Response(null, answer) : answer;
  };
}

async function tell(onDecision, decision) {
  try {
    await onDecision?.(decision);
  } catch {
    // Observing must not change what is observed (§8).
  }
}

/** In the order that the contract gives: path, uid, method, encoding, type, size, body. */
async function decide(request, settings, decision) {
  const { pathname, search } = new URL(request.url);
  const shape = shapeOf(pathname, settings);
  if (shape === undefined) return passThrough(request, settings, decision, pathname + search);
  if (shape.uid !== undefined && !isUid(shape.uid)) throw new Refusal("wrong_uid");

  const operations = OPERATIONS[shape.name];
  const allow = [...Object.keys(operations), "OPTIONS"].join(", ");
  if (request.method === "OPTIONS") {
    decision.operation = "options";
    return preflight(settings, request, allow);
  }
  if (!Object.hasOwn(operations, request.method)) {
    throw new Refusal("method_not_allowed", { allow });
  }
  decision.operation = operations[request.method];

  const takesWebhook = decision.operation === "create" || decision.operation === "update";
  const content = takesWebhook ? await takeWebhook(request, settings, decision) : {};
  if (content.refusal) return content.refusal;
  const mark = takesWebhook && settings.mode === "report" ? "reported" : "forwarded";
  const target = decision.operation === "list" ? pathname + search : pathname;
  return exchange(request, settings, decision, { target, mark, ...content });
}

/** The shape of a path and the uid in it; undefined where it has none (G2). */
function shapeOf(path, { collection, passthrough }) {
  if (path.startsWith(collection)) {
    const match = /^(?:\/([^/]+)(\/test)?)?$/.exec(path.slice(collection.length));
    if (match) {
      const [, uid, test] = match;
      if (uid === undefined) return { name: "collection" };
      return { name: test ? "test" : "item", uid };
    }
  }
  const named = (entry) => (entry.endsWith("/") ? path.startsWith(entry) : path === entry);
  if (!passthrough.some(named) || enters(path, collection)) throw new Refusal("not_found");
  return undefined;
}

const isUid = (text) => /^[1-9]\d{0,15}$/.test(text) && Number.isSafeInteger(Number(text));

/**
 * Whether a device that reads paths loosely could take `path` for the collection or for anything
 * in it (G2). `..` may stand there once it is decoded: the path enters if it does so on the way.
 */
function enters(path, collection) {
  const loose = segments(path);
  if (loose === undefined) return true;
  const wanted = segments(collection).join("/");
  const walked = [];
  for (const segment of loose) {
    if (segment === "..") walked.pop();
    else if (segment !== ".") walked.push(segment);
    if (walked.join("/") === wanted) return true;
  }
  return false;
}

/** The segments of a path once it is read as loosely as can be; undefined where that has no end. */
function segments(path) {
  let text = path;
  for (let round = 0; round < MOST_ENCODINGS; round += 1) {
    const before = text;
    text = text
      .replace(/(?:%[0-9a-f]{2})+/gi, decodePercent)
      .normalize("NFKC")
      .toLowerCase()
      // Format characters are as invisible; U+FFFD stands for bytes that are no UTF-8.
      .replace(/[\s\p{Cc}\p{Cf}\uFFFD]/gu, "")
      .replaceAll("\\", "/")
      // Once it is decoded, a query or a fragment is taken for an end as parameters are.
      .replace(/[;?#][^/]*/g, "");
    if (text === before) return text.split("/").filter((segment) => segment !== "");
  }
  return undefined;
}

function decodePercent(run) {
  const bytes = run.match(/[0-9a-f]{2}/gi).map((hex) => Number.parseInt(hex, 16));
  return new TextDecoder().decode(new Uint8Array(bytes));
}

/** The checks on a webhook: what of it goes upstream, or the answer that refuses it. */
async function takeWebhook(request, settings, decision) {
  const report = settings.mode === "report";
  const unsupported = unsupportedContent(request.headers);
  if (unsupported && !report) throw new Refusal(unsupported);
  const bytes = await readBody(request, settings);

  const verdict = unsupported ? undefined : judge(bytes, settings);
  decision.codes = verdict ? verdict.errors.map(({ code }) => code) : [unsupported];
  decision.paths = verdict ? verdict.errors.map(({ path }) => path) : [[]];
  // G9: as it came, with all that says how to read it.
  if (report) return { body: bytes, headers: contentHeaders(request.headers) };
  if (verdict.errors.length > 0) return { refusal: invalid(verdict, request) };
  return { body: verdict.body, headers: { "content-type": "application/json" } };
}

/** What G3 has against a body before it is read. */
function unsupportedContent(headers) {
  const encoding = headers.get("content-encoding") ?? "identity";
  if (encoding.toLowerCase() !== "identity") return "unsupported_encoding";
  if (!JSON_IN_UTF8.test(headers.get("content-type"))) return "unsupported_type";
  return undefined;
}

/** Verdict and rebuilt body in one pass. */
function judge(webhook, { extraEventTypes }) {
  try {
    const { body } = buildRequest({ operation: "create", webhook, extraEventTypes });
    return { body, errors: [] };
  } catch (error) {
    // Anything else is a fault of the guard: it fails closed (G7).
    if (error?.name !== "InvalidWebhookError") throw error;
    return error;
  }
}

/** The refusal of an invalid body (G4). */
function invalid({ error, errors }, request) {
  if (!prefersProblem(request.headers.get("accept") ?? "")) return jsonAnswer(400, { error });
  const problem = { type: "about:blank", title: "Bad Request", status: 400, detail: error };
  return jsonAnswer(400, { ...problem, error, errors }, "application/problem+json");
}

/** Whether Accept names a problem document above plain JSON (G4, RFC 9110 §12.5.1). */
function prefersProblem(accept) {
  const weights = new Map();
  // What is quoted may hold commas and semicolons, and says nothing here.
  for (const range of accept.replace(/"(?:[^"\\]|\\.)*"/g, "").split(",")) {
    const [type, ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const [q] = parameters.filter((parameter) => parameter.startsWith("q="));
    const weight = q === undefined ? 1 : readWeight(q.slice(2));
    weights.set(type, Math.max(weight, weights.get(type) ?? 0));
  }
  // The most specific range counts.
  const json = ["application/json", "application/*", "*/*"].find((range) => weights.has(range));
  return (weights.get("application/problem+json") ?? 0) > (weights.get(json) ?? 0);
}

const readWeight = (text) => (/^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(text) ? Number(text) : 0);

/** The client's body, read whole; Content-Length is not asked (G3). */
async function readBody({ body }, { maxBodyBytes, bodyTimeoutMs }) {
  if (body === null) return new Uint8Array(0);
  const reader = readerOf(body);
  const late = deadline(bodyTimeoutMs);
  try {
    return await readWhole(reader, maxBodyBytes, late, "body_too_large");
  } catch (error) {
    if (late.passed) throw new Refusal("body_too_slow");
    throw error instanceof Refusal ? error : new Refusal("body_broken_off");
  } finally {
    late.clear();
  }
}

async function readWhole(reader, limit, late, tooLarge) {
  late.stop = () => reader.cancel().catch(() => {});
  const chunks = [];
  let size = 0;
  for (let ended = false; !ended; ) {
    const asked = Math.min(AT_ONCE, limit + 1 - size);
    const { done, value } = reader.readAtLeast
      ? await reader.readAtLeast(asked, new Uint8Array(asked))
      : await reader.read();
    // A reader that is cancelled may say that it is done.
    if (late.passed) throw new Error("late");
    ended = done || (reader.readAtLeast && value.length < asked);
    if (!value) continue;
    size += value.length;
    if (size > limit) {
      late.stop();
      throw new Refusal(tooLarge);
    }
    chunks.push(value);
  }
  return chunks.length === 1 ? chunks[0] : concat(chunks, size);
}

function readerOf(stream) {
  try {
    if (READS_AT_LEAST) return stream.getReader({ mode: "byob" });
  } catch {
    // No stream of bytes.
  }
  return stream.getReader();
}

function concat(chunks, size) {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

// Not AbortSignal.timeout: its timer stays behind when all went well, and does not keep Node alive.
/** Has `stop` called once the time has passed, unless it is cleared. */
function deadline(ms, stop) {
  const late = { passed: false, stop, clear: () => clearTimeout(timer) };
  const timer = setTimeout(() => {
    late.passed = true;
    late.stop();
  }, ms);
  return late;
}

/** What the device says to a request of the API, read whole (G5 to G7). */
async function exchange(request, settings, decision, { target, mark, body, headers }) {
  const controller = new AbortController();
  const late = deadline(settings.upstreamTimeoutMs, () => controller.abort());
  try {
    const { signal } = controller;
    const answer = await ask(request, settings, target, { body, headers, signal });
    const bytes =
      answer.body &&
      (await readWhole(readerOf(answer.body), settings.maxAnswerBytes, late, "answer_too_large"));
    decision.verdict = mark;
    return passOn(answer, bytes);
  } catch (error) {
    throw deviceFailure(error, late);
  } finally {
    late.clear();
  }
}

/** G11: bodies stream in both directions, unread. */
async function passThrough(request, settings, decision, target) {
  decision.operation = "passthrough";
  const { headers, body, method } = request;
  // Whose pages may call is not for the device to say.
  const asked = headers.get("access-control-request-method");
  if (method === "OPTIONS" && asked && settings.allowOrigins.includes(headers.get("origin"))) {
    return preflight(settings, request, asked);
  }
  const controller = new AbortController();
  const { signal } = controller;
  const late = deadline(settings.upstreamTimeoutMs, () => controller.abort());
  try {
    const type = headers.get("content-type");
    const answer = await ask(request, settings, target, {
      headers: type === null ? {} : { "content-type": type },
      signal,
      ...(body && { body, duplex: "half" }),
    });
    decision.verdict = "forwarded";
    if (answer.body === null) {
      late.clear();
      return passOn(answer, null);
    }
    const { readable, writable } = channel(answer.headers);
    answer.body.pipeTo(writable).then(late.clear, late.clear);
    return passOn(answer, readable);
  } catch (error) {
    late.clear();
    throw deviceFailure(error, late);
  }
}

/**
 * What a stream goes through. workerd ends one in chunks alike whether it was whole or broken off;
 * where the length is known, its client sees which.
 */
function channel(headers) {
  const length = headers.get("content-length");
  const known = length !== null && !headers.has("content-encoding");
  return known && typeof FixedLengthStream === "function"
    ? new FixedLengthStream(Number(length))
    : new TransformStream();
}

/** Sends a request upstream with fresh headers (G5); the answer has a status that may be passed on. */
async function ask(request, { upstream, forwardHeaders }, target, { headers, ...init }) {
  const answer = await fetch(upstream + target, {
    ...init,
    method: request.method,
    headers: { ...pick(request.headers, forwardHeaders), ...headers },
    redirect: "manual",
  });
  const { status } = answer;
  if (status >= 300 && status < 400 && status !== 304) throw new Refusal("device_redirected");
  if (status < 200 || status > 599) throw new Refusal("device_status");
  return answer;
}

function deviceFailure(error, late) {
  if (late.passed) return new Refusal("device_too_slow");
  return error instanceof Refusal ? error : new Refusal("device_unreachable");
}

/** Those a Connection header names are between two hops, whatever they are (RFC 9110 §7.6.1). */
function namedByConnection(headers) {
  const named = headers.get("connection") ?? "";
  return named.split(",").map((name) => name.trim().toLowerCase());
}

function pick(headers, names) {
  const dropped = namedByConnection(headers);
  const picked = {};
  for (const name of names) {
    const value = headers.get(name);
    if (value !== null && !dropped.includes(name)) picked[name] = value;
  }
  return picked;
}

const contentHeaders = (headers) =>
  Object.fromEntries(
    [...headers].filter(([name]) => name.startsWith("content-") && name !== "content-length"),
  );

/** The device's answer as it goes on (G6). */
function passOn({ status, headers }, body) {
  const answer = new Response(body, { status, headers });
  for (const name of NOT_ANSWERED) answer.headers.delete(name);
  for (const name of namedByConnection(headers)) if (TOKEN.test(name)) answer.headers.delete(name);
  return answer;
}

/** An answer of the guard's own, which no cache may give to another request. */
function jsonAnswer(status, value, type = "application/json", more) {
  const headers = { ...more, "content-type": type, "cache-control": "no-store" };
  return new Response(JSON.stringify(value), { status, headers });
}

function refuse(error, decision) {
  const { code, headers } = error instanceof Refusal ? error : new Refusal("guard_failed");
  const [status, text] = REASONS[code];
  decision.verdict = status < 500 ? "rejected" : "failed";
  decision.codes = [code];
  decision.paths = [[]];
  return jsonAnswer(status, { error: text }, undefined, headers);
}

function preflight({ allowOrigins, forwardHeaders }, { headers }, allow) {
  const answered = new Headers({ allow, "cache-control": "no-store" });
  if (allowOrigins.includes(headers.get("origin"))) {
    answered.set("access-control-allow-methods", allow);
    answered.set("access-control-allow-headers", ["content-type", ...forwardHeaders].join(", "));
    answered.set("access-control-max-age", "600");
  }
  return new Response(null, { status: 204, headers: answered });
}

/** Lets the pages of an allowed origin read an answer (CORS). */
function shareWith(request, { allowOrigins }, headers) {
  if (allowOrigins.length === 0) return;
  headers.append("vary", "Origin");
  const origin = request.headers.get("origin");
  if (!allowOrigins.includes(origin)) return;
  headers.set("access-control-allow-origin", origin);
  headers.set("access-control-expose-headers", "x-webhook-guard");
}

const isString = (value) => typeof value === "string";
// As the core has it, which would refuse the option with each webhook.
const isName = (value) => isString(value) && !/\p{Surrogate}/u.test(value);
const isListOf = (check) => (value) => Array.isArray(value) && value.every(check);

/** An http(s) origin as it stands at the beginning of a URL. */
const isOrigin = (value) =>
  isString(value) && /^https?:\/\/[^\s/?#@\\]+$/i.test(value) && URL.canParse(value);

/** A path that `Request.url` would show as it is. */
const isPath = (value) =>
  isString(value) && /^\/(?!\/)/.test(value) && parsedPath(`http://guard${value}`) === value;

function parsedPath(url) {
  return URL.canParse(url) ? new URL(url).pathname : undefined;
}

// A timer takes no more than 31 bits: beyond, it would end at once.
const isCount = (value) => Number.isSafeInteger(value) && value >= 1;
const isTime = (value) => isCount(value) && value < 2 ** 31;

const isForwardable = (name) =>
  isString(name) &&
  TOKEN.test(name) &&
  ![...HOP_BY_HOP, "content-length", "expect", "host"].includes(name.toLowerCase());

/** What each option must be, and what stands for it where it is absent. */
const OPTIONS = {
  upstream: [isOrigin, "an http or https origin with nothing after it"],
  prefix: [isPath, "a path that begins with one /", "/api/v1"],
  mode: [(value) => ["enforce", "report"].includes(value), '"enforce" or "report"', "enforce"],
  maxBodyBytes: [isCount, "a whole number from 1", 65_536],
  bodyTimeoutMs: [isTime, "a whole number of milliseconds from 1", 10_000],
  maxAnswerBytes: [isCount, "a whole number from 1", 1_048_576],
  upstreamTimeoutMs: [isTime, "a whole number of milliseconds from 1", 30_000],
  passthrough: [isListOf(isPath), "an array of paths", []],
  forwardHeaders: [isListOf(isForwardable), "an array of names of end-to-end headers", []],
  allowOrigins: [isListOf(isOrigin), "an array of http or https origins", []],
  extraEventTypes: [isListOf(isName), "an array of strings without lone surrogates", []],
  onDecision: [(value) => typeof value === "function", "a function", undefined],
};

function readOptions(options) {
  if (typeof options !== "object" || options === null) {
    throw new TypeError("options must be an object.");
  }
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(OPTIONS, name)) throw new TypeError(`There is no option ${name}.`);
  }
  const settings = {};
  for (const [name, [check, expected, absent]] of Object.entries(OPTIONS)) {
    const value = options[name];
    if (value === undefined && name !== "upstream") settings[name] = absent;
    else if (check(value)) settings[name] = value;
    else throw new TypeError(`${name} must be ${expected}.`);
  }
  const { prefix, forwardHeaders, allowOrigins } = settings;
  return {
    ...settings,
    collection: `${prefix.replace(/\/+$/, "")}/webhooks`,
    passthrough: [...settings.passthrough],
    forwardHeaders: ["authorization", "accept", "accept-language"].concat(
      forwardHeaders.map((name) => name.toLowerCase()),
    ),
    allowOrigins: allowOrigins.map((origin) => new URL(origin).origin),
    extraEventTypes: [...settings.extraEventTypes],
  };
}
