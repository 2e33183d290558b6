// The vectors through the npm entry.

import { test } from "node:test";
import * as guard from "../../pkg/entry/default.js";
import { readVectors } from "../../tools/vectors.js";
import { checkVector } from "../runtimes/suite.js";

for (const { file, kind, cases } of readVectors()) {
  test(file, async (t) => {
    for (const vector of cases) {
      await t.test(vector.name, () => checkVector(guard, kind, vector));
    }
  });
}
