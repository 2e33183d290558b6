// The fastest code we know how to write without a library.

import {
  atLeast,
  atMost,
  ERRORS,
  EVENT_TYPES,
  headerIssues,
  isHttpUrl,
  overValues,
} from "../rules.js";

const KNOWN = new Set(EVENT_TYPES);
const NONE = [];

// The list is created with the first issue.
function add(issues, code, path, message) {
  if (issues === NONE) return [{ code, path, message }];
  issues.push({ code, path, message });
  return issues;
}

const missing = (issues, field) =>
  add(issues, "missing", [field], `Wrong JSON body: no value for ${field}`);
const wrongType = (issues, field, path = [field]) =>
  add(issues, "wrong_type", path, `Wrong JSON body: value ${field} was of the wrong type`);

function validate(body) {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    return add(NONE, "not_an_object", [], ERRORS.body);
  }
  const { url, secret, status, timeout, headers, description, event_types, max_retries } = body;
  let issues = NONE;

  if (url === undefined) issues = missing(issues, "url");
  else if (typeof url !== "string") issues = wrongType(issues, "url");
  else if (!atLeast(url, 4)) issues = add(issues, "too_short", ["url"], ERRORS.url);
  else if (!atMost(url, 2000)) issues = add(issues, "too_long", ["url"], ERRORS.url);
  else if (!isHttpUrl(url)) issues = add(issues, "invalid_url", ["url"], ERRORS.url);

  if (secret !== undefined) {
    if (typeof secret !== "string") issues = wrongType(issues, "secret");
    else if (!atLeast(secret, 16)) issues = add(issues, "too_short", ["secret"], ERRORS.secret);
    else if (!atMost(secret, 128)) issues = add(issues, "too_long", ["secret"], ERRORS.secret);
  }

  if (status === undefined) issues = missing(issues, "status");
  else if (typeof status !== "string") issues = wrongType(issues, "status");
  else if (status !== "active" && status !== "disabled") {
    issues = add(issues, "invalid_status", ["status"], ERRORS.status);
  }

  if (timeout !== undefined) {
    if (!Number.isInteger(timeout)) issues = wrongType(issues, "timeout");
    else if (timeout < 1000 || timeout > 30000) {
      issues = add(issues, "out_of_range", ["timeout"], ERRORS.timeout);
    }
  }

  if (headers !== undefined) {
    if (typeof headers !== "string") issues = wrongType(issues, "headers");
    else {
      const found = headerIssues(headers);
      if (found.length > 0) issues = issues === NONE ? found : issues.concat(found);
    }
  }

  if (description !== undefined) {
    if (typeof description !== "string") issues = wrongType(issues, "description");
    else if (!atMost(description, 1000)) {
      issues = add(issues, "too_long", ["description"], ERRORS.description);
    }
  }

  if (event_types === undefined) issues = missing(issues, "event_types");
  else if (!Array.isArray(event_types)) issues = wrongType(issues, "event_types");
  else if (event_types.length === 0) {
    issues = add(issues, "no_event_types", ["event_types"], ERRORS.noEventTypes);
  } else {
    for (let at = 0; at < event_types.length; at++) {
      const name = event_types[at];
      if (KNOWN.has(name)) continue;
      const path = ["event_types", at];
      if (typeof name !== "string") issues = wrongType(issues, "event_types", path);
      else issues = add(issues, "unknown_event_type", path, ERRORS.eventTypes);
    }
  }

  if (max_retries === undefined) issues = missing(issues, "max_retries");
  else if (!Number.isInteger(max_retries)) issues = wrongType(issues, "max_retries");
  else if (max_retries < 1 || max_retries > 5) {
    issues = add(issues, "out_of_range", ["max_retries"], ERRORS.maxRetries);
  }
  return issues;
}

export default overValues(validate);
