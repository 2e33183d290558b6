// The request as it would be sent, and the cURL command for it.

import { buildRequest } from "/pkg/entry/default.js";
import { button, el, toggle } from "./dom.js";
import { choice, textField } from "./fields.js";

// The arguments of buildRequest besides the webhook, described as webhookRules() describes fields.
const OPERATION = {
  name: "operation",
  required: true,
  enum: ["create", "update"],
  label: "Operation",
  help: "Create a webhook, or replace one that the device has.",
};
const ARGUMENTS = [
  {
    name: "uid",
    type: "integer",
    required: true,
    label: "Uid",
    help: "The number that the device gave the webhook.",
  },
  {
    name: "baseUrl",
    type: "string",
    format: "http-url",
    required: false,
    label: "Base URL",
    help: "Where the device's API is; empty for the device that serves this page.",
  },
  {
    name: "token",
    type: "string",
    format: "password",
    required: false,
    label: "Token",
    help: "What the device gave at log-in.",
  },
];

const NAMES = new RegExp(`\\b(${ARGUMENTS.map(({ name }) => name).join("|")})\\b`);

/** In the text of headers names and values take turns; as an object it could lose its order. */
function maskValues(text, mask) {
  let strings = 0;
  return text.replace(/"(?:[^"\\]|\\.)*"/g, (string) => {
    strings += 1;
    return strings % 2 ? string : JSON.stringify(mask("value", JSON.parse(string)));
  });
}

/** The parts of a request's text; `mask(what, value)` is what stands for a confidential value. */
function parts(request, fields, mask) {
  const body = JSON.parse(request.body);
  for (const { name, format } of fields) {
    if (!(name in body)) continue;
    if (format === "password") body[name] = mask(name, body[name]);
    if (format === "json-headers") body[name] = maskValues(body[name], mask);
  }
  const headers = Object.entries(request.headers).map(
    ([name, value]) =>
      `${name}: ${value.replace(/(?<=^Bearer ).*/, (token) => mask("token", token))}`,
  );
  // A path leads where fetch would take it from here.
  const url = new URL(request.url, location.href).href;
  return { method: request.method, url, headers, body };
}

function httpText(request, fields, mask) {
  const { method, url, headers, body } = parts(request, fields, mask);
  return [`${method} ${url}`, ...headers, "", JSON.stringify(body, null, 2)].join("\n");
}

/** Within single quotes a POSIX shell reads everything as it stands, save the quote itself. */
const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;

function curlText(request, fields) {
  const { method, url, headers, body } = parts(request, fields, (what) => `<${what}>`);
  return [
    `curl --globoff --request ${method} ${quote(url)}`,
    ...headers.map((header) => `--header ${quote(header)}`),
    `--data-raw ${quote(JSON.stringify(body))}`,
  ].join(" \\\n  ");
}

const textBlock = (label) =>
  el("pre", { dir: "ltr", tabindex: 0, role: "group", "aria-label": label });

export function drawPreview(rules) {
  const operation = choice(OPERATION);
  const fields = ARGUMENTS.map((argument) => textField(argument));
  const http = textBlock("Request");
  const curl = textBlock("cURL command");
  const details = el("details", {}, el("summary", {}, "The cURL command"), curl);
  const said = el("p", { class: "help", role: "status" });
  const inputs = fields.map((field) => field.querySelector("input"));
  let webhook;
  let confidential = false;

  const copy = button("Copy as cURL", async () => {
    try {
      await navigator.clipboard.writeText(curl.textContent);
      said.textContent = "Copied. What stands in <…> is for you to put in.";
    } catch {
      // Only pages from https or localhost have a clipboard.
      details.open = true;
      getSelection().selectAllChildren(curl);
      said.textContent = "This page may not use the clipboard: copy the selected text.";
    }
  });
  const reveal = toggle("Show secrets", (pressed) => {
    confidential = pressed;
    draw();
  });
  const tools = el("div", { class: "toolbar" }, copy, reveal);
  const output = el("div", { class: "output" }, http, tools, said, details);
  const none = el("p", { class: "none" }, "There is no request to send yet.");

  function draw() {
    const args = { operation: operation.querySelector(":checked").value, webhook };
    const update = args.operation === "update";
    fields[0].hidden = !update;
    for (const { name, value } of inputs) {
      if (value !== "" && (name !== "uid" || update)) args[name] = name === "uid" ? +value : value;
    }
    let request;
    let failure;
    try {
      request = buildRequest(args);
    } catch (error) {
      failure = error;
    }
    // A TypeError names the argument it is about (contract §5).
    const named = failure instanceof TypeError && NAMES.exec(failure.message)?.[0];
    for (const input of inputs) {
      const said = input.name === named ? [el("li", { class: "error" }, failure.message)] : [];
      form.querySelector(`[data-error-for="${input.name}"]`).replaceChildren(...said);
      input.setAttribute("aria-invalid", said.length > 0);
    }
    if (failure && !named && failure.name !== "InvalidWebhookError") throw failure;
    output.hidden = request === undefined;
    none.hidden = request !== undefined;
    said.textContent = "";
    if (request === undefined) return;
    const mask = (_, value) => (confidential ? value : "••••");
    http.textContent = httpText(request, rules.fields, mask);
    curl.textContent = curlText(request, rules.fields);
  }

  const title = el("h2", { id: "request", tabindex: -1 }, "The request");
  const form = el(
    "form",
    { novalidate: true, input: draw, submit: (event) => event.preventDefault() },
    operation,
    ...fields,
  );
  return {
    title,
    element: el(
      "section",
      { class: "card request", "aria-labelledby": title.id },
      title,
      form,
      none,
      output,
    ),
    show: (text) => {
      webhook = text;
      draw();
    },
  };
}
