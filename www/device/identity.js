// What the device reports about itself, and the choice of a language: parts of the header, which the
// first login shows as well.

import { el } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { chooseLanguage, t, write } from "../lib/language.js";
import { session } from "./session.js";

const INFO = "/api/info";
let info = {};
let languages = {};

const shown = new Set();

function describe({ name, detail }) {
  const model = info.model || t("device.panel");
  write(name, info.name || model);
  if (info.firmware) write(detail, t("device.firmware", { model, firmware: info.firmware }));
  else write(detail, location.host);
}

/** The name that the device reports. */
export const deviceName = () => info.name;

/** Reads the device's description; without one the page shows neither name nor firmware. */
export async function readInfo() {
  const token = session()?.token;
  try {
    const headers = token ? { Authorization: `Bearer ${token}` } : {};
    const response = await fetch(INFO, {
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) return;
    const data = await response.json();
    const text = (...names) =>
      names.map((name) => data[name]).find((it) => typeof it === "string" && it);
    info = {
      name: text("device_name", "name"),
      model: text("device_model", "model", "device_type"),
      firmware: text("firmware_version"),
    };
  } catch {
    return;
  }
  for (const parts of shown) {
    if (parts.name.isConnected) describe(parts);
    else shown.delete(parts);
  }
  document.dispatchEvent(new CustomEvent("devicenamed"));
}

/** The product icon with the device's name and firmware. */
export function identity() {
  const name = el("strong", {});
  const detail = el("span", { class: "soft" });
  const parts = { name, detail };
  shown.add(parts);
  describe(parts);
  return el(
    "div",
    { class: "identity" },
    el("img", { src: "icon.svg", alt: "", width: 28, height: 28 }),
    el("p", {}, name, detail),
  );
}

export function setLanguages(all) {
  languages = all;
}

export function languageChoice() {
  const options = Object.entries(languages).map(([value, name]) =>
    el("option", { value, lang: value, selected: value === document.documentElement.lang }, name),
  );
  const select = el(
    "select",
    { "aria-label": t("language"), change: () => chooseLanguage(select.value) },
    ...options,
  );
  const stopFollowing = new AbortController();
  const follow = () => {
    // The choice in a login dialog is removed with the dialog.
    if (select.isConnected) select.value = document.documentElement.lang;
    else stopFollowing.abort();
  };
  document.addEventListener("languagechosen", follow, { signal: stopFollowing.signal });
  return el("div", { class: "language" }, icon("globe"), select, icon("down"));
}
