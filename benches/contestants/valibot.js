import * as v from "valibot";
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

const range = (min, max, error) =>
  v.pipe(v.number(), v.integer(), v.minValue(min, error), v.maxValue(max, error));

const body = v.object({
  url: v.pipe(
    v.string(),
    v.check((url) => atLeast(url, 4) && atMost(url, 2000) && isHttpUrl(url), ERRORS.url),
  ),
  secret: v.optional(
    v.pipe(
      v.string(),
      v.check((secret) => atLeast(secret, 16) && atMost(secret, 128), ERRORS.secret),
    ),
  ),
  status: v.picklist(["active", "disabled"], ERRORS.status),
  timeout: v.optional(range(1000, 30000, ERRORS.timeout)),
  headers: v.optional(
    v.pipe(
      v.string(),
      v.rawCheck(({ dataset, addIssue }) => {
        if (!dataset.typed) return;
        for (const { path, message } of headerIssues(dataset.value)) {
          // A path relative to the member.
          const inner = path.slice(1).map((key) => ({ type: "object", origin: "value", key }));
          addIssue({ message, path: inner.length > 0 ? inner : undefined });
        }
      }),
    ),
  ),
  description: v.optional(
    v.pipe(
      v.string(),
      v.check((description) => atMost(description, 1000), ERRORS.description),
    ),
  ),
  event_types: v.pipe(
    v.array(v.picklist(EVENT_TYPES, ERRORS.eventTypes)),
    v.minLength(1, ERRORS.noEventTypes),
  ),
  max_retries: range(1, 5, ERRORS.maxRetries),
});

export default overValues((value) => {
  if (Array.isArray(value)) return arrayIssues();
  const result = v.safeParse(body, value);
  return result.success ? [] : result.issues;
});
