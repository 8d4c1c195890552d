import type { Clock } from '../../../core/clock.ts';

/** No exchange and no opening of a port takes so long; a wait may end late by as much on a busy host (engineering). */
const EXCHANGE_WITHIN_MS = 10_000;
const OPENED_WITHIN_MS = 60_000;
const LATE_MS = 5_000;

/** When the loop of a line comes round again at the latest. One that does not hangs, and no watchdog may be fed for it. */
export class Round {
  readonly #clock: Clock;
  #by = Number.POSITIVE_INFINITY; // monotonic ms; infinity: the loop does not run
  #ended = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether the loop is within the time it said at its last turn. */
  isInTime(now: number): boolean {
    return now <= this.#by;
  }

  asks(): void {
    this.#expectBy(this.#clock.mono() + EXCHANGE_WITHIN_MS);
  }

  opens(): void {
    this.#expectBy(this.#clock.mono() + OPENED_WITHIN_MS);
  }

  /** Waits until `mono`. */
  waits(mono: number): void {
    this.#expectBy(mono + LATE_MS);
  }

  /** The loop is being stopped: nothing is expected of it any more. */
  end(): void {
    this.#ended = true;
    this.#by = Number.POSITIVE_INFINITY;
  }

  #expectBy(mono: number): void {
    if (!this.#ended) this.#by = mono;
  }
}
