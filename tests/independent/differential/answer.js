/**
 * What the package says of a body: the verdict, and of a valid one, as `built`, what would be sent
 * and what would be sent for that, which is the same (contract §5).
 */
export function answer({ validateWebhook, buildRequest }, { bytes, extraEventTypes }) {
  const verdict = validateWebhook(bytes, { extraEventTypes });
  if (!verdict.valid) return verdict;
  const build = (webhook) => buildRequest({ operation: "create", webhook, extraEventTypes }).body;
  const first = build(bytes);
  return { ...verdict, built: [first, build(first)] };
}
