import type { Clock } from '../../gateway/core/clock.ts';

/** What a line has seen since the last reset. */
export type WireTally = {
  readonly exchanges: number; // whole requests heard
  readonly garbage: number; // bursts from the master that were no request
  readonly shortGaps: number; // requests that began before the gap of the standard was over
  readonly shortestGapMs: number | null;
  readonly collisions: number; // requests that met a late reply: nobody's fault, and the bytes are lost
  readonly busyMs: number; // time that frames took on the wire, summed over all talkers
  readonly elapsedMs: number;
  readonly worstLatenessMs: number; // of this simulator: how long after its time a frame was over at worst
};

const ROUNDING_MS = 0.001; // sums of fractions of a millisecond are not exact

/** Measures what the master does on a line: the gaps it leaves and how much of the time it uses. */
export class WireWatch {
  readonly #clock: Clock;
  gapMs: number; // the silence that the master's settings want between frames
  #counts = zero();
  #since: number;
  #knownEnd = Number.NEGATIVE_INFINITY; // of frames the master knows of: its own and the replies it waits for
  #strayEnd = Number.NEGATIVE_INFINITY; // of replies it has given up on
  #strays: { readonly start: number; readonly end: number }[] = [];

  constructor(clock: Clock, gapMs: number) {
    this.#clock = clock;
    this.gapMs = gapMs;
    this.#since = clock.mono();
  }

  /** The first byte of a new request was seen. */
  requestBegins(at: number): void {
    this.#strays = this.#strays.filter(({ end }) => end + this.gapMs > at);
    const stray = at - this.#strayEnd < this.gapMs || this.#strays.some(({ start }) => start <= at);
    if (stray) {
      this.#counts.collisions++;
      return;
    }
    const gapMs = at - this.#knownEnd;
    if (gapMs === Number.POSITIVE_INFINITY) return;
    this.#counts.shortestGapMs = Math.min(gapMs, this.#counts.shortestGapMs ?? gapMs);
    if (gapMs < this.gapMs - ROUNDING_MS) this.#counts.shortGaps++;
  }

  /** A frame is going to be on the wire. */
  planned(start: number, end: number, stray: boolean): void {
    if (stray) this.#strays.push({ start, end });
    else this.#knownEnd = Math.max(this.#knownEnd, end);
  }

  /** A frame is over; its last byte was handed out at `at`. */
  over(start: number, end: number, stray: boolean, at: number): void {
    // a timer that fires late moves the end: what counts is what the master could see
    if (stray) this.#strayEnd = Math.max(this.#strayEnd, at);
    else this.#knownEnd = Math.max(this.#knownEnd, at);
    this.#counts.worstLatenessMs = Math.max(this.#counts.worstLatenessMs, at - end);
    this.#counts.busyMs += end - start;
  }

  exchange(): void {
    this.#counts.exchanges++;
  }

  garbage(): void {
    this.#counts.garbage++;
  }

  tally(): WireTally {
    return { ...this.#counts, elapsedMs: this.#clock.mono() - this.#since };
  }

  reset(): void {
    this.#counts = zero();
    this.#since = this.#clock.mono();
  }
}

function zero() {
  const shortestGapMs: number | null = null;
  return {
    exchanges: 0,
    garbage: 0,
    shortGaps: 0,
    shortestGapMs: shortestGapMs as number | null,
    collisions: 0,
    busyMs: 0,
    worstLatenessMs: 0,
  };
}
