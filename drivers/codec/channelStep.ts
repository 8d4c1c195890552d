/**
 * A number in whole steps of its channel, 10^-decimals: what a device resolves is no finer, and the noise of binary fractions
 * (0.10000000149 for a float that says 0.1) must not reach any screen.
 */
export function stepped(value: number, decimals: number): number {
  if (!Number.isFinite(value)) return value;
  if (decimals >= 0) return Number(value.toFixed(decimals)) + 0; // no -0
  const step = 10 ** -decimals;
  return Math.round(value / step) * step + 0;
}
