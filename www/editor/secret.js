// The secret that signs deliveries.

import { hexOf } from "../device/md5.js";
import { copy } from "../lib/clipboard.js";
import { confirmed } from "../lib/dialog.js";
import { button, changed, el, iconButton } from "../lib/dom.js";
import { t, write } from "../lib/language.js";
import { field, section } from "./frame.js";

export function drawSecret() {
  let stored = "";
  const input = el("input", {
    id: "secret",
    name: "secret",
    type: "password",
    dir: "ltr",
    // A saved password is never filled in here.
    autocomplete: "new-password",
    spellcheck: "false",
    "aria-describedby": "secret-help",
  });
  const help = el("p", { class: "help", id: "secret-help" });
  const show = (shown) => {
    input.type = shown ? "text" : "password";
    reveal.setAttribute("aria-pressed", String(shown));
  };
  const reveal = iconButton("eye", t("secret.reveal"), () => show(input.type === "password"), {
    "aria-pressed": "false",
  });
  const select = () => {
    // A password cannot be copied by hand.
    show(true);
    input.select();
  };
  const copyButton = iconButton("copy", t("secret.copy"), () => copy(input.value, select));
  const generate = button(t("secret.generate"), async () => {
    if (stored && input.value === stored && !(await confirmed("replace"))) return;
    input.value = Array.from(crypto.getRandomValues(new Uint8Array(32)), hexOf).join("");
    changed(input);
  });
  const update = () => {
    for (const tool of [reveal, copyButton]) tool.hidden = input.value === "";
    const replaced = stored && input.value && input.value !== stored;
    const removed = stored && !input.value;
    write(help, t(replaced ? "secret.replaced" : removed ? "secret.removed" : "secret.help"));
  };
  input.addEventListener("input", update);
  return {
    element: section("secret", [
      field(
        "secret",
        { hint: "hint.optional" },
        el(
          "div",
          { class: "beside" },
          el("div", { class: "box" }, input, reveal, copyButton),
          generate,
        ),
        help,
      ),
    ]),
    /** `isStored`: the device has this secret, and receivers use it. */
    set({ secret = "" }, isStored) {
      input.value = secret;
      if (isStored !== undefined) stored = isStored ? secret : "";
      update();
    },
  };
}
