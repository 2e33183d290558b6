// The page's words, by the catalogue of its language. A further language is a file of its name
// beside the others, and its line in languages/index.json.

import { el } from "./dom.js";

let catalogue = {};

/** The text of a key, its own where the catalogue has one and `fallback` where it has none. */
export function words(key, params = {}, fallback = key) {
  const text = catalogue[key] ?? fallback;
  const value = (name) => catalogue[`${name}.${params[name]}`] ?? params[name] ?? "";
  return text.replace(/\{(\w+)\}/g, (_, name) => value(name));
}

const drawn = new WeakMap();

function write(element) {
  const { key, params, fallback } = drawn.get(element);
  const text = words(key, params, fallback);
  if (element.textContent !== text) element.textContent = text;
}

function translated(element, entry) {
  drawn.set(element, entry);
  element.dataset.words = "";
  write(element);
  return element;
}

/** A text that follows the language. */
export const say = (key, params, fallback) => translated(el("span"), { key, params, fallback });

/** Has an element say something else, or nothing. */
export function tell(element, key, params, fallback) {
  if (key === undefined) {
    element.replaceChildren();
    delete element.dataset.words;
  } else translated(element, { key, params, fallback });
}

/** The label or help of something the rules name, English where the catalogue has none. */
export const sayOf = (kind, { name }, english) => say(`${kind}.${name}`, {}, english);

const read = async (name) => (await fetch(`languages/${name}.json`)).json();

/** Remembers a choice where the browser lets the page do so. */
function remembered(language) {
  try {
    if (language) localStorage.setItem("language", language);
    return localStorage.getItem("language");
  } catch {
    return undefined;
  }
}

async function setLanguage(language) {
  catalogue = await read(language);
  document.documentElement.lang = language;
  document.documentElement.dir = words("dir");
  document.title = words("title");
  for (const element of document.querySelectorAll("[data-words]")) write(element);
  document.dispatchEvent(new CustomEvent("languagechosen", { detail: catalogue }));
}

export const currentCatalogue = () => catalogue;

/** Takes the language of the last visit, else the browser's, else the first; gives the switch. */
export async function startLanguage() {
  const languages = await read("index");
  const known = (language) => Object.hasOwn(languages, language);
  const wanted = [remembered(), ...navigator.languages.map((tag) => tag.split("-")[0])];
  const language = wanted.find(known) ?? Object.keys(languages)[0];
  await setLanguage(language);
  const options = Object.entries(languages).map(([value, name]) =>
    el("option", { value, lang: value, selected: value === language }, name),
  );
  const choose = async ({ target }) => {
    remembered(target.value);
    await setLanguage(target.value);
  };
  return el(
    "label",
    { class: "language" },
    say("language"),
    " ",
    el("select", { change: choose }, ...options),
  );
}
