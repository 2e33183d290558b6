// The text with which the device responds to a test, like the example in the API reference. Its line breaks
// are not known, so that it can be written in several layouts.

/** The separator of lines by layout. */
export const LAYOUTS = { "single-line": " ", lf: "\n", crlf: "\r\n", br: "<br>" };

/** `delivery` is what `deliver` returns. */
export function writeTestReport(delivery, layout) {
  const { uid, payload, request, response, isSent, attempt, attempts } = delivery;
  const lines = [
    `EVENT DETAILS: ${payload.event_type} (ID: wh_${uid})`,
    `Event Timestamp: ${delivery.eventTime}`,
    `Request Timestamp: ${delivery.requestTime}`,
    `Response Timestamp: ${delivery.responseTime}`,
    `Response Time: ${delivery.durationMs} ms`,
    `Status: ${isSent ? "Sent" : "Failed"} (${attempt}/${attempts} attempts)`,
    "REQUEST:",
    `URL: ${request.url}`,
    `Method: ${request.method}`,
    "Headers:",
    ...request.headers.map(([name, value]) => `${name}: ${value}`),
    `Payload: ${writePayload(request.body, layout)}`,
    "RESPONSE:",
    ...(response ? [`Status: ${response.status} ${response.text}`] : [delivery.error]),
  ];
  return lines.join(LAYOUTS[layout]);
}

/** The payload is shown indented, though it is sent compact. It has line breaks if the layout has any. */
function writePayload(body, layout) {
  const indented = JSON.stringify(JSON.parse(body), undefined, 2);
  if (layout === "single-line") return indented.replace(/\n */g, " ");
  return layout === "crlf" ? indented.replaceAll("\n", "\r\n") : indented;
}
