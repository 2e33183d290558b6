// The goals: mostly the highest allowed ratio of the package's time to another contestant's in the same run.

import { CONTESTANTS } from "./contestants.js";
import { markdown } from "./markdown.js";
import { median, ratio } from "./statistics.js";

/** `bench:linear`: the ratio to TextDecoder + JSON.parse; where that throws, to the typical body's time per byte. */
export const LINEAR = { parse: 1, typical: 3 };

/** `bench:start`: installed, the ratio to valibot; milliseconds as one file, and of processor time in workerd. */
export const START = { byValibot: 1, bundled: 6, workerd: 3 };

const NODE = ["node"];
const OTHERS = ["workerd", "chromium"];
const ALL = [...NODE, ...OTHERS];

const fastest = (about, accept) => (cell) => {
  const [name] = Object.keys(cell)
    .filter((name) => accept(name, CONTESTANTS[name].kind))
    .sort((a, b) => median(cell[a]) - median(cell[b]));
  return name && { about: `the fastest ${about}`, name, note: CONTESTANTS[name].title };
};
const peer = fastest("peer", (name, kind) => name !== "guard" && kind !== "floor");
const library = fastest("library", (_, kind) => kind === undefined);
const one = (name) => () => ({ about: CONTESTANTS[name].title.replace("floor: ", ""), name });

const GOALS = [
  { form: "bytes", workload: "typical valid", by: one("floor-parse"), most: 0.6 },
  { form: "bytes", workload: "full valid", by: one("floor-parse"), most: 0.5 },
  { form: "bytes", workload: "typical valid", by: peer, most: 1 / 3 },
  { form: "bytes", workload: "full valid", by: peer, most: 1 / 3 },
  { form: "bytes", workload: "typical 4 errors", by: peer, most: 1 / 2 },
  { form: "bytes", workload: "full 4 errors", by: peer, most: 1 / 2 },
  { form: "object", workload: "typical valid", by: one("hand-written"), most: 0.8, in: NODE },
  { form: "object", workload: "full valid", by: one("hand-written"), most: 0.7, in: NODE },
  { form: "object", workload: "typical valid", by: one("hand-written"), most: 1, in: OTHERS },
  { form: "object", workload: "full valid", by: one("hand-written"), most: 1, in: OTHERS },
  { form: "object", workload: "typical 4 errors", by: library, most: 1 },
  { form: "object", workload: "full 4 errors", by: library, most: 1 },
  { form: "object", workload: "typical 4 errors", by: one("hand-written"), most: 1.1, in: NODE },
  { form: "object", workload: "full 4 errors", by: one("hand-written"), most: 1.1, in: NODE },
];

/** One row per goal, one column per regime; a ratio that misses its goal is bold. */
export function goals(runtime, results) {
  const regimes = Object.keys(results);
  const rows = GOALS.filter((goal) => (goal.in ?? ALL).includes(runtime)).flatMap((goal) => {
    const compared = regimes.map((regime) => {
      const cell = results[regime][goal.form]?.[goal.workload];
      const other = cell?.guard && goal.by(cell);
      return other && cell[other.name] && { ...other, ratio: ratio(cell.guard, cell[other.name]) };
    });
    if (!compared.every(Boolean)) return [];
    const cells = compared.map(({ ratio, note }) => {
      const text = ratio <= goal.most ? ratio.toFixed(2) : `**${ratio.toFixed(2)}**`;
      return note ? `${text} (${note})` : text;
    });
    const about = `${goal.form}, ${goal.workload} ÷ ${compared[0].about}`;
    return [[about, goal.most.toFixed(2), ...cells]];
  });
  if (rows.length === 0) return "";
  return markdown(["webhook-guard ÷ other", "at most", ...regimes.map((r) => `${r} inputs`)], rows);
}
