import { styleText } from "node:util";

/**
 * Makes `paint(format, text)` for a stream: in colour on a terminal that has it, unless NO_COLOR is
 * set (no-color.org), or if FORCE_COLOR is set.
 */
export function colours(stream, env = process.env) {
  const isForced = ![undefined, "0", "false"].includes(env.FORCE_COLOR);
  const isColoured = !env.NO_COLOR && (isForced || stream.hasColors?.() === true);
  return (format, text) => (isColoured ? styleText(format, text) : text);
}
