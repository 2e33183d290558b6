// What the device would answer to a body.

import { el } from "./dom.js";

export function answer(verdict) {
  if (verdict.valid) return el("p", { class: "answer taken" }, "The device would take it.");
  const body = el("code", { dir: "ltr" }, JSON.stringify({ error: verdict.error }));
  return el("p", { class: "answer refused" }, el("strong", {}, "HTTP 400"), body);
}
