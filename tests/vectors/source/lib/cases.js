// Cases of the kind "validate".

import { caret, offsetOf, quote, withHeaders } from "./bodies.js";
import { issue } from "./findings.js";

/** `input` is the text of the body, or an object with `body`, `bytes` or `value`, and the option. */
const asInput = (input) => (typeof input === "string" ? { body: input } : input);

export const ok = (name, input, warnings = [], canonical = undefined) => ({
  name,
  ...asInput(input),
  valid: true,
  errors: [],
  warnings,
  canonical,
});

// §2: the device fails while it reads the body, before it checks values.
export const bad = (name, input, errors, warnings = []) => ({
  name,
  ...asInput(input),
  valid: false,
  error: (errors.find(({ code }) => code === "missing" || code === "wrong_type") ?? errors[0])
    .error,
  errors,
  warnings,
});

export const malformed = (name, marked) => {
  const params = marked.includes(caret) ? { offset: offsetOf(marked) } : undefined;
  return bad(name, marked.replace(caret, ""), [issue("malformed_json", [], params)]);
};

export const malformedBytes = (name, bytes, offset) =>
  bad(name, { bytes }, [issue("malformed_json", [], offset === undefined ? offset : { offset })]);

export const malformedHeaders = (name, marked) => {
  const params = marked.includes(caret) ? { offset: offsetOf(marked) } : undefined;
  const inner = marked.replace(caret, "");
  return bad(name, withHeaders(inner), [issue("invalid_headers", ["headers"], params)]);
};

export const codePoint = (code) => `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;

export const range = (first, last) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

export const named = (raw) => (raw.length > 40 ? `${raw.slice(0, 12)}…${raw.slice(-24)}` : raw);

export const describe = (url) => quote(url).slice(1, -1);

export const listOf = (count, make) => Array.from({ length: count }, (_, i) => make(i));

export const response = (status, body, operation = "create") => ({ operation, status, body });
