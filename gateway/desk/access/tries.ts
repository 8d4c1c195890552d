import { backoffMs } from '../../core/backoff.ts';
import type { Clock } from '../../core/clock.ts';

/** So many wrong tries are free; each further one doubles the wait. */
export type TryLimits = { readonly free: number; readonly firstMs: number; readonly capMs: number };

type Tried = { wrong: number; until: number };

/** Keys that are remembered. More: those that wait the least go first. */
const MOST = 4_096;

/** Counts wrong tries by key (a name, an address), and says how long the next one has to wait. On the monotonic clock. */
export class Tries {
  readonly #clock: Clock;
  readonly #limits: TryLimits;
  readonly #tried = new Map<string, Tried>();

  constructor(clock: Clock, limits: TryLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Milliseconds to wait before this key may try; 0: now. */
  waitMs(key: string): number {
    return Math.max(0, (this.#tried.get(key)?.until ?? 0) - this.#clock.mono());
  }

  /** One was wrong. @returns whether it is the one from which on this key waits */
  wrong(key: string): boolean {
    const { free, ...backoff } = this.#limits;
    const wrong = (this.#tried.get(key)?.wrong ?? 0) + 1;
    const beyond = wrong - free;
    const waitMs = beyond < 0 ? 0 : backoffMs(backoff, beyond + 1);
    this.#tried.delete(key);
    this.#tried.set(key, { wrong, until: this.#clock.mono() + waitMs });
    if (this.#tried.size > MOST) this.#forgetOne();
    return beyond === 0;
  }

  right(key: string): void {
    this.#tried.delete(key);
  }

  #forgetOne(): void {
    const now = this.#clock.mono();
    for (const [key, { until }] of this.#tried)
      if (until <= now) {
        this.#tried.delete(key);
        return;
      }
    const [oldest] = this.#tried.keys();
    if (oldest !== undefined) this.#tried.delete(oldest);
  }
}
