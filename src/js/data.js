// Data of the rules, which never changes. The build of the npm package asks the module for it and inserts
// the texts here (tools/build.js): what writes them is then not shipped, and not compiled at a start.
// Where wasm-pack alone built the module, it is asked at run time, and has to be loaded before.

import { enter, leave, readJson, requireModule } from "./instance.js";

// The first two are called while the instance is in use: no code of a caller runs, also where it has
// replaced `JSON.parse` since.
const { parse } = JSON;

/** The texts of findings, and the names that findings mention by number. */
export const findingTexts = (used) =>
  import.meta.findingTexts === undefined
    ? readJson(used, used.exports.findingTexts())
    : parse(import.meta.findingTexts);

/** The documented event types, by the length of their names. */
export const eventTypesByLength = (used) =>
  import.meta.eventTypesByLength === undefined
    ? readJson(used, used.exports.eventTypesByLength())
    : parse(import.meta.eventTypesByLength);

/** What a form needs to render itself (§7). Each call returns a new copy. */
export const webhookRules = () =>
  import.meta.rulesText === undefined ? askModule("rulesText") : parse(import.meta.rulesText);

/** JSON Schema 2020-12 for the body (§7). Each call returns a new copy. */
export const webhookJsonSchema = () =>
  import.meta.schemaText === undefined ? askModule("schemaText") : parse(import.meta.schemaText);

function askModule(name) {
  requireModule();
  const used = enter();
  const data = readJson(used, used.exports[name]());
  leave(used);
  return data;
}
