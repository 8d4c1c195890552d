import { type Clock, every, type Timer } from '../core/clock.ts';

/** Guard looks at the time at least so often. */
const LOOK_EVERY_MS = 250;
/** Longer than this without a look is a stall: no work of guard's own takes so long (engineering). */
const STALL_MS = 1_000;

/**
 * Notices that the event loop stood still: a starved or stopped process, a host that paused. What could not be heard
 * meanwhile was not silent, and whoever measures guard's latency must know of it.
 */
export class LoopWatch {
  readonly #clock: Clock;
  readonly #stalled: (forMs: number) => void;
  readonly #looked: (now: number) => void;
  #lookedAt: number;
  #timer: Timer | null = null;
  #stalls = 0;
  #longestMs = 0;

  /** `looked` is told of every look, at least every quarter of a second while the loop runs. */
  constructor(clock: Clock, stalled: (forMs: number) => void, looked: (now: number) => void = () => {}) {
    this.#clock = clock;
    this.#stalled = stalled;
    this.#looked = looked;
    this.#lookedAt = clock.mono();
  }

  start(): void {
    this.#lookedAt = this.#clock.mono();
    this.#timer = every(this.#clock, LOOK_EVERY_MS, 'loop watch', () => this.look());
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** To be called before anything is made of what comes in: of all that fell due in a stall some comes before the timer. */
  look(): void {
    const now = this.#clock.mono();
    const passedMs = now - this.#lookedAt;
    this.#lookedAt = now;
    if (this.#timer === null) return;
    this.#looked(now);
    if (passedMs < STALL_MS) return;
    this.#stalls++;
    this.#longestMs = Math.max(this.#longestMs, passedMs);
    this.#stalled(passedMs);
  }

  /** How often, and for how long at most, milliseconds. */
  get stalls(): { readonly count: number; readonly longestMs: number } {
    return { count: this.#stalls, longestMs: this.#longestMs };
  }
}
