// The edge guard (contract §8): a reverse proxy in front of the device's webhook API. It needs Request,
// Response and fetch, and uses further features of a runtime where they exist.
//
//     path, uid, method ─▶ encoding, type, size, body ─▶ verdict ─▶ exchange with the device
//     paths.js             headers.js, bodies.js         core       exchange.js
//
// interruption.js ends any of it early; decisions.js has the guard's own responses.

import { canonicalizeWebhook } from "../wasm/webhook_guard.js";
import { prefersProblem } from "./accept.js";
import { readWebhookBody, respondAndDrain } from "./bodies.js";
import { GuardError, jsonResponse, rejectWith, report, startDecision } from "./decisions.js";
import { exchange, passThrough } from "./exchange.js";
import { allowOrigin, checkContentHeaders, contentHeaders, corsPreflight } from "./headers.js";
import { Interruption } from "./interruption.js";
import { readOptions } from "./options.js";
import { createRouter } from "./paths.js";

/** Creates a guard; index.d.ts describes its options. */
export function createGuard(options) {
  const settings = readOptions(options);
  const route = createRouter(settings);
  return (request, context) => {
    const handled = handle(request, settings, route);
    // A runtime may end what is pending when the client disconnects or has the response (G10).
    context?.waitUntil?.(handled.then(({ reported }) => reported));
    return handled.then(({ response }) => response);
  };
}

async function handle(request, settings, route) {
  const interruption = new Interruption(request.signal);
  const decision = startDecision();
  let response;
  try {
    response = await interruption.race(respond(request, settings, route, interruption, decision));
  } catch (error) {
    response = rejectWith(error, decision);
    const { body } = request;
    // A body that came too slowly, or that is being passed through, is locked.
    if (body && !body.locked)
      response = await respondAndDrain(response, body, settings.bodyTimeoutMs);
  }
  if (!interruption.streaming) interruption.end();
  response.headers.set("x-webhook-guard", decision.verdict);
  allowOrigin(settings, request, response.headers);
  decision.status = response.status;
  decision.duration = Math.round(interruption.elapsed);
  const reported = report(settings.onDecision, decision);
  if (request.method === "HEAD") response = new Response(null, response);
  return { response, reported };
}

const NO_BODY = {};

/** In the order that the contract gives: path, uid, method, encoding, type, size, body. */
async function respond(request, settings, route, interruption, decision) {
  const { pathname, search } = readUrl(request.url);
  const api = route(pathname);
  if (api === undefined) {
    return respondThrough(request, settings, interruption, decision, pathname + search);
  }
  const { method } = request;
  const { allow } = api;
  if (method === "OPTIONS") {
    decision.operation = "options";
    return corsPreflight(settings, request, allow);
  }
  const operation = api.operations.get(method);
  if (operation === undefined) throw new GuardError("method_not_allowed", { allow });
  decision.operation = operation;

  const hasWebhook = operation === "create" || operation === "update";
  const checked = hasWebhook ? await checkBody(request, settings, interruption, decision) : NO_BODY;
  if (checked.response) return checked.response;
  const target = operation === "list" ? pathname + search : pathname;
  const response = await exchange(request, settings, interruption, target, checked);
  decision.verdict = hasWebhook && settings.mode === "report" ? "reported" : "forwarded";
  return response;
}

function readUrl(url) {
  try {
    return new URL(url);
  } catch {
    throw new GuardError("invalid_request_url");
  }
}

// The common ones, for `Allow`. Others, such as PROPFIND, are passed through too.
const PASSED_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

async function respondThrough(request, settings, interruption, decision, target) {
  decision.operation = "passthrough";
  const { method, headers } = request;
  // Deno's server delivers `trace` too, and node:http would send it as TRACE.
  if (method === "TRACE" || method === "CONNECT" || method !== method.toUpperCase()) {
    throw new GuardError("method_not_allowed", { allow: PASSED_METHODS });
  }
  // `allowOrigins` decides which pages may call, not the device.
  const asked = headers.get("access-control-request-method");
  if (method === "OPTIONS" && asked && settings.allowOrigins.includes(headers.get("origin"))) {
    return corsPreflight(settings, request, asked);
  }
  const response = await passThrough(request, settings, interruption, target);
  decision.verdict = "forwarded";
  return response;
}

/** Checks a webhook's body: returns what is sent to the device, or the response that rejects it. */
async function checkBody(request, settings, interruption, decision) {
  const isReport = settings.mode === "report";
  const unsupported = checkContentHeaders(request.headers);
  if (unsupported && !isReport) throw new GuardError(unsupported);
  const bytes = await readWebhookBody(request, settings, interruption);

  if (unsupported) {
    decision.codes = [unsupported];
    decision.paths = [[]];
  } else {
    const { extraEventTypes } = settings;
    const verdict = canonicalizeWebhook(bytes, { extraEventTypes });
    if (verdict.valid && !isReport) {
      return { body: verdict.body, content: { "content-type": "application/json" } };
    }
    decision.codes = verdict.errors.map(({ code }) => code);
    decision.paths = verdict.errors.map(({ path }) => path);
    if (!isReport) return { response: invalidResponse(verdict, request) };
  }
  // G9: unchanged, with every header that describes it.
  return { body: bytes, content: contentHeaders(request.headers) };
}

/** The response to an invalid body (G4). */
function invalidResponse({ error, errors, truncated }, request) {
  if (!prefersProblem(request.headers.get("accept"))) return jsonResponse(400, { error });
  const problem = { type: "about:blank", title: "Bad Request", status: 400, detail: error };
  const document = { ...problem, error, errors, truncated };
  return jsonResponse(400, document, { "content-type": "application/problem+json" });
}
