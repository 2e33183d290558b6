import { type } from "arktype";
import {
  arrayIssues,
  atLeast,
  atMost,
  ERRORS,
  EVENT_TYPES,
  headerIssues,
  isHttpUrl,
  overValues,
} from "../rules.js";

const text = (check, message) =>
  type("string").narrow((value, context) => check(value) || context.reject({ message }));

const body = type({
  url: text((url) => atLeast(url, 4) && atMost(url, 2000) && isHttpUrl(url), ERRORS.url),
  "secret?": text((secret) => atLeast(secret, 16) && atMost(secret, 128), ERRORS.secret),
  status: "'active' | 'disabled'",
  "timeout?": "1000 <= number.integer <= 30000",
  "headers?": type("string").narrow((value, context) => {
    const found = headerIssues(value);
    for (const { path, message } of found) {
      // A path relative to the member.
      context.error({ message, relativePath: path.slice(1) });
    }
    return found.length === 0;
  }),
  "description?": text((description) => atMost(description, 1000), ERRORS.description),
  event_types: type
    .enumerated(...EVENT_TYPES)
    .array()
    .atLeastLength(1),
  max_retries: "1 <= number.integer <= 5",
});

export default overValues((value) => {
  if (Array.isArray(value)) return arrayIssues();
  const result = body(value);
  return result instanceof type.errors ? result : [];
});
