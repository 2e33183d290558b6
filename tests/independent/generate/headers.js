// Secrets and headers, valid and invalid. `hidden` collects them: no message may contain one (contract §2).

import { RESERVED_HEADERS, SENSITIVE_HEADERS } from "../../../dev/device/rules.js";
import { deep, number } from "./numbers.js";
import { CHARACTERS, object, printable, quote, sized, word } from "./text.js";

/** A secret of `length` code points, so random that no message contains it by chance. */
export function secret(r, length, hidden) {
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

/** The name in mixed case. */
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

/** The members of headers that are almost always valid. */
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

export const headers = (r, hidden) => object(r, headerMembers(r, hidden));

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

export function brokenHeaders(r, hidden) {
  const members = headerMembers(r, hidden);
  for (const fault of r.times(r.int(1, 3), () => r.pick(HEADER_FAULTS))) {
    const names = r.shuffle(members.map(([name]) => name));
    members.splice(r.int(0, members.length), 0, fault(r, hidden, names));
  }
  return object(r, members);
}

export const NOT_HEADERS = [
  ...["", " ", "null", "[]", "[{}]", "5", "true", '"X-A: 1"', '"{}"', "X-A: 1", "{}{}", "{},", "{"],
  ...["}", "{X-A:1}", "{'X-A':'1'}", '{"X-A":"1",}', '{"X-A"}', '{"X-A":}'],
  ...['{"X-A":"1" "X-B":"2"}', "{} //", "\ufeff{}", "{}\u0000", "\u00a0{}", '{"X-A":"\\ud800"}'],
  ...['{"\\udc00":"1"}', '{"X-A":"\\x41"}', '{"X-A":"a\nb"}', '{"X-A":01}', '{"X-A":nul}'],
  ...['{"X-A":"1"', '{"X-A":"\\ud83d\\ud83d\\udd11"}'],
];
