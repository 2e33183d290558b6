// The marker in the URL or description of every webhook that the probe creates, by which it, or a
// later run, recognises them.

const NAME = "webhook-guard-probe";

/** `run` is 8 hexadecimal digits. All markers have one length, since bodies at a limit contain them. */
export const markerOf = (run, number) => `${NAME}-${run}-${String(number).padStart(5, "0")}`;

export const MARKER_LENGTH = markerOf("00000000", 0).length;

/** Finds the markers of one run, or of any. */
export const markersOf = (run = "[0-9a-f]{8}") => new RegExp(`${NAME}-${run}-\\d{5}`, "i");

/** Where the body of a case has its marker. */
export const PLACEHOLDER = "{marker}";

/** The bytes of a case's body with its marker. `bytes` is hexadecimal, for what no text can hold. */
export function bodyOf({ body, bytes }, marker) {
  const template = Buffer.from(bytes ?? body, bytes === undefined ? "utf8" : "hex");
  // Byte for byte, also of what is not UTF-8.
  return Buffer.from(template.toString("latin1").replaceAll(PLACEHOLDER, marker), "latin1");
}
