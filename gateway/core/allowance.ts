import type { Clock } from './clock.ts';

/** How often something may happen: `burst` times at once, and one more every `everyMs`. */
export type AllowanceLimits = { readonly burst: number; readonly everyMs: number };

/** Counts what happens against its limits (a token bucket on the monotonic clock). */
export class Allowance {
  readonly #clock: Clock;
  readonly #burst: number;
  readonly #everyMs: number;
  #left: number;
  #at: number;

  constructor(clock: Clock, burst: number, everyMs: number) {
    this.#clock = clock;
    this.#burst = burst;
    this.#everyMs = everyMs;
    this.#left = burst;
    this.#at = clock.mono();
  }

  /** Whether it may happen now, `count` times, and `leave` are left after it; then it counts. */
  take(count = 1, leave = 0): boolean {
    const now = this.#clock.mono();
    this.#left = Math.min(this.#burst, this.#left + (now - this.#at) / this.#everyMs);
    this.#at = now;
    if (this.#left < count + leave) return false;
    this.#left -= count;
    return true;
  }
}
