// The page's header: the device, the language, and who is logged in.

import { identity, languageChoice } from "./device/identity.js";
import { session } from "./device/session.js";
import { button, el, link } from "./lib/dom.js";
import { icon } from "./lib/icons.js";
import { t, write } from "./lib/language.js";
import { menu } from "./lib/menu.js";

function userMenu(logOut) {
  const name = el("span", { class: "name" });
  const opener = button([icon("user"), name, icon("down")], () => {}, {
    id: "user",
    "aria-label": t("user"),
  });
  const about = ({ name, admin }) =>
    el(
      "div",
      { class: "about" },
      el("strong", {}, name),
      el("span", { class: "soft" }, t(admin ? "user.admin" : "user.other")),
    );
  const element = menu(opener, () => [
    about(session()),
    { icon: "logout", text: t("user.logout"), run: logOut },
  ]);
  function update() {
    element.hidden = !session();
    write(name, session()?.name);
    write(opener, t("user", { name: session()?.name }), "aria-label");
  }
  document.addEventListener("sessionchange", update);
  update();
  return element;
}

export function drawHeader({ skip, logOut }) {
  return [
    link("#/", t("skip"), skip, { class: "skip" }),
    el("div", { class: "header-inside" }, identity(), languageChoice(), userMenu(logOut)),
  ];
}

/** The way back to the list; `leave` prefers the history to a further entry of it. */
export const backLink = (leave) => link("#/", [icon("back"), t("title")], leave, { class: "back" });
