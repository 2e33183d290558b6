// ata-validator's answer to a text, without a value and without issues: yes or no. It reads bytes
// only with an optional native engine, which this repository does not install; so bytes are decoded first.

import { Validator } from "ata-validator";
import { ERRORS, headerIssues } from "../rules.js";
import { FORMATS, withHeaders } from "../schemas/json.js";

const formats = { ...FORMATS, headers: (text) => headerIssues(text).length === 0 };
const validator = new Validator(withHeaders({ type: "string", format: "headers" }), { formats });
// It builds its reader of texts after 64 of them, which workerd allows only at module scope.
for (let call = 0; call < 100; call++) validator.isValidJSON("{}");

const NONE = [];
const NO = [{ path: [], message: ERRORS.body }];
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const text = (text) => (validator.isValidJSON(text) ? NONE : NO);

export default { bytes: (bytes) => text(decoder.decode(bytes)), text };
