// The rules in JSON Schema, with a format and a keyword for what it cannot express.

import Ajv, { _ } from "ajv";
import names from "ajv/dist/compile/names.js";
import standalone from "ajv/dist/standalone/index.js";
import { EVENT_TYPES, headerIssues, isHttpUrl } from "../rules.js";

const SCHEMA = {
  type: "object",
  required: ["url", "status", "event_types", "max_retries"],
  properties: {
    url: { type: "string", minLength: 4, maxLength: 2000, format: "http-url" },
    secret: { type: "string", minLength: 16, maxLength: 128 },
    status: { enum: ["active", "disabled"] },
    timeout: { type: "integer", minimum: 1000, maximum: 30000 },
    headers: { type: "string", headersText: true },
    description: { type: "string", maxLength: 1000 },
    event_types: { type: "array", minItems: 1, items: { enum: EVENT_TYPES } },
    max_retries: { type: "integer", minimum: 1, maximum: 5 },
  },
};

/** Adds the issues that the function finds in the value to the errors, with their paths. */
function headersText({ gen, data }) {
  const find = gen.scopeValue("func", { ref: headerIssues, code: _`rules.headerIssues` });
  const found = gen.const("found", _`${find}(${data})`);
  const { vErrors, errors } = names.default;
  gen.if(_`${found}.length > 0`, () => {
    gen.assign(vErrors, _`${vErrors} === null ? ${found} : ${vErrors}.concat(${found})`);
    gen.code(_`${errors} += ${found}.length`);
  });
}

function compile(source) {
  const formats = { "http-url": isHttpUrl };
  const code = { source, esm: true, formats: _`rules.formats` };
  const ajv = new Ajv({ allErrors: true, formats, code });
  ajv.addKeyword({ keyword: "headersText", type: "string", code: headersText });
  return { ajv, validate: ajv.compile(SCHEMA) };
}

export const compiled = () => compile(false).validate;

/** The text of a module that validates without ajv. */
export function standaloneModule() {
  const { ajv, validate } = compile(true);
  return [
    `import { headerIssues, isHttpUrl } from "./rules.js";`,
    // Bundlers and Node interpret the default export of a CommonJS module differently.
    `import ucs2lengthModule from "ajv/dist/runtime/ucs2length.js";`,
    `const ucs2length = ucs2lengthModule.default ?? ucs2lengthModule;`,
    `const rules = { headerIssues, formats: { "http-url": isHttpUrl } };`,
    standalone
      .default(ajv, validate)
      .replace(/require\("ajv\/dist\/runtime\/ucs2length"\)\.default/g, "ucs2length"),
  ].join("\n");
}
