// sury stops at the first issue: the members of a body that is not valid are parsed one by one.

import * as S from "sury";
import {
  arrayIssues,
  atLeast,
  atMost,
  ERRORS,
  EVENT_TYPES,
  isHttpUrl,
  overValues,
  withHeaderIssues,
} from "../rules.js";

const text = (check, error) => S.string.with(S.refine, check, { error });
const range = (min, max, error) => S.integer.with(S.gte, min, error).with(S.lte, max, error);

const eventType = S.union(EVENT_TYPES);
const members = {
  url: text((url) => atLeast(url, 4) && atMost(url, 2000) && isHttpUrl(url), ERRORS.url),
  secret: S.optional(text((secret) => atLeast(secret, 16) && atMost(secret, 128), ERRORS.secret)),
  status: S.union(["active", "disabled"]),
  timeout: S.optional(range(1000, 30000, ERRORS.timeout)),
  headers: S.optional(S.string),
  description: S.optional(text((description) => atMost(description, 1000), ERRORS.description)),
  event_types: S.array(eventType).with(S.minLength, 1, ERRORS.noEventTypes),
  max_retries: range(1, 5, ERRORS.maxRetries),
};

const isBody = S.isInput(S.schema(members));
const parsers = Object.entries(members).map(([name, schema]) => [name, S.parseAsResult(schema)]);
const parseEventType = S.parseAsResult(eventType);
const NONE = [];

function issuesOf(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return arrayIssues();
  const issues = [];
  for (const [name, parse] of parsers) {
    const { error } = parse(value[name]);
    if (!error) continue;
    if (name !== "event_types" || error.path.length === 0) {
      issues.push({ path: [name, ...error.path], message: error.reason });
      continue;
    }
    for (const [at, item] of value.event_types.entries()) {
      const { error } = parseEventType(item);
      if (error) issues.push({ path: [name, at], message: error.reason });
    }
  }
  return issues;
}

export default overValues((value) =>
  withHeaderIssues(isBody(value) ? NONE : issuesOf(value), value),
);
