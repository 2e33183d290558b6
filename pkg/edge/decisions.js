// What the guard decides about a request (contract §8, G8 and G10): codes, statuses and texts, and the
// line of a log.

/** Why the guard responds itself: each code's status and text. */
const REASONS = {
  invalid_request_url: [400, "Invalid request URL"],
  not_found: [404, "Not found"],
  wrong_uid: [400, "Wrong webhook uid"],
  method_not_allowed: [405, "Method not allowed"],
  unsupported_encoding: [415, "Content-Encoding must be identity"],
  unsupported_type: [415, "Content-Type must be application/json in UTF-8"],
  body_too_large: [413, "The body is too large"],
  body_timeout: [408, "The body took too long to arrive"],
  body_aborted: [400, "Wrong JSON body"],
  client_aborted: [499, "The client closed the connection"],
  device_unreachable: [502, "The device cannot be reached, or its response ended early"],
  device_redirected: [502, "The device responded with a redirect"],
  invalid_device_status: [502, "The device responded without an HTTP status"],
  unsupported_device_encoding: [
    502,
    "The device responded with a Content-Encoding that the guard did not request",
  ],
  response_too_large: [502, "The device's response is too large"],
  device_timeout: [504, "The device took too long to respond"],
  internal_error: [500, "Internal error"],
};

/** Ends the handling of a request with the guard's own response. */
export class GuardError extends Error {
  constructor(code, headers) {
    super(REASONS[code][1]);
    this.code = code;
    this.headers = headers;
  }
}

/** A decision is `rejected` until something else happens. */
export const startDecision = () => ({ operation: null, verdict: "rejected", codes: [], paths: [] });

/** Writes an error into the decision and returns the guard's response to it. */
export function rejectWith(error, decision) {
  const { code, headers } = error instanceof GuardError ? error : new GuardError("internal_error");
  const [status, text] = REASONS[code];
  decision.verdict = status < 500 ? "rejected" : "failed";
  decision.codes = [code];
  decision.paths = [[]];
  return jsonResponse(status, { error: text }, headers);
}

/** The guard's response to a request from which a server cannot create a `Request`. */
export function rejectionResponse(code) {
  // RFC 9110 §15.5.6 wants `Allow`. The one method that every path of the API allows.
  const headers = code === "method_not_allowed" ? { allow: "OPTIONS" } : undefined;
  const response = rejectWith(new GuardError(code, headers), startDecision());
  response.headers.set("x-webhook-guard", "rejected");
  return response;
}

/** The guard's own response, which no cache may reuse. */
export function jsonResponse(status, value, headers) {
  const own = { "content-type": "application/json", "cache-control": "no-store", ...headers };
  return new Response(JSON.stringify(value), { status, headers: own });
}

/**
 * Calls `onDecision`; resolves when what it returned has settled. What it throws is ignored: a log must
 * not change a response.
 */
export async function report(onDecision, decision) {
  try {
    await onDecision?.(decision);
  } catch {
    // See above.
  }
}

// DEL, C1 controls, line separators, and every character that reorders or hides text. JSON escapes
// the other controls.
const UNPRINTABLE = /[\x7f-\x9f\u2028\u2029]|\p{Cf}/gu;

const escapeUnits = (char) =>
  char
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");

/** A decision as a line of JSON without raw control, C1 or bidirectional characters (G10). */
export const formatDecision = (decision) =>
  JSON.stringify(decision).replace(UNPRINTABLE, escapeUnits);
