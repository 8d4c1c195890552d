import type { Grain } from '../../../core/clock.ts';

/** A timer, and what is made of the bytes before, are late by this. */
const TIMER_LATE_MS = 2.5;
/** Where a character takes longer (9600 baud and less) a millisecond more between frames is nothing. */
const SLOW_CHAR_MS = 0.9;
/** And here (19 200 baud) half of one. */
const MEDIUM_CHAR_MS = 0.5;

/** How quickly bytes come on a line, and what need not be looked at because of it. Milliseconds. */
export class WirePace {
  readonly charMs: number;
  /** How exactly the silence between two frames is waited for. */
  readonly grain: Grain | undefined;
  #seen: 'unknown' | 'wire' | 'faster' = 'unknown';

  constructor(charMs: number) {
    this.charMs = charMs;
    this.grain = charMs > SLOW_CHAR_MS ? 'coarse' : charMs > MEDIUM_CHAR_MS ? 'medium' : undefined;
  }

  /** Whether answers come no sooner than the wire allows. A pseudo-terminal is faster, and proves it soon. */
  get isWire(): boolean {
    return this.#seen === 'wire';
  }

  /** An answer began at `firstAt`; on a wire its request was out by `sentBy`. */
  heard(firstAt: number, sentBy: number): void {
    if (firstAt < sentBy) this.#seen = 'faster';
    else if (this.#seen === 'unknown') this.#seen = 'wire';
  }

  /** For how long a reply of which `bytes` are missing cannot be whole: a character and a timer less than the wire takes for them. */
  restMs(bytes: number): number {
    return this.isWire ? Math.max(0, (bytes - 1) * this.charMs - TIMER_LATE_MS) : 0;
  }
}
