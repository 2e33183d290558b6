// Random bodies around the edges of the rules, where two implementations are most likely to differ: hosts
// with unusual parts, misspelled names, numbers in any notation, headers with any character.

import {
  EVENT_TYPES,
  FIELDS,
  RESERVED_HEADERS,
  SENSITIVE_HEADERS,
} from "../../../dev/device/rules.js";

const WEBHOOK = {
  url: "https://example.com/hook",
  secret: "0123456789abcdef",
  status: "active",
  event_types: ["log.device_booted"],
  max_retries: 3,
};

/** The members of a valid webhook, as JSON texts, with some replaced. */
function body(members) {
  const valid = Object.entries(WEBHOOK).map(([name, value]) => [name, JSON.stringify(value)]);
  const all = new Map([...valid, ...members]);
  const text = [...all].map(([name, source]) => `${JSON.stringify(name)}:${source}`);
  return `{${text.join(",")}}`;
}

// Parts of hosts: letters, characters that IDNA maps, joins, reorders or rejects, Punycode, numbers in
// every base, brackets, and the characters that end a host.
const PARTS = [
  ...["a", "B", "example", "com", "localhost", "LOCALHOST", "local", "host", "de", "-", "--", "_"],
  ...["xn--", "xn--mnchen-3ya", "XN--MNCHEN-3YA", "xn--a", "xn--fa-hia", "xn--0", "0", "1", "127"],
  ...["255", "256", "0x7f", "0x", "0X7F", "017", "08", "2130706433", "4294967295", "4294967296"],
  ...["[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[1::]", "[", "]", "::1", "%2e"],
  ...["%6c", "%C3%BC", "%c3", "%00", "%25", "%41", "%EF%BC%8E", "%", "!", "~", "*", "'", "(", ";"],
  ...["=", "&", "+", "$", ",", "^", "|", "<", ">", '"', "`", "{", "}", "@", ":", ":80", ":0", "/"],
  ...["\u00fc", "u\u0308", "\u00df", "\u1e9e", "\u0130", "\u0131", "\u017f", "\u212a", "\u00ad"],
  ...["\u3002", "\uff0e", "\uff61", "\u2024", "\u200b", "\u200c", "\u200d", "\u0915\u094d\u200d"],
  ...["\u05d0", "\u0627", "\u0661", "\u06f1", "\u4f8b", "\u30a2", "\uff11", "\uff4c", "\u24d4"],
  ...[
    "\u2460",
    "\u2100",
    "\uff0f",
    "\uff20",
    "\u0301",
    "\u{1f511}",
    "\u{1d400}",
    "\ufffd",
    "\ufe0f",
  ],
  ...[" ", "\t", "\\", "\u007f"],
  ...["\u00a0", "\u3000", "\u2028", "\u202e", "\ufeff", "\u{e0001}", "\u{10ffff}", "?", "#", "."],
];

// Parts of loopback addresses and of their neighbours.
const NUMBERS = [
  ...[
    "0",
    "00",
    "0x0",
    "0x",
    "1",
    "126",
    "127",
    "0177",
    "0x7f",
    "0X7F",
    "128",
    "255",
    "256",
    "1.",
    "",
  ],
  ...[
    "[::",
    "[::1",
    "[::ffff:",
    "[0:0:0:0:0:ffff:",
    "7f00:1]",
    "7f01:ff]",
    ":7f00:1]",
    "0:0]",
    "1]",
  ],
  ...["]", "localhost", "a.localhost", "LOCALHOST.", "localhost..", ".localhost", "2130706433"],
];

function host(r) {
  if (r.chance(0.4))
    return r.times(r.int(1, 4), () => r.pick(NUMBERS)).join(r.pick([".", ".", ""]));
  const label = () => r.times(r.int(0, 3), () => r.pick(PARTS)).join("");
  return r.times(r.int(1, 4), label).join(".");
}

function url(r) {
  const scheme = r.pick(["http://", "https://", "https://", "HTTPS://", "https:/", "https:///"]);
  const user = r.chance(0.1) ? r.pick(["u@", ":@", "u:p@", "@", ":p@", "\u{1f511}@"]) : "";
  const rest = r.pick([
    "",
    "",
    "/",
    "/a#",
    "?q",
    ":443",
    ":065535",
    ":65536",
    ".",
    "..",
    "/\u00e9",
  ]);
  return scheme + user + host(r) + rest;
}

/** A name with one to four typos. */
function misspell(r, name) {
  let text = name;
  for (const typo of r.times(r.int(1, 4), () => r.int(0, 5))) {
    const at = r.int(0, text.length);
    const [before, after] = [text.slice(0, at), text.slice(at)];
    const letter = r.pick("aeiostl_-. .E\u00e9");
    text = [
      before + after.slice(1),
      before + letter + after,
      before + letter + after.slice(1),
      before + after.slice(0, 2).split("").reverse().join("") + after.slice(2),
      before + after.toUpperCase(),
      before + after.replace(/[_.]/g, r.pick(["", "-", " "])),
    ][typo];
  }
  return text;
}

const digits = (r, most) => r.times(r.int(0, most), () => r.pick("0000123456789")).join("");

/** A number, or almost one. */
function number(r) {
  const integerPart = r.chance(0.9) ? String(r.int(0, 10 ** r.int(0, 11))) : digits(r, 6);
  const fraction = r.chance(0.4) ? `.${digits(r, 8)}` : "";
  const power = r.chance(0.4) ? `${r.pick("eE")}${r.pick(["", "", "+", "-"])}${digits(r, 3)}` : "";
  return r.pick(["", "", "", "-"]) + integerPart + fraction + power;
}

function headers(r, count = r.int(0, 5)) {
  const character = () =>
    r.chance(0.1) ? r.pick("\u0000\u001f\u007f\u0080\u00e9\u017f\u212a\n\r") : r.pick(" \tA~!z\\");
  const entries = r.times(count, () => {
    const known = r.pick([...RESERVED_HEADERS, ...SENSITIVE_HEADERS]);
    const name = r.pick(["X", "x", known, known.toUpperCase(), `${known}x`, character(), "X-1"]);
    const value = r.pick([
      JSON.stringify(r.times(r.int(0, 4), character).join("")),
      ...[number(r), "null", "{}"],
    ]);
    return `${JSON.stringify(name)}:${value}`;
  });
  return `{${entries.join(",")}}`;
}

const text = (value) => JSON.stringify(value);

const EDGES = [
  (r) => [["url", text(url(r))]],
  (r) => [["url", text(url(r))]],
  (r) => [[misspell(r, r.pick(FIELDS)), r.pick(["1", "null", '"a"'])]],
  (r) => [["status", text(misspell(r, r.pick(["active", "disabled"])))]],
  (r) => [["event_types", text(r.times(r.int(1, 3), () => misspell(r, r.pick(EVENT_TYPES))))]],
  (r) => [[r.pick(["timeout", "max_retries"]), number(r)]],
  (r) => [["headers", text(headers(r))]],
];

/** Lists with about as many findings as are reported of one, or more. */
const LONG = [
  (r) => {
    const item = () => r.pick(["1", '"x"', '"log.device_booted"', text(misspell(r, "log.door"))]);
    return [["event_types", `[${r.times(r.int(90, 250), item)}]`]];
  },
  (r) => [["headers", text(headers(r, r.int(60, 250)))]],
  (r) => r.times(r.int(95, 105), (_, at) => [`member-${at}`, "1"]),
];

/** One such body, as text. */
export const edge = (r) => {
  const edges = r.chance(0.05) ? LONG : EDGES;
  return body(r.times(r.pick([1, 1, 2]), () => r.pick(edges)(r)).flat());
};
