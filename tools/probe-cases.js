// Derives the cases of the device probe from the vectors: each body contains a marker, by which the
// probe recognises what a device stored, and only host names and addresses that are reserved or are the
// device itself.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { printable } from "../cli/src/printable.js";
import { PLACEHOLDER } from "../cli/src/probe/marker.js";
import { root } from "./run.js";
import { readVectors } from "./vectors.js";

const BASE = {
  url: "https://example.com/hook",
  secret: "0123456789abcdef",
  status: "active",
  event_types: ["log.device_booted"],
  max_retries: 3,
};
const FIELDS = [...Object.keys(BASE), "timeout", "headers", "description"];
const REQUIRED = ["url", "status", "event_types", "max_retries"];

/** Host names of RFC 2606 and RFC 6761, and addresses of the device itself or for documentation. */
const RESERVED = [
  /(?:^|\.)(?:example(?:\.(?:com|net|org))?|invalid|test|localhost)\.?$/,
  /^(?:127|192\.0\.2|198\.51\.100|203\.0\.113)\.|^0\.0\.0\.0$/,
  /^\[(?:::1?|::ffff:(?:7f[0-9a-f]{2}:[0-9a-f]{1,4}|0:0)|2001:db8:.*)\]$/,
];

// What a device would read in these contains no marker.
const OTHER_ENCODINGS = /^(?:UTF-16|gzip)/;

/** Every case that can be sent, and the names of those that cannot. */
export function deriveCases() {
  const cases = [];
  const leftOut = [];
  for (const { file, kind, cases: vectors } of readVectors()) {
    if (kind !== "validate") continue;
    const group = file.replace(".json", "");
    for (const vector of vectors) {
      // A JavaScript value is not a body; the device has no such option, and no limit of findings.
      if (vector.value !== undefined || vector.extraEventTypes || vector.truncated) continue;
      const name = `${group}: ${printable(vector.name)}`;
      const body = addMarker(vector);
      if (body === undefined) leftOut.push(name);
      else cases.push({ name, rule: ruleOf(vector), ...body, error: vector.error });
    }
  }
  return { cases, leftOut };
}

/** The rule that decides a vector: of the issue whose text the device responds with, or `valid`. */
function ruleOf({ body, errors, error, valid }) {
  if (valid) return `${changedField(body)}.valid`;
  const { code, path } = errors.find((issue) => issue.error === error);
  const field = FIELDS.includes(path[0]) && code !== "duplicate_key" ? path[0] : "body";
  return `${field}.${code}`;
}

/** The one field that a valid body has otherwise than the base, or `body`. */
function changedField(text) {
  if (text === undefined) return "body";
  const members = JSON.parse(text);
  const names = new Set([...Object.keys(BASE), ...Object.keys(members)]);
  const changed = [...names].filter(
    (name) => JSON.stringify(members[name]) !== JSON.stringify(BASE[name]),
  );
  return changed.length === 1 && FIELDS.includes(changed[0]) ? changed[0] : "body";
}

/** The body with its marker; undefined if it has no place for one and a device might store it. */
function addMarker({ name, body, bytes, errors }) {
  if (OTHER_ENCODINGS.test(name)) return undefined;
  // Byte for byte, also of what is not UTF-8.
  const text = Buffer.from(bytes ?? body, bytes === undefined ? "utf8" : "hex").toString("latin1");
  const quiet = text.replaceAll('"active"', '"disabled"');
  const host = inHost(quiet);
  // Of two URLs the device may store the one without the host.
  const either = errors[0]?.code === "duplicate_key" && inDescription(host ?? quiet);
  const marked =
    either || host || inDescription(quiet) || (cannotBeStored(text) ? text : undefined);
  if (marked === undefined) return undefined;
  const result = Buffer.from(marked, "latin1");
  return bytes === undefined ? { body: result.toString() } : { bytes: result.toString("hex") };
}

// A longer host would change what a case at a limit of length shows.
const inHost = (text) =>
  text.includes("example.com") && !/example\.com[^"]{900}/.test(text)
    ? text.replaceAll("example.com", `${PLACEHOLDER}.invalid`)
    : undefined;

function inDescription(text) {
  const place = '"status":"disabled",';
  if (!text.includes(place) || text.includes('"description"') || !isHarmless(text)) {
    return undefined;
  }
  return text.replace(place, `${place}"description":"${PLACEHOLDER}",`);
}

/** Whether the URL in a body, however a device corrects it, has a reserved host or none. */
function isHarmless(text) {
  let members;
  try {
    members = JSON.parse(Buffer.from(text, "latin1").toString());
  } catch {
    return false;
  }
  const urls = [members.url].flat().filter((url) => typeof url === "string");
  return urls.every((url) => {
    try {
      const { protocol, hostname } = new URL(url);
      return !/^https?:$/.test(protocol) || RESERVED.some((reserved) => reserved.test(hostname));
    } catch {
      return true;
    }
  });
}

/** Whether a body lacks what every webhook has. */
const cannotBeStored = (text) => !REQUIRED.every((name) => text.includes(name));

/** Writes the cases of the probe. */
export function writeProbeCases() {
  const { cases } = deriveCases();
  writeFileSync(join(root, "cli/src/probe/cases.json"), `${JSON.stringify(cases)}\n`);
}
