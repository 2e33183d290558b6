import * as z from "zod/mini";
import {
  atLeast,
  atMost,
  ERRORS,
  EVENT_TYPES,
  headerIssues,
  isHttpUrl,
  overValues,
} from "../rules.js";

const range = (min, max, error) => z.int().check(z.gte(min, { error }), z.lte(max, { error }));

const body = z.object({
  url: z.string().check(
    z.refine((url) => atLeast(url, 4) && atMost(url, 2000) && isHttpUrl(url), {
      error: ERRORS.url,
    }),
  ),
  secret: z.optional(
    z
      .string()
      .check(
        z.refine((secret) => atLeast(secret, 16) && atMost(secret, 128), { error: ERRORS.secret }),
      ),
  ),
  status: z.enum(["active", "disabled"], { error: ERRORS.status }),
  timeout: z.optional(range(1000, 30000, ERRORS.timeout)),
  headers: z.optional(
    z.string().check(({ value, issues }) => {
      for (const { path, message } of headerIssues(value)) {
        // A path relative to the member.
        issues.push({ code: "custom", input: value, path: path.slice(1), message });
      }
    }),
  ),
  description: z.optional(
    z
      .string()
      .check(z.refine((description) => atMost(description, 1000), { error: ERRORS.description })),
  ),
  event_types: z
    .array(z.enum(EVENT_TYPES, { error: ERRORS.eventTypes }))
    .check(z.minLength(1, { error: ERRORS.noEventTypes })),
  max_retries: range(1, 5, ERRORS.maxRetries),
});

export default overValues((value) => {
  const result = body.safeParse(value);
  return result.success ? [] : result.error.issues;
});
