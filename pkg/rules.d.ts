/**
 * The rules as data, for a form that is rendered before the module has loaded.
 *
 * @packageDocumentation
 */
import type { WebhookRules } from "./index.js";

/** The result of `webhookRules()` of the same version; all importers share the object. */
export const rules: Readonly<WebhookRules>;
