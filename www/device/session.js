// Who is logged in. The token lives as long as the page, or until the tab is closed if the user
// chose that.

const KEY = "session";

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? undefined;
  } catch {
    return undefined;
  }
}

let current = stored();
let lastName = current?.name ?? "";

/** `{ token, name, admin }`, or undefined. */
export const session = () => current;

/** The name of the user who logged in last. */
export const lastUser = () => lastName;

/** A `sessionchange` event of the document follows. */
export function setSession(value, remember = false) {
  current = value;
  if (value) lastName = value.name;
  try {
    if (value && remember) sessionStorage.setItem(KEY, JSON.stringify(value));
    else sessionStorage.removeItem(KEY);
  } catch {
    // Without storage the session ends with the page.
  }
  document.dispatchEvent(new CustomEvent("sessionchange"));
}
