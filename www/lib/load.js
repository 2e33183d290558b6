// Parts of the page that a first visit does not need: they are loaded when they are needed, or after the
// list, whichever is first.

/** The style sheets of the editor and the test. */
const SHEETS = ["editor", "events", "conflict", "test"];
const loading = new Map();

/** Loads a style sheet once; an element that failed is replaced by a new one. */
function loadSheet(name) {
  const href = `styles/${name}.css`;
  if (!loading.has(name)) {
    const loaded = new Promise((resolve, reject) => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = href;
      link.addEventListener("load", resolve);
      link.addEventListener("error", () => {
        link.remove();
        loading.delete(name);
        reject(new Error(`${href} cannot be fetched.`));
      });
      document.head.append(link);
    });
    loading.set(name, loaded);
  }
  return loading.get(name);
}

const withStyles = async (module) => (await Promise.all([module, ...SHEETS.map(loadSheet)]))[0];

const PARTS = {
  editor: () => withStyles(import("../editor/editor.js")),
  test: () => withStyles(import("../test/panel.js")),
  export: () => import("../list/export.js"),
  import: () => import("../list/import.js"),
};

/** The module of a part; undefined if it cannot be loaded, which a `partfailed` event reports. */
export async function load(part) {
  try {
    return await PARTS[part]();
  } catch (error) {
    document.dispatchEvent(new CustomEvent("partfailed", { detail: { error } }));
    return undefined;
  }
}

/** Loads the remaining parts, so that they are available when they are needed. */
export function loadRest() {
  // A part that fails now is loaded again when it is needed.
  for (const part of Object.values(PARTS)) part().catch(() => {});
}
