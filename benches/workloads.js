// The measured bodies: typical and full, valid and with four errors, in sixteen variants of each.

import { EVENT_TYPES } from "bench:names";

const VARIANTS = 16;

const hex = (seed, length) => {
  let text = "";
  for (let at = 0; text.length < length; at++) {
    text += (Math.imul(seed * 31 + at + 1, 0x9e3779b1) >>> 0).toString(16).padStart(8, "0");
  }
  return text.slice(0, length);
};

/** About 700 bytes: 8 event types, 3 headers, a description that is partly Cyrillic. */
function typical(variant) {
  return {
    url: `https://hooks.example.com/v1/door/${hex(variant, 16)}?site=north-${variant}`,
    secret: hex(variant + 100, 32),
    status: variant % 4 === 3 ? "disabled" : "active",
    timeout: 1000 + variant * 250,
    headers: {
      "X-Api-Key": hex(variant + 200, 24),
      "X-Site": `north entrance ${variant}`,
      "X-Trace": `trace-${hex(variant + 300, 12)}`,
    },
    description: `Вход ${variant}, главный подъезд: события двери и домофона (door events)`,
    event_types: Array.from(
      { length: 8 },
      (_, at) => EVENT_TYPES[(variant * 5 + at * 5) % EVENT_TYPES.length],
    ),
    max_retries: 1 + (variant % 5),
  };
}

/** About 6 KB: every event type, a URL of 2000 characters, 20 headers. */
function full(variant) {
  const url = `https://hooks.example.com/v1/door/${variant}?state=`;
  return {
    ...typical(variant),
    url: url + hex(variant, 2000 - url.length),
    headers: Object.fromEntries(
      Array.from({ length: 20 }, (_, at) => [
        `X-Custom-Header-${at + 1}`,
        `${hex(variant * 20 + at, 40)} value ${at + 1}`,
      ]),
    ),
    description:
      `Вход ${variant}: события двери, лифта и домофона. All doors of the north building. `
        .repeat(8)
        .slice(0, 600),
    event_types: EVENT_TYPES.map((_, at) => EVENT_TYPES[(at + variant * 7) % EVENT_TYPES.length]),
  };
}

/** Ways to break a body: each changes one value, and returns its path. */
const FAULTS = [
  (body) => {
    body.url = body.url.replace("https:", "ftp:");
    return "url";
  },
  (body) => {
    body.secret = body.secret.slice(0, 15);
    return "secret";
  },
  (body) => {
    body.status = "enabled";
    return "status";
  },
  (body) => {
    body.timeout = 500;
    return "timeout";
  },
  (body) => {
    body.headers.Host = "door.example.com";
    return "headers.Host";
  },
  (body) => {
    body.headers["X-Site"] = "северный вход";
    return "headers.X-Site";
  },
  (body) => {
    const at = body.event_types.length >> 1;
    body.event_types[at] = body.event_types[at].replace("log.", "log_");
    return `event_types.${at}`;
  },
  (body) => {
    body.max_retries = 7;
    return "max_retries";
  },
];
const FAULTY = [0, 2, 3, 6];

function variants(make, broken) {
  return Array.from({ length: VARIANTS }, (_, variant) => {
    const body = make(variant);
    const paths = broken
      ? FAULTY.map((at) => FAULTS[(variant + at) % FAULTS.length](body)).sort()
      : [];
    // The device accepts the headers as the text of a JSON object.
    return { text: JSON.stringify({ ...body, headers: JSON.stringify(body.headers) }), paths };
  });
}

/** By name: the texts, and the paths of the issues of each. */
export const WORKLOADS = {
  "typical valid": variants(typical, false),
  "typical 4 errors": variants(typical, true),
  "full valid": variants(full, false),
  "full 4 errors": variants(full, true),
};

const encoder = new TextEncoder();

/** Of the first issue, or of the last member; an item's index is a number. */
const path = ([first = "max_retries"]) =>
  first.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));

/** What a body is passed as, created anew by each call. */
export const FORMS = {
  bytes: ({ text }) => encoder.encode(text),
  // As a decoder returns it: a flat string, not a concatenation.
  text: ({ text }) => new TextDecoder().decode(encoder.encode(text)),
  object: ({ text }) => JSON.parse(text),
  // For the package's other exports: what each needs.
  export: ({ text, paths }) => ({
    bytes: encoder.encode(text),
    valid: paths.length === 0,
    path: path(paths),
  }),
};
