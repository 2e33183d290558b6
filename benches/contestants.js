/**
 * By file name in contestants/: the title; for floors, which validate nothing, the forms they apply
 * to; and whether a contestant generates code when it starts, which a page has to allow with
 * `unsafe-eval` and workerd does not allow inside a request.
 */
export const CONTESTANTS = {
  guard: { title: "webhook-guard" },
  "hand-written": { title: "hand-written JavaScript" },
  "ajv-standalone": { title: "ajv, standalone code" },
  ajv: { title: "ajv, compiled", needsEval: true },
  typebox: { title: "typebox, compiled", needsEval: true },
  valibot: { title: "valibot" },
  zod: { title: "zod 4" },
  "zod-compiled": { title: "zod 4, z.compile", needsEval: true },
  "zod-mini": { title: "zod/mini" },
  arktype: { title: "arktype", needsEval: true },
  "floor-parse": { title: "floor: TextDecoder + JSON.parse", floor: ["bytes", "text"] },
  "floor-copy": { title: "floor: copy into wasm + empty call", floor: ["bytes", "text", "object"] },
};
