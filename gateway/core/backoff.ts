/** How long to wait before the next attempt: `firstMs`, doubling, never more than `capMs`. */
export type Backoff = { readonly firstMs: number; readonly capMs: number };

/** The wait before attempt `n`, counted from 1. */
export function backoffMs(backoff: Backoff, n: number): number {
  return Math.min(backoff.capMs, backoff.firstMs * 2 ** Math.min(Math.max(0, n - 1), 40));
}

/**
 * Attempts that have failed in a row. With `random` (0 to 1) the waits are spread over their upper half, so that a
 * thousand gateways do not come back to a restarted broker in the same second.
 */
export class Attempts {
  readonly backoff: Backoff;
  readonly #random: () => number;
  #failed = 0;

  constructor(firstMs: number, capMs: number, random: () => number = () => 1) {
    this.backoff = { firstMs, capMs };
    this.#random = random;
  }

  /** One more has failed: the wait before the next, milliseconds. */
  failed(): number {
    return this.#spread(backoffMs(this.backoff, ++this.#failed));
  }

  /** The wait before something else is tried, which nothing has been held against yet. */
  firstMs(): number {
    return this.#spread(this.backoff.firstMs);
  }

  #spread(ms: number): number {
    return ms * (0.5 + this.#random() / 2);
  }

  /** One was well: the next failure is the first again. */
  reset(): void {
    this.#failed = 0;
  }
}
