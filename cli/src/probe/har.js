// Every exchange with the device as an HTTP archive (HAR 1.2), with secrets masked.

import { readJson } from "../json.js";

const MASKED = "[hidden]";
// User name and password in a URL, however many slashes a device accepts.
const CREDENTIALS = /^(\s*https?:[\\/]*)[^\\/?#]*@/i;
const SECRET_MEMBERS = new Set(["secret", "headers", "token", "password"]);

/** `hide` removes the secrets that the client knows from a text. */
export function toHar(exchanges, { hide, version }) {
  const entries = exchanges.map(({ start, end, request, response, text }) => {
    const url = new URL(request.url);
    // Its other parts may contain the text of a secret by chance.
    url.search = hide(url.search);
    return {
      startedDateTime: new Date(start).toISOString(),
      time: end - start,
      request: {
        method: request.method,
        url: url.href,
        httpVersion: "HTTP/1.1",
        cookies: [],
        headers: headersOf(request.headers, hide),
        queryString: [...url.searchParams].map(([name, value]) => ({ name, value })),
        ...(request.body && { postData: postData(request.body, hide) }),
        headersSize: -1,
        bodySize: request.body?.length ?? 0,
      },
      response: {
        status: response.status,
        statusText: response.statusText,
        httpVersion: "HTTP/1.1",
        cookies: [],
        headers: headersOf(response.headers, hide),
        content: {
          size: Buffer.byteLength(text),
          mimeType: response.headers.get("content-type") ?? "",
          text: maskBody(text, hide, request.method),
        },
        redirectURL: "",
        headersSize: -1,
        bodySize: -1,
      },
      cache: {},
      timings: { send: 0, wait: end - start, receive: 0 },
    };
  });
  const creator = { name: "webhook-guard probe", version };
  return { log: { version: "1.2", creator, entries } };
}

const headersOf = (headers, hide) =>
  [...new Headers(headers)].map(([name, value]) => ({
    name,
    value: /^(?:authorization|cookie|set-cookie)$/.test(name) ? MASKED : hide(value),
  }));

const postData = (body, hide) => ({
  mimeType: "application/json",
  text: maskBody(Buffer.from(body).toString(), hide),
});

/** A body without the secrets in it: those of the owner's webhooks too, which a GET returns. */
function maskBody(text, hide, method) {
  const value = readJson(text);
  if (value === undefined) {
    // Any other text is not the owner's: the report of a test, or a malformed body of a case.
    return method === "GET" && text !== "" ? `${MASKED}: this is not JSON` : hide(maskReport(text));
  }
  const mask = (name, member) => {
    if (SECRET_MEMBERS.has(name) && member !== null) return MASKED;
    return typeof member === "string" ? member.replace(CREDENTIALS, `$1${MASKED}@`) : member;
  };
  return hide(JSON.stringify(value, mask));
}

/** The headers in the report on a test are those of a webhook of the probe; its signature remains. */
const maskReport = (text) => text.replace(/(X-Probe[\w-]*: )\S+/g, `$1${MASKED}`);
