// `npm run bench:linear`: nanoseconds per byte of bodies that are slow to validate, up to a
// megabyte, compared with TextDecoder and JSON.parse on the same bytes, and with the typical body.

import { pathToFileURL } from "node:url";
import { main } from "../tools/run.js";
import { bundle, bundlePath, guardEntry } from "./bundle.js";
import { LINEAR } from "./goals.js";
import { markdown, writeSection } from "./markdown.js";
import { median, shuffled } from "./statistics.js";

const SIZES = [10_000, 100_000, 1_000_000];
const ROUNDS = 5;
/** The minimum duration of a sample, in milliseconds. */
const SAMPLE = 10;

const REQUIRED = {
  url: "https://example.com/hook",
  status: "active",
  event_types: ["log.door_was_opened"],
  max_retries: 3,
};

/** A webhook's text with the JSON of these members replaced or added. */
const body = (members) =>
  `{${Object.entries({ ...REQUIRED, ...members })
    .map(
      ([name, value]) =>
        `"${name}":${typeof value === "function" ? value() : JSON.stringify(value)}`,
    )
    .join(",")}}`;
const raw = (text) => () => text;
/** Items up to this size, joined. */
const items = (size, item) => {
  const list = [];
  for (let length = 0; length < size; ) {
    list.push(item(list.length));
    length += list.at(-1).length + 1;
  }
  return list.join(",");
};

const BODIES = {
  "many headers": (size) =>
    body({
      headers: `{${items(size * 0.94, (at) => `"X-Custom-Header-Number-${at}":"the value of the header ${at}, about a hundred bytes with its name"`)}}`,
    }),
  "headers, each name twice": (size) =>
    body({ headers: `{${items(size * 0.8, (at) => `"X-Header-${at >> 1}":"a"`)}}` }),
  "headers, each name invalid": (size) =>
    body({ headers: `{${items(size * 0.8, (at) => `"X Header ${at}":"a"`)}}` }),
  "unknown members": (size) => body({ note: raw(`0,${items(size, (at) => `"m${at}":0`)}`) }),
  "unknown members, similar to a known one": (size) =>
    body({ note: raw(`0,${items(size, (at) => `"timeou${at}":0`)}`) }),
  "a long unknown name": (size) => body({ ["timeout".repeat(size / 7)]: 0 }),
  "one unknown object": (size) => body({ note: raw(`{${items(size, (at) => `"m${at}":0`)}}`) }),
  escapes: (size) => body({ description: raw(`"${"\\u0416".repeat(size / 6)}"`) }),
  "escapes, short": (size) => body({ description: raw(`"${"\\n".repeat(size / 2)}"`) }),
  "escapes in an unknown member": (size) => body({ note: raw(`"${"\\u0416".repeat(size / 6)}"`) }),
  "escapes in headers": (size) =>
    body({ headers: raw(`"{\\"A\\":\\"${"\\\\u0041".repeat(size / 7)}\\"}"`) }),
  "surrogate pairs": (size) =>
    body({ description: raw(`"${"\\ud83d\\ude00".repeat(size / 12)}"`) }),
  "a long description": (size) => body({ description: "d".repeat(size) }),
  "a long description, Cyrillic": (size) => body({ description: "д".repeat(size / 2) }),
  "a long url": (size) => body({ url: `https://example.com/${"a".repeat(size)}` }),
  "a long url, of host labels": (size) => body({ url: `https://${"a.".repeat(size / 2)}b` }),
  "a long secret": (size) => body({ secret: "s".repeat(size) }),
  "a long status": (size) => body({ status: "active".repeat(size / 6) }),
  "a long header name": (size) => body({ headers: JSON.stringify({ ["X".repeat(size)]: "a" }) }),
  "a long header value": (size) => body({ headers: JSON.stringify({ X: "a".repeat(size) }) }),
  "nested 64 deep, many times": (size) =>
    body({ note: raw(`[${items(size, () => "[".repeat(62) + "]".repeat(62))}]`) }),
  "nested too deep": (size) => body({ note: raw("[".repeat(size)) }),
  digits: (size) => body({ max_retries: raw(`1${"0".repeat(size)}`) }),
  "digits after the point": (size) => body({ max_retries: raw(`3.${"0".repeat(size)}`) }),
  "digits of an exponent": (size) => body({ max_retries: raw(`3e${"0".repeat(size)}`) }),
  "digits in an unknown member": (size) => body({ note: raw("7".repeat(size)) }),
  "event types, known": (size) =>
    body({ event_types: raw(`[${items(size, () => `"log.door_was_opened"`)}]`) }),
  "event types, unknown": (size) =>
    body({ event_types: raw(`[${items(size, (at) => `"log.door_was_opend${at % 10}"`)}]`) }),
  "event types, short": (size) => body({ event_types: raw(`[${items(size, () => `"a"`)}]`) }),
  "event types, not strings": (size) => body({ event_types: raw(`[${items(size, () => "0")}]`) }),
  "white space": (size) => body({ note: raw(`${" \n".repeat(size / 2)}0`) }),
  truncated: (size) => body({ note: "n".repeat(size) }).slice(0, -2),
};

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const parse = (bytes) => JSON.parse(decoder.decode(bytes));

function parses(bytes) {
  try {
    parse(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The nanoseconds per byte that `call` takes for these inputs. */
function sample(inputs, call) {
  const start = performance.now();
  let bytes = 0;
  let time = 0;
  while (time < SAMPLE) {
    for (const input of inputs) {
      call(input);
      bytes += input.length;
    }
    time = performance.now() - start;
  }
  return (time * 1e6) / bytes;
}

main(async () => {
  const outfile = "linear/workloads.mjs";
  await bundle(`export * from "./workloads.js";`, { runtime: "node", outfile });
  const { WORKLOADS } = await import(pathToFileURL(bundlePath(outfile)));
  const { validateWebhook } = await import(pathToFileURL(guardEntry("node")));
  const encoder = new TextEncoder();

  const make = (texts) => {
    const inputs = texts.map((text) => encoder.encode(text));
    return { inputs, parsed: inputs.every(parses), times: [], parseTimes: [] };
  };
  const typical = make(WORKLOADS["typical valid"].map(({ text }) => text));
  const rows = Object.entries(BODIES).map(([name, text]) => ({
    name,
    cells: SIZES.map((size) => make([text(size)])),
  }));

  let read = 0;
  const validate = (input) => {
    for (const { message } of validateWebhook(input).errors) read += message.length;
  };
  const measure = ({ inputs, parsed, times, parseTimes }) => {
    times.push(sample(inputs, validate));
    if (parsed) parseTimes.push(sample(inputs, parse));
  };
  for (let round = 0; round < ROUNDS; round++) {
    measure(typical);
    for (const { cells } of shuffled(rows)) for (const cell of cells) measure(cell);
  }

  const usual = median(typical.times);
  const mark = (ratio, most) => (ratio <= most ? ratio.toFixed(2) : `**${ratio.toFixed(2)}**`);
  let missed = 0;
  const table = rows.map(({ name, cells }) => {
    const perByte = cells.map(({ times }) => median(times));
    const byTypical = Math.max(...perByte) / usual;
    const byParse = cells.map(({ times, parseTimes }) =>
      median(times.map((time, round) => time / parseTimes[round])),
    );
    const { parsed } = cells[0];
    const worst = Math.max(...byParse);
    if (parsed ? worst > LINEAR.parse : byTypical > LINEAR.typical) missed += 1;
    return [
      name,
      ...perByte.map((value) => value.toFixed(2)),
      parsed ? mark(worst, LINEAR.parse) : "",
      parsed ? byTypical.toFixed(2) : mark(byTypical, LINEAR.typical),
    ];
  });
  const sizes = SIZES.map((size) => `${size / 1000} KB`);
  const text = [
    `The typical body takes ${usual.toFixed(2)} ns per byte. The ratios are those of the slowest size: at most ${LINEAR.parse} times the time of TextDecoder and JSON.parse where they accept the bytes, otherwise at most ${LINEAR.typical} times the typical time per byte. ${missed} of ${rows.length} bodies exceed that, in bold.`,
    markdown(["ns per byte", ...sizes, "÷ JSON.parse", "÷ typical"], table),
  ].join("\n\n");
  console.log(`${text}\n\n${read.toLocaleString("en")} characters of messages read.`);
  if (!process.env.GUARD) writeSection("linear", text);
});
