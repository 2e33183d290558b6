// Draws the page: the list of webhooks, or the editor of one.

import { rules } from "/pkg/dist/rules.js";
import { login } from "./api.js";
import { button, el } from "./dom.js";
import { drawEditor } from "./editor.js";
import { drawList } from "./list.js";
import { say, startLanguage, tell } from "./words.js";

const choice = await startLanguage();
const main = document.querySelector("main");
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
  // What the device answers late takes nobody away from what they edit.
  if (editor) return;
  const drawn = drawEditor(rules, given, (key) => {
    if (editor && editor !== drawn) notify(key);
    else showList(key);
  });
  show(drawn.element);
  editor = drawn;
  notify(broken ? "failed.invalid" : undefined);
  if (broken || given.imported) editor.report();
}

/** Says that the guard did not come, and lets one try again. */
function showMissed({ detail: { error, again } }) {
  const retry = button(say("list.reload"), () => {
    notice.remove();
    view.querySelector("h2").focus();
    again();
  });
  const reason = el("code", {}, error.message);
  const why = el("p", {}, say("failed.load"), " ", reason);
  const notice = el("div", { class: "notice missed", role: "alert" }, why, retry);
  view.before(notice);
}

document.addEventListener("guardmissed", showMissed);
document.addEventListener("languagechosen", ({ detail }) => editor?.setMessages(detail));
addEventListener("beforeunload", (event) => {
  if (editor?.dirty()) event.preventDefault();
});

document.querySelector("body > header").append(choice);
main.replaceChildren(said, other, view);
showList();
