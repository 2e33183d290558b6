// The recipes of docs/runtimes.md for test runners.

import { readFileSync } from "node:fs";
import { frameworkProject, program, recipe, run } from "./project.js";
import { row } from "./rows.js";

const jest = program("jest/bin/jest.js");

for (const environment of ["node", "jsdom", "@edge-runtime/jest-environment"]) {
  row("Jest", environment, async () => {
    const cwd = await frameworkProject(`jest-${environment.replaceAll(/\W/g, "")}`, {
      ...recipe("Jest"),
      "jest.config.cjs": `module.exports = { testEnvironment: "${environment}" };`,
      // Its conditions choose ES modules, which Jest does not require.
      ...(environment.includes("edge") && recipe("Jest's edge environment")),
      "entries.test.cjs": `const guard = {
  ...require("webhook-guard"),
  ...require("webhook-guard/verify"),
  ...require("webhook-guard/form"),
  ...require("webhook-guard/rules"),
  ...require("webhook-guard/edge"),
};
const vectors = require("./vectors.cjs");
test("every entry is required", async () => {
  expect(guard.rules).toEqual(guard.webhookRules());
  expect(() => guard.bindWebhookForm()).toThrow(TypeError);
  expect(guard.createGuard({ upstream: "http://device" })).toBeInstanceOf(Function);
});
test("verifyDelivery decides by its vectors", async () => {
  for (const { delivery, result } of vectors) {
    expect(await guard.verifyDelivery(delivery)).toMatchObject(result);
  }
});`,
      "vectors.cjs": `module.exports = ${deliveries()};`,
    });
    await run(jest, ["--rootDir", cwd], cwd);
  });
}

// Cases whose result JSON can represent.
function deliveries() {
  const path = new URL("../vectors/verify.json", import.meta.url);
  const { cases } = JSON.parse(readFileSync(path, "utf8"));
  const usable = cases.filter(({ delivery, result }) => result && delivery.bytes === undefined);
  return JSON.stringify(usable.map(({ delivery, result }) => ({ delivery, result })));
}

row("Vitest", "run", async () => {
  const cwd = await frameworkProject("vitest", recipe("Vitest"));
  await run(program("vitest/vitest.mjs"), ["run"], cwd);
});
