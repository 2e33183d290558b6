// The webhook as a schema for libraries that accept Standard Schema v1 and Standard JSON Schema v1.

import { buildRequest, webhookJsonSchema } from "./index.js";

export const webhookSchema = {
  "~standard": {
    version: 1,
    vendor: "webhook-guard",
    validate(webhook, options) {
      const extraEventTypes = options?.libraryOptions?.extraEventTypes;
      try {
        const { body } = buildRequest({ operation: "create", webhook, extraEventTypes });
        return { value: JSON.parse(body) };
      } catch (error) {
        if (error?.name !== "InvalidWebhookError") throw error;
        return { issues: error.errors };
      }
    },
    jsonSchema: {
      input: ({ target }) => inDialect(target, webhookJsonSchema()),
      // The canonical webhook has only known members (contract §5).
      output: ({ target }) =>
        inDialect(target, { ...webhookJsonSchema(), additionalProperties: false }),
    },
  },
};

/** The schema in a dialect that knows fewer keywords than 2020-12. */
function inDialect(target, { $schema, ...schema }) {
  if (target === "draft-2020-12") return { $schema, ...schema };
  const { contentMediaType, contentSchema: _, ...headers } = schema.properties.headers;
  if (target === "draft-07") {
    return {
      $schema: "http://json-schema.org/draft-07/schema#",
      ...withHeaders(schema, { ...headers, contentMediaType }),
    };
  }
  if (target === "openapi-3.0") return withHeaders(schema, headers);
  throw new TypeError(
    `target must be "draft-2020-12", "draft-07" or "openapi-3.0", not "${target}".`,
  );
}

const withHeaders = (schema, headers) => ({
  ...schema,
  properties: { ...schema.properties, headers },
});
