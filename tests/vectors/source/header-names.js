import { RESERVED_HEADERS, SENSITIVE_HEADERS } from "../../../dev/device/rules.js";
import { emoji, entries, quote, withHeaders } from "./lib/bodies.js";
import { bad, codePoint, named, ok, range } from "./lib/cases.js";
import { headerName, reserved, sensitive } from "./lib/findings.js";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** RFC 7230 section 3.2.6: tchar. */
const tokenCharacters = `!#$%&'*+-.^_\`|~0123456789${letters}`;

const titled = (name) => name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());

const inCases = (name) => [name, name.toUpperCase(), titled(name)];

const freeNames = [
  "X-A",
  "x",
  "1",
  "123",
  "-",
  "_",
  "~",
  "!#$%&'*+-.^_`|~",
  "X-Api-Key",
  "x_api_key",
  "hosts",
  "hos",
  "x-host",
  "host-",
  "-host",
  "keepalive",
  "keep_alive",
  "tes",
  "t",
  "via-x",
  "content-md5",
  "content-disposition",
  "authorization2",
  "x-authorization",
  "authorizatio",
  "www-authenticate",
  "origins",
  "referer",
  "user-agents",
  "accept-charset",
  "accept-ranges",
  "x-forwarded",
  "x-forwarded-port",
  "x-real-ip2",
  "dates",
  "age",
  "pragma",
  "if-modified-since",
  "if-range",
  "last-event-id",
  "access-control-allow-credentials",
  "access-control-max-age",
  "access-control-request-method",
  "cookies",
  "cookie2",
  "set-cookies",
  "proxy-authenticate",
  "expected",
  "content-encodings",
  "x-webhook",
  "x-webhook-id",
  "x-webhook-signatures",
  "traceparent",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "length",
  "url",
  "A".repeat(300),
];

const badNames = [
  "",
  " ",
  "X A",
  " X-A",
  "X-A ",
  "X-A\t",
  "X-A:",
  ":authority",
  "X-A: 1\r\nX-B",
  "X-A\r\n",
  "X-A\0",
  "X,A",
  "X;A",
  "X=A",
  "X/A",
  "X\\A",
  '"X-A"',
  "(X)",
  "[X]",
  "{X}",
  "<X>",
  "X@A",
  "X?A",
  "Überschrift",
  "X-é",
  "日本",
  emoji,
  "\u212aeep-alive",
  "ho\u017ft",
  "ｈｏｓｔ",
  "host ",
  " host",
  "host:",
  "host\0",
  "cookie ",
  "\u200bX",
  "\ufeffX",
];

export default {
  kind: "validate",
  about: "Names of headers: contract §2, D2, with sensitive_header, §3.",
  cases: [
    // A character at each position, since readers process several bytes at once.
    ...range(0x00, 0xff).map((code) => {
      const character = String.fromCharCode(code);
      const name = "x".repeat(code % 19) + character + "y".repeat(code % 7);
      const body = withHeaders(entries([name, "v"]));
      const title = `${codePoint(code)} in a name`;
      return tokenCharacters.includes(character)
        ? ok(title, body)
        : bad(title, body, [headerName(name)]);
    }),
    ...RESERVED_HEADERS.flatMap((name) =>
      inCases(name).map((way) =>
        bad(`reserved ${way}`, withHeaders(entries([way, "v"])), [reserved(way)]),
      ),
    ),
    ...SENSITIVE_HEADERS.flatMap((name) =>
      inCases(name).map((way) =>
        ok(`sensitive ${way}`, withHeaders(entries([way, "v"])), [sensitive(way)]),
      ),
    ),
    ...freeNames.map((name) => ok(`free ${named(name)}`, withHeaders(entries([name, "v"])))),
    ...badNames.map((name) =>
      bad(`invalid ${quote(name)}`, withHeaders(entries([name, "v"])), [headerName(name)]),
    ),
    bad(
      "every reserved name at once",
      withHeaders(entries(...RESERVED_HEADERS.map((name) => [name, "v"]))),
      RESERVED_HEADERS.map(reserved),
    ),
    ok(
      "every sensitive name at once",
      withHeaders(entries(...SENSITIVE_HEADERS.map((name) => [name, "v"]))),
      SENSITIVE_HEADERS.map(sensitive),
    ),
    bad("reserved name escaped", withHeaders('{"\\u0048ost":"v"}'), [reserved("Host")]),
    bad("invalid name escaped", withHeaders('{"X\\u0020A":"v"}'), [headerName("X A")]),
    ok("sensitive name escaped", withHeaders('{"cooki\\u0065":"v"}'), [sensitive("cookie")]),
  ],
};
