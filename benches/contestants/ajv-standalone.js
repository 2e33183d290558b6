import validate from "bench:ajv-standalone";
import { overValues } from "../rules.js";

export default overValues((value) => (validate(value) ? [] : validate.errors));
