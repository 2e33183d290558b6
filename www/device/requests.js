// Requests to the device. The guard builds each request and reads its response. If the device requires
// a login, the user logs in and the request is repeated.

import { t } from "../lib/language.js";
import { guard } from "./guard.js";
import { askLogin, TIMEOUT_MS } from "./login.js";
import { session, setSession } from "./session.js";

/** A test takes as long as all attempts of its delivery. */
const TEST_TIMEOUT_MS = 600_000;

const REASONS = { unauthorized: "login.help", forbidden: "login.forbidden" };

/** What an unexpected response means, by its status. */
const UNEXPECTED = { 0: "redirect", 429: "busy", 502: "bad_gateway", 503: "busy", 504: "timeout" };

/** Operations that change no webhook: after a timeout there is no change to check for. */
const UNCHANGING = ["list", "get", "test"];

/** The request as it would be sent; an invalid webhook throws an InvalidWebhookError. */
export function buildRequest(request) {
  const token = session()?.token;
  return guard.buildRequest({ ...request, ...(token && { token }) });
}

async function send(request) {
  const built = buildRequest(request);
  const { operation } = request;
  const late = UNCHANGING.includes(operation) ? "slow" : "timeout";
  const signal = AbortSignal.timeout(operation === "test" ? TEST_TIMEOUT_MS : TIMEOUT_MS);
  try {
    const response = await fetch(built.url, { ...built, redirect: "manual", signal });
    const { status } = response;
    const parsed = guard.parseResponse({ operation, status, body: await response.text() });
    if (parsed.kind !== "unexpected") return parsed;
    const kind = UNEXPECTED[status] ?? (status >= 500 ? "failed" : "unexpected");
    return { ...parsed, kind: kind === "timeout" ? late : kind };
  } catch {
    return { ok: false, kind: signal.aborted ? late : "unreachable", error: "", path: [] };
  }
}

let loggingIn;

/** Logs in, once for all concurrent requests; resolves with whether that succeeded. */
export function logIn(reason, first = false) {
  loggingIn ??= askLogin(reason, first).finally(() => {
    loggingIn = undefined;
  });
  return loggingIn;
}

/**
 * Sends a request and resolves with its parsed response, whose `kind` is that of `parseResponse` or
 * `unreachable`, `slow`, `timeout`, `bad_gateway`, `busy`, `redirect` or `failed`. No login is requested
 * for a response that is no longer `wanted()`.
 */
export async function ask(request, { wanted = () => true, first = false } = {}) {
  await guard.init();
  const token = session()?.token;
  const parsed = await send(request);
  if (parsed.kind === "unauthorized" && session()?.token === token) setSession(undefined);
  const reason = wanted() && REASONS[parsed.kind];
  if (!reason) return parsed;
  // During this request, another one may have logged in.
  if (session() && session().token !== token) return send(request);
  return (await logIn(reason, first)) ? send(request) : parsed;
}

/** Why a request failed, in words. */
export const failureText = ({ kind, error }) => t(`response.${kind}`, { error }, error);

/** Whether a request failed for want of a login, or of one with more rights. */
export const needsLogin = ({ kind }) => Object.hasOwn(REASONS, kind);

/** Whether a request may have been carried out although its response does not show it. */
export const isUncertain = ({ kind }) =>
  ["unreachable", "timeout", "bad_gateway", "failed"].includes(kind);

/** The number of items that a list request asks for; a device may send fewer. */
export const LIMIT = 50;

/**
 * Whether a page of the list, with `received` items, is followed by another one. A page that only `repeats`
 * loaded items is the last of a device that does not know page numbers. One that states how many pages it has
 * does: newly created webhooks have moved the loaded ones to this page.
 */
export function hasNextPage(data, { page, received, repeats }) {
  const pages = data?.list_options?.pagination?.total_pages;
  return Number.isInteger(pages) ? page < pages : received === LIMIT && !repeats;
}

/** Sends list requests, each with the `options` of `ask`, until `use(items)` returns true or nothing is left. */
export async function eachPage(use, options) {
  const known = new Set();
  for (let page = 1; ; page += 1) {
    const query = { limit: LIMIT, page_number: page };
    const parsed = await ask({ operation: "list", query }, options);
    if (!parsed.ok) return parsed;
    const listed = Array.isArray(parsed.data?.list_items) ? parsed.data.list_items : [];
    const items = listed.filter((item) => !known.has(item?.item_uid));
    for (const item of items) known.add(item?.item_uid);
    const repeats = items.length === 0;
    const next = hasNextPage(parsed.data, { page, received: listed.length, repeats });
    if (use(items) || !next) return parsed;
  }
}
