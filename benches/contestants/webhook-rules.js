import { webhookRules } from "bench:guard";

const NONE = [];

export default { export: () => (webhookRules().eventTypes.length > 0 ? NONE : undefined) };
