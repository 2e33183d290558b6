// Loads the list page by page, as the device pages it.

import { ask, failureText, LIMIT, needsLogin } from "../device/requests.js";
import { t } from "../lib/language.js";
import { loadRest } from "../lib/load.js";
import { readOptions } from "./options.js";

/** `state` is the list's, which `set(changes)` changes and shows. */
export function createPages({ state, set, isShown }) {
  let loads = 0;
  let last = 0; // the highest number of a page that was loaded

  async function loadList() {
    loads += 1;
    last = 0;
    set({
      phase: "loading",
      failure: undefined,
      rows: new Map(),
      page: 0,
      deleted: 0,
      gone: new Set(),
      more: false,
      total: undefined,
      loadingMore: false,
    });
    await loadPage(1);
  }

  async function loadPage(page) {
    const { sort, deleted } = state;
    const load = loads;
    const query = { limit: LIMIT, page_number: page, ...sort };
    const parsed = await ask(
      { operation: "list", query },
      { wanted: isShown, first: state.rows.size === 0 },
    );
    // The list has been loaded again since.
    if (load !== loads) return;
    if (!parsed.ok && parsed.kind === "validation" && sort) {
      state.sort = undefined;
      return loadPage(page);
    }
    const items = parsed.data?.list_items;
    if (!parsed.ok || !Array.isArray(items)) {
      fail(parsed);
      return;
    }
    const added = items
      .map(Object)
      .filter(
        ({ item_uid: uid }) =>
          Number.isInteger(uid) && !state.rows.has(uid) && !state.gone.has(uid),
      );
    for (const item of added) state.rows.set(item.item_uid, { item });
    // A deletion since the request may have moved a webhook from this page to the one before.
    const meanwhile = state.deleted - deleted;
    // A page that is loaded again, after a deletion, may repeat what is loaded.
    const repeats = page > last && added.length === 0;
    const options = readOptions(parsed.data, { page, received: items.length, repeats }, sort);
    last = Math.max(last, page);
    set({
      phase: "ready",
      failure: undefined,
      ...options,
      page: meanwhile ? page - 1 : page,
      deleted: meanwhile,
      more: options.more || meanwhile > 0,
    });
    loadRest();
  }

  function fail(parsed) {
    const text = parsed.ok ? t("list.unreadable") : failureText(parsed);
    set({
      phase: needsLogin(parsed) ? "loggedout" : "failed",
      failure: parsed.kind === "unauthorized" ? t("list.loggedout") : text,
    });
  }

  const isFiltered = () => state.status !== "all" || state.query.trim() !== "";

  /**
   * Loads the next page, or all that are left if the rows are searched or filtered. Resolves with false if it
   * was already running or `loadList` replaced it.
   */
  async function loadMore() {
    if (state.loadingMore) return false;
    const load = loads;
    set({ loadingMore: true, failure: undefined, phase: "ready" });
    const next = state.page + 1;
    let wanted = true;
    while (wanted) {
      // Each deleted webhook has moved another one from the next page to a page that is loaded: a page back at
      // most, however many a page has.
      const page = Math.max(1, state.page + 1 - state.deleted);
      await loadPage(page);
      if (load !== loads) return false;
      wanted = state.phase === "ready" && state.more && (state.page < next || isFiltered());
    }
    set({ loadingMore: false });
    return true;
  }

  return { loadList, loadMore, isFiltered };
}
