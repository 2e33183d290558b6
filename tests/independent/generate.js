// Random webhook bodies and values. The same seed gives the same ones.
//
// A body begins as a valid webhook, a list of `[name, source]` members with JSON source texts. It
// then takes some mutations, is written out in one of many styles, and may at last be damaged.
//
// `hidden` lists the secrets and header values placed in it, of eight characters and more: no
// message may hold one (contract §2).

import {
  EVENT_TYPES,
  FIELDS,
  RESERVED_HEADERS,
  SENSITIVE_HEADERS,
} from "../../dev/device/rules.js";

/** Mulberry32, and what is drawn from it. */
export class Random {
  #state;

  constructor(seed) {
    this.#state = seed | 0;
  }

  /** In [0, 1). */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** An integer from `min` to `max`, both included. */
  int(min, max) {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  chance(share) {
    return this.next() < share;
  }

  pick(list) {
    return list[this.int(0, list.length - 1)];
  }

  /** A list of `count` results of `draw`. */
  times(count, draw) {
    return Array.from({ length: count }, draw);
  }

  shuffle(list) {
    for (let i = list.length - 1; i > 0; i -= 1) {
      const j = this.int(0, i);
      [list[i], list[j]] = [list[j], list[i]];
    }
    return list;
  }
}

const EXTRA_EVENT_TYPES = ["log.custom_event", "log.новое", 'log."quoted"', "", "constructor"];

/** `count` bodies: `{ text }` or `{ bytes }`, with `hidden` and sometimes `extraEventTypes`. */
export function* bodies(seed, count) {
  const r = new Random(seed);
  for (let i = 0; i < count; i += 1) {
    yield body(r);
  }
}

/**
 * `count` JavaScript values, as the `source` of an expression, so that every reader gets a fresh
 * one, of the realm it likes: some change when they are read. With `hidden` as in `bodies`.
 */
export function* values(seed, count) {
  const r = new Random(seed);
  for (let i = 0; i < count; i += 1) {
    const hidden = [];
    yield { source: valueSource(r, hidden), hidden };
  }
}

function body(r) {
  const hidden = [];
  if (r.chance(0.03)) {
    return { text: r.pick(NOT_WEBHOOKS), hidden };
  }
  const members = webhook(r, hidden);
  const strokes = r.chance(0.35) ? 0 : r.pick([1, 1, 1, 2, 3, 5]);
  for (const mutate of r.times(strokes, () => (r.chance(0.04) ? repeat : r.pick(MUTATIONS)))) {
    mutate(r, members, hidden);
  }
  if (r.chance(0.04)) {
    r.pick(MALFORMING)(r, members);
  }
  const written = r.chance(0.1) ? damaged(r, members, hidden) : { text: write(r, members), hidden };
  return r.chance(0.2) ? { ...written, extraEventTypes: EXTRA_EVENT_TYPES } : written;
}

function damaged(r, members, hidden) {
  // What a stroke makes of an international host name may hang on the version of Unicode.
  set(members, "url", quote(r, url(r, ASCII_HOSTS)));
  const text = write(r, members);
  return r.chance(0.4) ? { text: damageText(r, text), hidden } : damageBytes(r, text, hidden);
}

const NOT_WEBHOOKS = [
  ...["", " ", "\n\t", "null", "true", " false ", "0", "-0.5e+3", "5e999999999999", '""', '"{}"'],
  ...['"\\ud800"', "[]", "[{}]", '[{"url":"https://a.example"}]', "{}", " { } ", "{}{}", "{} {}"],
  ...["{},", "[1,]", "{]", "undefined", "NaN", "'{}'", "\ufeff{}", "\ufeff", "{}\ufeff"],
  ...["{}\u0000", "\u00a0{}", "{}//", "/**/{}", "\ud800", '{"__proto__":null}'],
  ...['{"a":1,"\\u0061":2}', "[".repeat(5000), '{"a":'.repeat(64), nest("[", 64), nest("[", 65)],
  ...[nest("[", 5000), nest('{"a":', 64), nest('{"a":', 65)],
];

/** A value `depth` deep: arrays for `[`, objects for `{"a":`. */
function nest(open, depth) {
  return open === "["
    ? "[".repeat(depth) + "]".repeat(depth)
    : `${'{"a":'.repeat(depth - 1)}{}${"}".repeat(depth - 1)}`;
}

/** The members of a webhook that is valid, save by rare accident. */
function webhook(r, hidden) {
  const members = [["url", quote(r, url(r))]];
  if (r.chance(0.6)) {
    members.push(["secret", quote(r, secret(r, r.int(16, 128), hidden))]);
  }
  members.push(["status", quote(r, r.pick(["active", "disabled"]))]);
  if (r.chance(0.5)) {
    members.push(["timeout", integer(r, r.pick([1000, 5000, 30000, r.int(1000, 30000)]))]);
  }
  if (r.chance(0.6)) {
    members.push(["headers", quote(r, headers(r, hidden))]);
  }
  if (r.chance(0.5)) {
    members.push(["description", quote(r, prose(r, r.int(0, 40)))]);
  }
  const count = r.chance(0.02) ? EVENT_TYPES.length : r.int(1, 6);
  const types = r.shuffle([...EVENT_TYPES]).slice(0, count);
  if (r.chance(0.2)) {
    types.push(...r.times(r.int(1, 3), () => r.pick(types)));
  }
  const items = types.map((type) => quote(r, type));
  members.push(["event_types", array(r, items)]);
  members.push(["max_retries", integer(r, r.int(1, 5))]);
  return members;
}

// --- Text ---

// Of every plane, and at the edges of what JSON, UTF-8 and UTF-16 tell apart.
const CHARACTERS = [
  ...'"\\/\b\f\n\r\t\u0000\u0001\u001f\u007f\u0080\u0085\u00a0\u00ad\u00e9\u00df\u0130\u0131',
  ..."\u017f\u0301\u043f\u07ff\u0800\u200b\u200d\u2028\u2029\u202e\u20ac\u212a\u3000\u4f8b\ud7ff",
  ..."\ue000\ufdd0\ufeff\ufffd\ufffe\uffff\u{10000}\u{1f511}\u{1fffe}\u{2f800}\u{30000}\u{4fffe}",
  ..."\u{5abcd}\u{6abcd}\u{7abcd}\u{8abcd}\u{9abcd}\u{aabcd}\u{babcd}\u{cabcd}\u{dabcd}\u{e0001}",
  ..."\u{f0000}\u{10ffff}",
];

const WORD = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

const word = (r, length) => r.times(length, () => r.pick(WORD)).join("");

const printable = (r) => String.fromCharCode(r.int(0x20, 0x7e));

/** Text of `length` code points of every kind. */
function prose(r, length) {
  const wild = r.pick([0, 0, 0.1, 0.5]);
  const character = () => (r.chance(wild) ? r.pick(CHARACTERS) : printable(r));
  return r.times(length, character).join("");
}

/** Text of `length` code points, of one, two, three or four bytes each in UTF-8, or mixed. */
function sized(r, length) {
  const fill = r.pick(["x", "x", "é", "€", "🔑", "aé", "x€🔑"]);
  return r.times(length, () => r.pick([...fill])).join("");
}

/** A JSON string of a text, with no escape but those it needs, with some, or with nothing else. */
function quote(r, text) {
  const share = r.pick([0, 0, 0, 0.1, 1]);
  if (share === 0) {
    return JSON.stringify(text);
  }
  const units = [...text].map((character) => {
    if (!r.chance(share)) {
      return JSON.stringify(character).slice(1, -1);
    }
    if (character === "/" && r.chance(0.5)) {
      return "\\/";
    }
    const escapes = character.split("").map((unit) => escapeUnit(r, unit));
    return escapes.join("");
  });
  return `"${units.join("")}"`;
}

function escapeUnit(r, unit) {
  const hex = unit.charCodeAt(0).toString(16).padStart(4, "0");
  return `\\u${r.chance(0.5) ? hex.toUpperCase() : hex}`;
}

const SPACES = ["", "", " ", "\n", "\r\n", "\t", "  "];

const list = (r, open, items, close) => {
  const space = r.chance(0.7) ? () => "" : () => r.pick(SPACES);
  return `${open}${items.map((item) => `${space()}${item}${space()}`).join(",")}${close}`;
};

const array = (r, items) => list(r, "[", items, "]");

/** An object of `[name, source]` members. */
function object(r, members) {
  const space = r.chance(0.7) ? () => "" : () => r.pick(SPACES);
  const items = members.map(([name, source]) => `${quote(r, name)}${space()}:${space()}${source}`);
  return list(r, "{", items, "}");
}

/** The body's text, most often in the table's order. */
function write(r, members) {
  const ordered = r.chance(0.4) ? r.shuffle([...members]) : members;
  const space = r.chance(0.8) ? () => "" : () => r.pick(SPACES);
  return `${space()}${object(r, ordered)}${space()}`;
}

// --- Numbers ---

/** One of the many spellings of an integer above 0. */
function integer(r, value) {
  const digits = String(value);
  const exponent = (power) => {
    const sign = power < 0 ? "-" : r.pick(["", "+"]);
    return `${r.pick("eE")}${sign}${r.pick(["", "", "0", "000"])}${Math.abs(power)}`;
  };
  const spellings = [
    () => digits,
    () => digits,
    () => digits,
    () => `${digits}.${"0".repeat(r.int(1, 30))}`,
    () => `${digits}${exponent(0)}`,
    () => `${digits}e-0`,
    () => {
      const power = r.int(1, 25);
      return `${digits}${"0".repeat(power)}${exponent(-power)}`;
    },
    () => {
      const power = r.int(1, 25);
      const shifted = digits.padStart(power + 1, "0");
      const whole = shifted.slice(0, -power).replace(/^0+(?=\d)/, "");
      return `${whole}.${shifted.slice(-power)}${"0".repeat(r.int(0, 3))}${exponent(power)}`;
    },
  ];
  return r.pick(spellings)();
}

// JSON numbers about every edge there is for `timeout` and `max_retries`.
const NUMBERS = [
  ...["0", "-0", "0.0", "-0.0e5", "0e99999999999999999999", "0e-99999999999999999999", "-1", "1"],
  ...["5", "6", "6.0", "5e1", "0.5", "0.5e1", "-3", "1.5", "-1000", "999"],
  ...["999.9999999999999999999999", "1000", "1000.0000000000000000000001", "1000.9", "5000.5"],
  ...["5.0000000000000001", "5000.0000000000000001", "29999.99999999999999999999999", "30000"],
  ...["30000.0", "30001", "300e2", "3e4", "3e5", "30000.00000000000000000001", "2147483647"],
  ...["2147483648", "-2147483648", "-2147483649", "2147483648.5", "4294967296", "4294967297"],
  ...["4294968296", "9007199254740993", "18446744073709551617", "1e9", "1e10", "1e308", "1e309"],
  ...["1e400", "-1e400", "1e-400", "1e-324", "1E+0000000004", "1e999999999", "1e2147483648"],
  ...["1e18446744073709551616", "-7e99999999999999999999999999", "1e-99999999999999999999999999"],
  ...["12e-1", "120e-1", "0.00001e5", "0.000001e5"],
  `1${"0".repeat(400)}`,
  `3${"0".repeat(300)}e-300`,
  `3${"0".repeat(300)}e-301`,
  `3${"0".repeat(300)}e-296`,
  `3${"0".repeat(4000)}e-4000`,
  `0.${"0".repeat(4000)}3e4001`,
  `0.${"0".repeat(300)}5e301`,
  `5.${"0".repeat(400)}`,
  `5.${"0".repeat(400)}1`,
  `9${"1".repeat(4000)}`,
  `1e${"9".repeat(4000)}`,
  `3e${"0".repeat(4000)}3`,
];

function number(r) {
  const digits = () => String(r.int(0, 10 ** r.int(1, 12)));
  const fraction = r.chance(0.4) ? `.${digits()}` : "";
  const exponent = r.chance(0.4) ? `e${r.int(-15, 15)}` : "";
  return r.chance(0.7) ? r.pick(NUMBERS) : `${r.pick(["", "-"])}${digits()}${fraction}${exponent}`;
}

/** A JSON value of any type. */
function anything(r, depth = 0) {
  const inner = () => anything(r, depth + 1);
  const count = depth > 2 ? 0 : r.int(0, 3);
  const kinds = [
    () => r.pick(["null", "true", "false"]),
    () => number(r),
    () => quote(r, prose(r, r.int(0, 10))),
    () => array(r, r.times(count, inner)),
    () =>
      object(
        r,
        r.times(count, () => [r.pick(["a", "b", "url"]), inner()]),
      ),
  ];
  return r.pick(kinds)();
}

/** A value whose depth, inside the top object, is about the limit. */
const deep = (r) => nest(r.pick(["[", '{"a":']), r.pick([2, 62, 63, 64, 65, 66]));

// --- URL ---

const ASCII_HOSTS = [
  ...["example.com", "hooks.example.com", "EXAMPLE.com", "a", "a.b.", "a_b.example"],
  ...["192.168.1.20", "10.0.0.1", "[2001:db8::1]", "[fe80::1]", "128.0.0.1", "1.1"],
  ...["localhost.example.com", "notlocalhost", "[::2]", "[::127.0.0.1]", "[::ffff:0:127.0.0.1]"],
  ...["[::ffff:128.0.0.1]", "[::ffff:0.0.0.1]", "0.0.0.1", "[::1:0:0]", "126.255.255.255"],
  "ex%61mple.com",
];

// Such that every version of the standards reads them alike.
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

/** A URL that D1 takes, with every warning now and then. */
function url(r, hosts = r.pick([ASCII_HOSTS, ASCII_HOSTS, INTERNATIONAL_HOSTS])) {
  const scheme = r.pick(["https", "https", "https", "https", "http", "http", "HTTPS", "hTtP"]);
  const credentials = r.chance(0.08) ? r.pick(CREDENTIALS) : "";
  const host = r.chance(0.15) ? r.pick(LOOPBACK_HOSTS) : r.pick(hosts);
  const port = r.chance(0.2) ? r.pick([":80", ":443", ":8080", ":0", ":65535", ":", ":00080"]) : "";
  const query = r.chance(0.2) ? r.pick(QUERIES) : "";
  const fragment = r.chance(0.1) ? r.pick(FRAGMENTS) : "";
  return `${scheme}://${credentials}${host}${port}${r.pick(PATHS)}${query}${fragment}`;
}

// Looser spellings and other schemes.
const BROKEN_URLS = [
  ...["http:a.example", "http:/a.example", "http:///a.example", "http:////a"],
  ...["https:\\\\a.example", "http:\\/a", "http://\\a", "ftp://a.example", "httpx://a"],
  ...["http//a.b", "//a.example", "a.example", "http://", "https://", "http://?a", "http://#a"],
  ...["http:///", "https:?a", "http", "http:", "http:/", "ws://a.example", "javascript:alert(1)"],
  ...["file:///a", "data:,a", "http+a://b", "http\u017f://a.b", "\ufeffhttp://a", "\u00a0http://a"],
  ...["ｈttp://a", "http：//a.b", "http:／／a.b", "blob:http://a/b", "", "a", "abc", "abcd"],
  ...["🔑🔑", "🔑🔑🔑", "🔑🔑🔑🔑", "    ", "\u0000\u0000\u0000\u0000"],
];

const REFUSED_CHARACTERS = [..." \t\n\r\f\v\u0000\u0008\u000e\u001b\u001f\u007f\\"];

function brokenUrl(r) {
  const good = url(r);
  const at = r.int(0, good.length);
  const kinds = [
    () => r.pick(BROKEN_URLS),
    () => good.slice(0, at) + r.pick(REFUSED_CHARACTERS) + good.slice(at),
    () => r.pick(REFUSED_CHARACTERS) + good,
    () => good + r.pick(REFUSED_CHARACTERS),
    () => `${r.pick(["http", "https"])}://${r.pick(BROKEN_HOSTS)}${r.pick(PATHS)}`,
  ];
  return r.pick(kinds)();
}

/** A URL about as long as the rule allows, in code points, or in UTF-16 units or bytes alone. */
function longUrl(r) {
  const start = r.chance(0.9) ? `${r.pick(["http", "https"])}://a.example/` : "https://a b/";
  const length = r.pick([500, 667, 900, 1000, 1001, 1990, 1999, 2000, 2001, 2002, 4000]);
  return start + sized(r, length - start.length);
}

// --- Secret and headers ---

/** A secret of `length` code points, its beginning such that no message holds it by chance. */
function secret(r, length, hidden) {
  const plain = r.chance(0.7) ? length : Math.min(length, 8);
  return hide(word(r, plain) + sized(r, length - plain), hidden);
}

function hide(text, hidden) {
  if (text.length >= 8) {
    hidden.push(text);
  }
  return text;
}

const HEADER_NAMES = [
  ...["X-Api-Key", "X-Trace", "x-a", "A", "1", "0", "42", "-1", "1.5", "__proto__", "constructor"],
  ...["toString", "length", "toJSON", "!#$%&'*+-.^_`|~", "*", "`", "x-forwarded", "hosts", "te-"],
];

const BROKEN_HEADER_NAMES = [
  ...["", " ", "X A", "X-A ", " host", "a:b", "a,b", "a;b", "a/b", "a\\b", 'a"b', "a(b)", "a[b]"],
  ...["a{b}", "a<b>", "a=b", "a?b", "a@b", "é", "名前", "\u212aey", "a\u0000", "a\tb", "a\r\nb"],
  ...["a\u007f", "🔑", "x-\u0130", "ho\u017ft"],
];

const HEADER_SOURCES = [
  ...["null", "true", "9007199254740993", "-0.5", "{}", "[]", '["a"]', '{"a":{"a":1}}'],
];

/** The name in letters of mixed case. */
const mixCase = (r, name) =>
  [...name].map((letter) => (r.chance(0.3) ? letter.toUpperCase() : letter)).join("");

/** The value of a header, as JSON source. */
function headerValue(r, hidden) {
  const kinds = [
    () => word(r, r.int(8, 30)),
    () => `Bearer ${word(r, 20)}`,
    () => r.times(r.int(0, 30), () => printable(r)).join(""),
    () => r.pick(["", " ", "\t", '"', "\\", "~", "a\tb"]),
    () => `${r.pick(["", " ", "\t"])}${word(r, 9)}${r.pick(["", " ", "\t "])}`,
  ];
  return quote(r, hide(r.pick(kinds)(), hidden));
}

/** The members of headers that are valid, save by rare accident. */
function headerMembers(r, hidden) {
  const names = r.shuffle([...HEADER_NAMES]).slice(0, r.int(0, 3));
  if (r.chance(0.2)) {
    names.push(mixCase(r, r.pick(SENSITIVE_HEADERS)));
  }
  if (r.chance(0.2)) {
    names.push(`X-${word(r, 6)}`);
  }
  return names.map((name) => [name, headerValue(r, hidden)]);
}

const headers = (r, hidden) => object(r, headerMembers(r, hidden));

const HEADER_FAULTS = [
  (r, hidden) => [r.pick(BROKEN_HEADER_NAMES), headerValue(r, hidden)],
  (r, hidden) => [`X${r.pick(CHARACTERS)}`, headerValue(r, hidden)],
  (r, hidden) => [mixCase(r, r.pick(RESERVED_HEADERS)), headerValue(r, hidden)],
  (r, hidden, [same = "X-New"]) => [mixCase(r, same), headerValue(r, hidden)],
  (r, hidden, [same = "X-New"]) => [mixCase(r, same), quote(r, hide(`${word(r, 9)}é`, hidden))],
  (r) => [mixCase(r, r.pick(SENSITIVE_HEADERS)), r.pick(HEADER_SOURCES)],
  (r) => [`X-${word(r, 3)}`, r.chance(0.2) ? number(r) : r.pick(HEADER_SOURCES)],
  (r, hidden) => {
    const value = hide(`${r.pick(["", " "])}${word(r, 9)}${r.pick(CHARACTERS)}`, hidden);
    return [`X-${word(r, 3)}`, quote(r, value)];
  },
  (r) => [`X-${word(r, 3)}`, deep(r)],
];

function brokenHeaders(r, hidden) {
  const members = headerMembers(r, hidden);
  for (const fault of r.times(r.int(1, 3), () => r.pick(HEADER_FAULTS))) {
    const names = r.shuffle(members.map(([name]) => name));
    members.splice(r.int(0, members.length), 0, fault(r, hidden, names));
  }
  return object(r, members);
}

const NOT_HEADERS = [
  ...["", " ", "null", "[]", "[{}]", "5", "true", '"X-A: 1"', '"{}"', "X-A: 1", "{}{}", "{},", "{"],
  ...["}", "{X-A:1}", "{'X-A':'1'}", '{"X-A":"1",}', '{"X-A"}', '{"X-A":}'],
  ...['{"X-A":"1" "X-B":"2"}', "{} //", "\ufeff{}", "{}\u0000", "\u00a0{}", '{"X-A":"\\ud800"}'],
  ...['{"\\udc00":"1"}', '{"X-A":"\\x41"}', '{"X-A":"a\nb"}', '{"X-A":01}', '{"X-A":nul}'],
  ...['{"X-A":"1"', '{"X-A":"\\ud83d\\ud83d\\udd11"}'],
];

// --- Mutations ---

/** Sets the member of that name, or adds one. */
function set(members, name, source) {
  const member = members.find(([other]) => other === name);
  if (member === undefined) {
    members.push([name, source]);
  } else {
    member[1] = source;
  }
}

const STATUSES = [
  ...["", "Active", "ACTIVE", "activ", "actve", "active ", " active", "active\u0000", "аctive"],
  ...["enabled", "disable", "disabled.", "Disabled", "inactive", "toString", "on"],
];

const UNKNOWN_NAMES = [
  ...["", " ", "a", "id", "uid", "name", "0", "1", "10", "__proto__", "constructor", "toString"],
  ...["toJSON", "hasOwnProperty", "valueOf", "length", "Url", "URL", "uri", "url ", "ur", "urll"],
  ...["secrets", "sercet", "Secret", "state", "Status", "statuss", "time_out", "timeOut"],
  ...["timeouts", "header", "Headers", "desc", "Description", "decription", "eventTypes"],
  ...["event_type", "event-types", "events", "maxRetries", "max_retry", "max_retires", "retries"],
  ...["u\u0433l", "ſecret", "\ufeffurl", "🔑", "a\u0000b"],
];

const WRONG_EVENT_TYPES = [
  ...["", "log", "log.", "tamper_event", "log.tamper", "log.tamper_events", "Log.tamper_event"],
  ...["log.tamper_event ", "log.tamper_event\u0000", "log.tаmper_event"],
  ...["log.lock_is_opened_too_long", "log.incoming_cal", "log.device_boot", "LOG.INCOMING_CALL"],
  ...["*", "log.*", "toString", "__proto__"],
  ...EXTRA_EVENT_TYPES,
];

const unknownName = (r) => (r.chance(0.8) ? r.pick(UNKNOWN_NAMES) : prose(r, r.int(1, 12)));

/** An item of `event_types`, of any kind. */
function eventType(r) {
  const kinds = [
    () => quote(r, r.pick(EVENT_TYPES)),
    () => quote(r, r.pick(WRONG_EVENT_TYPES)),
    () => quote(r, prose(r, r.int(0, 8))),
    () => anything(r),
  ];
  return r.pick(kinds)();
}

const SECRET_LENGTHS = [0, 1, 7, 15, 15, 16, 17, 32, 42, 43, 64, 65, 127, 128, 128, 129, 129, 200];

const DESCRIPTION_LENGTHS = [0, 1, 249, 251, 333, 334, 500, 501, 999, 1000, 1000, 1001, 1001, 2500];

// Each leaves valid JSON, and most break a rule or meet a warning.
const MUTATIONS = [
  (r, members) => members.splice(r.int(0, members.length - 1), 1),
  (r, members) => set(members, r.pick(FIELDS), anything(r)),
  (r, members) => set(members, r.pick(FIELDS), r.chance(0.5) ? "null" : deep(r)),
  (r, members) => set(members, "url", quote(r, brokenUrl(r))),
  (r, members) => set(members, "url", quote(r, longUrl(r))),
  (r, members) => set(members, "url", quote(r, url(r))),
  (r, members, hidden) => {
    set(members, "secret", quote(r, secret(r, r.pick(SECRET_LENGTHS), hidden)));
  },
  (r, members) => set(members, "status", quote(r, r.pick(STATUSES))),
  (r, members) => set(members, "timeout", number(r)),
  (r, members) => set(members, "timeout", integer(r, r.pick([1, 999, 1000, 30000, 30001]))),
  (r, members) => set(members, "timeout", quote(r, "5000")),
  (r, members, hidden) => set(members, "headers", quote(r, brokenHeaders(r, hidden))),
  (r, members, hidden) => set(members, "headers", quote(r, brokenHeaders(r, hidden))),
  (r, members) => set(members, "headers", quote(r, r.pick(NOT_HEADERS))),
  (r, members, hidden) => set(members, "headers", headers(r, hidden)),
  (r, members, hidden) => set(members, "headers", quote(r, damageText(r, headers(r, hidden)))),
  (r, members) => set(members, "headers", quote(r, object(r, [["X-Deep", deep(r)]]))),
  (r, members) => set(members, "description", quote(r, sized(r, r.pick(DESCRIPTION_LENGTHS)))),
  (r, members) => set(members, "description", quote(r, r.pick(CHARACTERS))),
  (r, members) => {
    const items = r.times(r.int(0, 5), () => eventType(r));
    set(members, "event_types", array(r, items));
  },
  (r, members) => set(members, "event_types", array(r, [quote(r, r.pick(EXTRA_EVENT_TYPES))])),
  (r, members) => set(members, "event_types", r.pick(["[]", "{}", '"log.tamper_event"', "[ ]"])),
  (r, members) => set(members, "max_retries", number(r)),
  (r, members) => set(members, "max_retries", integer(r, r.int(1, 7))),
  (r, members) => set(members, unknownName(r), anything(r)),
  (r, members) => set(members, unknownName(r), anything(r)),
  (r, members) => set(members, unknownName(r), deep(r)),
  (_r, members) => set(members, "extra", '{"a":1,"a":2}'),
];

/** Has a member stand twice or more, with the same value or with another. */
function repeat(r, members) {
  const [name, source] = members.length > 0 ? r.pick(members) : ["a", "1"];
  const again = () => [name, r.chance(0.5) ? source : anything(r)];
  for (const member of r.times(r.pick([1, 1, 2]), again)) {
    members.splice(r.int(0, members.length), 0, member);
  }
}

const MALFORMED_VALUES = [
  nest("[", 5000),
  ...["", "nul", "nulll", "True", "undefined", "NaN", "Infinity", "-Infinity", "'a'", "abc", "a b"],
  ...["1 2", "01", "00", "-01", "+5", ".5", "5.", "5.e3", "5e", "5e+", "1e5.5", "-", "--1", "0x10"],
  ...["1_000", "１", "5000n", "[1,]", "[,]", "[,1]", "[1 2]", "[1", "1]", '{"a":1,}', "{,}"],
  ...['{"a" 1}', '{"a"}', "{a:1}", '{"a":1;"b":2}', "{1:1}", '{"a":1 "b":2}', '{"a"::1}', "/*a*/1"],
  ...["1//a\n", "#a\n1", '"a', 'a"', '"a""b"', '"\\x41"', '"\\u12"', '"\\u12G4"', '"\\u"'],
  ...['"\\U0041"', '"\\u{41}"', '"\\0"', '"\\\'"', '"\\', '"a\tb"', '"a\nb"', '"a\u0000b"'],
  ...['"\\ud800"', '"\\udc00\\ud800"', '"\\ud83dx"', '"\\ud83d\\u0041"', '"\\ud83d\\ud83d\\ude00"'],
  ...['"a\\udfff"', '"\ud800"', '"\udc00"', '"\\ud83d\ude00"', '"\ud83d\\ude00"', '{"\\ud800":1}'],
  ...["\ud800", '["\\uDBFF"]'],
];

const WRONG_SPACES = ["\f", "\v", "\u00a0", "\ufeff", "\u2028", "\u0085", "\u0000", "\u3000"];

// Each most often leaves no JSON.
const MALFORMING = [
  (r, members) => set(members, r.pick([...FIELDS, "extra"]), r.pick(MALFORMED_VALUES)),
  (r, members) => set(members, "extra", r.pick(MALFORMED_VALUES)),
  (r, members) => set(members, "extra", r.pick(WRONG_SPACES) + anything(r)),
  (r, members) => set(members, "extra", `"\\${printable(r)}"`),
  (r, members) => set(members, r.pick(["\ud800", "a\udc00b"]), anything(r)),
];

// --- Damage ---

const STRUCTURE = [...'{}[]:,"\\/ \n\t0-.eE+u', "\ufeff", "\u0000", "\ud800", "null", '"url":1,'];

/** One stroke on a text: cut off, taken out, put in, put in place of, or put behind. */
function damageText(r, text) {
  const from = r.int(0, text.length);
  const to = Math.min(text.length, from + r.int(0, 3));
  const strokes = [
    () => text.slice(0, from),
    () => text.slice(0, from) + text.slice(to),
    () => text.slice(0, from) + r.pick(STRUCTURE) + text.slice(from),
    () => text.slice(0, from) + r.pick(STRUCTURE) + text.slice(to),
    () => text + r.pick(STRUCTURE),
    () => r.pick(STRUCTURE) + text,
  ];
  return r.pick(strokes)();
}

// Overlong, surrogates, beyond the last code point, cut short, alone; and a byte-order mark.
const BYTES = [
  ...["c080", "c1bf", "e080af", "f08080af", "eda080", "edbfbf", "f4908080", "f5808080"],
  ...["f888808080", "c3", "e282", "f09f94", "80", "bf", "ff", "fe", "fffe", "efbbbf"],
  ...["c3a9", "ed9fbf", "ee8080", "f48fbfbf", "00", "7f", "0c", "22", "5c", "7b", "7d", "2c", "20"],
].map((hex) => hex.match(/../g).map((byte) => Number.parseInt(byte, 16)));

/** Bytes of a text, with one to three strokes on them. */
function damageBytes(r, text, hidden) {
  let bytes = [...new TextEncoder().encode(text)];
  let moved = false;
  for (const stroke of r.times(r.pick([1, 1, 2, 3]), () => r.pick(STROKES))) {
    bytes = stroke(r, bytes);
    moved ||= stroke === splice;
  }
  // A splice may move a secret into a name, and names may be told.
  return { bytes: Uint8Array.from(bytes), hidden: moved ? [] : hidden };
}

const place = (r, bytes) => r.int(0, Math.max(0, bytes.length - 1));

/** A stretch of the bytes put over another place of them. */
function splice(r, bytes) {
  const from = place(r, bytes);
  return bytes.toSpliced(place(r, bytes), r.int(0, 20), ...bytes.slice(from, from + r.int(1, 20)));
}

const STROKES = [
  splice,
  (r, bytes) => bytes.slice(0, place(r, bytes)),
  (r, bytes) => {
    const at = place(r, bytes);
    return bytes.toSpliced(at, 1, bytes[at] ^ (1 << r.int(0, 7)));
  },
  (r, bytes) => bytes.toSpliced(place(r, bytes), 1, r.int(0, 255)),
  (r, bytes) => bytes.toSpliced(place(r, bytes), r.int(1, 4)),
  (r, bytes) => bytes.toSpliced(place(r, bytes), 0, r.int(0, 255)),
  (r, bytes) => bytes.toSpliced(place(r, bytes), r.int(0, 1), ...r.pick(BYTES)),
  (_r, bytes) => [0xef, 0xbb, 0xbf, ...bytes],
  (r, bytes) => [...bytes, ...r.pick(BYTES)],
  (r, bytes) => [...r.pick(BYTES), ...bytes],
];

// --- Values ---

/** The source of a JavaScript value that stands for a body, or for none. */
function valueSource(r, hidden) {
  if (r.chance(0.05)) {
    return r.pick(ODD_VALUES);
  }
  const members = webhook(r, hidden);
  for (const mutate of r.chance(0.4) ? [] : r.times(r.int(1, 3), () => r.pick(MUTATIONS))) {
    mutate(r, members, hidden);
  }
  if (r.chance(0.3)) {
    r.shuffle(members);
  }
  const written = members.map(([name, source]) => memberSource(r, name, source));
  if (r.chance(0.15)) {
    written.push(r.pick(ODD_MEMBERS));
  }
  return r.pick(HOLDERS)(`{ ${written.join(", ")} }`);
}

/** A member of an object literal. A computed name, for `"__proto__":` would set the prototype. */
function memberSource(r, name, source) {
  const key = JSON.stringify(name);
  if (!r.chance(0.1)) {
    return `[${key}]: ${source}`;
  }
  return r.pick([
    () => `[${key}]: ${r.pick(ODD_MEMBER_VALUES)}`,
    () => `[${key}]: Object(${source})`,
    () => `[${key}]: { toJSON() { return ${source}; } }`,
    () => `[${key}]: { toJSON(key) { return key === ${key} ? ${source} : null; } }`,
    () => `[${key}]: new Proxy(Object(${source}), {})`,
    () => `get [${key}]() { return ${source}; }`,
    // A getter that gives its value once.
    () =>
      `get [${key}]() {
        const read = Symbol.for(${key});
        return read in this ? 0 : ((this[read] = true), ${source});
      }`,
    () => `[${key}]: Object.assign(Object(${source}), { toJSON() { return this; } })`,
    () => `[${key}]: Object.assign(Object(${source}), { toJSON() { return 1; } })`,
    () => `[${key}]: [].concat(${source})`,
  ])();
}

const ODD_MEMBER_VALUES = [
  ...["undefined", "NaN", "Infinity", "-0", "-Infinity", "() => 1", 'Symbol("a")', "5n"],
  ...["Object(5n)", "new Date(0)", "new Date(NaN)", "/a/", "new Map()", "new Set([1])"],
  ...["new Uint8Array([1])", "[, 'log.tamper_event']", "[undefined]", "[() => 1]", "new Array(2)"],
  ...["Object.create(null)", "[NaN]", '"\\ud800"', '"https://a.example/\\udc00"'],
  ...['["log.tamper_event", new String("log.incoming_call")]', "new Boolean(true)"],
  ...["new Number(3)", "Object(3.5)", "Object(Symbol())", "Promise.resolve()"],
  ...["new (class extends Array {})(2)", "new Proxy([], {})", "{ toJSON: 1 }", "{ toJSON() {} }"],
  ...["{ toJSON() { throw new Error('no'); } }", "(function () { return arguments; })(1)"],
  ...["new Error('a')", 'new (class extends String {})("active")'],
  "Object.assign(Object(3), { valueOf: () => 4 })",
  'Object.assign(Object("active"), { toString: () => "disabled" })',
  ...["new DataView(new ArrayBuffer(1))", "{ valueOf: () => 3 }", '{ toString: () => "active" }'],
  "[{ toJSON: (key) => 'log.tamper_event' }]",
];

const ODD_MEMBERS = [
  "[Symbol('a')]: 1",
  "__proto__: { url: 5, secret: 5 }",
  "__proto__: { toJSON() { return {}; } }",
  "__proto__: null",
  '["__proto__"]: 1',
  "toJSON: 1",
  "toJSON() { return null; }",
  "toJSON() { return { ...this, toJSON: undefined, status: 'active' }; }",
  "toJSON(key) { return key === '' ? { url: 1 } : {}; }",
  "get extra() { throw new Error('no'); }",
  "get extra() { delete this.max_retries; return 1; }",
  "get extra() { this.status = 'disabled'; return 1; }",
  "get extra() { this.added = 1; return 1; }",
  "extra: undefined",
  "extra: 1n",
  "extra: { deep: [() => 1, Symbol(), undefined, { toJSON() { return 1n; } }] }",
  "valueOf: null",
];

// What a webhook may come in. `own` gives an object the members without reading them.
const own = (target, literal) =>
  `Object.defineProperties(${target}, Object.getOwnPropertyDescriptors(${literal}))`;

const HOLDERS = [
  ...Array(8).fill((literal) => literal),
  (literal) => `Object.setPrototypeOf(${literal}, null)`,
  (literal) => `Object.setPrototypeOf(${literal}, Array.prototype)`,
  (literal) => `Object.setPrototypeOf(${literal}, { get timeout() { return 1; }, extra: 2 })`,
  (literal) => `new (class Webhook { constructor() { ${own("this", literal)}; } get uid() {} })()`,
  (literal) => `new (class { #own = ${literal}; toJSON() { return this.#own; } })()`,
  (literal) => `Object.freeze(${literal})`,
  (literal) => `new Proxy(${literal}, {})`,
  (literal) => `new Proxy(${literal}, { get: (of, key) => (key === "secret" ? 1 : of[key]) })`,
  (literal) => `new Proxy(${literal}, { ownKeys: (of) => Reflect.ownKeys(of).reverse() })`,
  (literal) => `Object.create(${literal})`,
  (literal) => `{ toJSON() { return ${literal}; } }`,
  (literal) => `Object.defineProperty(${literal}, "url", { enumerable: false })`,
  (literal) => `Object.defineProperty(${literal}, "timeout", { enumerable: false, value: 1 })`,
  (literal) => own("new Date(NaN)", literal),
  (literal) => own("new Map()", literal),
  (literal) => own('new Error("a")', literal),
  (literal) => own("() => 1", literal),
  (literal) => `((own) => Object.assign(own, { self: own }))(${literal})`,
  (literal) => `[${literal}]`,
];

const ODD_VALUES = [
  ...["undefined", "null", "true", "5", "NaN", "-0", "5n", "Symbol()", "() => 1", "class {}"],
  ...["new Date(0)", "new Date(NaN)", "/a/", "new Map()", "new Error('a')", "Object.create(null)"],
  ...["[]", "[{}]", "new Array(3)", "Object('{}')", "Object(5)", "Object(true)", "Object(5n)"],
  ...["Object(Symbol())", "{}", "{ toJSON() {} }", "{ toJSON() { return '{}'; } }"],
  ...["{ toJSON() { throw 1; } }", "{ get url() { throw 1; } }"],
  ...["new Proxy({}, { ownKeys() { throw 1; } })", "new Proxy(() => 1, {})", "new Proxy([], {})"],
  "(({ proxy, revoke }) => (revoke(), proxy))(Proxy.revocable({}, {}))",
  "Array.from({ length: 64 }).reduce((inner) => [inner], 1)",
  "(() => { const a = []; a[0] = a; return a; })()",
  ...["Array.from({ length: 64 }).reduce((inner) => ({ inner }), 1)", "new WeakMap()"],
  ...["Promise.resolve({})", "Array.from({ length: 65 }).reduce((inner) => ({ inner }), 1)"],
  "Object.create({ url: 'http://a' })",
  ...["Array.from({ length: 100000 }).reduce((inner) => [inner], 1)", "{ length: 0 }"],
  "{ byteLength: 0 }",
];
