/**
 * How much line time may go to what is not answered: at most `share` of any `windowMs`. One is kept for the probes of all
 * devices of a line that were given up, and one for each living device, for what it loses: neither pays for the other. A probe dearer than a whole window's allowance (a logger with a response bound of seconds) gets a window
 * long enough to hold it, so that it too has its turn. Pure: times are arguments, they are `mono` in milliseconds.
 */
export class ProbeBudget {
  readonly share: number;
  readonly windowMs: number;
  #charges: { readonly at: number; readonly ms: number }[] = []; // oldest first
  #longestMs: number;

  constructor(share = 0.1, windowMs = 10_000) {
    this.share = share;
    this.windowMs = windowMs;
    this.#longestMs = windowMs;
  }

  /** An exchange that ended at `at` without an answer took `ms` of the line. */
  charge(at: number, ms: number): void {
    this.#charges = this.#charges.filter((charge) => charge.at > at - this.#longestMs);
    this.#charges.push({ at, ms });
  }

  /**
   * From when on a probe that may cost `ms` fits: when enough of what was spent is long enough ago. May lie in the past.
   */
  affordableFrom(ms: number): number {
    const allowance = Math.max(this.share * this.windowMs, ms);
    const windowMs = allowance / this.share;
    this.#longestMs = Math.max(this.#longestMs, windowMs);
    let left = allowance - ms;
    for (const charge of this.#charges.toReversed()) {
      left -= charge.ms;
      if (left < 0) return charge.at + windowMs;
    }
    return Number.NEGATIVE_INFINITY;
  }

  /** From when on a probe is far enough from the one before, the dearer that was: in bursts even a tenth would be felt. */
  get spacedFrom(): number {
    const last = this.#charges.at(-1);
    return last === undefined ? Number.NEGATIVE_INFINITY : last.at + last.ms / (2 * this.share);
  }

  /** Share of the last window that was spent on devices that did not answer. */
  spentShare(now: number): number {
    let ms = 0;
    for (const charge of this.#charges) if (charge.at > now - this.windowMs) ms += charge.ms;
    return ms / this.windowMs;
  }
}
