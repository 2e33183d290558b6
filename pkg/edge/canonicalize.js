// A stand-in for the core's `canonicalizeWebhook` until it is there.

import { buildRequest } from "../entry/core.js";

export function canonicalizeWebhook(webhook, { extraEventTypes }) {
  try {
    const { body } = buildRequest({ operation: "create", webhook, extraEventTypes });
    return { valid: true, errors: [], warnings: [], body: new TextEncoder().encode(body) };
  } catch (error) {
    if (error?.name !== "InvalidWebhookError") throw error;
    const { errors, warnings, truncated } = error;
    return { valid: false, error: error.error, errors, warnings, truncated };
  }
}
