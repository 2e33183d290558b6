/**
 * The edge guard: a reverse proxy in front of a device's webhook API, for Cloudflare Workers, Deno, Bun, Node,
 * and any other runtime with `Request`, `Response` and `fetch` (contract §8).
 *
 * @packageDocumentation
 */

import type { IssueCode, Operation, Path } from "../index.js";

// The runtime's own types, in projects that have them.
type Global<Name extends string> =
  typeof globalThis extends Record<Name, { prototype: infer Type }> ? Type : unknown;
type FetchOptions =
  typeof globalThis extends Record<"fetch", (url: string, options?: infer Options) => unknown>
    ? NonNullable<Options>
    : unknown;

/** Why the guard responded itself, or did not return the device's response. */
export type GuardCode =
  | "invalid_request_url"
  | "not_found"
  | "wrong_uid"
  | "method_not_allowed"
  | "unsupported_encoding"
  | "unsupported_type"
  | "body_too_large"
  | "body_timeout"
  | "body_aborted"
  | "client_aborted"
  | "device_unreachable"
  | "device_redirected"
  | "invalid_device_status"
  | "unsupported_device_encoding"
  | "response_too_large"
  | "device_timeout"
  | "internal_error";

/**
 * What the guard did with a request (contract §8, G10). Plain data, without a secret, a token, a header
 * value or a query. Paths may contain any character that the client sent: use {@link formatDecision} to
 * write them to a log.
 */
export interface Decision {
  /** `null` if the request matches no operation. */
  operation: Operation | "options" | "passthrough" | null;
  /**
   * The value of the response's `x-webhook-guard`: `rejected` (the guard responded; no complete request
   * reached the device, except perhaps with 499), `forwarded`, `reported` (forwarded in report mode, valid
   * or not) or `failed` (an error of the device or the guard).
   */
  verdict: "rejected" | "forwarded" | "reported" | "failed";
  /** What is wrong; empty if nothing is. At most 100 within `headers` and within `event_types`. */
  codes: (IssueCode | GuardCode)[];
  /** Where, one path for each code; `[]` for the complete request. */
  paths: Path[];
  /** The response's status; 499 if the client disconnected first. */
  status: number;
  /** In milliseconds, rounded, until the response's head. */
  duration: number;
}

export interface GuardOptions {
  /** The device: an http or https origin with nothing after it, such as `http://192.168.1.90`. */
  upstream: string;
  /** The API's path. Default `/api/v1`. */
  prefix?: string | undefined;
  /**
   * `enforce`, the default, or `report`: bodies of create and update are validated, reported to
   * `onDecision`, and forwarded unchanged.
   */
  mode?: "enforce" | "report" | undefined;
  /** Limit on a webhook's body, in bytes. Default 65536. */
  maxBodyBytes?: number | undefined;
  /** Limit on the time a webhook's body takes to arrive, in milliseconds. Default 10000. */
  bodyTimeoutMs?: number | undefined;
  /** Limit on the device's response, in bytes; not on a passed-through one. Default 1048576. */
  maxResponseBytes?: number | undefined;
  /**
   * Limit on the complete exchange with the device, in milliseconds. Default 30000. A passed-through
   * response ends early then. For a passed-through body the time starts when the body has been sent.
   */
  upstreamTimeoutMs?: number | undefined;
  /** Paths, or prefixes that end in `/`, forwarded unread, such as `/api/v1/login`. Default none. */
  passthrough?: readonly string[] | undefined;
  /** Limit on a passed-through body, in bytes. Default 16777216. */
  passthroughMaxBodyBytes?: number | undefined;
  /** Limit on the time a passed-through body takes, in milliseconds. Default 60000. */
  passthroughBodyTimeoutMs?: number | undefined;
  /**
   * Names of request headers that reach the device besides `authorization`, `accept`, `accept-language`
   * and the content type. Default none.
   */
  forwardHeaders?: readonly string[] | undefined;
  /** Origins whose pages may call cross-origin (CORS), such as `https://admin.example`. Default none. */
  allowOrigins?: readonly string[] | undefined;
  /** Names of event types that newer firmware knows besides the documented ones (contract D8). */
  extraEventTypes?: readonly string[] | undefined;
  /** Called with each decision. What it throws is ignored; a promise is given to `context.waitUntil`. */
  onDecision?: ((decision: Decision) => unknown) | undefined;
  /**
   * Sends requests to the device; default `globalThis.fetch`. It gets a URL and `method`, `headers`, `body`,
   * `signal` and `redirect: "manual"`, must not repeat a request, and must remove `content-encoding` from
   * the response if it decodes. `nodeFetch` of `webhook-guard/edge/node-fetch` is one for Node and Deno.
   */
  fetch?: ((url: string, init: FetchOptions) => Promise<Global<"Response">>) | undefined;
}

/** The context that a runtime passes to a request's handler, such as Cloudflare's `ExecutionContext`. */
export interface GuardContext {
  waitUntil(promise: Promise<unknown>): void;
}

/**
 * Creates a guard. The guard responds to every request; its promise never rejects.
 *
 * @throws TypeError that names the option, if one does not match {@link GuardOptions}.
 * @example
 * const guard = createGuard({ upstream: "http://192.168.1.90" });
 * export default { fetch: (request, env, context) => guard(request, context) };
 */
export function createGuard(
  options: GuardOptions,
): (request: Global<"Request">, context?: GuardContext) => Promise<Global<"Response">>;

/**
 * Formats a decision as one line of JSON for a log, without raw control, C1 or bidirectional characters.
 *
 * @example
 * createGuard({ upstream, onDecision: (decision) => console.log(formatDecision(decision)) });
 */
export function formatDecision(decision: Decision): string;

/**
 * The guard's response to a request from which a server cannot create a `Request`: a method that `Request`
 * rejects (`TRACE`) or a target that is not a URL.
 */
export function rejectionResponse(
  code: "method_not_allowed" | "invalid_request_url",
): Global<"Response">;
