// A webhook as the device returns it. Firmware may leave members out, write them as null or as
// empty text, or know more of them than this page.

import { rules } from "/pkg/dist/rules.js";
import { urlParts } from "../lib/dom.js";

const FIELDS = rules.fields.map(({ name }) => name);
const KNOWN = new Set(rules.eventTypes.map(({ name }) => name));
const STATUSES = rules.fields.find(({ name }) => name === "status").enum;

/** The members that a webhook has: those of the rules, without empty ones. */
export function readWebhook(data) {
  const present = ([name, value]) => FIELDS.includes(name) && value !== null && value !== "";
  return Object.fromEntries(Object.entries(Object(data)).filter(present));
}

/** The event types that newer firmware knows besides the rules (contract D8). */
export const extraEventTypes = ({ event_types: names }) =>
  eventNames(names).filter((name) => !KNOWN.has(name));

/** The names in `event_types`, also where the device wrote another type. */
export const eventNames = (names) =>
  Array.isArray(names) ? [...new Set(names.filter((it) => typeof it === "string"))] : [];

export const isKnownStatus = (status) => STATUSES.includes(status);

/** Host and path of a URL, to name a webhook in a title. */
export const hostOf = (url) => urlParts(String(url ?? ""))[1];

/** One text for each member, equal for equal members. */
export function comparable(webhook) {
  const texts = FIELDS.map((name) => {
    const value = webhook[name];
    return [
      name,
      name === "event_types" ? JSON.stringify(eventNames(value).sort()) : JSON.stringify(value),
    ];
  });
  return Object.fromEntries(texts);
}
