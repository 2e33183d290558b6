import { validate } from "bench:typia";
import { arrayIssues, overValues, withHeaderIssues } from "../rules.js";

const NONE = [];

// Its errors have no message, but the type that was expected.
const issue = ({ path, expected }) => ({ path, message: expected });

export default overValues((value) => {
  if (Array.isArray(value)) return arrayIssues();
  const result = validate(value);
  return withHeaderIssues(result.success ? NONE : result.errors.map(issue), value);
});
