// The results as tables, with the targets, and as a chart.

import { readFileSync, writeFileSync } from "node:fs";
import { CONTESTANTS } from "./contestants.js";
import { median } from "./statistics.js";

const number = (value) => Math.round(value).toLocaleString("en");

/** The median over the rounds of the quotient of two contestants' times. */
const ratio = (cell, name, by) => median(cell[name].map((time, round) => time / cell[by][round]));

const isPeer = (name) => name !== "guard" && !CONTESTANTS[name].floor;
const fastestPeer = (cell) =>
  Object.keys(cell)
    .filter(isPeer)
    .sort((a, b) => median(cell[a]) - median(cell[b]))[0];

export function markdown(head, rows) {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at].length)));
  const line = (row) =>
    `| ${row.map((text, at) => (at ? text.padStart(widths[at]) : text.padEnd(widths[at]))).join(" | ")} |`;
  const rule = `|${widths.map((width, at) => (at ? `${"-".repeat(width + 1)}:` : "-".repeat(width + 2))).join("|")}|`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}

/** Nanoseconds per body, and the multiple of the package's time. */
export function table(form, cells) {
  const workloads = Object.keys(cells);
  const names = Object.keys(CONTESTANTS).filter((name) => cells[workloads[0]][name]);
  const rows = names.map((name) => [
    CONTESTANTS[name].title,
    ...workloads.map((workload) => {
      const cell = cells[workload];
      const times =
        cell.guard && name !== "guard" ? ` (${ratio(cell, name, "guard").toFixed(2)})` : "";
      return number(median(cell[name])) + times;
    }),
  ]);
  return markdown([form, ...workloads], rows);
}

/** The highest ratio wanted of the package's time to another's. */
const TARGETS = [
  { form: "bytes", workload: "typical valid", by: "floor-parse", most: 0.6 },
  { form: "bytes", workload: "full valid", by: "floor-parse", most: 0.5 },
  { form: "bytes", workload: "typical valid", by: fastestPeer, most: 1 / 3 },
  { form: "bytes", workload: "full valid", by: fastestPeer, most: 1 / 3 },
  { form: "bytes", workload: "typical 4 errors", by: fastestPeer, most: 1 / 2 },
  { form: "bytes", workload: "full 4 errors", by: fastestPeer, most: 1 / 2 },
  { form: "object", workload: "typical valid", by: "hand-written", most: 0.8 },
  { form: "object", workload: "full valid", by: "hand-written", most: 0.8 },
  { form: "object", workload: "typical 4 errors", by: fastestPeer, most: 1 },
  { form: "object", workload: "full 4 errors", by: fastestPeer, most: 1 },
];

export function targets(results) {
  const rows = TARGETS.flatMap(({ form, workload, by, most }) => {
    const cell = results[form]?.[workload];
    const other = cell && (typeof by === "function" ? by(cell) : by);
    if (!cell?.[other]) return [];
    const reached = ratio(cell, "guard", other);
    const who =
      typeof by === "function"
        ? `the fastest peer, ${CONTESTANTS[other].title}`
        : CONTESTANTS[other].title;
    return [
      [
        `${form}, ${workload}, by ${who}`,
        reached.toFixed(2),
        most.toFixed(2),
        reached <= most ? "yes" : "no",
      ],
    ];
  });
  return markdown(["webhook-guard's time", "ratio", "at most", "reached"], rows);
}

const README = new URL("README.md", import.meta.url);

/** Replaces the section of README.md between `<!-- NAME -->` and `<!-- /NAME -->`. */
export function writeSection(name, text) {
  const readme = readFileSync(README, "utf8");
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, end] = [readme.indexOf(open) + open.length, readme.indexOf(close)];
  if (end < start) throw new Error(`benches/README.md has no section ${name}`);
  writeFileSync(README, `${readme.slice(0, start)}\n\n${text}\n\n${readme.slice(end)}`);
}

const PANELS = [
  { form: "bytes", workload: "typical valid", title: "Bytes, valid" },
  { form: "bytes", workload: "typical 4 errors", title: "Bytes, four errors, all collected" },
  { form: "object", workload: "typical valid", title: "Object, valid" },
  { form: "object", workload: "typical 4 errors", title: "Object, four errors, all collected" },
];
const [WIDTH, LABEL, ROW] = [800, 200, 20];
const SCALE = WIDTH - LABEL - 90;

/** Bars of microseconds per body, with colours for light and dark pages. */
export function chart(results, title) {
  const parts = [];
  let y = 26;
  parts.push(`<text class="title" x="0" y="16">${title}</text>`);
  for (const { form, workload, title } of PANELS) {
    const cell = results[form][workload];
    const bars = Object.keys(cell)
      .map((name) => ({ name, time: median(cell[name]) / 1000 }))
      .sort((a, b) => a.time - b.time);
    const longest = Math.max(...bars.map(({ time }) => time));
    y += 24;
    parts.push(`<text class="panel" x="0" y="${y}">${title}</text>`);
    y += 8;
    for (const { name, time } of bars) {
      const kind = name === "guard" ? "guard" : CONTESTANTS[name].floor ? "floor" : "peer";
      const width = ((time / longest) * SCALE).toFixed(1);
      parts.push(
        `<text class="${kind}" x="${LABEL - 8}" y="${y + 14}" text-anchor="end">${CONTESTANTS[name].title.replace(/^floor: /, "")}</text>`,
        `<rect class="${kind}" x="${LABEL}" y="${y + 3}" width="${width}" height="${ROW - 6}" rx="2"/>`,
        `<text class="${kind}" x="${LABEL + Number(width) + 6}" y="${y + 14}">${time.toFixed(2)}</text>`,
      );
      y += ROW;
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y + 8}" role="img" aria-label="${title}">
<style>
  text { font: 12px system-ui, sans-serif; fill: #57606a; }
  .title { font-size: 14px; }
  .title, .panel, text.guard { font-weight: 600; fill: #1f2328; }
  rect.guard { fill: #0969da; }
  rect.peer { fill: #8c959f; }
  rect.floor { fill: #d0d7de; }
  @media (prefers-color-scheme: dark) {
    text { fill: #9198a1; }
    .title, .panel, text.guard { fill: #f0f6fc; }
    rect.guard { fill: #4493f8; }
    rect.peer { fill: #656c76; }
    rect.floor { fill: #3d444d; }
  }
</style>
${parts.join("\n")}
</svg>
`;
}

/** Writes a runtime's tables into README.md, and the chart of Node's results. */
export function writeResults(runtime, title, results) {
  const tables = Object.entries(results).map(([form, cells]) => table(form, cells));
  writeSection(runtime, [`### ${title}`, targets(results), ...tables].join("\n\n"));
  if (runtime !== "node") return;
  const about = `Microseconds a body of about 700 bytes, ${title}; less is better`;
  writeFileSync(new URL("chart.svg", import.meta.url), chart(results, about));
}
