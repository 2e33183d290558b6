/** A webhook of about 700 bytes, as a device's administrator would send it. */
export const typicalBody = JSON.stringify({
  url: "https://hooks.example.com/panels/front-door?site=north",
  secret: "b7c1d3f0a5e94c2f8d6a1b3c5e7f9012",
  status: "active",
  timeout: 5000,
  headers: JSON.stringify({ "X-Site": "north", "X-Panel": "front door", "X-Key": "0123456789" }),
  description: "Opens the ticket of the night shift, and informs the concierge who came and when.",
  event_types: [
    "log.access_denied_by_unknown_card",
    "log.access_granted_by_valid_identifier",
    "log.door_was_opened",
    "log.door_was_closed",
    "log.incoming_call",
    "log.outgoing_call_missed",
    "log.tamper_event",
    "log.device_booted",
  ],
  max_retries: 3,
});
