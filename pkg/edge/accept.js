// Which error document a client prefers (contract §8, G4; RFC 9110 §12.5.1).

const JSON_RANGES = ["application/json", "application/*", "*/*"];
const PROBLEM_RANGES = ["application/problem+json", "application/*", "*/*"];

/** Whether `Accept` prefers a problem document to plain JSON. */
export function prefersProblem(accept) {
  if (!accept) return false;
  const weights = new Map();
  for (const range of split(removeQuoted(accept), ",")) {
    const [type, ...parameters] = split(range, ";");
    const q = parameters.find((parameter) => parameter.startsWith("q="));
    const weight = q === undefined ? 1 : readWeight(q.slice(2));
    weights.set(type, Math.max(weight, weights.get(type) ?? 0));
  }
  // The most specific range decides.
  const weightOf = (ranges) => weights.get(ranges.find((range) => weights.has(range))) ?? 0;
  return weightOf(PROBLEM_RANGES) > weightOf(JSON_RANGES);
}

const split = (text, separator) => text.split(separator).map((part) => part.trim().toLowerCase());

const readWeight = (text) => (/^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(text) ? Number(text) : 0);

/**
 * The text without quoted strings, which may contain commas and semicolons. Each character is read
 * once: a regular expression would start again at every unmatched quotation mark.
 */
function removeQuoted(text) {
  if (!text.includes('"')) return text;
  let rest = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') quoted = !quoted;
    else if (quoted && char === "\\") at += 1;
    else if (!quoted) rest += char;
  }
  return rest;
}
