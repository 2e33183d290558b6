// What a test's response reports about the delivery, and what to do about it.

import { failureText } from "../device/requests.js";
import { t } from "../lib/language.js";

/** Advice by the receiver's status; the first that matches. */
const ADVICE = [
  [(status) => status === 401 || status === 403, "test.advice.key"],
  [(status) => status === 404 || status === 410, "test.advice.path"],
  [(status) => status === 405, "test.advice.method"],
  [(status) => status === 429, "test.advice.busy"],
  [(status) => status >= 300 && status < 400, "test.advice.redirect"],
  [(status) => status >= 400 && status < 500, "test.advice.rejected"],
  [(status) => status >= 500, "test.advice.receiver"],
];

/**
 * Returns `{ tone, title, help }`. The tone is `ok` only if the report shows that the receiver
 * accepted the delivery, and `sent` if nothing is known about that.
 */
export function describeOutcome(parsed) {
  const { ok, report } = parsed;
  if (!ok) return { tone: "bad", title: t("test.notsent"), help: failureText(parsed) };
  if (!report) return { tone: "sent", title: t("test.sent"), help: t("test.sent.help") };
  const { outcome, response } = report;
  const status = response?.status;
  const [first = ""] = (response?.text ?? "").split("\n");
  // A body that is JSON or HTML is for the Response tab.
  const reason = /^[\w][^{}<>]{0,60}$/.test(first) && first;
  const line = [status, reason].filter(Boolean).join(" ");
  const failed = /fail|error|timeout/i.test(outcome ?? "");
  if (!failed && status >= 200 && status < 300) {
    return {
      tone: "ok",
      title: t("test.delivered", { status: line }),
      help: t("test.delivered.help"),
    };
  }
  if (failed || status >= 300) {
    const advice = ADVICE.find(([matches]) => matches(status))?.[1] ?? "test.advice.silent";
    return {
      tone: "bad",
      title: line ? t("test.failed.status", { status: line }) : t("test.failed"),
      help: t(advice),
    };
  }
  return {
    tone: "sent",
    title: outcome ? t("test.outcome", { outcome }) : t("test.sent"),
    help: t("test.outcome.help"),
  };
}
