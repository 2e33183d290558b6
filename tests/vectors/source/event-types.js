import { EVENT_TYPES } from "../../../dev/device/rules.js";
import { booted, calling, emoji, text, withEvents, withExtra } from "./lib/bodies.js";
import { bad, describe, named, ok, range } from "./lib/cases.js";
import { noEventTypes, repeated, unknownEvent, wrongItem } from "./lib/findings.js";

const noEvents = [
  "",
  " ",
  "log",
  "log.",
  "*",
  "log.*",
  "all",
  "device_booted",
  "Log.device_booted",
  "LOG.DEVICE_BOOTED",
  "log.Device_Booted",
  "log_device_booted",
  "log.device-booted",
  "log.device booted",
  "log.device.booted",
  "log..device_booted",
  " log.device_booted",
  "log.device_booted ",
  "log.device_booted\n",
  "log.device_booted\0",
  "log.device_booted,log.incoming_call",
  "log.device_bооted",
  "ｌog.device_booted",
  "log.access_denied_by_unknown_identifier",
  "log.lock_is_opened_too_long",
  "log.access_denied_by_not_valid_card",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "length",
  "0",
  emoji,
  "é",
  "x".repeat(300),
];

export default {
  kind: "validate",
  about: "Event types: contract §2, D4, D8, with duplicate_event_type, §3.",
  cases: [
    ...EVENT_TYPES.map((name) => ok(`known ${name}`, withEvents(name), [], withEvents(name))),
    ...EVENT_TYPES.map((name) => {
      const near = name.slice(0, -1);
      return bad(`typo ${near}`, withEvents(near), [unknownEvent(0)]);
    }),
    ...EVENT_TYPES.map((name) => {
      const near = `${name}s`;
      return bad(`typo ${near}`, withEvents(near), [unknownEvent(0)]);
    }),
    ...noEvents.map((name) =>
      bad(`unknown ${named(describe(name))}`, withEvents(name), [unknownEvent(0)]),
    ),
    bad("suggestion", withEvents("log.device_boot"), [unknownEvent(0, booted)]),
    bad("no event types", text({ event_types: "[]" }), [noEventTypes()]),
    bad("no event types, with white space", text({ event_types: "[ \n]" }), [noEventTypes()]),
    bad("no event types, with an option", withExtra([], ["log.new"]), [noEventTypes()]),
    ok("every event type", withEvents(...EVENT_TYPES)),
    ok("every event type reversed", withEvents(...EVENT_TYPES.toReversed())),
    ok("white space between", text({ event_types: `[ "${booted}" ,\n"${calling}"\t]` })),
    bad("one unknown of three", withEvents(booted, "nope", calling), [unknownEvent(1)]),
    bad("every item unknown", withEvents("a", "b", "a"), [
      unknownEvent(0),
      unknownEvent(1),
      unknownEvent(2),
    ]),
    bad(
      "unknown after 100",
      withEvents(...Array(100).fill(booted), "nope"),
      [unknownEvent(100)],
      range(1, 99).map(repeated),
    ),
    bad("items of every type", text({ event_types: `["${booted}",null,true,5,"x",[],{},""]` }), [
      wrongItem(1, "null"),
      wrongItem(2, "boolean"),
      wrongItem(3, "number"),
      unknownEvent(4),
      wrongItem(5, "array"),
      wrongItem(6, "object"),
      unknownEvent(7),
    ]),
    bad("list in the list", text({ event_types: `[["${booted}"]]` }), [wrongItem(0, "array")]),
    bad("object in the list", text({ event_types: `[{"name":"${booted}"}]` }), [
      wrongItem(0, "object"),
    ]),
    bad("null in the list", text({ event_types: "[null]" }), [wrongItem(0, "null")]),
    bad("false in the list", text({ event_types: "[false]" }), [wrongItem(0, "boolean")]),
    // Duplicates.
    ok("twice", withEvents(booted, booted), [repeated(1)], withEvents(booted)),
    ok(
      "three times",
      withEvents(booted, booted, booted),
      [repeated(1), repeated(2)],
      withEvents(booted),
    ),
    ok(
      "two twice",
      withEvents(booted, calling, booted, calling),
      [repeated(2), repeated(3)],
      withEvents(booted, calling),
    ),
    ok(
      "twice, escaped",
      text({ event_types: `["${booted}","\\u006cog.device_booted"]` }),
      [repeated(1)],
      withEvents(booted),
    ),
    ok(
      "every event type twice",
      withEvents(...EVENT_TYPES, ...EVENT_TYPES),
      range(41, 81).map(repeated),
      withEvents(...EVENT_TYPES),
    ),
    bad("unknown twice", withEvents("nope", "nope"), [unknownEvent(0), unknownEvent(1)]),
    bad(
      "twice around an issue",
      text({ event_types: `["${booted}",5,"${booted}"]` }),
      [wrongItem(1, "number")],
      [repeated(2)],
    ),
    // The option.
    ok("extra name", withExtra(["log.new"], ["log.new"]), [], withEvents("log.new")),
    ok("extra name and known names", withExtra([booted, "log.new"], ["log.new"])),
    ok("two extra names", withExtra(["log.b", "log.a"], ["log.a", "log.b"])),
    ok("extra name that is known", withExtra([booted], [booted])),
    ok("extra name given twice", withExtra(["log.new"], ["log.new", "log.new"])),
    ok("no extra names", withExtra([booted], [])),
    ok("extra name not used", withExtra([booted], ["log.new"])),
    ok(
      "extra name twice",
      withExtra(["log.new", "log.new"], ["log.new"]),
      [repeated(1)],
      withEvents("log.new"),
    ),
    ok("extra name that is empty", withExtra([""], [""])),
    ok("extra name beyond ASCII", withExtra(["log.é", emoji], [emoji, "log.é"])),
    ok("extra name with NUL", withExtra(["a\0b"], ["a\0b"])),
    ok("extra name __proto__", withExtra(["__proto__"], ["__proto__"])),
    ok("extra name constructor", withExtra(["constructor"], ["constructor"])),
    bad("extra name in another case", withExtra(["log.New"], ["log.new"]), [unknownEvent(0)]),
    bad("extra name with a space", withExtra(["log.new "], ["log.new"]), [unknownEvent(0)]),
    bad("extra name cut", withExtra(["log.ne"], ["log.new"]), [unknownEvent(0)]),
    bad("extra names joined", withExtra(["a,b"], ["a", "b"]), [unknownEvent(0)]),
    bad("extra names joined by NUL", withExtra(["a\0b"], ["a", "b"]), [unknownEvent(0)]),
    bad("extra name of one call is unknown to the next", withEvents("log.new"), [unknownEvent(0)]),
  ],
};
