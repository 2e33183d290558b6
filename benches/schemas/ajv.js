// ajv with a keyword for the headers text.

import Ajv, { _ } from "ajv";
import names from "ajv/dist/compile/names.js";
import standalone from "ajv/dist/standalone/index.js";
import { headerIssues } from "../rules.js";
import { FORMATS, withHeaders } from "./json.js";

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
  const code = { source, esm: true, formats: _`rules.formats` };
  const ajv = new Ajv({ allErrors: true, formats: FORMATS, code });
  ajv.addKeyword({ keyword: "headersText", type: "string", code: headersText });
  return { ajv, validate: ajv.compile(withHeaders({ type: "string", headersText: true })) };
}

export const compiled = () => compile(false).validate;

/** The text of a module that validates without ajv. */
export function standaloneModule() {
  const { ajv, validate } = compile(true);
  return [
    `import { headerIssues } from "./rules.js";`,
    `import { FORMATS } from "./schemas/json.js";`,
    // Bundlers and Node interpret the default export of a CommonJS module differently.
    `import ucs2lengthModule from "ajv/dist/runtime/ucs2length.js";`,
    `const ucs2length = ucs2lengthModule.default ?? ucs2lengthModule;`,
    `const rules = { headerIssues, formats: FORMATS };`,
    standalone
      .default(ajv, validate)
      .replace(/require\("ajv\/dist\/runtime\/ucs2length"\)\.default/g, "ucs2length"),
  ].join("\n");
}
