import { validator } from "@exodus/schemasafe";
import { overValues, withHeaderIssues } from "../rules.js";
import { FORMATS, SCHEMA } from "../schemas/json.js";

const validate = validator(SCHEMA, {
  formats: FORMATS,
  includeErrors: true,
  allErrors: true,
  isJSON: true,
});
const NONE = [];

// Its errors have no message; this is the one that its parser gives the first of them.
const issue = ({ keywordLocation, instanceLocation }) => ({
  instancePath: instanceLocation.slice(1),
  message: `JSON validation failed for ${keywordLocation.slice(keywordLocation.lastIndexOf("/") + 1)} at ${instanceLocation}`,
});

export default overValues((value) =>
  withHeaderIssues(validate(value) ? NONE : validate.errors.map(issue), value),
);
