import { validateWebhook } from "bench:guard";

const validate = (input) => validateWebhook(input).errors;

export default { bytes: validate, text: validate, object: validate };
