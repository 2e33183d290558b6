// The mark that each webhook of the kit bears in its URL or its description, by which it is known
// again, also by a later run.

const NAME = "webhook-guard-conformance";

/** `run` is 8 hexadecimal digits. Every mark is of the same length, since bodies at a limit hold it. */
export const markOf = (run, number) => `${NAME}-${run}-${String(number).padStart(5, "0")}`;

export const MARK_LENGTH = markOf("00000000", 0).length;

/** Finds what one run made, or any. */
export const marksOf = (run = "[0-9a-f]{8}") => new RegExp(`${NAME}-${run}-\\d{5}`, "i");

/** Stands in the body of a case where its mark belongs. */
export const PLACE = "{mark}";

/** The bytes of a case's body, marked. `bytes` is hexadecimal, for what no text can hold. */
export function bodyOf({ body, bytes }, mark) {
  const template = Buffer.from(bytes ?? body, bytes === undefined ? "utf8" : "hex");
  // Byte for byte, also of what is no UTF-8.
  return Buffer.from(template.toString("latin1").replaceAll(PLACE, mark), "latin1");
}
