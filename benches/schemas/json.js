// The rules in JSON Schema. `http-url` is our own format; the headers text has no format, since it can have
// several issues.

import { EVENT_TYPES, isHttpUrl } from "../rules.js";

export const SCHEMA = {
  type: "object",
  required: ["url", "status", "event_types", "max_retries"],
  properties: {
    url: { type: "string", minLength: 4, maxLength: 2000, format: "http-url" },
    secret: { type: "string", minLength: 16, maxLength: 128 },
    status: { enum: ["active", "disabled"] },
    timeout: { type: "integer", minimum: 1000, maximum: 30000 },
    headers: { type: "string" },
    description: { type: "string", maxLength: 1000 },
    event_types: { type: "array", minItems: 1, items: { enum: EVENT_TYPES } },
    max_retries: { type: "integer", minimum: 1, maximum: 5 },
  },
};

export const FORMATS = { "http-url": isHttpUrl };

/** The schema with another one for the headers text. */
export const withHeaders = (headers) => ({
  ...SCHEMA,
  properties: { ...SCHEMA.properties, headers },
});
