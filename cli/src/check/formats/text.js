// For people: place, message, and the source line with the place underlined.

import { colours } from "../../colours.js";
import { clip, printable } from "../../printable.js";

const MAX_MESSAGE_LENGTH = 500;

export function text(stream, { quiet }) {
  const paint = colours(stream);

  function show(name, { severity, code, message, params, item, start, excerpt }) {
    const colour = severity === "error" ? "red" : "yellow";
    const place = paint("bold", `${printable(name)}:${start.line}:${start.column}`);
    const which = item === undefined ? "" : ` item ${item}`;
    const [column, width] = excerpt.underline;
    const number = String(start.line);
    const gutter = (label) => paint("dim", `${label.padStart(number.length)} |`);
    return [
      `${place}${which} ${paint(colour, severity)} ${paint("dim", code)}`,
      `  ${printable(clip(message, MAX_MESSAGE_LENGTH))}${suggestionOf(message, params)}`,
      `  ${gutter(number)} ${excerpt.text}`,
      `  ${gutter("")} ${" ".repeat(column)}${paint(colour, "^".repeat(width))}`,
      "",
      "",
    ].join("\n");
  }

  return {
    file(name, { findings, truncated }) {
      for (const finding of findings) stream.write(show(name, finding));
      if (truncated) stream.write(`${printable(name)}: more findings were omitted.\n\n`);
    },
    end(total) {
      if (quiet) return;
      const colour = total.invalid > 0 ? "red" : total.warnings > 0 ? "yellow" : "green";
      stream.write(`${paint(colour, summaryOf(total))}\n`);
    },
  };
}

/** The name that a finding suggests, if its message does not contain it. */
function suggestionOf(message, { suggestion }) {
  if (suggestion === undefined || message.includes(suggestion)) return "";
  return ` Did you mean ${printable(suggestion)}?`;
}

const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

export const summaryOf = ({ files, webhooks, invalid, errors, warnings }) =>
  [
    `${count(webhooks, "webhook")} in ${count(files, "file")}, ${invalid.toLocaleString("en")} invalid:`,
    `${count(errors, "error")}, ${count(warnings, "warning")}.`,
  ].join(" ");
