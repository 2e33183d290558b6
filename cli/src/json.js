/** The value of a JSON text; undefined if it is not one. */
export function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
