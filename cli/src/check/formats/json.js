// For programs: one object with the findings of each file, on its own line, and a summary.
// Columns count UTF-16 code units; offset and length are in bytes.

import { printableJson } from "../../printable.js";

export function json(stream) {
  let separator = "\n";
  return {
    begin: () => stream.write('{"files":['),
    file(file, { findings, ...counts }) {
      const rows = findings.map(({ excerpt, start, end, ...finding }) => ({
        ...finding,
        line: start.line,
        column: start.column,
        endLine: end.line,
        endColumn: end.column,
        offset: start.offset,
        length: end.offset - start.offset,
      }));
      stream.write(`${separator}${printableJson({ file, ...counts, findings: rows })}`);
      separator = ",\n";
    },
    end: (total) => stream.write(`\n],"summary":${printableJson(total)}}\n`),
  };
}
