// The members of webhooks as `[name, source]` pairs, valid ones and mutations of them.

import { EVENT_TYPES, FIELDS } from "../../../dev/device/rules.js";
import { damageText } from "./damage.js";
import { brokenHeaders, headers, NOT_HEADERS, secret } from "./headers.js";
import { anything, deep, integer, number } from "./numbers.js";
import { array, CHARACTERS, nest, object, printable, prose, quote, sized } from "./text.js";
import { brokenUrl, longUrl, url } from "./urls.js";

/** The members of a webhook that is almost always valid. */
export function webhook(r, hidden) {
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

export const EXTRA_EVENT_TYPES = [
  "log.custom_event",
  "log.новое",
  'log."quoted"',
  "",
  "constructor",
];

/** Sets the member of that name, or adds one. */
export function set(members, name, source) {
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

// The results are valid JSON; most break a rule or cause a warning.
export const MUTATIONS = [
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

/** Duplicates a member once or more, with the same value or another. */
export function repeat(r, members) {
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

// Most results are not JSON.
export const MALFORMING = [
  (r, members) => set(members, r.pick([...FIELDS, "extra"]), r.pick(MALFORMED_VALUES)),
  (r, members) => set(members, "extra", r.pick(MALFORMED_VALUES)),
  (r, members) => set(members, "extra", r.pick(WRONG_SPACES) + anything(r)),
  (r, members) => set(members, "extra", `"\\${printable(r)}"`),
  (r, members) => set(members, r.pick(["\ud800", "a\udc00b"]), anything(r)),
];
