/**
 * The edge guard: a reverse proxy before a device's webhook API, for Cloudflare Workers, Deno,
 * Bun, Node, and whatever else has `Request`, `Response` and `fetch`.
 *
 * @packageDocumentation
 */

import type { IssueCode, Operation, Path } from "./index.js";

/** Why the guard answered itself, or refused the device's answer. */
export type GuardCode =
  | "not_found"
  | "wrong_uid"
  | "method_not_allowed"
  | "unsupported_encoding"
  | "unsupported_type"
  | "body_too_large"
  | "body_too_slow"
  | "body_broken_off"
  | "device_unreachable"
  | "device_redirected"
  | "device_status"
  | "answer_too_large"
  | "device_too_slow"
  | "guard_failed";

/**
 * What the guard did with a request; plain data, without a secret, a token, a header's value or a
 * query.
 */
export interface Decision {
  /** `null` where the request is none that the guard knows. */
  operation: Operation | "options" | "passthrough" | null;
  /**
   * What the answer's `x-webhook-guard` says: `rejected` (answered by the guard, nothing sent),
   * `forwarded`, `reported` (forwarded by report mode, whatever `codes` holds) or `failed` (the
   * device or the guard did).
   */
  verdict: "rejected" | "forwarded" | "reported" | "failed";
  /** What is wrong; empty where nothing is. */
  codes: (IssueCode | GuardCode)[];
  /** Where, one path for each code; `[]` for the request as a whole. */
  paths: Path[];
  /** The answer's status. */
  status: number;
  /** In milliseconds; of a stream, until it begins. */
  duration: number;
}

export interface GuardOptions {
  /** Where the device is: an http or https origin with nothing after it, such as `http://192.168.1.90`. */
  upstream: string;
  /** The path of the API. Default `/api/v1`. */
  prefix?: string;
  /**
   * `enforce`, the default, or `report`: bodies of create and update are judged and told to
   * `onDecision`, and go on unchanged.
   */
  mode?: "enforce" | "report";
  /** The most bytes of a client's body. Default 65536. */
  maxBodyBytes?: number;
  /** How long a client's body may take, in milliseconds. Default 10000. */
  bodyTimeoutMs?: number;
  /** The most bytes of the device's answer. Streams of `passthrough` have no limit. Default 1048576. */
  maxAnswerBytes?: number;
  /**
   * How long the whole exchange with the device may take, in milliseconds. Default 30000. A stream
   * of `passthrough` is broken off then; workerd ends one in chunks as if it were whole.
   */
  upstreamTimeoutMs?: number;
  /** Paths, or prefixes that end in `/`, that are forwarded unread, such as `/api/v1/login`. Default none. */
  passthrough?: readonly string[];
  /**
   * Names of request headers that reach the device besides `authorization`, `accept`,
   * `accept-language` and the content type. Default none.
   */
  forwardHeaders?: readonly string[];
  /** Origins whose pages may call across (CORS), such as `https://admin.example`. Default none. */
  allowOrigins?: readonly string[];
  /** Names of event types that newer firmware knows besides the documented ones. */
  extraEventTypes?: readonly string[];
  /** Is told of every request once its answer is known. What it throws is ignored. */
  onDecision?: (decision: Decision) => unknown;
}

/**
 * Makes a guard. It answers every request, and never rejects.
 *
 * @throws TypeError that names the option, where one is not what {@link GuardOptions} says.
 * @example
 * export default { fetch: createGuard({ upstream: "http://192.168.1.90" }) };
 */
export function createGuard(options: GuardOptions): (request: Request) => Promise<Response>;
