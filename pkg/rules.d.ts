/**
 * The rules as data, for a form that is drawn before the module has arrived.
 *
 * @packageDocumentation
 */
import type { WebhookRules } from "./index.js";

/** What `webhookRules()` of the same version gives; one object for all who import it. */
export const rules: Readonly<WebhookRules>;
