// Finds the header row that each finding concerns. A path names a header, not a row, and two rows
// may have one name. Checking ever longer prefixes of the rows would answer that in quadratic time,
// so every row is checked separately, once, and the findings of the complete form are assigned to the rows
// in their order (contract §2: findings are ordered by position, those of a name before those of
// its value):
//
//   rows      A: ok    B: é                   a: ok               Host: ok
//   separate  -        value: invalid         -                   name: reserved
//   findings           invalid ["headers","B"] duplicate [..,"a"]  reserved [..,"Host"]
//
// Only `duplicate_header` is not a finding of a separate row: a row can have it if its name occurred
// before.

import { headersText } from "./read.js";

const ofEntry = ({ path }) => path[0] === "headers" && path.length > 1;

/** Returns `(read, verdict) => ({ errors, warnings })`: the control of each finding in a header entry. */
export function createHeaderLocator(guard) {
  let known = new Map();

  function codesOf(entry) {
    const { errors, warnings } = guard.validateWebhook(
      JSON.stringify({ headers: headersText([entry]) }),
    );
    const codes = (findings) => findings.filter(ofEntry).map(({ code }) => code);
    return { errors: codes(errors), warnings: codes(warnings) };
  }

  /** The findings of a separate row: `[in its name, in its value]`. */
  function checkRow([name, value]) {
    const inName = codesOf([name, ""]);
    const all = codesOf([name, value]);
    const inValue = (kind) => all[kind].slice(inName[kind].length);
    return [inName, { errors: inValue("errors"), warnings: inValue("warnings") }];
  }

  return ({ filled }, verdict) => {
    const queues = {
      errors: verdict.errors.filter(ofEntry),
      warnings: verdict.warnings.filter(ofEntry),
    };
    const controls = { errors: [], warnings: [] };
    if (queues.errors.length + queues.warnings.length === 0) return controls;

    const checked = new Map();
    const seen = new Set();
    for (const row of filled) {
      const [name] = row.entry;
      const key = JSON.stringify(row.entry);
      const found = checked.get(key) ?? known.get(key) ?? checkRow(row.entry);
      checked.set(key, found);
      const repeated = seen.has(name.toLowerCase());
      seen.add(name.toLowerCase());
      for (const [part, codes] of found.entries()) {
        const control = row.controls[part] ?? row.controls[1 - part];
        for (const kind of ["errors", "warnings"]) {
          const next = queues[kind][controls[kind].length];
          if (next?.path[1] !== name) continue;
          const duplicate = part === 0 && repeated && next.code === "duplicate_header";
          if (duplicate || codes[kind].includes(next.code)) controls[kind].push(control);
        }
      }
    }
    known = checked;
    return controls;
  };
}
