/**
 * The package's result for a body. For a valid one, `built` is the body that would be sent, and the body
 * that would be sent for that one: they are the same (contract §5).
 */
export function packageResult({ validateWebhook, buildRequest }, { bytes, extraEventTypes }) {
  const result = validateWebhook(bytes, { extraEventTypes });
  if (!result.valid) return result;
  const build = (webhook) => buildRequest({ operation: "create", webhook, extraEventTypes }).body;
  const first = build(bytes);
  return { ...result, built: [first, build(first)] };
}
