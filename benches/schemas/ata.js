import { toStandaloneModule } from "ata-validator/build";
import { FORMATS, SCHEMA } from "./json.js";

/** The text of the module that `ata build` writes; `setFormats` passes it the functions. */
export const standaloneModule = () =>
  toStandaloneModule(SCHEMA, { formats: FORMATS, formatMode: "inject" });
