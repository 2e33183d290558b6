// Copies text. Only pages from https or localhost may use the clipboard: elsewhere the text is
// selected, for the user to copy.

import { t } from "./language.js";
import { toast } from "./toast.js";

/** Copies `text`, or calls `select` to select it. */
export async function copy(text, select) {
  try {
    await navigator.clipboard.writeText(text);
    toast(t("copy.done"));
  } catch {
    select();
    toast(t("copy.selected"));
  }
}

/** Selects the content of an element. */
export const selectContent = (element) => getSelection().selectAllChildren(element);
