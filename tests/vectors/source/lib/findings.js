// Issues and warnings, as cases list them.

const limits = {
  url: { min: 4, max: 2000 },
  secret: { min: 16, max: 128 },
  timeout: { min: 1000, max: 30000 },
  description: { max: 1000 },
  max_retries: { min: 1, max: 5 },
};

export const types = {
  url: "string",
  secret: "string",
  status: "string",
  timeout: "integer",
  headers: "string",
  description: "string",
  event_types: "array",
  max_retries: "integer",
};

export const ofValue = {
  url: "Invalid URL format. Must be HTTP URL",
  secret: "Secret must be between 16 and 128 characters",
  status: "Status must be 'active' or 'disabled'",
  timeout: "Timeout must be between 1000 and 30000",
  description: "Description must be at most 1000 characters",
  max_retries: "Max retries must be between 1 and 5",
};

export const deviceText = {
  malformed_json: () => "Wrong JSON body",
  not_an_object: () => "Wrong JSON body",
  duplicate_key: () => "Wrong JSON body",
  missing: (field) => `Wrong JSON body: no value for ${field}`,
  wrong_type: (field) => `Wrong JSON body: value ${field} was of the wrong type`,
  too_short: (field) => ofValue[field],
  too_long: (field) => ofValue[field],
  out_of_range: (field) => ofValue[field],
  invalid_url: () => ofValue.url,
  invalid_status: () => ofValue.status,
  invalid_headers: () => "Invalid headers. Must be a JSON object of strings",
  invalid_header_name: () => "Invalid header name",
  reserved_header: () => "Invalid header name",
  duplicate_header: () => "Invalid header name",
  invalid_header_value: () => "Invalid header value",
  no_event_types: () => "event_types must contain at least one item",
  unknown_event_type: () => "Invalid event types",
};

export const issue = (code, path, params) => ({
  code,
  path,
  error: deviceText[code](path[0]),
  params,
});

export const missing = (field) => issue("missing", [field], { expected: types[field] });
export const wrongType = (field, actual) =>
  issue("wrong_type", [field], { expected: types[field], actual });
export const wrongItem = (index, actual) =>
  issue("wrong_type", ["event_types", index], { expected: "string", actual });
export const tooShort = (field, actual) =>
  issue("too_short", [field], { ...limits[field], actual });
export const tooLong = (field, actual) => issue("too_long", [field], { ...limits[field], actual });
export const outOfRange = (field, actual) =>
  issue("out_of_range", [field], { ...limits[field], actual });
export const invalidUrl = (reason) => issue("invalid_url", ["url"], reason && { reason });
export const invalidStatus = () =>
  issue("invalid_status", ["status"], { expected: ["active", "disabled"] });
export const notAnObject = (actual) => issue("not_an_object", [], { expected: "object", actual });
export const duplicateKey = (name, params) => issue("duplicate_key", [name], params);
export const headersNot = (actual) => issue("invalid_headers", ["headers"], { actual });
export const headerName = (name) => issue("invalid_header_name", ["headers", name]);
export const reserved = (name) => issue("reserved_header", ["headers", name]);
export const duplicateHeader = (name) => issue("duplicate_header", ["headers", name]);
export const headerValue = (name, actual) =>
  issue("invalid_header_value", ["headers", name], actual && { actual });
export const noEventTypes = () => issue("no_event_types", ["event_types"], { min: 1 });
export const unknownEvent = (index, suggestion) =>
  issue("unknown_event_type", ["event_types", index], suggestion && { suggestion });

const warning = (code, path, params) => ({ code, path, params });

export const insecure = warning("insecure_url", ["url"]);
export const credentials = warning("credentials_in_url", ["url"]);
export const fragment = warning("fragment_in_url", ["url"]);
export const loopback = warning("loopback_url", ["url"]);
export const noSecret = warning("no_secret", ["secret"]);
export const whitespace = (name) => warning("header_whitespace", ["headers", name]);
export const sensitive = (name) => warning("sensitive_header", ["headers", name]);
export const repeated = (index) => warning("duplicate_event_type", ["event_types", index]);
export const ambiguous = (field, actual, utf16, utf8) =>
  warning("length_ambiguous", [field], { max: limits[field].max, actual, utf16, utf8 });
export const unknown = (name, suggestion) =>
  warning("unknown_field", [name], suggestion && { suggestion });
