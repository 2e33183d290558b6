// The types of the verify entry. Compiled, never run.

import type { EventType } from "webhook-guard";
import { type DeliveryEvent, type DeliveryReason, verifyDelivery } from "webhook-guard/verify";

declare const request: Request;
declare const nodeHeaders: Record<string, string | string[] | undefined>;
declare const pairs: [string, string][];
const secret = "0123456789abcdef";

export async function receive(): Promise<string | number> {
  const body = await request.arrayBuffer();
  const delivery = await verifyDelivery({ body, headers: request.headers, secret });
  if (!delivery.valid) {
    const reason: DeliveryReason = delivery.reason;
    // @ts-expect-error: an invalid delivery has no event
    delivery.event.event_type;
    return reason;
  }
  const { event, attempt, timestamp }: { event: DeliveryEvent } & typeof delivery = delivery;
  // @ts-expect-error: data is unknown until it is looked at
  event.data.test;
  // @ts-expect-error: no such event type
  if (event.event_type === "log.door_was_opend") return 0;
  const type: EventType = event.event_type;
  return event.event_type === "log.door_was_opened" ? type : (attempt ?? timestamp ?? "");
}

export const others = [
  verifyDelivery({ body: "", headers: nodeHeaders, secret: [secret, secret] }),
  verifyDelivery({ body: new Uint8Array(2), headers: pairs, secret, scheme: "timestamp.body" }),
  verifyDelivery({ body: "", headers: new Map<string, string>(), secret, scheme: undefined }),
  verifyDelivery({ body: "", headers: {}, secret, maxAgeSeconds: undefined, now: Date.now() }),
];

export async function newerFirmware(): Promise<boolean> {
  const { event } = await verifyDelivery<EventType | "log.new">({ body: "", headers: {}, secret });
  return event?.event_type === "log.new";
}

// @ts-expect-error: a parsed body is not what was signed
verifyDelivery({ body: {}, headers: {}, secret });
// @ts-expect-error: a secret is needed
verifyDelivery({ body: "", headers: {} });
// @ts-expect-error: contract §9 has four schemes
verifyDelivery({ body: "", headers: {}, secret, scheme: "body.timestamp" });
// @ts-expect-error: no such option
verifyDelivery({ body: "", headers: {}, secret, maxAge: 5 });
