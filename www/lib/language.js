// Translations. A text of the page is a Phrase: a key of the catalogue with parameters. `el` and
// `write` put a phrase into an element and remember it, so that it changes with the language.
// To add a language, put its catalogue beside the others and its name into languages/index.json.

let catalogue = {};
let plurals = new Intl.PluralRules("en");

class Phrase {
  constructor(key, params, fallback) {
    Object.assign(this, { key, params, fallback });
  }
}
export const isPhrase = (value) => value instanceof Phrase;

/** A text of the catalogue; `fallback`, a text or a phrase, is used where the catalogue has none. */
export const t = (key, params, fallback) => new Phrase(key, params, fallback);

/** A catalogue's entry is a text, or an object of texts by the plural category of `count`. */
const select = (entry, { count } = {}) =>
  typeof entry === "object" ? (entry[plurals.select(count)] ?? entry.other) : String(entry);

function fill(entry, params = {}) {
  return select(entry, params).replace(/\{(\w+)\}/g, (_, name) => {
    const value = isPhrase(params[name]) ? textOf(params[name]) : String(params[name] ?? "");
    // From right to left, a URL inside a sentence would reorder the words around it.
    return catalogue.dir === "rtl" ? `\u2068${value}\u2069` : value;
  });
}

/** The text of a phrase in the current language. */
export function textOf({ key, params, fallback = key }) {
  if (!Object.hasOwn(catalogue, key) && isPhrase(fallback)) return textOf(fallback);
  return fill(catalogue[key] ?? fallback, params);
}

/** The catalogue as webhook-guard/form expects it. */
export const messages = () =>
  Object.fromEntries(
    Object.entries(catalogue).map(([key, entry]) => [
      key,
      typeof entry === "object"
        ? (params) => fill(entry, { count: params.actual, ...params })
        : entry,
    ]),
  );

/** The phrases of an element: by attribute, its text content by "". */
const written = new WeakMap();

function show(element, attribute, phrase) {
  const text = textOf(phrase);
  if (attribute) element.setAttribute(attribute, text);
  else if (element.textContent !== text) element.textContent = text;
}

/** Writes a phrase, a plain text or nothing into an element or one of its attributes. */
export function write(element, value, attribute = "") {
  const phrases = written.get(element) ?? new Map();
  if (isPhrase(value)) {
    written.set(element, phrases.set(attribute, value));
    element.dataset.t = "";
    show(element, attribute, value);
    return;
  }
  phrases.delete(attribute);
  if (attribute && value === undefined) element.removeAttribute(attribute);
  else if (attribute) element.setAttribute(attribute, value);
  else if (element.textContent !== (value ?? "")) element.textContent = value ?? "";
}

/** Writes the phrases inside a root again, in the current language. */
export function translate(root) {
  for (const element of root.querySelectorAll("[data-t]")) {
    for (const [attribute, phrase] of written.get(element) ?? []) show(element, attribute, phrase);
  }
}

/** A deep copy of an element, whose phrases change with the language too. Listeners are not copied. */
export function copyOf(element) {
  const copy = element.cloneNode(true);
  const [originals, copies] = [element, copy].map((it) => it.querySelectorAll("[data-t]"));
  for (const [at, original] of originals.entries())
    written.set(copies[at], new Map(written.get(original)));
  return copy;
}

const read = async (name) => (await fetch(`languages/${name}.json`)).json();

/** Stores a choice where the browser allows that; returns the stored one. */
function stored(language) {
  try {
    if (language) localStorage.setItem("language", language);
    return localStorage.getItem("language");
  } catch {
    return undefined;
  }
}

let wanted;

/** Switches to a language; a `languagechosen` event of the document follows. */
async function setLanguage(language) {
  wanted = language;
  const texts = await read(language);
  // Another one has been chosen meanwhile.
  if (wanted !== language) return;
  catalogue = texts;
  plurals = new Intl.PluralRules(language);
  document.documentElement.lang = language;
  document.documentElement.dir = catalogue.dir;
  translate(document);
  document.dispatchEvent(new CustomEvent("languagechosen"));
}

/** Switches to a language, also for the next visit; without its catalogue the page stays as it is. */
export async function chooseLanguage(language) {
  try {
    await setLanguage(language);
    stored(document.documentElement.lang);
  } catch (error) {
    document.dispatchEvent(new CustomEvent("languagechosen"));
    document.dispatchEvent(new CustomEvent("partfailed", { detail: { error } }));
  }
}

/** Starts with the language of the last visit, else the browser's, else the first; returns all by name. */
export async function startLanguage() {
  const languages = await read("index");
  const preferred = [stored(), ...navigator.languages.map((tag) => tag.split("-")[0])];
  const language =
    preferred.find((it) => Object.hasOwn(languages, it)) ?? Object.keys(languages)[0];
  await setLanguage(language);
  return languages;
}
