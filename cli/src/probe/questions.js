// What the API document leaves open, as bodies that make a device answer it.

import { MARK_LENGTH, PLACE } from "./mark.js";

const quote = (value) => JSON.stringify(value);

const HOOK = `https://${PLACE}.invalid/hook`;

/** A valid body as raw JSON by member; it keeps the device from delivering anything. */
const BASE = {
  url: quote(HOOK),
  status: '"disabled"',
  event_types: '["log.device_booted"]',
  max_retries: "3",
};

/** The base with members set to raw JSON. */
function body(changes = {}) {
  const members = Object.entries({ ...BASE, ...changes });
  return `{${members.map(([name, raw]) => `${quote(name)}:${raw}`).join(",")}}`;
}

const text = (field) => (value) => body({ [field]: quote(value) });
const raw = (field) => (value) => body({ [field]: value });

/** The base with raw text written behind its first brace, such as a member. */
const begun = (start) => `{${start}${body().slice(1)}`;

const withHeaders = (...entries) =>
  body({
    headers: quote(
      `{${entries.map(([name, value]) => `${quote(name)}:${quote(value)}`).join(",")}}`,
    ),
  });

const emoji = "\u{1f600}";

/** Texts of `count` code points of which each takes 1, 2 and 4 bytes, and 1, 1 and 2 UTF-16 units. */
const lengths = (field, most, start = "", startLength = 0) => {
  const make = (char, count) => text(field)(start + char.repeat(count - startLength));
  return {
    [`${most} ASCII letters`]: make("a", most),
    [`${most + 1} ASCII letters`]: make("a", most + 1),
    [`${most} × é`]: make("é", most),
    [`${most} × ${emoji}`]: make(emoji, most),
  };
};

/** In what unit a device counts, of what it does with `lengths`. */
const unit = (takes, most) => {
  const taken = (name) => takes.get(name);
  if (!taken(`${most} ASCII letters`)) return `It takes no ${most} ASCII letters.`;
  if (taken(`${most + 1} ASCII letters`))
    return `It has no limit at ${most}, or mends what is longer.`;
  if (taken(`${most} × ${emoji}`)) return "It counts code points.";
  return taken(`${most} × é`) ? "It counts UTF-16 units." : "It counts UTF-8 bytes.";
};

const lengthQuestion = (field, most, ...start) => ({
  id: `length-${field}`,
  asks: `In what unit does it count the length of ${field}?`,
  field,
  probes: lengths(field, most, ...start),
  answer: (takes) => unit(takes, most),
});

/** Which of two a stored text tells of. */
const whichOf = (field) => (stored) => {
  const value = stored[field];
  const told = JSON.stringify(value) ?? "";
  const found = ["first", "second"].filter((word) => told.includes(word));
  if (found.length === 2) return "both";
  return found.length === 1 ? `the ${found[0]}` : "neither";
};

const UNKNOWN = "x_conformance";

const URL_START = `https://${PLACE}.invalid/`;
const URL_START_LENGTH = URL_START.length - PLACE.length + MARK_LENGTH;

/**
 * `probes` are bodies by name. `field` is what they are about where it is one, `kept` says in words
 * what the device kept of one it took, and `answer` concludes from which probes it took, where a list
 * of them says too little.
 */
export const QUESTIONS = [
  {
    id: "D1",
    asks: "Which spellings of an HTTP URL does it take?",
    field: "url",
    probes: mapValues(
      {
        "lower case": HOOK,
        "scheme in capitals": `HTTPS://${PLACE}.invalid/hook`,
        "international host": `https://münchen.${PLACE}.invalid/hook`,
        "no slash": `https:${PLACE}.invalid/hook`,
        "one slash": `https:/${PLACE}.invalid/hook`,
        "three slashes": `https:///${PLACE}.invalid/hook`,
        backslashes: `https:\\\\${PLACE}.invalid\\hook`,
        "space before": ` ${HOOK}`,
        "space behind": `${HOOK} `,
        "space within": `https://${PLACE}.invalid/ho ok`,
        "tab within": `https://${PLACE}.inv\talid/hook`,
        "line feed within": `https://${PLACE}.invalid/ho\nok`,
        "no host": `https://?${PLACE}`,
        "port 65536": `https://${PLACE}.invalid:65536/hook`,
        "no scheme": `${PLACE}.invalid/hook`,
        "ftp scheme": `ftp://${PLACE}.invalid/hook`,
      },
      text("url"),
    ),
  },
  {
    id: "D2",
    asks: "Which characters may a header's name hold, and may its value be empty?",
    field: "headers",
    probes: {
      "asterisk in a name": withHeaders(["X*A", "1"]),
      "backtick in a name": withHeaders(["X`A", "1"]),
      "comma in a name": withHeaders(["X,A", "1"]),
      "backslash in a name": withHeaders(["X\\A", "1"]),
      "space in a name": withHeaders(["X A", "1"]),
      "empty name": withHeaders(["", "1"]),
      "empty value": withHeaders(["X-A", ""]),
      "tab in a value": withHeaders(["X-A", "1\t2"]),
      "letter beyond ASCII in a value": withHeaders(["X-A", "é"]),
    },
  },
  {
    id: "D3",
    asks: "What becomes of a header that stands twice?",
    field: "headers",
    probes: {
      "same letter case": withHeaders(["X-A", "first"], ["X-A", "second"]),
      "other letter case": withHeaders(["X-A", "first"], ["x-a", "second"]),
    },
    kept: whichOf("headers"),
  },
  {
    id: "D4",
    asks: "What does it say where there is no event type?",
    field: "event_types",
    probes: { "empty list": body({ event_types: "[]" }) },
  },
  {
    id: "D5",
    asks: "How many retries does it take?",
    field: "max_retries",
    probes: mapValues(
      { "-1": "-1", "0 retries": "0", "1 retry": "1", "5 retries": "5", "6 retries": "6" },
      raw("max_retries"),
    ),
  },
  {
    id: "D6",
    asks: "Does it ignore a member that it does not know?",
    probes: { "unknown member": body({ [UNKNOWN]: '"kept"' }) },
    kept: (stored) => (UNKNOWN in stored ? "it" : "nothing of it"),
  },
  lengthQuestion("url", 2000, URL_START, URL_START_LENGTH),
  lengthQuestion("secret", 128),
  lengthQuestion("description", 1000),
  {
    id: "empty",
    asks: "What does it make of empty values, and of null?",
    probes: {
      "description empty": text("description")(""),
      "headers empty text": text("headers")(""),
      "headers without an entry": text("headers")("{}"),
      "secret empty": text("secret")(""),
      "event type empty": raw("event_types")('[""]'),
      "description null": raw("description")("null"),
      "headers null": raw("headers")("null"),
      "secret null": raw("secret")("null"),
      "timeout null": raw("timeout")("null"),
    },
  },
  {
    id: "number",
    asks: "Which numbers does it take for a timeout, and as what?",
    field: "timeout",
    probes: mapValues(
      Object.fromEntries(
        [
          ...["5000", "5000.0", "5e3", "5000.5", "5000.0000000000000001", '"5000"', "4294972296"],
          ...["1e400", "05000", "0x1388", "+5000", "5000d", "true"],
        ].map((number) => [number, number]),
      ),
      raw("timeout"),
    ),
    kept: ({ timeout }) => `${timeout}`,
  },
  {
    id: "duplicate",
    asks: "Which of two members of the same name does it keep?",
    probes: {
      "description twice": begun('"description":"first","description":"second",'),
      "description twice, once escaped": begun(
        '"description":"first","\\u0064escription":"second",',
      ),
      "unknown member twice": begun('"x":1,"x":2,'),
    },
    kept: whichOf("description"),
  },
  {
    id: "json",
    asks: "What does it take that is no JSON?",
    probes: {
      "byte-order mark": `\ufeff${body()}`,
      "block comment": begun("/* c */"),
      "line comment": begun("// c\n"),
      "hash comment": begun("# c\n"),
      "text behind": `${body()}x`,
      "trailing comma": `${body().slice(0, -1)},}`,
      "name without quotes": begun("x:1,"),
      "name in single quotes": begun("'x':1,"),
      "string without quotes": begun('"x":text,'),
      "semicolon for comma": begun('"x":1;'),
      "equals sign for colon": begun('"x"=1,'),
      "literal in capitals": begun('"x":TRUE,'),
      NaN: begun('"x":NaN,'),
      "control character in a string": begun('"x":"\u0001",'),
      "unknown escape": begun('"x":"\\q",'),
      "lone surrogate": begun('"x":"\\ud800",'),
      "65 deep": begun(`"x":${"[".repeat(64)}${"]".repeat(64)},`),
    },
  },
];

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}
