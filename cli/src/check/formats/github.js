// Annotations in a GitHub workflow:
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions

import { clip, printable } from "../../printable.js";
import { summaryOf } from "./text.js";

const MAX_MESSAGE_LENGTH = 1000;

export function github(stream, { quiet }) {
  function write(command, properties, message) {
    const list = Object.entries(properties).map(
      ([key, value]) => `${key}=${escapeProperty(printable(String(value)))}`,
    );
    const text = escapeData(printable(clip(message, MAX_MESSAGE_LENGTH)));
    stream.write(`::${command} ${list.join(",")}::${text}\n`);
  }

  return {
    file(file, { findings, truncated }) {
      for (const { severity, code, message, start, end } of findings) {
        // Columns count within one line.
        const range = start.line === end.line && { col: start.column, endColumn: end.column };
        write(severity, { file, line: start.line, ...range, title: code }, message);
      }
      if (truncated) write("notice", { file }, "More findings were omitted.");
    },
    end(total) {
      if (!quiet) stream.write(`${summaryOf(total)}\n`);
    },
  };
}

const escapeData = (text) => text.replaceAll("%", "%25").replaceAll("\n", "%0A");
const escapeProperty = (text) => escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
