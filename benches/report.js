// The results as tables, and as charts.

import { writeFileSync } from "node:fs";
import { CONTESTANTS } from "./contestants.js";
import { goals } from "./goals.js";
import { markdown, writeSection } from "./markdown.js";
import { median, ratio } from "./statistics.js";

/** What each regime passes. */
export const REGIMES = {
  new: "New inputs: created anew for each sample",
  repeated: "Repeated inputs: the same sixteen for every sample",
};

const number = (value) => Math.round(value).toLocaleString("en");

/** Nanoseconds per body, and the multiple of the package's time. */
export function table(form, cells) {
  const workloads = Object.keys(cells);
  const rows = Object.keys(cells[workloads[0]]).map((name) => [
    CONTESTANTS[name].title,
    ...workloads.map((workload) => {
      const cell = cells[workload];
      const times =
        cell.guard && name !== "guard" ? ` (${ratio(cell[name], cell.guard).toFixed(2)})` : "";
      return number(median(cell[name])) + times;
    }),
  ]);
  const order = Object.values(CONTESTANTS).map(({ title }) => title);
  rows.sort((a, b) => order.indexOf(a[0]) - order.indexOf(b[0]));
  return markdown([form, ...workloads], rows);
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
function chart(results, title) {
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
      const { kind, title } = CONTESTANTS[name];
      const colour = name === "guard" ? "guard" : kind === "floor" ? "floor" : "peer";
      const width = ((time / longest) * SCALE).toFixed(1);
      parts.push(
        `<text class="${colour}" x="${LABEL - 8}" y="${y + 14}" text-anchor="end">${title.replace(/^floor: |`/g, "")}</text>`,
        `<rect class="${colour}" x="${LABEL}" y="${y + 3}" width="${width}" height="${ROW - 6}" rx="2"/>`,
        `<text class="${colour}" x="${LABEL + Number(width) + 6}" y="${y + 14}">${time.toFixed(2)}</text>`,
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

/** The README's three numbers. */
function summary(title, { new: { bytes, object } }) {
  const [valid, value] = [bytes["typical valid"], object["typical valid"]];
  const by = (cell, other) => `${Math.round(100 * ratio(cell.guard, cell[other]))} %`;
  return `In ${title}, a typical valid body as bytes takes ${(median(valid.guard) / 1000).toFixed(2)} µs, which is ${by(valid, "floor-parse")} of the time of \`TextDecoder\` and \`JSON.parse\`, which validate nothing; as an object it takes ${by(value, "hand-written")} of the time of hand-written JavaScript.`;
}

/** Writes a runtime's tables, and the charts and the summary of Node's results. */
export function writeResults(runtime, title, results) {
  const tables = Object.entries(results).flatMap(([regime, forms]) => [
    `### ${REGIMES[regime]}`,
    ...Object.entries(forms).map(([form, cells]) => table(form, cells)),
  ]);
  writeSection(runtime, [`### ${title}`, goals(runtime, results)].join("\n\n"));
  writeSection(runtime, [`## ${title}`, ...tables].join("\n\n"), "results.md");
  if (runtime !== "node") return;
  const images = Object.entries(results).map(([regime, forms]) => {
    const about = `${REGIMES[regime]}. Microseconds per body of about 700 bytes, ${title}`;
    writeFileSync(new URL(`chart-${regime}.svg`, import.meta.url), chart(forms, about));
    return `![${about}](chart-${regime}.svg)`;
  });
  writeSection("charts", images.join("\n\n"));
  writeSection("speed", summary(title, results), "../README.md");
}
