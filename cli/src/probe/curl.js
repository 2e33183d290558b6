// The request of a case as a shell command, to reproduce a difference. The URL of the device's API, the
// token and, for an update, the uid come from the variables API, TOKEN and WEBHOOK_UID.

import { printable } from "../printable.js";
import { bodyOf, markerOf } from "./marker.js";

const MARKER = markerOf("00000000", 0);
const ITEM = "$API/webhooks";

/** `{ curl }` for a case; nothing for one that is not a single request. */
export function curlOf(each) {
  if (each === undefined || each.operation === "signature") return undefined;
  const authorization = `-H "Authorization: Bearer $TOKEN"`;
  if (each.operation === "list") {
    return { curl: `curl ${authorization} "${ITEM}?"${quote(each.query)}` };
  }
  const [method, url] =
    each.operation === "update" ? ["PUT", `${ITEM}/$WEBHOOK_UID`] : ["POST", ITEM];
  const request = `curl -X ${method} ${authorization} -H "Content-Type: application/json" "${url}"`;
  const body = bodyOf(each, MARKER);
  return { curl: isPlain(body) ? `${request} --data-binary ${quote(body)}` : piped(request, body) };
}

/** Whether the bytes are printable text, which curl does not take for a file's name. */
function isPlain(body) {
  const text = body.toString();
  return !/^@/.test(text) && printable(text) === text && Buffer.from(text).equals(body);
}

const quote = (text) => `'${String(text).replaceAll("'", "'\\''")}'`;

/** Other bytes go through printf, in octal (POSIX). */
function piped(request, body) {
  const format = body
    .toString("latin1")
    .replace(/[\\%']|[^\x20-\x7e]/g, (char) =>
      char === "%" ? "%%" : `\\${char.charCodeAt(0).toString(8).padStart(3, "0")}`,
    );
  return `printf '${format}' | ${request} --data-binary @-`;
}
