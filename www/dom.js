// The page is built from elements and text alone; no text is ever read as HTML.

/** An element: a function is a listener, `true` an empty attribute, `false` or nothing none. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

export const button = (text, click, attributes) =>
  el("button", { type: "button", click, ...attributes }, text);

/** A button that stays pressed; `toggled` hears whether it is. */
export function toggle(text, toggled, attributes) {
  const press = ({ currentTarget }) => {
    const pressed = currentTarget.getAttribute("aria-pressed") !== "true";
    currentTarget.setAttribute("aria-pressed", pressed);
    toggled(pressed);
  };
  return button(text, press, { "aria-pressed": "false", ...attributes });
}

/** Tells the page that a value changed other than by typing. */
export const changed = (element) => element.dispatchEvent(new Event("input", { bubbles: true }));
