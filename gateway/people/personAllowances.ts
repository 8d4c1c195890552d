import { Allowance, type AllowanceLimits } from '../core/allowance.ts';
import type { Clock } from '../core/clock.ts';

/** More names than there may be people; the one that was not seen for longest gives way. */
const MOST_NAMES = 256;

/** So much for each person: nobody can use up what guard takes from all of them together. */
export class PersonAllowances {
  readonly #clock: Clock;
  readonly #limits: AllowanceLimits;
  readonly #left = new Map<string, Allowance>();

  constructor(clock: Clock, limits: AllowanceLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Whether this person may once more, and then it counts. */
  take(person: string): boolean {
    const { burst, everyMs } = this.#limits;
    const own = this.#left.get(person) ?? new Allowance(this.#clock, burst, everyMs);
    this.#left.delete(person);
    this.#left.set(person, own);
    for (const oldest of this.#left.keys()) {
      if (this.#left.size <= MOST_NAMES) break;
      this.#left.delete(oldest);
    }
    return own.take();
  }
}
