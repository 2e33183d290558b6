// The request as it would be sent, and the cURL command for it.

import { build } from "./api.js";
import { button, el, toggle } from "./dom.js";
import { say, tell } from "./words.js";

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

const textBlock = (name) =>
  el("pre", { dir: "ltr", tabindex: 0, role: "group", "aria-labelledby": name });

export function drawPreview(rules) {
  const title = el("h2", { id: "request" }, say("request.title"));
  const summary = el("summary", { id: "curl" }, say("request.curl"));
  const http = textBlock(title.id);
  const curl = textBlock(summary.id);
  const details = el("details", {}, summary, curl);
  const said = el("p", { class: "help", role: "status" });
  let request;
  let confidential = false;

  const copy = button(say("request.copy"), async () => {
    try {
      await navigator.clipboard.writeText(curl.textContent);
      tell(said, "done.copiedCurl");
    } catch {
      // Only pages from https or localhost have a clipboard.
      details.open = true;
      getSelection().selectAllChildren(curl);
      tell(said, "failed.clipboard");
    }
  });
  const reveal = toggle(say("request.secrets"), (pressed) => {
    confidential = pressed;
    draw();
  });
  const tools = el("div", { class: "toolbar" }, copy, reveal);
  const output = el("div", { class: "output" }, http, tools, said, details);
  const none = el("p", { class: "none" }, say("request.none"));

  function draw() {
    output.hidden = request === undefined;
    none.hidden = request !== undefined;
    if (request === undefined) return;
    const mask = (_, value) => (confidential ? value : "••••");
    http.textContent = httpText(request, rules.fields, mask);
    curl.textContent = curlText(request, rules.fields);
  }

  return {
    element: el(
      "section",
      { class: "card request", "aria-labelledby": title.id },
      title,
      none,
      output,
    ),
    /** Shows the request that saves a webhook, or that there is none. */
    show: (input) => {
      request = input && build(input);
      tell(said);
      draw();
    },
  };
}
