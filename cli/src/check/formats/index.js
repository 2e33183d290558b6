// The output formats of `check`: each makes, for a stream, `{ begin(), file(name, result),
// end(total) }`.

import { github } from "./github.js";
import { json } from "./json.js";
import { sarif } from "./sarif.js";
import { text } from "./text.js";

export const formats = { text, json, github, sarif };
