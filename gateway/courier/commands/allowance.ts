import type { Clock } from '../../core/clock.ts';

/** How often something may happen: `burst` times at once, and one more every `everyMs`. */
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

  /** Whether it may happen now; then it counts. */
  take(): boolean {
    const now = this.#clock.mono();
    this.#left = Math.min(this.#burst, this.#left + (now - this.#at) / this.#everyMs);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
