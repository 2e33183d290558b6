import * as z from "zod";
import { overValues } from "../rules.js";
import { schema } from "../schemas/zod.js";

const body = schema(z);

export default overValues((value) => {
  const result = body.safeParse(value);
  return result.success ? [] : result.error.issues;
});
