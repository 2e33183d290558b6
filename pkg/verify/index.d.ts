/**
 * Verifies that a delivery was sent by a device that knows the webhook's secret (contract §9).
 *
 * It needs only WebCrypto and loads no WebAssembly: Node 20, Bun, Deno, edge runtimes and browsers.
 *
 * @packageDocumentation
 */
import type { EventType } from "../index.js";

/**
 * What the HMAC covers. `body` is what the device's reference describes (decision D9); the others
 * are the text of `X-Webhook-Timestamp`, a separator and the body. `webhook-guard probe` reports
 * which one a device uses.
 */
export type SignatureScheme = "body" | "timestamp.body" | "timestamp:body" | "timestamp+body";

/** One header's value, or its values where it occurs several times. */
export type HeaderValue = string | readonly string[] | undefined;

// The runtime's own type, in projects that have it.
type HeadersType =
  typeof globalThis extends Record<"Headers", { prototype: infer Type }> ? Type : never;

/** The headers of a delivery; the case of names does not matter. */
export type DeliveryHeaders =
  | HeadersType
  | Iterable<readonly [name: string, value: HeaderValue]>
  | { readonly [name: string]: HeaderValue };

/** The argument of {@link verifyDelivery}. */
export interface Delivery {
  /**
   * The raw body, **before any parsing**: a body that was parsed and written again has other bytes.
   * Prefer bytes: decoding to text removes a byte-order mark and replaces what is not UTF-8.
   */
  body: string | ArrayBufferLike | ArrayBufferView;
  /** The request's headers: a `Headers`, an object such as Node's `request.headers`, or pairs. */
  headers: DeliveryHeaders;
  /** The webhook's secret, or several of which one must match, while it is being changed. */
  secret: string | readonly string[];
  /** What the signature covers. Default `body`. */
  scheme?: SignatureScheme | undefined;
  /**
   * The maximum age in seconds; by default a delivery of any age is valid. With scheme `body` the
   * age is that of the event (`created_at`), otherwise that of `X-Webhook-Timestamp`. A late retry
   * ages too, and a device's clock may be wrong.
   */
  maxAgeSeconds?: number | undefined;
  /** The time to measure the age from, in milliseconds since 1970. Default `Date.now()`. */
  now?: number | undefined;
}

/**
 * The payload of a delivery. Only the presence of its members is checked: their types are those of
 * the device's reference, and what `data` contains depends on the event.
 */
export interface DeliveryEvent<Type extends string = EventType> {
  /** The same for each attempt: keep it to recognise a delivery that arrives twice. */
  event_id: number | string;
  event_type: Type;
  /** In milliseconds since 1970. */
  created_at: number;
  data: unknown;
}

/** Why a delivery is not valid; stable across versions. In the order in which they are checked. */
export type DeliveryReason =
  /** No `X-Webhook-Signature`, or an empty one. */
  | "missing_signature"
  /** It is not 64 lower-case hexadecimal digits, or there are several. */
  | "malformed_signature"
  /** The scheme needs an `X-Webhook-Timestamp`, and there is none. */
  | "missing_timestamp"
  /** None of the secrets produces this signature for this body. */
  | "wrong_signature"
  /** Signed, but not a JSON object with `event_id`, `event_type`, `created_at` and `data`. */
  | "malformed_body"
  /** Older than `maxAgeSeconds`, or its time cannot be read. */
  | "too_old";

/** The result; plain data without the secret or the expected signature. */
export type VerifiedDelivery<Type extends string = EventType> =
  | {
      valid: true;
      event: DeliveryEvent<Type>;
      /** `X-Webhook-Attempt`, from 1. **Not signed**: whoever repeats a delivery may change it. */
      attempt: number | undefined;
      /** The text of `X-Webhook-Timestamp`. **Not signed** with scheme `body`. */
      timestamp: string | undefined;
      reason?: undefined;
    }
  | { valid: false; reason: DeliveryReason; event?: undefined };

/**
 * Verifies a delivery's signature, in constant time, and only then parses its body.
 *
 * Nothing that a sender controls makes the promise reject. Anyone who has seen a valid delivery can send
 * it again: remember `event.event_id`, or limit the age.
 *
 * @typeParam Type the event types you expect; newer firmware may send more than the documented ones.
 * @throws TypeError (the promise rejects) that names the option, if one does not match {@link Delivery}.
 * @throws Error (the promise rejects) where there is no WebCrypto, as on a page loaded over plain http.
 * @example
 * export async function POST(request: Request): Promise<Response> {
 *   const body = await request.arrayBuffer();
 *   const delivery = await verifyDelivery({ body, headers: request.headers, secret: SECRET });
 *   if (!delivery.valid) return new Response(delivery.reason, { status: 401 });
 *   if (delivery.event.event_type === "log.door_was_opened") console.log(delivery.event.data);
 *   return new Response(null, { status: 204 });
 * }
 */
export function verifyDelivery<Type extends string = EventType>(
  delivery: Delivery,
): Promise<VerifiedDelivery<Type>>;
