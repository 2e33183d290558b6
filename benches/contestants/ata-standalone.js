import { setFormats, validate } from "bench:ata";
import { overValues, withHeaderIssues } from "../rules.js";
import { FORMATS } from "../schemas/json.js";

setFormats(FORMATS);

export default overValues((value) => withHeaderIssues(validate(value).errors, value));
