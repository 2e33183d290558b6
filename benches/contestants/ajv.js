import { overValues } from "../rules.js";
import { compiled } from "../schemas/ajv.js";

const validate = compiled();

export default overValues((value) => (validate(value) ? [] : validate.errors));
