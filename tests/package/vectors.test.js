// The vectors through the npm entry.

import { test } from "node:test";
import * as entry from "../../pkg/entry/default.js";
import { verifyDelivery } from "../../pkg/verify/index.js";
import { readVectors } from "../../tools/vectors.js";
import { checkVector } from "../runtimes/suite.js";

const guard = { ...entry, verifyDelivery };

for (const { file, kind, cases } of readVectors()) {
  test(file, async (t) => {
    for (const vector of cases) {
      await t.test(vector.name, () => checkVector(guard, kind, vector));
    }
  });
}
