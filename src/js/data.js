// Data of the rules, which never changes. The build of the npm package asks the module for it and inserts
// the texts here (tools/build.js): what writes them is then not shipped, and not compiled at a start.
// Where wasm-pack alone built the module, it is asked at run time.

import { enter, leave, readJson, requireModule } from "./instance.js";

/** The texts of findings, and the names that findings mention by number. Called while the instance is in use. */
export const findingTexts = (used) =>
  import.meta.findingTexts === undefined
    ? readJson(used, used.exports.findingTexts())
    : JSON.parse(import.meta.findingTexts);

/** The names of the documented event types, by position. Called while the instance is in use. */
export const eventTypeNames = (used) =>
  import.meta.eventTypeNames === undefined
    ? readJson(used, used.exports.eventTypeNames())
    : JSON.parse(import.meta.eventTypeNames);

/** What a form needs to render itself (§7). Each call returns a new copy. */
export const webhookRules = () =>
  import.meta.rulesText === undefined ? askModule("rulesText") : JSON.parse(import.meta.rulesText);

/** JSON Schema 2020-12 for the body (§7). Each call returns a new copy. */
export const webhookJsonSchema = () =>
  import.meta.schemaText === undefined
    ? askModule("schemaText")
    : JSON.parse(import.meta.schemaText);

function askModule(name) {
  requireModule();
  const used = enter();
  const data = readJson(used, used.exports[name]());
  leave(used);
  return data;
}
