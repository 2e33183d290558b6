// Which of the API's paths a request has (contract §8, G1 and G2), and which others are passed through.

import { GuardError } from "./decisions.js";

/** Each method's operation, and the value of `Allow`, for one shape of path. */
const shape = (operations) => ({
  operations: new Map(Object.entries(operations)),
  allow: [...Object.keys(operations), "OPTIONS"].join(", "),
});

const COLLECTION = shape({ GET: "list", HEAD: "list", POST: "create" });
const ITEM = shape({ GET: "get", HEAD: "get", PUT: "update", DELETE: "delete" });
const TEST = shape({ POST: "test" });

/** Where a device may stop reading a segment. */
const SEGMENT_END = /[;?#+\p{White_Space}]/u;

/** What decoders without checks read as any character, or as none. */
const MALFORMED_ESCAPE = /%(?![0-9a-f]{2})/i;

/** A path that is encoded more often is treated as an attack. */
const MAX_DECODINGS = 8;

/**
 * Returns a function from a path to what is allowed there: `{ operations, allow }` for a path of the API,
 * `undefined` for one to pass through. It throws for every other path.
 */
export function createRouter({ prefix, passthrough }) {
  const collection = `${prefix.replace(/\/+$/, "")}/webhooks`;
  const decoded = decode(collection);
  if (decoded === undefined) throw new TypeError("prefix must decode to text.");
  const apiSegments = split(decoded);
  const isListed = (path) =>
    passthrough.some((entry) => (entry.endsWith("/") ? path.startsWith(entry) : path === entry));

  return function route(path) {
    if (path.startsWith(collection)) {
      const parts = /^(?:\/([^/]+)(\/test)?)?$/.exec(path.slice(collection.length));
      if (parts) return readShape(parts);
    }
    if (!isListed(path) || mayLeadInto(path, apiSegments)) throw new GuardError("not_found");
    return undefined;
  };
}

function readShape([, uid, test]) {
  if (uid === undefined) return COLLECTION;
  if (!isUid(uid)) throw new GuardError("wrong_uid");
  return test ? TEST : ITEM;
}

const isUid = (text) => /^[1-9]\d{0,15}$/.test(text) && Number.isSafeInteger(Number(text));

/** Whether a device that reads paths more loosely than the guard could end up in the API. */
function mayLeadInto(path, apiSegments) {
  if (MALFORMED_ESCAPE.test(path)) return true;
  const decoded = path.split("/").map(decode);
  if (decoded.includes(undefined)) return true;
  const text = decoded.join("/");
  const segments = split(text);
  if (segments.includes("..")) return true;
  // A device that ignores parts of the path reads some of its segments, in their order. After // Java, Node and
  // Python read a host (RFC 3986 §4.2).
  if (text.includes("%") || text.includes("//") || decoded.some(hasIgnoredSlash)) {
    return containsInOrder(segments, apiSegments);
  }
  return apiSegments.every((segment, index) => segments[index] === segment);
}

/** Whether a slash was encoded in a part such as a parameter, which Tomcat removes before it decodes. */
function hasIgnoredSlash(decoded) {
  const end = decoded.search(SEGMENT_END);
  return end !== -1 && decoded.includes("/", end);
}

/** A `%` that is left after every decoding, and what follows it, may be read as anything. */
function containsInOrder(segments, wanted) {
  let found = 0;
  for (const segment of segments) {
    const [start, ...rest] = segment.split("%", 2);
    const next = wanted[found];
    if (segment === next || (rest.length > 0 && next?.startsWith(start))) found += 1;
  }
  return found === wanted.length;
}

/**
 * Part of a path after every decoding a device might apply; `undefined` if there are too many, or if the result
 * is not text. This and `split` take linear time.
 */
function decode(path) {
  let text = path;
  for (let round = 0; round < MAX_DECODINGS; round += 1) {
    const before = text;
    try {
      text = decodeOnce(before);
    } catch {
      return undefined; // bytes that are not UTF-8
    }
    if (text === before) return /[\p{Cc}\p{Cf}]/u.test(text) ? undefined : text;
  }
  return undefined;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

// Engines sort combining marks in quadratic time. Thirty in a row are more than any text has (UAX #15,
// Stream-Safe Text Format), so that longer runs are normalised in pieces.
const normalize = (text) =>
  text.replace(/[^\p{M}]+\p{M}{0,30}|\p{M}{1,30}/gu, (piece) => piece.normalize("NFKC"));

// Java's equalsIgnoreCase also treats ı and İ as i.
const decodeOnce = (text) =>
  normalize(text.replace(/(?:%[0-9a-f]{2})+/gi, decodePercent))
    .replace(/[ıİ]/g, "i")
    .toLowerCase()
    .replaceAll("\\", "/");

const decodePercent = (run) =>
  utf8.decode(
    Uint8Array.from({ length: run.length / 3 }, (_, index) =>
      Number.parseInt(run.slice(index * 3 + 1, index * 3 + 3), 16),
    ),
  );

// Characters that are not shown are ignored where names are compared without regard to case (NFKC_Casefold).
const split = (text) =>
  text
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .split("/")
    .map((segment) => segment.replace(/^[+\p{White_Space}]+/u, "").split(SEGMENT_END, 1)[0])
    .filter((segment) => segment !== "" && segment !== ".");
