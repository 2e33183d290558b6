// Asks the device. Requests are built and answers read by the guard; where the device says 401 or
// 403, whoever sits there logs in, and the same is asked again.

import { guard } from "./guard.js";
import { askLogin } from "./login.js";

// Kept no longer than the page: whoever reloads it logs in again.
let token;

/** Why to log in, by the kind of the answer. */
const REASONS = { unauthorized: "login.help", forbidden: "answer.forbidden" };

/**
 * The parsed answer of an operation; an InvalidWebhookError is thrown. Nobody is asked to log in
 * for what is no longer `wanted`.
 */
export async function ask(request, wanted = () => true) {
  await guard.init();
  const read = await send(request);
  const reason = wanted() && REASONS[read.kind];
  return reason && (await login(reason)) ? send(request) : read;
}

/** Whether somebody logged in. */
export async function login(reason) {
  const given = await askLogin(reason);
  token = given ?? token;
  return given !== undefined;
}

export const build = (request) => guard.buildRequest({ ...request, ...(token && { token }) });

async function send(request) {
  const built = build(request);
  const { operation } = request;
  try {
    const answer = await fetch(built.url, built);
    const body = await answer.text();
    return guard.parseResponse({ operation, status: answer.status, body });
  } catch {
    return { ok: false, kind: "unreachable", path: [] };
  }
}
