/** How long to wait before the next attempt: `firstMs`, doubling, never more than `capMs`. */
export type Backoff = { readonly firstMs: number; readonly capMs: number };

/** The wait before attempt `n`, counted from 1. */
export function backoffMs(backoff: Backoff, n: number): number {
  return Math.min(backoff.capMs, backoff.firstMs * 2 ** Math.min(Math.max(0, n - 1), 40));
}
