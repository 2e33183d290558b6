// Questions that the API reference leaves open, with the bodies whose outcome on a device answers them.

import { MARKER_LENGTH, PLACEHOLDER } from "./marker.js";

const quote = (value) => JSON.stringify(value);

const HOOK = `https://${PLACEHOLDER}.invalid/hook`;

/** A valid body as raw JSON by member. It is disabled, so that the device delivers nothing. */
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

/** The base with raw text after its first brace, such as a member. */
const begun = (start) => `{${start}${body().slice(1)}`;

const withHeaders = (...entries) =>
  body({
    headers: quote(
      `{${entries.map(([name, value]) => `${quote(name)}:${quote(value)}`).join(",")}}`,
    ),
  });

const emoji = "\u{1f600}";

/** Texts of `count` code points of 1, 2 and 4 bytes each, and 1, 1 and 2 UTF-16 units. */
const lengths = (field, most, start = "", startLength = 0) => {
  const make = (char, count) => text(field)(start + char.repeat(count - startLength));
  return {
    [`${most} ASCII letters`]: make("a", most),
    [`${most + 1} ASCII letters`]: make("a", most + 1),
    [`${most} × é`]: make("é", most),
    [`${most} × ${emoji}`]: make(emoji, most),
  };
};

/** The unit in which a device counts, derived from which of `lengths` it accepts. */
const unit = (isAccepted, most) => {
  if (!isAccepted(`${most} ASCII letters`)) return `It does not accept ${most} ASCII letters.`;
  if (isAccepted(`${most + 1} ASCII letters`))
    return `It has no limit of ${most}, or truncates the value.`;
  if (isAccepted(`${most} × ${emoji}`)) return "It counts code points.";
  return isAccepted(`${most} × é`) ? "It counts UTF-16 units." : "It counts UTF-8 bytes.";
};

const lengthQuestion = (field, most, ...start) => ({
  id: `length-${field}`,
  asks: `In what unit does it count the length of ${field}?`,
  field,
  probes: lengths(field, most, ...start),
  answer: (isAccepted) => unit(isAccepted, most),
});

/** Which of two values is stored. */
const whichOf = (field) => (stored) => {
  const value = stored[field];
  const text = JSON.stringify(value) ?? "";
  const found = ["first", "second"].filter((word) => text.includes(word));
  if (found.length === 2) return "both";
  return found.length === 1 ? `the ${found[0]}` : "neither";
};

const UNKNOWN = "x_probe";

const URL_START = `https://${PLACEHOLDER}.invalid/`;
const URL_START_LENGTH = URL_START.length - PLACEHOLDER.length + MARKER_LENGTH;

/**
 * `probes` are bodies by name. `field` is the one they are about, if any; `stored` describes what
 * the device stored of one; `answer` concludes from `isAccepted(probe)`, where a list of what is
 * accepted is not enough.
 */
export const QUESTIONS = [
  {
    id: "D1",
    asks: "Which forms of an HTTP URL does it accept?",
    field: "url",
    probes: mapValues(
      {
        "lower case": HOOK,
        "scheme in capitals": `HTTPS://${PLACEHOLDER}.invalid/hook`,
        "international host": `https://münchen.${PLACEHOLDER}.invalid/hook`,
        "no slash": `https:${PLACEHOLDER}.invalid/hook`,
        "one slash": `https:/${PLACEHOLDER}.invalid/hook`,
        "three slashes": `https:///${PLACEHOLDER}.invalid/hook`,
        backslashes: `https:\\\\${PLACEHOLDER}.invalid\\hook`,
        "space before": ` ${HOOK}`,
        "space after": `${HOOK} `,
        "space within": `https://${PLACEHOLDER}.invalid/ho ok`,
        "tab within": `https://${PLACEHOLDER}.inv\talid/hook`,
        "line feed within": `https://${PLACEHOLDER}.invalid/ho\nok`,
        "no host": `https://?${PLACEHOLDER}`,
        "port 65536": `https://${PLACEHOLDER}.invalid:65536/hook`,
        "no scheme": `${PLACEHOLDER}.invalid/hook`,
        "ftp scheme": `ftp://${PLACEHOLDER}.invalid/hook`,
      },
      text("url"),
    ),
  },
  {
    id: "D2",
    asks: "Which characters may a header's name contain, and may its value be empty?",
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
    asks: "What does it do with a header that occurs twice?",
    field: "headers",
    probes: {
      "same letter case": withHeaders(["X-A", "first"], ["X-A", "second"]),
      "other letter case": withHeaders(["X-A", "first"], ["x-a", "second"]),
    },
    stored: whichOf("headers"),
  },
  {
    id: "D4",
    asks: "What does it respond when there is no event type?",
    field: "event_types",
    probes: { "empty list": body({ event_types: "[]" }) },
  },
  {
    id: "D5",
    asks: "How many retries does it accept?",
    field: "max_retries",
    probes: mapValues(
      { "-1": "-1", "0 retries": "0", "1 retry": "1", "5 retries": "5", "6 retries": "6" },
      raw("max_retries"),
    ),
  },
  {
    id: "D6",
    asks: "Does it ignore an unknown member?",
    probes: { "unknown member": body({ [UNKNOWN]: '"stored"' }) },
    stored: (stored) => (UNKNOWN in stored ? "it" : "nothing of it"),
  },
  lengthQuestion("url", 2000, URL_START, URL_START_LENGTH),
  lengthQuestion("secret", 128),
  lengthQuestion("description", 1000),
  {
    id: "empty",
    asks: "What does it do with empty values, and with null?",
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
    asks: "Which numbers does it accept as a timeout, and how does it read them?",
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
    stored: ({ timeout }) => JSON.stringify(timeout) ?? "none",
  },
  {
    id: "duplicate",
    asks: "Which of two members of one name does it store?",
    probes: {
      "description twice": begun('"description":"first","description":"second",'),
      "description twice, once escaped": begun(
        '"description":"first","\\u0064escription":"second",',
      ),
      "unknown member twice": begun('"x":1,"x":2,'),
    },
    stored: whichOf("description"),
  },
  {
    id: "json",
    asks: "What does it accept that is not JSON?",
    probes: {
      "byte-order mark": `\ufeff${body()}`,
      "block comment": begun("/* c */"),
      "line comment": begun("// c\n"),
      "hash comment": begun("# c\n"),
      "text after it": `${body()}x`,
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
