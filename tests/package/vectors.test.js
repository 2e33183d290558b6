// The vectors through the npm entry.

import { test } from "node:test";
import * as guard from "../../pkg/entry/default.js";
import { checkVector } from "../runtimes/suite.js";
import { readVectors } from "../vectors/read.js";

for (const { file, kind, cases } of readVectors()) {
  test(file, async (t) => {
    for (const vector of cases) {
      await t.test(vector.name, () => checkVector(guard, kind, vector));
    }
  });
}
