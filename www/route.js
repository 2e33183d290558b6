// Addresses: `#/` is the list, `#/new` a new webhook, `#/webhooks/3` one that the device has. Back
// and forward move between them; a view with unsaved changes is asked first.

let current;
let currentState;
let leaving = false;
let asking = false;

function parseRoute(hash) {
  const [, uid] = /^#\/webhooks\/([1-9]\d{0,15})$/.exec(hash) ?? [];
  if (uid) return { view: "edit", uid: Number(uid) };
  return { view: hash === "#/new" ? "new" : "list" };
}

/** Calls `show(route)` for each address; `mayLeave()` decides, perhaps asynchronously, whether to leave a view. */
export function startRouter(show, mayLeave) {
  async function follow() {
    const target = location.hash || "#/";
    if (target === current) return;
    const allowed = leaving || (!asking && mayLeave());
    if (allowed !== true) {
      // Restores the view's address until the user has answered; Back then goes to the target.
      history.pushState(currentState, "", current);
      if (asking) return;
      asking = true;
      const agreed = await allowed;
      asking = false;
      if (!agreed) return;
      leaving = true;
      history.back();
      return;
    }
    leaving = false;
    if (current !== undefined && !history.state) history.replaceState({ from: current }, "");
    current = target;
    currentState = history.state;
    show(parseRoute(target));
  }
  addEventListener("hashchange", follow);
  history.scrollRestoration = "manual";
  follow();
}

export function go(route) {
  location.hash = route;
}

/** Goes to the list: back, if the user came from there. */
export function goToList() {
  if (history.state?.from === "#/") history.back();
  else go("#/");
}
