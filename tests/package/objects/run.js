// Compares generated values in the runtime that runs this: `run.js FIRST COUNT`.

import process from "node:process";
import * as guard from "../../../pkg/entry/default.js";
import { compareMany } from "./compare.js";

// No stack of an error is read, and collecting one takes longer than everything else.
Error.stackTraceLimit = 0;

const [first, count] = process.argv.slice(2).map(Number);
const found = compareMany(guard, first, count);
for (const text of found) console.log(text);
if (found.length > 0) process.exitCode = 1;
else console.log(`${count} values from seed ${first} on agree with their text`);
