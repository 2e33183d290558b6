// `z.compile`: generated code, which needs `unsafe-eval`, checks valid values; an invalid one is parsed
// again without it.

import * as z from "zod";
import { overValues } from "../rules.js";
import { schema } from "../schemas/zod.js";

const body = z.compile(schema(z), { strict: true });

export default overValues((value) => {
  const result = body.safeParse(value);
  return result.success ? [] : result.error.issues;
});
