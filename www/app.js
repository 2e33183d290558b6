// Shows the view of the current address: the list of webhooks, or the editor of one.

import { deviceName, readInfo, setLanguages } from "./device/identity.js";
import { ask, failureText, logIn, needsLogin } from "./device/requests.js";
import { session, setSession } from "./device/session.js";
import { hostOf, readWebhook } from "./device/webhook.js";
import { backLink, drawHeader } from "./header.js";
import { button, el } from "./lib/dom.js";
import { icon } from "./lib/icons.js";
import { startLanguage, t, textOf, translate } from "./lib/language.js";
import { load } from "./lib/load.js";
import { clearToast, toast, toasts } from "./lib/toast.js";
import { createList } from "./list/list.js";
import { failedState, skeleton } from "./list/states.js";
import { go, goToList, startRouter } from "./route.js";

setLanguages(await startLanguage());
const main = document.querySelector("main");
const alarm = el("div", { class: "alarms" });

let view;
let visits = 0;
let editor;
let draft;
let returned;
let listed = false;
let listScroll = 0;
let titleText = t("title");

/**
 * Opens a view with what it is given: `report`, a toast, `returned()`, called once the user is back at the list,
 * `dropped()`, called instead if the view that is open stays, and members for the editor.
 */
function open(route, given) {
  if (location.hash === route) {
    given?.dropped?.();
    return;
  }
  draft = given;
  go(route);
}

const list = createList({ open, isShown: () => view === "list" });

function setTitle(phrase) {
  titleText = phrase;
  const name = deviceName();
  document.title = [textOf(phrase), name].filter(Boolean).join(" – ");
}

/** Replaces the current view. */
function place(element, title, focus) {
  editor?.close();
  editor = undefined;
  translate(element);
  main.replaceChildren(element);
  setTitle(title);
  focus.focus({ preventScroll: true });
}

function showList() {
  place(list.element, t("title"), list.title);
  scrollTo(0, listScroll);
  if (!listed) {
    listed = true;
    list.load();
  }
}

/** Replaces the loading state with the editor. */
function showEditor(createEditor, given, phrase) {
  const shown = createEditor(given, {
    leave: goToList,
    openWebhook: (uid) => go(`#/webhooks/${uid}`),
    done(uid, webhook, created) {
      afterSave = { uid, webhook, key: created ? "list.created" : "list.saved" };
      // The user may have left this editor while it was loading.
      if (editor === shown) goToList();
      else reportSaved();
    },
  });
  place(shown.element, phrase, shown.start);
  editor = shown;
  scrollTo(0, 0);
}

/** Opens the editor: of a new webhook, or of one that the device has. */
async function openEditor(uid, given) {
  const visit = visits;
  const isWanted = () => visit === visits;
  const name = t(uid ? "edit.title" : "edit.new");
  const title = el("h1", { tabindex: -1, id: "title" }, name);
  const body = el("div", { class: "card" }, skeleton());
  const element = el(
    "section",
    { "aria-labelledby": title.id },
    backLink(goToList),
    el("div", { class: "head" }, title),
    body,
  );
  place(element, name, title);

  const loading = load("editor");
  const options = { wanted: isWanted, first: !session() };
  const parsed = uid ? await ask({ operation: "get", uid }, options) : { ok: true };
  const module = await loading;
  if (!isWanted() || !module) return;
  if (parsed.ok) {
    const webhook = uid ? readWebhook(parsed.data) : given.webhook;
    const phrase = uid ? t("edit.of", { host: hostOf(webhook.url) }) : name;
    showEditor(module.createEditor, { ...given, uid, webhook }, phrase);
    return;
  }
  const out = needsLogin(parsed);
  const retry = async () => {
    const reason = parsed.kind === "forbidden" ? "login.forbidden" : "login.help";
    if (!out || (await logIn(reason, true))) openEditor(uid, given);
  };
  body.replaceChildren(
    failedState(failureText(parsed), out ? "login.submit" : "list.retry", retry),
  );
  body.querySelector("button").focus();
}

let afterSave;
/** Shows what was saved in the list, and offers to test it. */
function reportSaved() {
  const { uid, webhook, key } = afterSave;
  afterSave = undefined;
  const item = { item_uid: uid, ...webhook };
  const edit = () => go(`#/webhooks/${uid}`);
  const test = async () => (await load("test"))?.openTest({ uid, item, edit });
  toast(t("done.saved"), uid && { label: t("list.test"), run: test });
  if (uid) list.showSaved(uid, item, key, view === "list");
  else list.load();
}

function show({ view: next, uid }) {
  if (view === "list") listScroll = scrollY;
  const given = draft;
  draft = undefined;
  clearToast();
  visits += 1;
  view = next;
  if (given?.report) toast(given.report);
  if (next === "list") {
    showList();
    if (afterSave) reportSaved();
    returned?.();
    returned = undefined;
  } else {
    returned = given?.returned ?? returned;
    openEditor(uid, { ...given });
  }
}

/** Whether the current view may be left; if the user stays, what the next one was given is dropped. */
function mayLeave() {
  const allowed = editor?.mayLeave() ?? true;
  if (allowed === true) return true;
  return allowed.then((agreed) => {
    if (agreed) return true;
    const dropped = draft?.dropped;
    draft = undefined;
    dropped?.();
    return false;
  });
}

async function logOut() {
  if (editor && !(await editor.mayLeave())) return;
  setSession(undefined);
  returned = undefined;
  if (view !== "list") {
    editor?.close();
    editor = undefined;
    listed = false;
    go("#/");
  } else list.load();
}

/** Reports that a part of the page could not be loaded, with a button that tries again. */
function showAlarm(phrase, error, key, retry) {
  const again = button(t(key), () => {
    element.remove();
    main.querySelector("h1").focus();
    retry();
  });
  const text = el("p", {}, phrase, " ", el("code", {}, error.message));
  const element = el("div", { class: "alarm", role: "alert" }, icon("alert"), text, again);
  alarm.replaceChildren(element);
}

document.addEventListener("guardfailed", ({ detail: { error, retry } }) =>
  showAlarm(t("guard.failed"), error, "list.retry", retry),
);
document.addEventListener("partfailed", ({ detail: { error } }) =>
  showAlarm(t("part.failed"), error, "part.reload", () => location.reload()),
);
document.addEventListener("devicenamed", () => setTitle(titleText));
document.addEventListener("sessionchange", () => session() && readInfo());
document.addEventListener("languagechosen", () => {
  setTitle(titleText);
  editor?.translate();
});
addEventListener("beforeunload", (event) => {
  if (editor?.isDirty()) event.preventDefault();
});

const skip = () => main.querySelector("h1")?.focus();
document.querySelector("body > header").replaceChildren(...drawHeader({ skip, logOut }));
document.body.append(alarm, toasts);
readInfo();
startRouter(show, mayLeave);
