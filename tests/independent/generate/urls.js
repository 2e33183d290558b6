// URLs, valid and invalid (contract D1).

import { sized } from "./text.js";

export const ASCII_HOSTS = [
  ...["example.com", "hooks.example.com", "EXAMPLE.com", "a", "a.b.", "a_b.example"],
  ...["192.168.1.20", "10.0.0.1", "[2001:db8::1]", "[fe80::1]", "128.0.0.1", "1.1"],
  ...["localhost.example.com", "notlocalhost", "[::2]", "[::127.0.0.1]", "[::ffff:0:127.0.0.1]"],
  ...["[::ffff:128.0.0.1]", "[::ffff:0.0.0.1]", "0.0.0.1", "[::1:0:0]", "126.255.255.255"],
  "ex%61mple.com",
];

// Those that every version of the standards treats alike.
const INTERNATIONAL_HOSTS = [
  ...["münchen.de", "xn--mnchen-3ya.de", "m%C3%BCnchen.de", "пример.рф", "例え.jp", "faß.de"],
  "１２７.0.0.1",
];

const LOOPBACK_HOSTS = [
  ...["localhost", "LocalHost", "localhost.", "a.localhost", "a.b.LOCALHOST.", "%6cocalhost"],
  ...["127.0.0.1", "127.255.255.254", "127.1", "127.0.0.1.", "0x7f.1", "0x7f000001"],
  ...["017700000001", "2130706433", "0.0.0.0", "0", "0x0", "[::1]", "[0:0:0:0:0:0:0:1]", "[::]"],
  ...["[0::0]", "[::ffff:127.0.0.1]", "[::ffff:7fff:ffff]", "[::FFFF:0.0.0.0]"],
  "[0:0:0:0:0:ffff:7f01:2]",
];

const BROKEN_HOSTS = [
  ...["xn--a", "a<b", "a>b", "a^b", "a|b", "a%00b", "a%2fb", "a%", "a%zz", "a%20b", "a\u3000b"],
  ...["a\u00a0b", "256.0.0.1", "1.2.3.4.5", "1.2.3.08", "a.0x", "a.09", "127.0.0.1:65536", "a:80a"],
  ...["0x100000000", "[::1", "::1", "[]", "[:::1]", "[1::2::3]", "[::1%25eth0]", "[::g]", "a]b"],
  ...["[::127.0.0.256]", "a:-1", "a:99999999999", "user@", "user:pw@", "@", ":80", ":", "a:\u0660"],
];

const CREDENTIALS = ["user:pw@", "user@", ":pw@", "user:@", "a@b@", "%40:%3a@", "é:🔑@", "@", ":@"];

const PATHS = [
  ...["", "/", "/hook", "/a/../b", "//", "/%zz", "/%00", "/a'b\"<>`{}|^", "/é🔑\u00a0\u{10ffff}"],
];

const QUERIES = ["?", "?a=1&b=2", "?a?b", "?q=é", "?http://b"];

const FRAGMENTS = ["#", "#top", "#?a", "##", "#é", "?#"];

/** A URL that D1 accepts, sometimes with warnings. */
export function url(r, hosts = r.pick([ASCII_HOSTS, ASCII_HOSTS, INTERNATIONAL_HOSTS])) {
  const scheme = r.pick(["https", "https", "https", "https", "http", "http", "HTTPS", "hTtP"]);
  const credentials = r.chance(0.08) ? r.pick(CREDENTIALS) : "";
  const host = r.chance(0.15) ? r.pick(LOOPBACK_HOSTS) : r.pick(hosts);
  const port = r.chance(0.2) ? r.pick([":80", ":443", ":8080", ":0", ":65535", ":", ":00080"]) : "";
  const query = r.chance(0.2) ? r.pick(QUERIES) : "";
  const fragment = r.chance(0.1) ? r.pick(FRAGMENTS) : "";
  return `${scheme}://${credentials}${host}${port}${r.pick(PATHS)}${query}${fragment}`;
}

// Looser forms and other schemes.
const BROKEN_URLS = [
  ...["http:a.example", "http:/a.example", "http:///a.example", "http:////a"],
  ...["https:\\\\a.example", "http:\\/a", "http://\\a", "ftp://a.example", "httpx://a"],
  ...["http//a.b", "//a.example", "a.example", "http://", "https://", "http://?a", "http://#a"],
  ...["http:///", "https:?a", "http", "http:", "http:/", "ws://a.example", "javascript:alert(1)"],
  ...["file:///a", "data:,a", "http+a://b", "http\u017f://a.b", "\ufeffhttp://a", "\u00a0http://a"],
  ...["ｈttp://a", "http：//a.b", "http:／／a.b", "blob:http://a/b", "", "a", "abc", "abcd"],
  ...["🔑🔑", "🔑🔑🔑", "🔑🔑🔑🔑", "    ", "\u0000\u0000\u0000\u0000"],
];

const REJECTED_CHARACTERS = [..." \t\n\r\f\v\u0000\u0008\u000e\u001b\u001f\u007f\\"];

export function brokenUrl(r) {
  const good = url(r);
  const at = r.int(0, good.length);
  const kinds = [
    () => r.pick(BROKEN_URLS),
    () => good.slice(0, at) + r.pick(REJECTED_CHARACTERS) + good.slice(at),
    () => r.pick(REJECTED_CHARACTERS) + good,
    () => good + r.pick(REJECTED_CHARACTERS),
    () => `${r.pick(["http", "https"])}://${r.pick(BROKEN_HOSTS)}${r.pick(PATHS)}`,
  ];
  return r.pick(kinds)();
}

/** A URL about as long as the rule allows, in code points, or only in UTF-16 units or bytes. */
export function longUrl(r) {
  const start = r.chance(0.9) ? `${r.pick(["http", "https"])}://a.example/` : "https://a b/";
  const length = r.pick([500, 667, 900, 1000, 1001, 1990, 1999, 2000, 2001, 2002, 4000]);
  return start + sized(r, length - start.length);
}
