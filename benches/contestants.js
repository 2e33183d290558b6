/**
 * By file name in contestants/: the title, the forms that a contestant accepts (all three unless given), and
 * what is not a library that reports issues: `own` code, a `floor`, which validates nothing, only a `verdict`,
 * and an `export` of the package.
 */
export const CONTESTANTS = {
  guard: { title: "webhook-guard", kind: "own" },
  "hand-written": { title: "hand-written JavaScript", kind: "own" },
  "ajv-standalone": { title: "ajv, standalone code" },
  ajv: { title: "ajv, compiled" },
  "ata-standalone": { title: "ata-validator, `ata build`" },
  ata: { title: "ata-validator, compiled" },
  "ata-verdict": { title: "ata-validator, yes or no", kind: "verdict", forms: ["bytes", "text"] },
  schemasafe: { title: "@exodus/schemasafe" },
  typia: { title: "typia" },
  typebox: { title: "typebox, compiled" },
  sury: { title: "sury" },
  valibot: { title: "valibot" },
  zod: { title: "zod 4" },
  "zod-compiled": { title: "zod 4, z.compile" },
  "zod-mini": { title: "zod/mini" },
  arktype: { title: "arktype" },
  "floor-parse": {
    title: "floor: TextDecoder + JSON.parse",
    kind: "floor",
    forms: ["bytes", "text"],
  },
  "floor-copy": { title: "floor: copy into wasm + empty call", kind: "floor" },
  "build-request": { title: "buildRequest", kind: "export", forms: ["export"] },
  "parse-response": { title: "parseResponse", kind: "export", forms: ["export"] },
  "webhook-rules": { title: "webhookRules", kind: "export", forms: ["export"] },
  locate: { title: "locate", kind: "export", forms: ["export"] },
};

/** The names of the contestants that accept a form. */
export const contestantsOf = (form) =>
  Object.keys(CONTESTANTS).filter((name) =>
    (CONTESTANTS[name].forms ?? ["bytes", "text", "object"]).includes(form),
  );
