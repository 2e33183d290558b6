// Tables of Markdown, and the sections of a file that a benchmark rewrites.

import { readFileSync, writeFileSync } from "node:fs";

export function markdown(head, rows) {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at].length)));
  const line = (row) =>
    `| ${row.map((text, at) => (at ? text.padStart(widths[at]) : text.padEnd(widths[at]))).join(" | ")} |`;
  const rule = `|${widths.map((width, at) => (at ? `${"-".repeat(width + 1)}:` : "-".repeat(width + 2))).join("|")}|`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}

/** Replaces the section between `<!-- NAME -->` and `<!-- /NAME -->`. */
export function writeSection(name, text, file = "README.md") {
  const url = new URL(file, import.meta.url);
  const old = readFileSync(url, "utf8");
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, end] = [old.indexOf(open) + open.length, old.indexOf(close)];
  if (end < start) throw new Error(`${file} has no section ${name}`);
  writeFileSync(url, `${old.slice(0, start)}\n\n${text}\n\n${old.slice(end)}`);
}
