import { atLeast, atMost, ERRORS, EVENT_TYPES, headerIssues, isHttpUrl } from "../rules.js";

/** The rules in zod, whose own lengths count UTF-16 units. */
export const schema = (z) =>
  z.object({
    url: z.string().refine((url) => atLeast(url, 4) && atMost(url, 2000) && isHttpUrl(url), {
      error: ERRORS.url,
    }),
    secret: z
      .string()
      .refine((secret) => atLeast(secret, 16) && atMost(secret, 128), { error: ERRORS.secret })
      .optional(),
    status: z.enum(["active", "disabled"], { error: ERRORS.status }),
    timeout: z
      .int()
      .min(1000, { error: ERRORS.timeout })
      .max(30000, { error: ERRORS.timeout })
      .optional(),
    headers: z
      .string()
      .check(({ value, issues }) => {
        for (const { path, message } of headerIssues(value)) {
          // A path relative to the member.
          issues.push({ code: "custom", input: value, path: path.slice(1), message });
        }
      })
      .optional(),
    description: z
      .string()
      .refine((description) => atMost(description, 1000), { error: ERRORS.description })
      .optional(),
    event_types: z
      .array(z.enum(EVENT_TYPES, { error: ERRORS.eventTypes }))
      .min(1, { error: ERRORS.noEventTypes }),
    max_retries: z.int().min(1, { error: ERRORS.maxRetries }).max(5, { error: ERRORS.maxRetries }),
  });
