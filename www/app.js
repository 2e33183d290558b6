// Draws the page: the list of webhooks, or the editor of one.

import { init, webhookRules } from "/pkg/entry/url.js";
import { login } from "./api.js";
import { button, el } from "./dom.js";
import { drawEditor } from "./editor.js";
import { drawList } from "./list.js";
import { say, startLanguage, tell } from "./words.js";

const [choice] = await Promise.all([startLanguage(), init()]);
const rules = webhookRules();

const said = el("p", { class: "said", role: "status" });
const other = button(
  say("login.again"),
  async () => {
    if ((await login("login.help")) && !editor) showList();
  },
  { hidden: true },
);
const view = el("div");
let editor;

function notify(key, params) {
  tell(said, key, params);
  said.classList.remove("error");
  other.hidden = true;
}

/** Says what the device did not do, in its own words where the catalogue has no others. */
function refuse({ kind, error }) {
  tell(said, `answer.${kind}`, { error }, error);
  said.classList.add("error");
  other.hidden = kind !== "forbidden" && kind !== "unauthorized";
}

function show(element) {
  editor?.close();
  editor = undefined;
  view.replaceChildren(element);
  view.querySelector("h2").focus();
}

function showList(key) {
  show(drawList(rules, { edit: showEditor, notify, refuse }));
  notify(key);
}

function showEditor({ broken, ...given }) {
  const drawn = drawEditor(rules, given, showList);
  show(drawn.element);
  editor = drawn;
  notify(broken ? "failed.invalid" : undefined);
  if (broken || given.imported) editor.report();
}

document.addEventListener("languagechosen", ({ detail }) => editor?.setMessages(detail));
addEventListener("beforeunload", (event) => {
  if (editor?.dirty()) event.preventDefault();
});

document.querySelector("body > header").append(choice);
document.querySelector("main").replaceChildren(said, other, view);
showList();
