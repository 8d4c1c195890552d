import type { Clock, Timer } from '../../../core/clock.ts';
import type { Round } from './round.ts';

// `now + (mono - now)` may round to just below `mono`: without this the rest would be waited for again and again
const SHORTEST_MS = 0.01;

/** A wait that can be cut short. One waiter at a time. */
export class Pause {
  readonly #clock: Clock;
  readonly #name: string;
  readonly #round: Round | undefined;
  #timer: Timer | undefined;
  #resume: (() => void) | undefined;

  constructor(clock: Clock, name: string, round?: Round) {
    this.#round = round;
    this.#clock = clock;
    this.#name = name;
  }

  /** Resolves at `mono`, or when `end` is called. Infinity waits for `end` alone. */
  until(mono: number): Promise<void> {
    this.#round?.waits(mono);
    return new Promise((resolve) => {
      this.#resume = resolve;
      if (mono !== Number.POSITIVE_INFINITY)
        this.#timer = this.#clock.after(
          Math.max(SHORTEST_MS, mono - this.#clock.mono()),
          this.#name,
          () => this.end(),
          'coarse', // nothing waits on the line meanwhile
        );
    });
  }

  end(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
  }
}
