// What the guard would have rejected, counted while it ran in report mode.

/** Counts decisions; its size is bounded by the number of codes and fields. */
export function createSummary() {
  let forwarded = 0;
  let wouldReject = 0;
  const reasons = new Map();
  return {
    add({ verdict, codes, paths }) {
      if (verdict !== "reported") return;
      forwarded += 1;
      if (codes.length === 0) return;
      wouldReject += 1;
      // Once per request, however often it breaks a rule. A duplicate member has any name.
      const found = codes.map((code, i) =>
        paths[i].length > 0 && code !== "duplicate_key" ? `${paths[i][0]}: ${code}` : code,
      );
      for (const reason of new Set(found)) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    },

    toString() {
      const head = `Forwarded webhooks: ${forwarded}. Would have been rejected: ${wouldReject}.`;
      const rows = [...reasons].sort(([, a], [, b]) => b - a);
      return [
        head,
        ...rows.map(([reason, times]) => `${String(times).padStart(7)}  ${reason}`),
      ].join("\n");
    },
  };
}
