import { Validator } from "ata-validator";
import { overValues, withHeaderIssues } from "../rules.js";
import { FORMATS, SCHEMA } from "../schemas/json.js";

// Without the frames and suggestions that would make its errors slower.
const validator = new Validator(SCHEMA, { formats: FORMATS, richErrors: false });
// It compiles when first called and when errors are first read, which workerd allows only at module scope.
if (validator.validate({}).errors.length === 0) throw new Error("An empty object is not valid.");

export default overValues((value) => withHeaderIssues(validator.validate(value).errors, value));
