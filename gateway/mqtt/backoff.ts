/**
 * How long to wait before the next attempt: doubling from `firstMs` up to `longestMs`, spread over the upper half so
 * that a thousand gateways do not come back to a restarted broker in the same second.
 */
export class Backoff {
  readonly #firstMs: number;
  readonly longestMs: number;
  readonly #random: () => number;
  #nextMs: number;

  constructor(firstMs: number, longestMs: number, random: () => number = Math.random) {
    this.#firstMs = firstMs;
    this.longestMs = longestMs;
    this.#random = random;
    this.#nextMs = firstMs;
  }

  next(): number {
    const ceiling = this.#nextMs;
    this.#nextMs = Math.min(this.#nextMs * 2, this.longestMs);
    return ceiling * (0.5 + this.#random() / 2);
  }

  reset(): void {
    this.#nextMs = this.#firstMs;
  }
}
