// Logs in as the device's own page does: a token for a name and the MD5 of a password.

import { choices, openDialog } from "./dialog.js";
import { el } from "./dom.js";
import { md5 } from "./md5.js";
import { say, tell } from "./words.js";

const LOGIN = "/api/v1/login";

function input(name, type, autocomplete) {
  const control = el("input", { id: `login-${name}`, type, autocomplete, required: true });
  const label = el("label", { for: control.id }, say(`login.${name}`));
  return { control, element: el("div", { class: "field" }, label, control) };
}

/** The token of whoever logs in, told the reason; undefined where nobody does. */
export const askLogin = (reason) =>
  openDialog("login.title", (close) => {
    const username = input("username", "text", "username");
    const password = input("password", "password", "current-password");
    const failed = el("p", { class: "error", role: "alert" });

    async function submit(event) {
      event.preventDefault();
      tell(failed);
      const query = new URLSearchParams({
        username: username.control.value,
        password: md5(password.control.value),
      });
      let token;
      try {
        const answer = await fetch(`${LOGIN}?${query}`);
        token = answer.ok ? (await answer.json()).token : undefined;
      } catch {
        tell(failed, "answer.unreachable");
        return;
      }
      if (typeof token === "string") close(token);
      else {
        tell(failed, "login.refused");
        password.control.focus();
      }
    }

    return [
      el("p", { class: "help" }, say(reason)),
      el(
        "form",
        { submit },
        username.element,
        password.element,
        failed,
        choices(close, el("button", { class: "primary" }, say("login.submit"))),
      ),
    ];
  });
