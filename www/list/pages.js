// Loads the list page by page, as the device pages it.

import { ask, LIMIT } from "../device/requests.js";
import { t } from "../lib/language.js";
import { loadRest } from "../lib/load.js";
import { readOptions } from "./options.js";

/** `state` is the list's, which `set(changes)` changes and shows. */
export function createPages({ state, set, isShown }) {
  let loads = 0;

  async function loadList() {
    loads += 1;
    set({ phase: "loading", failure: undefined, rows: new Map(), loadingMore: false });
    await loadPage(1);
  }

  async function loadPage(page) {
    const { sort } = state;
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
      await loadPage(page);
      return;
    }
    const items = parsed.data?.list_items;
    if (!parsed.ok || !Array.isArray(items)) {
      fail(parsed);
      return;
    }
    for (const item of items) {
      if (!Number.isInteger(item?.item_uid)) continue;
      if (!state.rows.has(item.item_uid)) state.rows.set(item.item_uid, { item });
    }
    set({
      phase: "ready",
      page,
      deleted: 0,
      failure: undefined,
      ...readOptions(parsed.data, page, items.length, sort),
    });
    loadRest();
  }

  function fail({ ok, kind, error }) {
    const text = ok ? t("list.unreadable") : t(`response.${kind}`, { error }, error);
    const out = kind === "unauthorized" || kind === "forbidden";
    set({
      phase: out ? "loggedout" : "failed",
      failure: out && kind === "unauthorized" ? t("list.loggedout") : text,
    });
  }

  const isFiltered = () => state.status !== "all" || state.query.trim() !== "";

  /**
   * Loads the next page, or all that are left if the rows are searched or filtered. Resolves with whether it
   * has ended, and has not been replaced by `loadList`.
   */
  async function loadMore() {
    if (state.loadingMore) return false;
    const load = loads;
    set({ loadingMore: true, failure: undefined, phase: "ready" });
    const next = state.page + 1;
    // Each deleted webhook has moved another one from the next page to a page that is loaded.
    let page = Math.max(1, next - Math.ceil(state.deleted / LIMIT));
    let before;
    do {
      before = state.rows.size;
      await loadPage(page);
      if (load !== loads) return false;
      page += 1;
      // A page that repeats what is loaded is the last: the device does not know page numbers.
    } while (
      state.phase === "ready" &&
      state.more &&
      (page <= next || (isFiltered() && state.rows.size > before))
    );
    set({ loadingMore: false });
    return true;
  }

  return { loadList, loadMore, isFiltered };
}
