// SARIF 2.1.0, for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/

import { isAbsolute, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { printableJson } from "../../printable.js";
import { version } from "../../version.js";

const HEAD = [
  '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0",',
  '"runs":[{"columnKind":"utf16CodeUnits","results":[',
].join("");

export function sarif(stream) {
  const rules = [];
  let separator = "\n";

  function resultOf(uri, { severity, code, message, start, end }) {
    if (!rules.includes(code)) rules.push(code);
    const region = {
      startLine: start.line,
      startColumn: start.column,
      endLine: end.line,
      endColumn: end.column,
      byteOffset: start.offset,
      byteLength: end.offset - start.offset,
    };
    return {
      ruleId: code,
      ruleIndex: rules.indexOf(code),
      level: severity,
      message: { text: message },
      locations: [{ physicalLocation: { artifactLocation: { uri }, region } }],
    };
  }

  return {
    begin: () => stream.write(HEAD),
    file(name, { findings }) {
      const uri = uriOf(name);
      for (const finding of findings) {
        stream.write(`${separator}${printableJson(resultOf(uri, finding))}`);
        separator = ",\n";
      }
    },
    end() {
      // Last, because the rules are those of the results.
      const driver = { name: "webhook-guard", version, rules: rules.map((id) => ({ id })) };
      stream.write(`\n],"tool":${printableJson({ driver })}}]}\n`);
    },
  };
}

/** A file as a URI, relative to the working directory where its name is. */
const uriOf = (name) =>
  isAbsolute(name) ? pathToFileURL(name).href : name.split(sep).map(encodeURIComponent).join("/");
