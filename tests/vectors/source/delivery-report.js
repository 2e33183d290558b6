import { emoji, hex, nested, quote } from "./lib/bodies.js";
import { listOf, response } from "./lib/cases.js";

/** The response to a test, with the report that its text has, if any. */
const tested = (name, body, report) => ({
  name,
  response: response(200, body, "test"),
  result: { ok: true, data: body, report },
});

/** The example of the device's documentation. */
const documentedHeaders = [
  ["Content-Type", "application/json"],
  ["Content-Length", "114"],
  ["User-Agent", "BAS-IP-Webhook-Service/1.0"],
  ["X-Webhook-Signature", "de35f883b0d91c78fc8f27b8cb827a7ad4df7165460d178be47cc02fd4faa6c6"],
  ["X-Webhook-Timestamp", "2025-04-29T20:39:14Z"],
  ["X-Webhook-Attempt", "6"],
];
const documentedPayload =
  '{ "data": { "test": "success" }, "created_at": 1745947873611, "event_id": 45, "event_type": "log.access_granted_by_api_call" }';
const documented = {
  eventType: "log.access_granted_by_api_call",
  eventId: "wh_5",
  eventTime: "2025-05-05T21:38:43Z",
  requestTime: "2025-05-05T21:38:44Z",
  responseTime: "2025-05-05T21:38:44Z",
  durationMs: 23,
  outcome: "Failed",
  attempt: 6,
  attempts: 6,
  request: {
    url: "https://api.yourcompany.com/webhooks/test",
    method: "POST",
    headers: documentedHeaders,
    payload: documentedPayload,
  },
  response: { status: 401, text: "Login required" },
};

/** Its parts, in the order of the text. */
const eventLines = [
  "Event Timestamp: 2025-05-05T21:38:43Z",
  "Request Timestamp: 2025-05-05T21:38:44Z",
  "Response Timestamp: 2025-05-05T21:38:44Z",
  "Response Time: 23 ms",
  "Status: Failed (6/6 attempts)",
];
const eventHead = "log.access_granted_by_api_call (ID: wh_5)";
const requestLines = ["URL: https://api.yourcompany.com/webhooks/test", "Method: POST"];
const headerLines = documentedHeaders.map(([name, value]) => `${name}: ${value}`);

/** A line for each part, with the first of a section and of a label after it or on the next line. */
const lined = (lineBreak, inner = " ", payload = documentedPayload, response = "Login required") =>
  [
    `EVENT DETAILS:${inner}${eventHead}`,
    ...eventLines,
    `REQUEST:${inner}${requestLines[0]}`,
    requestLines[1],
    `Headers:${inner}${headerLines[0]}`,
    ...headerLines.slice(1),
    `Payload:${inner}${payload}`,
    `RESPONSE:${inner}Status: 401`,
    response,
  ].join(lineBreak);

const fourLines = [
  `EVENT DETAILS: ${eventHead} ${eventLines.join(" ")}`,
  `REQUEST: ${requestLines.join(" ")} Headers: ${headerLines.join(" ")}`,
  `Payload: ${documentedPayload}`,
  "RESPONSE: Status: 401 Login required",
];
const oneLine = fourLines.join(" ");

const withPayload = (payload) => ({
  ...documented,
  request: { ...documented.request, payload },
});
const withResponse = (response) => ({ ...documented, response });
const withHeaderList = (headers) => ({
  ...documented,
  request: { ...documented.request, headers },
});

const everyBreak = {
  LF: "\n",
  CRLF: "\r\n",
  CR: "\r",
  br: "<br>",
  "br and LF": "<br>\n",
  "blank lines": "\n\n \n",
};
const prettyPayload = JSON.stringify(JSON.parse(documentedPayload), null, 2);

export default {
  kind: "response",
  about: "What the response to a test describes: contract §6.",
  cases: [
    tested("the documented example on one line", oneLine, documented),
    tested("the documented example on four lines", fourLines.join("\n"), documented),
    ...Object.entries(everyBreak).flatMap(([name, lineBreak]) => [
      tested(`four lines by ${name}`, fourLines.join(lineBreak), documented),
      tested(`a line for each part by ${name}`, lined(lineBreak), documented),
      tested(
        `a line for each part by ${name}, labels on lines of their own`,
        lined(lineBreak, lineBreak),
        documented,
      ),
      tested(
        `a line for each part by ${name}, indented`,
        lined(`${lineBreak}  \t`, `${lineBreak} `),
        documented,
      ),
      tested(`${name} at both ends`, `${lineBreak}${lined(lineBreak)}${lineBreak}`, documented),
      tested(`one line between ${name}`, `${lineBreak}${oneLine}${lineBreak}`, documented),
    ]),
    tested(
      "more white space on one line",
      oneLine.replaceAll(" ", "  \t ").replace(/\{.*\}/, documentedPayload),
      {
        ...withResponse({ status: 401, text: "Login  \t required" }),
      },
    ),
    tested("one line in a sentence", `Test sent. ${oneLine}`, documented),
    {
      name: "in bytes",
      response: { operation: "test", status: 200, bytes: hex(oneLine) },
      result: { ok: true, data: oneLine, report: documented },
    },

    tested("no report without EVENT DETAILS", fourLines.slice(1).join("\n")),
    tested("no report in lower case", oneLine.replace("EVENT DETAILS", "Event details")),
    tested("no report without the colon", oneLine.replace("EVENT DETAILS:", "EVENT DETAILS")),
    tested("no report within a line of several", `Sent: EVENT DETAILS: ${eventHead}\nREQUEST:`),
    tested("no report within a word", `x${oneLine}`),
    tested("EVENT DETAILS alone", "EVENT DETAILS:", {}),
    tested("EVENT DETAILS and nothing known", "EVENT DETAILS: (ID: )\nSomething: else", {}),
    tested("an event type without an id", "EVENT DETAILS: log.tamper_event", {
      eventType: "log.tamper_event",
    }),
    tested("an id without an event type", "EVENT DETAILS: (ID: wh_5)", { eventId: "wh_5" }),
    tested("an id on the next line", "EVENT DETAILS:\nlog.tamper_event\n(ID: wh_5)\nStatus: Sent", {
      eventType: "log.tamper_event",
      eventId: "wh_5",
      outcome: "Sent",
    }),
    tested("the first section alone", fourLines[0], {
      ...documented,
      request: undefined,
      response: undefined,
    }),
    tested("no request", `${fourLines[0]}\n${fourLines[3]}`, { ...documented, request: undefined }),
    tested("no request on one line", `${fourLines[0]} ${fourLines[3]}`, {
      ...documented,
      request: undefined,
    }),
    tested("no response", fourLines.slice(0, 3).join(" "), { ...documented, response: undefined }),
    tested("empty sections", "EVENT DETAILS:\nREQUEST:\nRESPONSE:\n", {
      request: { headers: [] },
      response: {},
    }),
    tested("empty sections on one line", "EVENT DETAILS: REQUEST: RESPONSE:", {
      request: { headers: [] },
      response: {},
    }),
    tested(
      "labels without values",
      "EVENT DETAILS:\nEvent Timestamp:\nResponse Time:\nStatus:\nREQUEST:\nURL:\nMethod:\nHeaders:\nPayload:\nRESPONSE:\nStatus:\n",
      {
        request: { headers: [] },
        response: {},
      },
    ),
    tested(
      "labels in another order",
      "EVENT DETAILS: log.a (ID: 1) Status: Sent (1/2 attempts) Response Time: 5 ms Event Timestamp: t REQUEST: Payload: {} Headers: A: b Method: PUT URL: https://a.example RESPONSE: Status: 200",
      {
        eventType: "log.a",
        eventId: "1",
        eventTime: "t",
        durationMs: 5,
        outcome: "Sent",
        attempt: 1,
        attempts: 2,
        request: { url: "https://a.example", method: "PUT", headers: [["A", "b"]], payload: "{}" },
        response: { status: 200 },
      },
    ),
    tested(
      "labels in lower case are text",
      "EVENT DETAILS: log.a\nstatus: Sent\nRequest timestamp: t",
      { eventType: "log.a" },
    ),
    tested(
      "times are text",
      "EVENT DETAILS: log.a\nEvent Timestamp: yesterday, 5 pm\nRequest Timestamp: 1745947873611",
      {
        eventType: "log.a",
        eventTime: "yesterday, 5 pm",
        requestTime: "1745947873611",
      },
    ),
    ...[
      ["23 ms", 23],
      ["23ms", 23],
      ["0 ms", 0],
      ["2.5 s", undefined],
      ["-1 ms", undefined],
      ["ms", undefined],
      ["99999999999 ms", undefined],
    ].map(([time, durationMs]) =>
      tested(`Response Time: ${time}`, `EVENT DETAILS:\nResponse Time: ${time}\n`, { durationMs }),
    ),
    ...[
      ["Success (1/6 attempts)", "Success", 1, 6],
      ["Success (1/1 attempt)", "Success", 1, 1],
      ["Failed ( 2 / 6 attempts )", "Failed", 2, 6],
      ["Failed (6/6)", "Failed", 6, 6],
      ["Not sent (timeout) (2/6 attempts)", "Not sent (timeout)", 2, 6],
      ["Failed", "Failed"],
      ["Failed (timeout)", "Failed (timeout)"],
      ["Failed (a/b attempts)", "Failed (a/b attempts)"],
      ["(6/6 attempts)", undefined, 6, 6],
    ].map(([status, outcome, attempt, attempts]) =>
      tested(`Status: ${status}`, `EVENT DETAILS: Status: ${status}`, {
        outcome,
        attempt,
        attempts,
      }),
    ),

    // The receiver controls what follows the status.
    ...[
      [
        "labels",
        "EVENT DETAILS: log.x (ID: wh_9) Status: Sent (1/6 attempts) REQUEST: URL: https://x Payload: {} RESPONSE: Status: 200 OK",
      ],
      ["labels on lines", "\nRESPONSE:\nStatus: 200\nEVENT DETAILS: log.x\nREQUEST:\nMethod: GET"],
      ["a status", "Status: 200"],
      ["markup", "<html><body>Status: 200<br>RESPONSE: Status: 201</body></html>"],
      ["JSON", '{"Status: 200":"RESPONSE: Status: 201"}'],
      ["text beyond ASCII", `Вход запрещён ${emoji}\u2028Status: 200`],
    ].flatMap(([name, text]) => [
      tested(
        `a response of ${name} on one line`,
        `${fourLines.slice(0, 3).join(" ")} RESPONSE: Status: 401 ${text}`,
        withResponse({ status: 401, text: text.trim() }),
      ),
      tested(
        `a response of ${name} on lines`,
        lined("\n", "\n", undefined, text),
        withResponse({ status: 401, text: text.trim() }),
      ),
    ]),
    tested(
      "a response between line breaks",
      `${lined("<br>", " ", undefined, " \r\n<br> a<br>b <br>\n")}`,
      withResponse({ status: 401, text: "a<br>b" }),
    ),
    tested(
      "a response without text",
      lined("\n", " ", undefined, ""),
      withResponse({ status: 401 }),
    ),
    tested(
      "a response status before br",
      lined("\n", " ", undefined, "").replace("401", "401<br>Login"),
      withResponse({ status: 401, text: "Login" }),
    ),
    tested(
      "a response status that is not a number",
      lined("\n").replace("Status: 401\n", "Status: none, "),
      withResponse({ text: "none, Login required" }),
    ),
    tested(
      "a response status with letters",
      lined("\n").replace("Status: 401\n", "Status: 401x "),
      withResponse({ text: "401x Login required" }),
    ),
    tested(
      "a response status beyond 65535",
      lined("\n").replace("Status: 401\n", "Status: 70000 "),
      withResponse({ text: "70000 Login required" }),
    ),
    tested(
      "a response without status",
      lined("\n").replace("RESPONSE: Status: 401\n", "RESPONSE: "),
      withResponse({ text: "Login required" }),
    ),

    tested(
      "a payload of several lines",
      lined("\n", " ", prettyPayload),
      withPayload(prettyPayload),
    ),
    tested(
      "a payload of several lines after one line",
      oneLine.replace(documentedPayload, prettyPayload),
      withPayload(prettyPayload),
    ),
    ...[
      [
        "labels",
        quote({ a: "RESPONSE: Status: 200", b: " Payload: x\nRESPONSE:", "URL:": "Method: GET" }),
      ],
      ["br", quote({ a: "<br>RESPONSE: Status: 200<br>" })],
      ["escapes", '{"a":"\\"} RESPONSE: Status: 200","b":"\\u003cbr>"}'],
      ["brackets", '[{"a":"]}"},[["RESPONSE: Status: 200"]]]'],
      ["text beyond ASCII", quote({ дверь: emoji })],
      ["nothing", "{}"],
    ].flatMap(([name, payload]) => [
      tested(
        `a payload of ${name} on one line`,
        oneLine.replace(documentedPayload, payload),
        withPayload(payload),
      ),
      tested(`a payload of ${name} on lines`, lined("\n", "\n", payload), withPayload(payload)),
      tested(`a payload of ${name} by br`, lined("<br>", " ", payload), withPayload(payload)),
    ]),
    tested(
      "a payload of text on one line",
      oneLine.replace(documentedPayload, "a b: c"),
      withPayload("a b: c"),
    ),
    tested(
      "a payload of text with labels on one line",
      oneLine.replace(documentedPayload, "a Method: GET Headers: x"),
      withPayload("a Method: GET Headers: x"),
    ),
    tested(
      "a payload of text on lines",
      lined("\n", " ", "a\nMethod: GET\nb RESPONSE: c"),
      withPayload("a\nMethod: GET\nb RESPONSE: c"),
    ),
    tested("a payload of text with br", lined("<br>", " ", " a<br>b "), withPayload("a<br>b")),
    tested("a payload truncated", lined("\n", " ", '{"a":"b'), withPayload('{"a":"b')),
    tested("a payload of 65 levels", lined("\n", " ", nested(65)), withPayload(nested(65))),
    tested("a payload of 64 levels", lined("\n", " ", nested(64)), withPayload(nested(64))),
    tested("a payload that is a JSON string", lined("\n", " ", '"a b"'), withPayload('"a b"')),
    tested(
      "a payload and text after it",
      lined("\n", " ", '{"a":1} and more'),
      withPayload('{"a":1}'),
    ),
    tested(
      "a response right after a payload on its line",
      lined("\n").replace(`${documentedPayload}\n`, `${documentedPayload} `),
      documented,
    ),
    tested("an empty payload", lined("\n", " ", ""), withPayload(undefined)),

    tested(
      "headers with values like labels, on lines",
      lined("\n").replace(
        "Content-Length: 114",
        "X-A: Payload: {} RESPONSE: Status: 200 Method: GET",
      ),
      withHeaderList([
        documentedHeaders[0],
        ["X-A", "Payload: {} RESPONSE: Status: 200 Method: GET"],
        ...documentedHeaders.slice(2),
      ]),
    ),
    tested(
      "headers with empty values",
      oneLine.replace("Content-Length: 114", "Content-Length:"),
      withHeaderList([documentedHeaders[0], ["Content-Length", ""], ...documentedHeaders.slice(2)]),
    ),
    tested(
      "headers with empty values, on lines",
      lined("\n").replace("Content-Length: 114", "Content-Length:"),
      withHeaderList([documentedHeaders[0], ["Content-Length", ""], ...documentedHeaders.slice(2)]),
    ),
    tested(
      "headers with values of several words",
      oneLine.replace("User-Agent: ", "User-Agent: a (b; c) https://d:8 "),
      withHeaderList([
        ...documentedHeaders.slice(0, 2),
        ["User-Agent", "a (b; c) https://d:8 BAS-IP-Webhook-Service/1.0"],
        ...documentedHeaders.slice(3),
      ]),
    ),
    tested("equal headers", "EVENT DETAILS:\nREQUEST:\nHeaders:\nA: 1\na: 2\nA: 1", {
      request: {
        headers: [
          ["A", "1"],
          ["a", "2"],
          ["A", "1"],
        ],
      },
    }),
    tested(
      "a header without white space after the colon, on a line",
      "EVENT DETAILS:\nREQUEST:\nHeaders:\nA:1\nB :2\n: 3\nno header\nC d: 4",
      {
        request: {
          headers: [
            ["A", "1"],
            ["B", "2"],
          ],
        },
      },
    ),
    tested(
      "a header without white space after the colon, on one line",
      "EVENT DETAILS: REQUEST: Headers: A:1 B: C:2",
      { request: { headers: [["B", "C:2"]] } },
    ),
    tested(
      "a header named like a label that was read",
      "EVENT DETAILS:\nREQUEST:\nMethod: POST\nHeaders:\nMethod: x\nStatus: y",
      {
        request: {
          method: "POST",
          headers: [
            ["Method", "x"],
            ["Status", "y"],
          ],
        },
      },
    ),
    ...[100, 101].flatMap((count) => {
      const headers = listOf(count, (i) => [`X-${i}`, `${i}`]);
      const report = { request: { headers: headers.slice(0, 100), payload: "{}" } };
      const written = headers.map(([name, value]) => `${name}: ${value}`);
      return [
        tested(
          `${count} headers on one line`,
          `EVENT DETAILS: REQUEST: Headers: ${written.join(" ")} Payload: {}`,
          report,
        ),
        tested(
          `${count} headers on lines`,
          `EVENT DETAILS:\nREQUEST:\nHeaders:\n${written.join("\n")}\nPayload: {}`,
          report,
        ),
      ];
    }),
    tested(
      "labels of other sections are text",
      "EVENT DETAILS: log.a\nURL: https://x\nPayload: {}\nStatus: Sent\nREQUEST:\nEvent Timestamp: t\nStatus: 5\nMethod: POST\nRESPONSE:\nMethod: GET\nStatus: 200 OK",
      {
        eventType: "log.a",
        outcome: "Sent",
        request: { method: "POST", headers: [] },
        response: { status: 200, text: "OK" },
      },
    ),
    tested(
      "labels within a line are text",
      "EVENT DETAILS: log.a\nEvent Timestamp: t Status: Sent\nREQUEST:\nURL: https://x Method: GET",
      {
        eventType: "log.a",
        eventTime: "t Status: Sent",
        request: { url: "https://x Method: GET", headers: [] },
      },
    ),
    tested(
      "labels before EVENT DETAILS are text",
      "Status: Sent\nREQUEST:\nMethod: GET\nEVENT DETAILS: log.a\nREQUEST:\nMethod: POST",
      {
        eventType: "log.a",
        request: { method: "POST", headers: [] },
      },
    ),
    tested(
      "EVENT DETAILS twice",
      "EVENT DETAILS: log.a\nStatus: Sent\nEVENT DETAILS: log.b\nStatus: Failed",
      {
        eventType: "log.a",
        outcome: "Sent",
      },
    ),
    tested(
      "other markup is text",
      "EVENT DETAILS: log.a<BR>Status: Sent<br/>Event Timestamp: t<p>\nRequest Timestamp: <b>u</b>",
      {
        eventType: "log.a<BR>Status:",
        requestTime: "<b>u</b>",
      },
    ),
  ],
};
