/** The value below which a share of all lies (nearest rank, so always one that was measured); null of none. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

/** p50 and p95 of so many values. */
export type Spread = { readonly p50: number; readonly p95: number; readonly count: number };

export function spreadOf(values: readonly number[]): Spread | null {
  const [p50, p95] = [percentile(values, 0.5), percentile(values, 0.95)];
  return p50 === null || p95 === null ? null : { p50, p95, count: values.length };
}
