// The request that saves the webhook, and an example of what its receiver gets.

import { rules } from "/pkg/dist/rules.js";
import { buildRequest } from "../device/requests.js";
import { copyBlock } from "../lib/code.js";
import { el } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { t } from "../lib/language.js";
import { drawTabs } from "../lib/tabs.js";
import { section } from "./frame.js";
import { entriesOf, textOfEntries } from "./header-text.js";

/** The request with a placeholder for each confidential value. */
function masked(request) {
  const body = JSON.parse(request.body);
  for (const { name, format } of rules.fields) {
    if (!(name in body)) continue;
    if (format === "password") body[name] = `<${name}>`;
    if (format === "json-headers") {
      body[name] = textOfEntries(entriesOf(body[name]).map(([header]) => [header, "<value>"]));
    }
  }
  const headers = Object.entries(request.headers).map(
    ([name, value]) => `${name}: ${value.replace(/(?<=^Bearer ).*/, "<token>")}`,
  );
  // A path is relative to this page, as for fetch.
  return { method: request.method, url: new URL(request.url, location.href).href, headers, body };
}

/** Within single quotes a POSIX shell changes nothing but the quote itself. */
const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;

function curlText({ method, url, headers, body }) {
  return [
    `curl --globoff --request ${method}`,
    `  --url ${quote(url)}`,
    ...headers.map((header) => `  --header ${quote(header)}`),
    `  --data-raw ${quote(JSON.stringify(body, null, 2))}`,
  ].join(" \\\n");
}

/** A delivery of the first selected event, in the form that the API's documentation shows. */
function exampleText({ url, event_types: [event], secret, headers = "{}" }) {
  const { host, pathname, search } = new URL(url);
  const payload = JSON.stringify({
    data: {},
    created_at: 1745947873611,
    event_id: 45,
    event_type: event,
  });
  return [
    `POST ${pathname}${search} HTTP/1.1`,
    `Host: ${host}`,
    "Content-Type: application/json",
    `Content-Length: ${payload.length}`,
    ...entriesOf(headers).map(([name]) => `${name}: <value>`),
    ...(secret ? ["X-Webhook-Signature: <HMAC-SHA256 of the body, hexadecimal>"] : []),
    "X-Webhook-Timestamp: 2025-04-29T17:31:13Z",
    "X-Webhook-Attempt: 1",
    "",
    payload,
  ].join("\n");
}

const VERIFY = `import { verifyDelivery } from "webhook-guard/verify";

// body: the raw body of the request, before it is parsed
const result = await verifyDelivery({
  body,
  headers: request.headers,
  secret,
});
if (!result.valid) return new Response(result.reason, { status: 401 });
console.log(result.event.event_type);`;

const disclosure = (key, ...children) =>
  el(
    "details",
    { class: "boxed" },
    el("summary", {}, icon("forward"), t(key)),
    el("div", { class: "stack" }, ...children),
  );

export function drawRequest() {
  const curl = copyBlock(t("request.curl"));
  const body = copyBlock(t("request.body"));
  const example = copyBlock(t("example.title"));
  const verify = copyBlock(t("example.verify"), VERIFY);
  const none = [
    el("p", { class: "soft" }, t("request.none")),
    el("p", { class: "soft" }, t("request.none")),
  ];
  const request = el(
    "div",
    { class: "stack" },
    drawTabs([
      { text: t("request.curl"), element: curl.element },
      { text: t("request.body"), element: body.element },
    ]),
    el("p", { class: "help" }, t("request.placeholders")),
  );
  const unsigned = el("p", { class: "help" }, t("example.unsigned"));
  const how = el(
    "div",
    { class: "stack" },
    el("h3", {}, t("example.verify")),
    el("p", { class: "help" }, t("example.how")),
    verify.element,
  );
  const delivery = el("div", { class: "stack" }, example.element, unsigned, how);

  return {
    element: section("request", [
      disclosure("request.title", none[0], request),
      disclosure("example.title", none[1], delivery),
    ]),
    /** Shows the request that saves a webhook, or that there is none yet. */
    show(input) {
      for (const element of none) element.hidden = input !== undefined;
      for (const element of [request, delivery]) element.hidden = input === undefined;
      if (!input) return;
      const built = buildRequest(input);
      const parts = masked(built);
      curl.pre.textContent = curlText(parts);
      body.pre.textContent = JSON.stringify(parts.body, null, 2);
      const webhook = JSON.parse(built.body);
      example.pre.textContent = exampleText(webhook);
      unsigned.hidden = Boolean(webhook.secret);
      how.hidden = !webhook.secret;
    },
  };
}
