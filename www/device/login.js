// Logs in as the device's own page does: a token for a user name and the MD5 of a password.

import { actions, openDialog } from "../lib/dialog.js";
import { button, el, iconButton, isDisabled } from "../lib/dom.js";
import { t, write } from "../lib/language.js";
import { identity, languageChoice } from "./identity.js";
import { md5 } from "./md5.js";
import { lastUser, setSession } from "./session.js";

const LOGIN = "/api/v1/login";

/** How long a response of the device may take. */
export const TIMEOUT_MS = 60_000;

/** Why a login failed, by status; the password is wrong only if the device reports it. */
function failure(status) {
  if (status === 400 || status === 401 || status === 403) return "login.wrong";
  if (status === 404) return "login.missing";
  if (status === 429) return "login.busy";
  return status < 400 ? "login.unreadable" : "login.failed";
}

/** Whether a token can be sent in a request: a device may respond with anything. */
const isToken = (token) => typeof token === "string" && /^[\x21-\x7e]+$/.test(token);

/** Logs in, unless `cancelled` aborts; returns the key of a message if that failed. */
async function logIn(name, password, remember, cancelled) {
  const query = new URLSearchParams({ username: name, password: md5(password) });
  const signal = AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), cancelled]);
  let data;
  try {
    const response = await fetch(`${LOGIN}?${query}`, { redirect: "manual", signal });
    data = response.ok ? await response.json() : undefined;
    if (!isToken(data?.token)) return failure(response.status);
  } catch (error) {
    if (error instanceof SyntaxError) return "login.unreadable";
    return signal.aborted ? "response.slow" : "response.unreachable";
  }
  setSession({ token: data.token, name, admin: data.account_type === "admin" }, remember);
  return undefined;
}

function field(name, control, ...extra) {
  const label = el("label", { for: control.id }, t(`login.${name}`));
  return el("div", { class: "field" }, label, el("div", { class: "box" }, control, ...extra));
}

/**
 * Asks for a user name and a password; `reason` is the key of the phrase that explains why. `first` covers
 * the page. Resolves with whether the login succeeded.
 */
export function askLogin(reason, first) {
  const name = el("input", {
    id: "login-name",
    autocomplete: "username",
    autocapitalize: "off",
    required: true,
    value: lastUser(),
  });
  const password = el("input", {
    id: "login-password",
    type: "password",
    autocomplete: "current-password",
    required: true,
    autofocus: lastUser() !== "",
  });
  const remember = el("input", { type: "checkbox", checked: true });
  const failed = el("p", { class: "message error", role: "alert" });
  const submitButton = el("button", { class: "primary" }, t("login.submit"));
  const reveal = iconButton(
    "eye",
    t("login.reveal"),
    () => {
      const shown = password.type === "text";
      password.type = shown ? "password" : "text";
      reveal.setAttribute("aria-pressed", String(!shown));
    },
    { "aria-pressed": "false" },
  );

  const closing = new AbortController();
  return openDialog(
    t("login.title"),
    (close, title) => {
      async function submit(event) {
        event.preventDefault();
        if (isDisabled(submitButton)) return;
        write(failed);
        submitButton.setAttribute("aria-disabled", "true");
        write(submitButton, t("login.running"));
        const message = await logIn(name.value, password.value, remember.checked, closing.signal);
        submitButton.removeAttribute("aria-disabled");
        write(submitButton, t("login.submit"));
        if (!message) return close(true);
        write(failed, t(message));
        password.select();
      }
      const form = el(
        "form",
        { method: "post", submit },
        field("name", name),
        field("password", password, reveal),
        el("label", { class: "check" }, remember, t("login.remember")),
        failed,
        first
          ? submitButton
          : actions(
              button(t("dialog.cancel"), () => close()),
              submitButton,
            ),
      );
      const content = [title, el("p", { class: "soft" }, t(reason)), form];
      return first
        ? [identity(), el("div", { class: "card" }, ...content), languageChoice()]
        : content;
    },
    { class: first ? "login first" : "login" },
  ).finally(() => closing.abort());
}
