// The list of webhooks: its state, and how that is shown.

import { logIn } from "../device/requests.js";
import { session } from "../device/session.js";
import { button, chooseFile, el } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { t, write } from "../lib/language.js";
import { load } from "../lib/load.js";
import { createActions } from "./actions.js";
import { NEWEST } from "./options.js";
import { createPages } from "./pages.js";
import { drawRow } from "./row.js";
import { emptyState, failedState, noMatch, skeleton } from "./states.js";
import { drawToolbar } from "./toolbar.js";

/** `open(route, draft)` opens another view; `isShown()` returns whether this one is visible. */
export function createList({ open, isShown }) {
  const state = {
    phase: "loading", // or "ready", "failed", "loggedout"
    failure: undefined,
    rows: new Map(), // by uid: { item, busy, progress, failure, saved }
    page: 0,
    deleted: 0, // since that page was loaded
    gone: new Set(), // uids that were deleted here; a late page may still have them
    more: false,
    total: undefined,
    loadingMore: false,
    status: "all",
    query: "",
    sort: NEWEST,
    sorts: [],
    sorted: 0,
  };
  const drawn = new Map();

  const set = (changes) => {
    Object.assign(state, changes);
    render();
  };
  /** Changes a row; without `changes` it is removed. */
  function setRow(uid, changes) {
    if (changes) {
      // The list may have been loaded again since.
      if (!state.rows.has(uid)) return;
      state.rows.set(uid, { ...state.rows.get(uid), ...changes });
    } else {
      state.deleted += 1;
      state.gone.add(uid);
      if (state.rows.delete(uid) && state.total !== undefined) state.total -= 1;
    }
    render();
  }
  /** Marks a webhook that was saved and shows it, on top if the list did not have it. */
  function showSaved(uid, item, key, focus = true) {
    for (const [other, row] of state.rows)
      if (row.saved) state.rows.set(other, { ...row, saved: undefined });
    state.gone.delete(uid);
    const known = state.rows.has(uid);
    const row = { item: { item_uid: uid, ...item }, saved: key };
    state.rows = known ? state.rows.set(uid, row) : new Map([[uid, row], ...state.rows]);
    if (!known && state.total !== undefined) state.total += 1;
    set({ status: "all", query: "" });
    // The user has logged in since.
    if (state.phase === "loggedout" && session()) pages.loadMore();
    if (!focus) return;
    const { link } = drawn.get(uid);
    link.focus();
    link.closest("li").scrollIntoView({ block: "nearest" });
  }

  const actions = createActions({
    state,
    setRow,
    showSaved,
    open,
    focusTitle: () => title.focus(),
  });

  const pages = createPages({ state, set, isShown });
  const { loadList } = pages;

  /** Loads again. If the focused button is gone then, focuses the title, or the button of the next failure. */
  async function retry() {
    await loadList();
    if (document.activeElement !== document.body) return;
    (state.phase === "ready" ? title : place.querySelector("button"))?.focus();
  }

  async function loadMore() {
    const before = new Set(state.rows.keys());
    if (!(await pages.loadMore())) return;
    const focused = document.activeElement;
    if (focused !== more && focused !== document.body) return;
    const next = visible().find(([uid]) => !before.has(uid));
    if (next) drawn.get(next[0]).link.focus();
    else if (more.hidden) toolbar.focus();
  }

  const title = el("h1", { tabindex: -1, id: "title" }, t("title"));
  const importFile = () =>
    chooseFile(async (file) => (await load("import"))?.importFile(file, { open, reload: retry }));
  const create = () => open("#/new");
  const toolbar = drawToolbar({
    filter: (status) => set({ status }),
    search: (query) => set({ query }),
    sort: (at) => {
      state.sort = state.sorts[at].query;
      return loadList();
    },
  });
  const rows = el("ul", { class: "rows", role: "list" });
  const place = el("div", { class: "place" });
  const total = el("p", { class: "soft", role: "status" });
  const moreFailed = el("p", { class: "message error", role: "alert" });
  const more = button(t("list.loadmore"), loadMore, { class: "small" });
  const exportAll = button([icon("upload"), t("export.all")], () => actions.exportAll(), {
    class: "quiet export",
  });
  const foot = el("div", { class: "foot" }, total, moreFailed, more, exportAll);
  const card = el("div", { class: "card list" }, toolbar.element, rows, place, foot);
  const buttons = el(
    "div",
    { class: "buttons" },
    button([icon("download"), t("list.import")], importFile),
    button([icon("plus"), t("list.new")], create, { class: "primary" }),
  );
  const element = el(
    "section",
    { "aria-labelledby": title.id },
    el(
      "div",
      { class: "head" },
      el("div", {}, title, el("p", { class: "soft" }, t("list.help"))),
      buttons,
    ),
    card,
  );

  function visible() {
    const words = state.query.toLowerCase().split(/\s+/).filter(Boolean);
    return [...state.rows].filter(([, { item }]) => {
      const text = `${item.url} ${item.description ?? ""}`.toLowerCase();
      const active = item.status === "active" ? "active" : "disabled";
      return (
        (state.status === "all" || state.status === active) &&
        words.every((it) => text.includes(it))
      );
    });
  }

  function clearSearch() {
    set({ query: "", status: "all" });
    toolbar.focus();
  }

  let placed;
  /** Shows a state instead of the rows; the state that is shown already is not drawn again. */
  function showPlace(key, draw) {
    if (placed === key) return;
    placed = key;
    place.replaceChildren(...(draw ? [draw()] : []));
  }

  function renderPlace(count) {
    const { phase, failure } = state;
    if (phase === "loading") showPlace("loading", skeleton);
    else if (phase === "failed" && state.rows.size === 0)
      showPlace(failure, () => failedState(failure, "list.retry", retry));
    else if (phase === "loggedout" && state.rows.size === 0) {
      const again = async () => (await logIn("login.help", true)) && retry();
      showPlace(failure, () => failedState(failure, "login.submit", again));
    } else if (state.rows.size === 0) showPlace("empty", () => emptyState({ create, importFile }));
    else if (count === 0) showPlace("nomatch", () => noMatch(clearSearch));
    else showPlace("rows");
  }

  function render() {
    const shown = visible();
    // A device that leaves secrets out of its list does not show whether there are any.
    const listsSecrets = [...state.rows.values()].some(({ item }) => item.secret);
    for (const [uid, row] of shown) {
      if (!drawn.has(uid)) drawn.set(uid, drawRow({ uid, ...actions.of(uid) }));
      drawn.get(uid).update(row, listsSecrets);
    }
    for (const uid of drawn.keys()) if (!state.rows.has(uid)) drawn.delete(uid);
    const wanted = shown.map(([uid]) => drawn.get(uid).element);
    const stays = new Set(wanted);
    for (const child of [...rows.children]) if (!stays.has(child)) child.remove();
    for (const [at, child] of wanted.entries()) {
      if (rows.children[at] !== child) rows.insertBefore(child, rows.children[at] ?? null);
    }
    renderPlace(shown.length);

    const loaded = state.rows.size;
    const all = state.phase === "ready" && !state.more && !state.loadingMore;
    const count = (test) =>
      [...state.rows.values()].filter(({ item }) => test(item.status === "active")).length;
    const numbers = all
      ? { all: loaded, active: count(Boolean), disabled: count((it) => !it) }
      : undefined;
    toolbar.update({ ...state, numbers });
    // The empty state has the same buttons.
    const empty = state.phase === "ready" && loaded === 0;
    toolbar.element.hidden = loaded === 0;
    buttons.hidden = empty;
    foot.hidden = loaded === 0 || state.phase === "loading";
    const filtered = shown.length < loaded;
    const key = all
      ? filtered
        ? "list.found"
        : "list.total"
      : filtered
        ? "list.found.loaded"
        : "list.loaded";
    write(
      total,
      t(key, { count: filtered ? shown.length : loaded, loaded, total: state.total ?? "?" }),
    );
    const hasFailed = state.phase !== "ready";
    more.hidden = all && !hasFailed;
    const next = pages.isFiltered() ? "list.rest" : "list.loadmore";
    const idle = hasFailed ? "list.retry" : next;
    write(more, t(state.loadingMore ? "list.loadingmore" : idle));
    write(moreFailed, hasFailed && loaded > 0 ? state.failure : undefined);
  }

  render();
  return { element, title, load: loadList, showSaved };
}
