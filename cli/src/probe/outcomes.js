// Compares a device's response to a case with the contract.

import { isDeepStrictEqual } from "node:util";
import { webhookRules } from "webhook-guard";
import { solveSignature } from "./signature.js";
import { describeStored } from "./stored.js";

/** How device and contract may differ over a case: a kind of outcome and what the device does. */
export const DIFFERENCES = {
  accepts: "accepts what the contract rejects",
  rejects: "rejects what the contract accepts",
  alters: "accepts it, and stores something else",
  other_text: "rejects it too, with another status or text",
  other_scheme: "signs something else",
  fails: "does not respond, or responds with a 5xx status",
};

const FIELDS = webhookRules().fields.map(({ name }) => name);

/** The outcome of a body that the device accepted; `stored` is what it returns of it, if it does. */
export function accepted({ errors, status, rule, question, stored, sent, unread }) {
  const isWrong = errors.length > 0;
  const altered = isWrong || !stored ? [] : alteredFields(JSON.parse(sent), stored, unread);
  const kind = isWrong ? "accepts" : altered.length > 0 ? "alters" : "agrees";
  const shown = stored && describeStored({ kind, rule, question, stored, altered });
  return {
    kind,
    status,
    ...(shown && { stored: shown }),
    ...(altered.length > 0 && { altered }),
  };
}

/** The outcome of a request that the device rejected: with `text`, in a report `error`. */
export function rejected({ status, kind, error = "no webhook in the response", text }, errors) {
  const outcome = { status, text: error };
  // The owner has a webhook with the URL of this case.
  if (kind === "conflict") return { ...outcome, kind: "open" };
  if (status >= 500) return { ...outcome, kind: "fails" };
  if (errors.length === 0) return { ...outcome, kind: "rejects" };
  return { ...outcome, kind: status === 400 && errors.includes(text) ? "agrees" : "other_text" };
}

/** The outcome of a test of a webhook with this secret. */
export function signatureOutcome({ ok, status, error, report }, secret) {
  if (!ok) return rejected({ status, error }, []);
  const header = (name) =>
    report?.request?.headers.find(([each]) => each.toLowerCase() === name)?.[1];
  const signature = header("x-webhook-signature");
  const payload = report?.request?.payload;
  if (signature === undefined || payload === undefined) {
    return { kind: "open", status, text: "The report on the test shows no signed delivery." };
  }
  const timestamp = header("x-webhook-timestamp");
  const { scheme, description, tried } = solveSignature({ secret, payload, timestamp, signature });
  if (description === undefined) {
    return { kind: "open", status, text: `No match among ${tried}.` };
  }
  return {
    kind: scheme === "body" ? "agrees" : "other_scheme",
    status,
    ...(scheme && { scheme }),
    text: description,
  };
}

/** The fields of which something else is stored than was sent. */
const alteredFields = (webhook, stored, unread) =>
  FIELDS.filter(
    (field) =>
      field in webhook &&
      !unread.includes(field) &&
      !isDeepStrictEqual(meaningOf(field, webhook[field]), meaningOf(field, stored[field])),
  );

/** A field's value without differences that do not matter: white space in headers, a repeated type. */
function meaningOf(field, value) {
  if (field === "event_types" && Array.isArray(value)) return [...new Set(value)];
  if (field !== "headers" || typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
