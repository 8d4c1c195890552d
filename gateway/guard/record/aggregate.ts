import { type Quality, qualityClass, qualityCode } from '../../../drivers/quality.ts';

const CLASS_RANKS = { good: 0, uncertain: 1, bad: 2 } as const;

/** The worse of two qualities: a bad one before an uncertain before a good one, then the higher code. */
export function worse(a: Quality, b: Quality): Quality {
  return badness(a) >= badness(b) ? a : b;
}

function badness(quality: Quality): number {
  return CLASS_RANKS[qualityClass(quality)] * 16 + qualityCode(quality);
}

/** What one channel did in one report period so far. `n` counts good samples; without one, min, mean and max are null. */
export type Aggregate = {
  readonly min: number | null;
  readonly mean: number | null;
  readonly max: number | null;
  readonly n: number;
  readonly quality: Quality; // the worst seen
};

/** Gathers the samples of a period. */
export class Aggregator {
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #mean = 0;
  #n = 0;
  #quality: Quality | null = null;

  /** Goes on from `before`, what was gathered until now. */
  constructor(before: Aggregate | null = null) {
    this.join(before);
  }

  /** Every reading counts for the worst quality, good numbers for the rest. */
  add(value: unknown, quality: Quality): void {
    this.#quality = this.#quality === null ? quality : worse(this.#quality, quality);
    if (typeof value !== 'number' || qualityClass(quality) !== 'good') return;
    this.#n++;
    // the running mean never leaves [min, max]; a sum divided in the end may, by rounding
    this.#mean += value / this.#n - this.#mean / this.#n;
    this.#min = Math.min(this.#min, value);
    this.#max = Math.max(this.#max, value);
  }

  /** Takes in what was gathered elsewhere in the same period. */
  join(other: Aggregate | null): void {
    if (other === null) return;
    this.#quality = this.#quality === null ? other.quality : worse(this.#quality, other.quality);
    if (other.mean === null || other.min === null || other.max === null) return;
    this.#n += other.n;
    this.#mean += (other.mean - this.#mean) * (other.n / this.#n);
    this.#min = Math.min(this.#min, other.min);
    this.#max = Math.max(this.#max, other.max);
  }

  /** The period so far, or null when nothing was read in it. */
  soFar(): Aggregate | null {
    if (this.#quality === null) return null;
    const some = this.#n > 0;
    return {
      min: some ? this.#min : null,
      mean: some ? this.#mean : null,
      max: some ? this.#max : null,
      n: this.#n,
      quality: this.#quality,
    };
  }

  /** The period so far, or null when nothing was read in it; then starts the next. */
  close(): Aggregate | null {
    const closed = this.soFar();
    this.#min = Number.POSITIVE_INFINITY;
    this.#max = Number.NEGATIVE_INFINITY;
    this.#mean = 0;
    this.#n = 0;
    this.#quality = null;
    return closed;
  }
}
